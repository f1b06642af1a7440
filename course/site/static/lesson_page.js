// A lesson that is read at once. Its living page loads beneath, and takes its place when the questions up to where the
// learner reads can be answered; until then nothing here looks as if it could.

import { forgetLayout, putAside, readFile } from "./site_drive.js";
import { becomesReady, canStore, countStored, storeAhead, storeGroups } from "./site_edition.js";
import { LANGUAGE, app, data as page, fill, find, makeButton, megabytes, notify, remember, remembered, root } from "./site_page.js";
import { askToKeep, findTrouble } from "./site_storage.js";
import { download, readWork } from "./site_work.js";

/** @import { LessonData, Living, Place, Stored } from "./types.d.ts" */

const data = /** @type {LessonData} */ (page);
const { words } = data;

const STILL_MS = 400;
const SLOW_MS = 60_000;
const TOLD_MS = 8000;
const COPIES = "my_copies";
const SIGNS = ["pointerdown", "keydown", "wheel", "touchmove", "scroll"];

const look = document.documentElement;
const told = find("#told");
const bar = find(".site-bar");
const meter = /** @type {HTMLProgressElement} */ (find(".site-told progress"));
const turn = find("#turn");

/** @type {HTMLIFrameElement | undefined} */
let living;

/* --- What the line at the top says --- */

const say = (/** @type {string} */ text, share = -1) => {
  if (told.textContent !== text) told.textContent = text;
  meter.hidden = share < 0;
  if (share >= 0) meter.value = share;
  measureBar();
};

const measureBar = () => look.style.setProperty("--bar", `${bar.offsetHeight}px`);

/** Say why nothing here can be answered; what is written stays to be read. */
const giveUp = (/** @type {string} */ text, canTry = false) => {
  look.classList.remove("site-loading");
  say(text);
  if (canTry) told.append(" ", makeButton(words["loading-again"], () => location.reload()));
  measureBar();
};

/* --- Where the learner reads --- */

const cells = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-cell]")]);

/** @type {() => Place} */
const findPlace = () => {
  const top = bar.getBoundingClientRect().bottom;
  const first = cells().find((cell) => cell.getBoundingClientRect().bottom > top + 48);
  if (!first || window.scrollY < 8) return { cell: cells()[0]?.dataset.cell ?? "", inside: 0 };
  return { cell: first.dataset.cell ?? "", inside: Math.round(top - first.getBoundingClientRect().top) };
};

/** @type {(place: Place) => void} */
const goTo = ({ cell, inside }) => {
  const goal = cells().find(({ dataset }) => dataset.cell === cell);
  if (!goal) return;
  const fold = goal.closest("details");
  if (fold) fold.open = true;
  window.scrollBy(0, goal.getBoundingClientRect().top - bar.getBoundingClientRect().bottom + inside);
};

/** Go to where the learner last worked in this lesson, as the living page remembers it. */
const goBack = () => {
  if (location.hash) return;
  const kind = data.page.startsWith("exercises/") ? "exercise" : "lesson";
  const stem = data.notebook.replace(/^.*\/|\.ipynb$/g, "");
  try {
    const key = Object.keys(localStorage).find((name) => name.startsWith("course-place:") && name.endsWith(`:${kind}:${stem}`));
    if (key) goTo(JSON.parse(remembered(key) ?? "{}"));
  } catch {
    // Nothing that could be read.
  }
};

/** What scrolls inside the page can be reached by keyboard; what fits need not be stopped at. */
const reachBoxes = () => {
  for (const box of document.querySelectorAll(".page-text [tabindex='0']")) {
    new ResizeObserver(() => {
      const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (scrolls || !box.clientWidth) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    }).observe(box);
  }
};

/* --- A newer lesson, and notes in an older one --- */

/** JupyterLite shows a notebook that was once saved here, also when the site has a newer one: that copy goes aside. */
const settleCopy = async () => {
  const key = `course-base:${app.pathname}:${data.notebook}`;
  const stored = await readFile(data.notebook).catch(() => null);
  if (stored && remembered(key) !== data.sum) {
    const day = new Date().toISOString().slice(0, 10);
    const name = await putAside(data.notebook, COPIES, day);
    const open = () => { location.href = `${root.href}${data.app.replace(data.notebook, name)}`; };
    notify("", fill(words["copy-kept"], { name }), [makeButton(words["copy-open"], open, "site-quiet")], "site-news");
  }
  remember(key, data.sum);
};

/* --- The living page --- */

let lastSign = 0;
for (const sign of SIGNS) {
  window.addEventListener(sign, () => { lastSign = Date.now(); }, { capture: true, passive: true });
}

const isBusy = () => Date.now() - lastSign < STILL_MS || Boolean(getSelection()?.toString());

/** Whether every question is alive up to the one that the learner comes to next. */
/** @type {(news: Living) => boolean} */
const isFarEnough = ({ alive, done }) => {
  if (done) return alive.length > 0;
  const order = cells();
  const here = order.findIndex(({ dataset }) => dataset.cell === findPlace().cell);
  const questions = order.filter((cell) => cell.querySelector(".page-waits"));
  const next = questions.findIndex((cell) => order.indexOf(cell) >= here);
  const wanted = next < 0 ? questions : questions.slice(0, next + 1);
  return wanted.length > 0 && wanted.every(({ dataset }) => alive.includes(dataset.cell ?? ""));
};

let isOpen = false;
let wasOpen = false;

const openLiving = () => {
  if (!living || isOpen) return;
  const place = findPlace();
  const had = document.activeElement;
  isOpen = true;
  wasOpen = true;
  living.inert = false;
  living.removeAttribute("aria-hidden");
  look.classList.remove("site-loading");
  look.classList.add("site-alive");
  living.contentWindow?.postMessage({ course: "show", ...place }, location.origin);
  if (!had || had === document.body || !bar.contains(had)) living.focus();
  turn.hidden = false;
  turn.textContent = words["read-only"];
  say(words.alive);
  setTimeout(() => { if (isOpen) say(""); }, TOLD_MS);
};

const closeLiving = () => {
  if (!living || !isOpen) return;
  isOpen = false;
  living.contentWindow?.postMessage({ course: "where" }, location.origin);
  living.inert = true;
  living.setAttribute("aria-hidden", "true");
  look.classList.remove("site-alive");
  turn.textContent = words["alive-go"];
  say("");
};

turn.addEventListener("click", () => (isOpen ? closeLiving() : openLiving()));

/** Print what is in front, also when the bar is in focus: this page itself has the text without the answers. */
window.addEventListener("keydown", (event) => {
  if (!isOpen || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "p") return;
  event.preventDefault();
  living?.contentWindow?.postMessage({ course: "print" }, location.origin);
});

/** @type {Living | null} */
let news = null;

/** Take the place of the text as soon as that disturbs nobody. */
const openWhenStill = () => {
  if (wasOpen || !news || !isFarEnough(news)) return;
  if (isBusy()) setTimeout(openWhenStill, STILL_MS);
  else openLiving();
};

const hear = (/** @type {MessageEvent} */ { data: message, origin, source }) => {
  if (origin !== location.origin || source !== living?.contentWindow) return;
  if (message?.course === "living") {
    news = message;
    if (!wasOpen && message.state === "running") say(words["loading-running"]);
    openWhenStill();
    if (message.done) afterwards();
  }
  if (message?.course === "place" && !isOpen) goTo(message);
  if (message?.course === "open") {
    const address = data.homes[message.path] ?? "";
    const chosen = Object.keys(data.editions).find((code) => data.editions[code] === address);
    if (chosen) remember(LANGUAGE, chosen);
    location.href = root.href + address;
  }
};

/** Once everything is alive there is time to store the rest, and to ask the browser to keep what is written. */
let isSettled = false;
const afterwards = async () => {
  if (isSettled) return;
  isSettled = true;
  const { connection } = /** @type {Navigator & { connection?: { saveData?: boolean } }} */ (navigator);
  const { entries } = await readWork().catch(() => ({ entries: [] }));
  if (entries.length) await askToKeep();
  if (!connection?.saveData) await storeGroups([...data.groups.read, ...data.groups.answer]);
};

/** Follow how much of Python has come. */
/** @type {(stored: Stored | null) => void} */
const followLoading = (stored) => {
  const { have, all } = stored?.python ?? { have: 0, all: 0 };
  if (all && have >= all) say(words["loading-stored"]);
  else say(words.loading, 0);
  /** @type {Map<string, number>} */
  const came = new Map();
  navigator.serviceWorker.addEventListener("message", ({ data: message }) => {
    if (message?.course === "lost" && !wasOpen) {
      giveUp(navigator.onLine ? fill(words["loading-failed"], { problem: message.path }) : words["loading-offline"], true);
    }
    if (message?.course !== "came" || wasOpen || news?.state === "running") return;
    came.set(message.path, message.came);
    const sum = have + [...came.values()].reduce((one, other) => one + other, 0);
    if (sum >= all) say(words["loading-python"]);
    else say(fill(words["loading-size"], { have: megabytes(sum), all: megabytes(all) }), sum / all);
  });
  setTimeout(() => { if (living && !wasOpen && look.classList.contains("site-loading")) say(words["loading-slow"]); }, SLOW_MS);
};

const load = async () => {
  if (typeof WebAssembly !== "object") return giveUp(words["no-wasm"]);
  look.classList.add("site-loading");
  say(words.loading, 0);
  if (!canStore || !(await becomesReady())) return giveUp(words["no-worker"]);
  const stored = await countStored();
  if (!navigator.onLine && stored && stored.python.have < stored.python.all) return giveUp(words["loading-offline"], true);
  await settleCopy();
  await forgetLayout().catch(() => {});
  followLoading(stored);
  // Python asks for them when it has started; until then they come beside it.
  data.texts.forEach(storeAhead);
  window.addEventListener("message", hear);
  living = Object.assign(document.createElement("iframe"), { className: "site-living", title: data.title, inert: true });
  living.setAttribute("aria-hidden", "true");
  living.src = root.href + data.app;
  document.body.append(living);
  return undefined;
};

const warn = async () => {
  const trouble = await findTrouble();
  if (!trouble?.always) return;
  const save = makeButton(words.download, async () => { await download(await readWork(), data.version); });
  const says = fill(words[trouble.key], { percent: trouble.percent });
  notify(words["may-forget"], says, trouble.key === "forget-nothing" ? [] : [save]);
};

const begin = async () => {
  find("#no-script").remove();
  measureBar();
  new ResizeObserver(measureBar).observe(bar);
  remember("course-last", JSON.stringify({ page: data.page, at: new Date().toISOString() }));
  reachBoxes();
  goBack();
  await warn();
  await load();
};

begin();
