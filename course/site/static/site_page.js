// What every page of the site does: finds its data, fills its words, shows what must be said first.

/** @import { PageData } from "./types.d.ts" */

/** The data that stands in the page. */
export const data = /** @type {PageData} */ (JSON.parse(document.querySelector("#page")?.textContent ?? "{}"));

/** The root of the site, and the folder of JupyterLite in it. */
export const root = new URL(data.home || "./", location.href);
export const app = new URL(data.lite.app, root);

/** Under this a browser remembers the language that was chosen last. */
export const LANGUAGE = "course-language";

/** @type {<Kind extends HTMLElement>(selector: string) => Kind} */
export const find = (selector) => {
  const found = /** @type {any} */ (document.querySelector(selector));
  if (!found) throw new Error(`no ${selector} on this page`);
  return found;
};

/** @type {(text: string, values: Record<string, unknown>) => string} */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

/** Megabytes with one digit after the point, as people write them in the language of the page. */
export const megabytes = (/** @type {number} */ bytes) =>
  new Intl.NumberFormat(data.language, { maximumFractionDigits: bytes < 1e7 ? 1 : 0 }).format(bytes / 1e6);

/** A day as it is written in the language of the page, its year only where it is another. */
export const dayOf = (/** @type {string} */ moment) => {
  const when = new Date(moment);
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { day: "numeric", month: "long", ...(when.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" }) };
  return new Intl.DateTimeFormat(data.language, { calendar: "gregory", ...parts }).format(when);
};

/**
 * @param {string} label
 * @param {() => void} press
 * @param {string} [kind]
 */
export const makeButton = (label, press, kind = "") => {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label, className: kind });
  button.addEventListener("click", press);
  return button;
};

/** Say something first on the page; the one who calls takes it away again with `remove`. */
/** @type {(title: string, says: string, buttons: HTMLElement[], kind?: string) => HTMLElement} */
export const notify = (title, says, buttons, kind = "") => {
  const notice = Object.assign(document.createElement("section"), { className: `site-notice ${kind}` });
  const told = document.createElement("div");
  if (title) {
    const line = document.createElement("p");
    line.append(Object.assign(document.createElement("b"), { textContent: title }));
    told.append(line);
  }
  if (says) told.append(Object.assign(document.createElement("p"), { textContent: says }));
  notice.append(told, ...buttons);
  find("#notices").append(notice);
  return notice;
};

/** What this browser remembers for the pages; a private window may refuse. */
export const remembered = (/** @type {string} */ key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** @type {(key: string, text: string) => void} */
export const remember = (key, text) => {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Then it is not remembered.
  }
};

// A press on the switch is a choice; an address that was sent by somebody is none.
document.querySelector(".site-language")?.addEventListener("click", ({ target }) => {
  const link = target instanceof Element ? target.closest("a") : null;
  if (link) remember(LANGUAGE, link.hreflang);
});
