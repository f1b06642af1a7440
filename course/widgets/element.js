// Elements of the page: native ones only, so that keyboard and screen reader work as everywhere. No words for learners
// stand in any script: they come from Python. What a learner typed only ever goes into `value` or `text`.

/** @import { Attributes, Child } from "./types.d.ts" */

let idsMade = 0;

/**
 * Return an id that nothing else on the page has.
 * @param {string} stem
 */
export const makeId = (stem) => `course-${stem}-${(idsMade += 1)}-${Math.random().toString(36).slice(2, 8)}`;

/**
 * The direction of text of ours: in a page from right to left that of the page, since a sentence may begin with a Latin
 * name; else what its letters say, since a teacher may have written it in another language.
 */
export const OWN = globalThis.document?.documentElement.dir === "rtl" ? null : "auto";

/** What stands between one thing and the next: it leads on as the page is read. */
export const ARROW = OWN ? " → " : " ← ";

/** What stands between the names of a list. */
export const COMMA = OWN ? ", " : "، ";

/**
 * Return a new element. Attributes that are false, null or undefined are left out.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
export const make = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (key === "html") node.innerHTML = String(value); // only HTML that Python has sanitized
    else if (key === "text") node.textContent = String(value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

/**
 * Return a label for a field, which gets an id if it has none.
 * @param {HTMLElement} field
 * @param {Attributes} attributes
 */
export const makeLabel = (field, attributes) => {
  field.id ||= makeId("field");
  return make("label", { for: field.id, ...attributes });
};

/**
 * Return a button that does something at once.
 * @param {string} text
 * @param {() => void} press
 * @param {Attributes} [more]
 */
export const makeButton = (text, press, more = {}) => make("button", { type: "button", text, onclick: press, ...more });

/**
 * Return the same as a form's main button.
 * @param {string} text
 * @param {() => void} press
 */
export const makeMainButton = (text, press) => makeButton(text, press, { class: "course-main" });

/**
 * Return the button that submits a form.
 * @param {string} text
 * @param {boolean} [isMain]
 */
export const makeSubmit = (text, isMain = true) =>
  make("button", { type: "submit", class: isMain ? "course-main" : null, text });

/** @param {...Child} buttons */
export const makeButtonRow = (...buttons) => make("div", { class: "course-buttons" }, ...buttons);

/**
 * Return a form that sends nothing by itself.
 * @param {string | null} name the class
 * @param {() => void} submit
 * @param {...Child} children
 */
export const makeForm = (name, submit, ...children) => {
  const form = make("form", { class: name, novalidate: true }, ...children);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return form;
};

/**
 * Fill the places of a template.
 * @param {string} template
 * @param {Record<string, string | number | undefined>} values
 */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));

/** Of a time only its numbers: what a browser would say beside them is in its language, not in that of the sentence. */
const NUMBERS = { numberingSystem: "latn", calendar: "gregory" };

/**
 * Return a moment as the time of day, with its date unless it is today.
 * @param {string | undefined} moment in ISO 8601
 */
export const showTime = (moment) => {
  if (!moment) return "";
  const then = new Date(moment);
  const isToday = then.toDateString() === new Date().toDateString();
  // In Arabic a browser may choose other digits and another calendar than the text around the time.
  const language = document.querySelector("[lang|=ar][dir=rtl]") ? "ar-u-nu-latn-ca-gregory" : [];
  const time = then.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...NUMBERS });
  return isToday ? time : `${then.toLocaleDateString(language, NUMBERS)} ${time}`;
};

/**
 * Return plain text as HTML.
 * @param {string} text
 */
export const escapeText = (text) => make("span", { text }).innerHTML;

/**
 * Keep keys from JupyterLab, which would take arrow keys, Enter and letters typed in an output as its own shortcuts.
 * Ctrl+S would open the browser's dialog to save a page; it is answered by `keepNow`.
 * @template {HTMLElement} Node
 * @param {Node} node
 * @param {() => void} [keepNow]
 */
export const keepKeys = (node, keepNow) => {
  node.dataset.lmSuppressShortcuts = "true";
  node.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      keepNow?.();
    }
    // A key that is held down presses a button once.
    if (event.key === "Enter" && event.repeat && !(event.target instanceof HTMLTextAreaElement)) event.preventDefault();
  });
  return node;
};
