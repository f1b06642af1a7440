// A text whose phrases can be marked: it reads as a text, wraps as a text, and its words can be selected and copied.

import { fill, make } from "./element.js";

/** @import { DocumentText, Fit, Phrases, Words } from "./types.d.ts" */

/** The same signs as in course/html/extract.py: none says by color alone how a phrase stands.
 * @type {Record<Fit, string>} */
const SIGNS = { fits: "✓", missed: "+", arguable: "≈", "arguable-open": "≈", not: "✗" };
const MARKED = "▸";
const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });

/**
 * @param {DocumentText} text
 * @param {Words} words
 * @param {(key: string) => void} toggle
 * @returns {Phrases}
 */
export const makePhrases = (text, words, toggle) => {
  const press = (/** @type {string} */ key) => {
    // Words that are being selected, to be copied, are not being marked.
    if (getSelection()?.isCollapsed !== false) toggle(key);
  };
  const makePhrase = (/** @type {{ key: string, text: string }} */ phrase) => {
    const sign = make("span", { class: "course-phrase-sign", "aria-hidden": "true" });
    const says = make("span", { class: "course-hidden" });
    // No button element: that is one block, and does not wrap within a line.
    const node = make("span", {
      class: "course-phrase", role: "button", tabindex: "-1", "aria-pressed": "false", onclick: () => press(phrase.key),
    }, sign, phrase.text, says);
    return { key: phrase.key, node, sign, says };
  };
  const paragraphs = text.paragraphs.map((paragraph) => paragraph.map(makePhrase));
  const all = paragraphs.flat();
  let here = 0;
  const stand = (/** @type {number} */ place, isFocused = true) => {
    here = Math.min(Math.max(place, 0), all.length - 1);
    for (const [number, { node }] of all.entries()) node.tabIndex = number === here ? 0 : -1;
    if (isFocused) all[here]?.node.focus();
  };
  stand(0, false);
  const lines = paragraphs.map((paragraph, number) =>
    make("p", text.english[number] ? { lang: "en", dir: "ltr" } : {},
      text.english[number] ? make("small", { text: `${text.english[number]} ` }) : null, ...paragraph.flatMap(({ node }, place) => (place ? [" ", node] : [node]))));
  // Two phrases may begin in one line, and their signs share its margin.
  const placeSigns = () => {
    for (const paragraph of paragraphs) {
      const shown = paragraph.filter(({ sign }) => sign.textContent);
      const tops = shown.map(({ sign }) => sign.offsetTop);
      for (const [number, { sign }] of shown.entries()) {
        const before = tops.slice(0, number).filter((top) => Math.abs(top - (tops[number] ?? 0)) < 8).length;
        sign.style.setProperty("--course-nth", String(before));
      }
    }
  };
  const label = fill(words["text-of"], { title: text.name });
  const node = make("div", { class: "course-document-text", role: "group", "aria-label": label }, ...lines);
  new ResizeObserver(placeSigns).observe(node);
  node.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === " " || key === "Enter") {
      if (!event.repeat && all[here]) toggle(all[here].key);
    } else if (key in STEPS) stand(here + (STEPS[key] ?? 0));
    else if (key === "Home") stand(0);
    else if (key === "End") stand(all.length - 1);
    else return;
    event.preventDefault();
  });
  node.addEventListener("focusin", ({ target }) => {
    const place = all.findIndex((phrase) => phrase.node === target);
    if (place >= 0 && place !== here) stand(place, false);
  });
  return {
    node,
    field: () => all[here]?.node ?? null,
    sort: (keys) => all.map(({ key }) => key).filter((key) => keys.includes(key)),
    write(marked, fits) {
      for (const { key, node: phrase, sign, says } of all) {
        const isMarked = marked.includes(key);
        const fit = fits[key];
        phrase.setAttribute("aria-pressed", String(isMarked));
        phrase.dataset.fit = fit ?? "";
        sign.textContent = fit ? SIGNS[fit] : isMarked ? MARKED : "";
        says.textContent = fit ? ` (${words[`fit-${fit}`]})` : "";
      }
      placeSigns();
    },
  };
};
