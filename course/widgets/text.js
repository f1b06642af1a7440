// A box for text of one's own.

import { fill, make, makeLabel } from "./element.js";

/** @import { Control, Text, TextSpec, Words } from "./types.d.ts" */

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
    const typed = area.value.match(/[\p{L}\p{N}_]+(?:['’-][\p{L}\p{N}_]+)*/gu) ?? [];
    if (spec.most) count.textContent = fill(words.count, { count: typed.length, least: spec.least, most: spec.most });
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
