// The line above a block: what kind of block it is, and a tick once it is done.

import { make } from "./element.js";

/** @import { Words } from "./types.d.ts" */

/**
 * @param {string} text
 * @param {Words} words
 */
export const makeEyebrow = (text, words) => {
  const name = words["block-done"];
  const tick = make("span", { class: "course-tick", role: "img", "aria-label": name, title: name, text: "✓", hidden: true });
  return {
    node: make("p", { class: "course-eyebrow" }, `${text} `, tick),
    /** @param {boolean | undefined} isDone */
    tick(isDone) {
      tick.hidden = !isDone;
    },
  };
};
