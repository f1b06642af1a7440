// The single-point rubric: what a good text does stands in the middle; both sides are free for comments.

import { make, makeLabel } from "./element.js";

/** @import { Option, Review, Side, Words } from "./types.d.ts" */

/**
 * @param {string} label
 * @param {string | null | undefined} value
 */
export const makeComment = (label, value) => {
  const area = make("textarea", { rows: 2, dir: "auto" });
  area.value = value ?? "";
  return { area, node: make("div", {}, makeLabel(area, { class: "course-note", text: label }), area) };
};

/**
 * @param {Option[]} criteria
 * @param {Words} words
 * @param {Review | null | undefined} review what was written before
 */
export const makeRubric = (criteria, words, review) => {
  /** @type {{ id: string, side: Side, area: HTMLTextAreaElement }[]} */
  const boxes = [];
  const rows = criteria.map((criterion) => {
    const makeSide = (/** @type {Side} */ side) => {
      const { area, node } = makeComment(words[side], review?.[criterion.id]?.[side]);
      boxes.push({ id: criterion.id, side, area });
      return node;
    };
    return make(
      "div",
      { class: "course-criterion", role: "group", "aria-label": criterion.text },
      makeSide("grow"),
      make("p", { html: criterion.html }),
      makeSide("works"),
    );
  });
  return {
    rows,
    write(/** @type {Review | null | undefined} */ given) {
      for (const { id, side, area } of boxes) area.value = given?.[id]?.[side] ?? "";
    },
    isSame: (/** @type {unknown} */ given) =>
      boxes.every(({ id, side, area }) => {
        const text = /** @type {Review | null | undefined} */ (given)?.[id]?.[side] ?? "";
        return area.value.trim() ? area.value === text : !text;
      }),
    read() {
      /** @type {Review} */
      const written = {};
      for (const { id, side, area } of boxes) if (area.value.trim()) (written[id] ??= {})[side] = area.value;
      return written;
    },
  };
};
