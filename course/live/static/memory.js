// What this device keeps of a class: answers that are on their way, what is being written, what the server has. One key
// for each, so that two pages of one browser do not overwrite each other.

/** @import { Kinds, Memory } from "./phone_types.d.ts" */

// Where people have accounts, everybody's own things lie apart: several may use one computer.
const { account = "" } = JSON.parse(globalThis.document?.querySelector("#page")?.textContent || "{}");
const PREFIX = account ? `course-live/${account}/` : "course-live/";
// As LASTS in course/live/access.py.
const LASTS_MS = 30 * 24 * 60 * 60 * 1000;

// A private window, or a full disk: then it is kept as long as the page is open.
/** @type {Map<string, string>} */
const aside = new Map();

const read = (/** @type {string} */ key) => {
  try {
    return localStorage.getItem(key) ?? aside.get(key) ?? null;
  } catch {
    return aside.get(key) ?? null;
  }
};
const write = (/** @type {string} */ key, /** @type {string} */ text) => {
  try {
    localStorage.setItem(key, text);
    aside.delete(key);
  } catch {
    aside.set(key, text);
  }
};
const remove = (/** @type {string} */ key) => {
  aside.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing is kept there.
  }
};
const keys = () => {
  try {
    return [...new Set([...Object.keys(localStorage), ...aside.keys()])];
  } catch {
    return [...aside.keys()];
  }
};

const parse = (/** @type {string | null} */ text) => {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
};

/** Return 32 random hexadecimal digits. `randomUUID` is missing where a page has no HTTPS, as in a classroom. */
export const makeId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Return the id of this device's person: one phone is one person over several lessons. */
export const recordId = () => {
  const known = read(`${PREFIX}record`);
  if (known && /^[0-9a-f]{32}$/.test(known)) return known;
  const made = makeId();
  write(`${PREFIX}record`, made);
  return made;
};

/**
 * Return the classes that this device is in. What is older than the server knows anybody is removed from it.
 * @returns {{ room: string, title: string }[]}
 */
export const roomsHere = () =>
  keys().flatMap((key) => {
    const room = key.startsWith(PREFIX) && key.slice(PREFIX.length).match(/^([0-9a-f]{32})\/joined\/$/)?.[1];
    if (!room) return [];
    const { title = "", at = 0 } = parse(read(key)) ?? {};
    if (Date.now() - at < LASTS_MS) return [{ room, title: String(title) }];
    openMemory(room).forget();
    return [];
  });

/**
 * @param {string} room
 * @returns {Memory}
 */
export const openMemory = (room) => {
  const own = `${PREFIX}${room}/`;
  const name = (/** @type {keyof Kinds} */ kind, slide = "") => `${own}${kind}/${slide}`;
  return {
    get: (kind, slide) => parse(read(name(kind, slide))),
    put: (kind, slide, value) => write(name(kind, slide), JSON.stringify(value)),
    drop: (kind, slide) => remove(name(kind, slide)),
    all(kind) {
      const start = name(kind);
      return keys().flatMap((key) => {
        const value = key.startsWith(start) ? parse(read(key)) : null;
        return value === null ? [] : [[key.slice(start.length), value]];
      });
    },
    forget() {
      for (const key of keys()) if (key.startsWith(own)) remove(key);
    },
  };
};
