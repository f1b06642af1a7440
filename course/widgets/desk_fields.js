// The fields of the teacher's desk.

import { make, makeLabel } from "./element.js";

/** @import { Attributes, Listed } from "./types.d.ts" */

/**
 * Return a choice that stays while its options change: whoever chooses by keyboard keeps their place.
 * @param {string} text
 * @param {(id: string) => void} choose
 */
export const makeChoice = (text, choose) => {
  const select = make("select");
  let shown = "";
  select.addEventListener("change", () => choose(select.value));
  return {
    node: make("span", { class: "course-pick-one" }, makeLabel(select, { text }), select),
    set(/** @type {Listed[]} */ options, /** @type {string | undefined} */ chosen) {
      const key = JSON.stringify(options);
      if (key !== shown) {
        select.replaceChildren(...options.map((option) => make("option", { value: option.id, text: option.text })));
      }
      shown = key;
      select.value = chosen ?? "";
    },
  };
};

/**
 * @param {string} text
 * @param {Attributes} attributes
 */
export const makeField = (text, attributes) => {
  const input = make("input", attributes);
  return { input, node: make("div", { class: "course-filter" }, makeLabel(input, { text }), input) };
};

/**
 * @param {string} text
 * @param {boolean} isTicked
 * @param {(isTicked: boolean) => void} change
 */
export const makeTick = (text, isTicked, change) => {
  const input = make("input", { type: "checkbox" });
  input.checked = isTicked;
  input.addEventListener("change", () => change(input.checked));
  return make("label", { class: "course-option" }, input, make("span", { dir: "auto", class: "course-typed", text }));
};
