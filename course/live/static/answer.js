// Answers: whether two are the same, and how one reads.

import { fill } from "./element.js";

/** @import { Answer, Asked, ControlSpec, PageData, Words } from "./phone_types.d.ts" */

/** @typedef {Record<string, any>} Loose */

/** @param {unknown} value @returns {unknown} */
const tidy = (value) => {
  if (typeof value === "string") return value.replaceAll("\r\n", "\n").normalize("NFC").trim();
  if (Array.isArray(value)) return value.map(tidy);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inside]) => /** @type {const} */ ([key, tidy(inside)]));
  const given = entries.filter(([, inside]) => inside !== "" && inside !== null && inside !== undefined);
  return Object.fromEntries(given.sort(([one], [other]) => (one < other ? -1 : 1)));
};

/**
 * Return whether two answers say the same: as the server keeps them, with blanks at the ends away.
 * @param {Answer | null | undefined} one
 * @param {Answer | null | undefined} other
 */
export const isSame = (one, other) => JSON.stringify(tidy(one ?? {})) === JSON.stringify(tidy(other ?? {}));

/**
 * Return an answer as lines to be read, the reason last.
 * @param {Asked | null} asked
 * @param {Answer} given
 * @param {PageData} data
 * @returns {string[]}
 */
export const tell = (asked, given, data) => {
  const { words, places } = data;
  const stand = asked?.call === "stand" && places[Number(/** @type {Loose} */ (given).value) - 1];
  return [...(stand ? [stand] : tellControl(asked?.control ?? null, given, words)), given.why ?? ""].filter(Boolean);
};

/** @param {ControlSpec | null} control @param {Answer} given @param {Words} words @returns {string[]} */
const tellControl = (control, given, words) => {
  const answer = /** @type {Loose} */ (given);
  /** @param {{ id: string, text?: string, html?: string }[]} options @param {string} id */
  const text = (options, id) => options.find((option) => option.id === id)?.text ?? id;
  switch (control?.type) {
    case "one": return [text(control.options, answer.chosen)];
    case "several": return (answer.chosen ?? []).map((/** @type {string} */ id) => text(control.options, id));
    case "rank": return (answer.order ?? []).map((/** @type {string} */ id, /** @type {number} */ place) =>
      `${place + 1}. ${text(control.options, id)}`);
    case "scale":
      return [fill(words.step, { step: answer.value, steps: control.steps, low: control.low, high: control.high })];
    case "place":
      return Object.entries(answer.placed ?? {}).map(([id, step]) => `${text(control.options, id)}: ${step}`);
    case "sort":
      return Object.entries(answer.placed ?? {}).map(
        ([id, group]) => `${text(control.items, id)}: ${text(control.groups, String(group))}`,
      );
    case "number": return [`${answer.value} ${control.unit ?? ""}`.trim()];
    default: return [String(answer.text ?? answer.value ?? "")];
  }
};
