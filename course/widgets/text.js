// A box for text of one's own.

import { fill, make, makeLabel } from "./element.js";

/** @import { Control, Text, TextSpec, Words } from "./types.d.ts" */

// As course/checks/writing.py counts them: marks and joiners belong to the letter before them.
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_\u200c\u200d\u00ad\u2060]*(?:['’\-‐‑][\p{L}\p{N}_][\p{L}\p{N}\p{M}_\u200c\u200d\u00ad\u2060]*)*/gu;

/** @param {string} text */
export const countWords = (text) => text.match(WORD)?.length ?? 0;

/**
 * @param {TextSpec} spec with `most`, the words are counted
 * @param {Words} words
 * @returns {Control<Text>}
 */
export const makeText = (spec, words) => {
  const area = make("textarea", { rows: spec.rows, dir: "auto", spellcheck: "true" });
  const label = makeLabel(area, { class: "course-note", text: spec.label ?? words.text });
  const count = make("span", { class: "course-note" });
  const showCount = () => {
    const typed = countWords(area.value);
    if (spec.most) count.textContent = fill(words.count, { count: typed, least: spec.least, most: spec.most });
  };
  area.addEventListener("input", showCount);
  showCount();
  return {
    node: make("div", {}, label, area, count),
    read: () => (area.value.trim() ? { text: area.value } : null),
    write(answer) {
      area.value = answer?.text ?? "";
      showCount();
    },
  };
};
