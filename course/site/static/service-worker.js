/*
 * Stores the site on the device, file by file, each under the sum of what it says: what is stored is never stale and never
 * mixed of two editions. What Python reads and writes is answered by JupyterLite's own worker, which is brought in here,
 * since a place has one worker. `SITE`, the list of all files with their sums, stands above: the build writes it.
 *
 * A newer edition waits until the learner loads it, or until no page of the site is open.
 */

const worker = /** @type {any} */ (self); // the types know pages only
const ROOT = new URL("./", worker.location.href);
// Two copies of the course under one host keep to themselves.
const CACHE = `course-files ${ROOT.pathname}`;
const AT_ONCE = 4;
const PATIENCE_MS = 1500;
const TELL_MS = 250;

/** @type {((event: any) => void) | undefined} */
let answerPython;
{
  // Theirs would take over from a page that is open, and fetch every file anew: only what answers Python is taken.
  worker.addEventListener = (/** @type {string} */ type, /** @type {(event: any) => void} */ listener) => {
    if (type === "fetch") answerPython = listener;
  };
  try {
    importScripts("lite-worker.js");
  } catch (error) {
    // A site without JupyterLite has pages to read.
    if (!(error instanceof DOMException && error.name === "NetworkError")) throw error;
  }
  delete worker.addEventListener;
}

/** The learner has deleted everything: from then on nothing is stored, until a page registers the worker anew. */
let isForgotten = false;

const addressOf = (/** @type {string} */ path) => new URL(path, ROOT).href;
const keyOf = (/** @type {string} */ path) => `${addressOf(path)}?${SITE.files[path][0]}`;

/** Python itself, and the packages with which it starts. */
const isPython = (/** @type {string} */ path) =>
  SITE.files[path][2] === "alive" && /(^|\/)pyodide\/|\.whl$/.test(path);

/** @type {(content: BufferSource) => Promise<string>} */
const sumOf = async (content) => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
};

/* --- Storing --- */

/** Keep a file, if it is the one of this edition; tell the pages how much of it has come. */
/** @type {(path: string, response: Response, isTold: boolean) => Promise<boolean>} */
const keep = async (path, response, isTold) => {
  if (isForgotten) return false;
  const [sum, size] = SITE.files[path];
  const reader = response.body?.getReader();
  if (!reader) return false;
  // Each file lies in memory once, since a page that opens has little to spare: its parts go to their place as they come.
  const content = new Uint8Array(size);
  let came = 0;
  let told = Date.now();
  for (;;) {
    const { done, value } = await reader.read();
    if (value) {
      if (came + value.length <= size) content.set(value, came);
      came += value.length;
    }
    if (isTold && (done || Date.now() - told > TELL_MS)) {
      told = Date.now();
      tell({ course: "came", path, came: done ? size : Math.min(came, size), size });
    }
    if (done) break;
  }
  if (came !== size || (await sumOf(content)) !== sum) {
    // The site is newer than this worker: the newer one is fetched.
    worker.registration.update().catch(() => {});
    return false;
  }
  if (isForgotten) return false;
  const cache = await caches.open(CACHE);
  const headers = { "content-type": response.headers.get("content-type") ?? "application/octet-stream" };
  await cache.put(keyOf(path), new Response(content, { headers }));
  return true;
};

const tell = async (/** @type {object} */ message) => {
  for (const page of await worker.clients.matchAll({ type: "window" })) page.postMessage(message);
};

/** @type {(path: string) => Promise<boolean>} */
const store = async (path) => {
  if (isForgotten) return false;
  const cache = await caches.open(CACHE);
  if (await cache.match(keyOf(path))) return true;
  const response = await fetch(addressOf(path), { cache: "no-cache" });
  return response.ok && keep(path, response, false);
};

/** Store files, some at once, until all are there or time is up; return whether none failed. */
/** @type {(paths: string[], end: number) => Promise<boolean>} */
const storeAll = async (paths, end) => {
  const left = [...paths];
  let well = true;
  const work = async () => {
    for (let path = left.shift(); path !== undefined && well && Date.now() < end; path = left.shift()) {
      well = (await store(path).catch(() => false)) && well;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return well;
};

const storedKeys = async () =>
  new Set(isForgotten ? [] : (await (await caches.open(CACHE)).keys()).map(({ url }) => url));

/** @type {(group: string) => string[]} */
const pathsOf = (group) => Object.keys(SITE.files).filter((path) => SITE.files[path][2] === group);

const countStored = async (failed = false) => {
  const stored = await storedKeys();
  const groups = new Set(Object.values(SITE.files).map(([, , group]) => group));
  /** @type {Record<string, number>} */
  const have = Object.fromEntries([...groups].map((group) => [group, 0]));
  const all = { ...have };
  const python = { have: 0, all: 0 };
  for (const [path, [, size, group]] of Object.entries(SITE.files)) {
    const there = stored.has(keyOf(path)) ? size : 0;
    all[group] += size;
    have[group] += there;
    if (isPython(path)) {
      python.all += size;
      python.have += there;
    }
  }
  return { edition: SITE.edition, have, all, python, failed };
};

/* --- One edition after another --- */

/** What lies on this device of an earlier edition is brought to this one before that one goes. */
const install = async () => {
  const stored = new Set([...(await storedKeys())].map((url) => url.split("?")[0]));
  const before = Object.keys(SITE.files).filter((path) => stored.has(addressOf(path)));
  const first = pathsOf("shown-en").filter((path) => path === "index.html" || path.startsWith("look-"));
  await storeAll([...new Set([...first, ...before])], Infinity);
};

const activate = async () => {
  await worker.clients.claim();
  const cache = await caches.open(CACHE);
  const known = new Set(Object.keys(SITE.files).map(keyOf));
  for (const request of await cache.keys()) if (!known.has(request.url)) await cache.delete(request);
};

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));

worker.addEventListener("message", (/** @type {any} */ event) => {
  const { course, group, path } = event.data ?? {};
  const answer = async () => {
    if (course === "take-over") await worker.skipWaiting();
    if (course === "claim") {
      isForgotten = false;
      await worker.clients.claim();
    }
    if (course === "forget") {
      isForgotten = true;
      await caches.delete(CACHE);
    }
    if (course === "ahead" && path in SITE.files) await store(path).catch(() => false);
    const well = course !== "keep" || (await storeAll(pathsOf(group), Date.now() + PATIENCE_MS));
    event.ports[0]?.postMessage(await countStored(!well));
  };
  if (course) event.waitUntil(answer());
});

/* --- Answering --- */

/** @type {(event: any, path: string) => Promise<Response>} */
const answer = async (event, path) => {
  if (isForgotten) return fetch(event.request);
  const cache = await caches.open(CACHE);
  const stored = await cache.match(keyOf(path));
  if (stored) return stored;
  try {
    const response = await fetch(event.request.url, { cache: "no-cache" });
    if (response.redirected) return Response.redirect(response.url);
    if (response.ok) event.waitUntil(keep(path, response.clone(), isPython(path)).catch(() => {}));
    return response;
  } catch (error) {
    const front = event.request.mode === "navigate" && (await cache.match(keyOf("index.html")));
    if (front) return Response.redirect(ROOT.href);
    if (!SITE.files[path][2].startsWith("shown")) tell({ course: "lost", path });
    throw error;
  }
};

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== ROOT.origin) return;
  if (/\/api\/(drive|stdin\/|service-worker-heartbeat)/.test(address.pathname)) {
    answerPython?.(event);
    return;
  }
  if (request.method !== "GET" || !address.pathname.startsWith(ROOT.pathname)) return;
  const path = decodeURIComponent(address.pathname.slice(ROOT.pathname.length));
  const file = !path || path.endsWith("/") ? `${path}index.html` : path;
  if (file in SITE.files) event.respondWith(answer(event, file));
  else if (`${path}/index.html` in SITE.files) {
    event.respondWith(Response.redirect(`${ROOT.href}${path}/${address.search}`));
  }
});
