// The rubric: what a good text does, a level for each row where there are levels, and both sides free for comments.

import { make, makeLabel } from "./element.js";

/** @import { Criterion, LevelRow, Review, Side, Words } from "./types.d.ts" */

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
 * @param {Criterion[]} criteria
 * @param {Words} words
 * @param {Review | null | undefined} review what was written before
 * @param {(criterion: Criterion, words: Words) => LevelRow} [makeRow] makes the levels of a row
 */
export const makeRubric = (criteria, words, review, makeRow) => {
  /** @type {{ id: string, side: Side, area: HTMLTextAreaElement }[]} */
  const boxes = [];
  /** @type {{ id: string, levels: LevelRow }[]} */
  const placed = [];
  const rows = criteria.map((criterion) => {
    const makeSide = (/** @type {Side} */ side) => {
      const { area, node } = makeComment(words[side], review?.[criterion.id]?.[side]);
      boxes.push({ id: criterion.id, side, area });
      return node;
    };
    const levels = makeRow?.(criterion, words);
    if (levels) placed.push({ id: criterion.id, levels });
    return make(
      "div",
      { class: levels ? "course-criterion course-with-levels" : "course-criterion", role: "group", "aria-label": criterion.text },
      makeSide("grow"),
      make("p", { html: criterion.html }),
      levels?.node,
      makeSide("works"),
    );
  });
  const write = (/** @type {Review | null | undefined} */ given) => {
    for (const { id, side, area } of boxes) area.value = given?.[id]?.[side] ?? "";
    for (const { id, levels } of placed) levels.write(given?.[id]?.level);
  };
  for (const { id, levels } of placed) levels.write(review?.[id]?.level);
  return {
    rows,
    write,
    isSame: (/** @type {unknown} */ given) => {
      const other = /** @type {Review | null | undefined} */ (given);
      const isSameText = boxes.every(({ id, side, area }) => {
        const text = other?.[id]?.[side] ?? "";
        return area.value.trim() ? area.value === text : !text;
      });
      return isSameText && placed.every(({ id, levels }) => (levels.read() ?? "") === (other?.[id]?.level ?? ""));
    },
    read() {
      /** @type {Review} */
      const written = {};
      for (const { id, side, area } of boxes) if (area.value.trim()) (written[id] ??= {})[side] = area.value;
      for (const { id, levels } of placed) {
        const level = levels.read();
        if (level !== null) (written[id] ??= {}).level = level;
      }
      return written;
    },
  };
};
