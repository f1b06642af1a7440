// Radio buttons: one of several, or none as long as nothing was chosen.

import { make, makeId } from "./element.js";

/** @import { Choice, Radio, RadioRow, Radios } from "./types.d.ts" */

/**
 * Return a group of radio buttons, each inside its label.
 * @template {string | number} Value
 * @param {string} name the class of a label
 * @param {Radio<Value>[]} radios
 * @param {(value: Value) => void} [choose] called when one was chosen by hand
 * @returns {Radios<Value>}
 */
export const makeRadios = (name, radios, choose) => {
  const group = makeId("radios");
  const buttons = radios.map(({ value, face, label }) => {
    const change = () => choose?.(value);
    const input = make("input", { type: "radio", name: group, value, "aria-label": label, onchange: change });
    return { value, input, label: make("label", { class: name }, input, face) };
  });
  return {
    labels: buttons.map((button) => button.label),
    read: () => buttons.find((button) => button.input.checked)?.value ?? null,
    write(value) {
      for (const button of buttons) button.input.checked = button.value === value;
    },
  };
};

/**
 * Return radio buttons in one row with a legend.
 * @template {string | number} Value
 * @param {HTMLElement} legend
 * @param {Choice<Value>[]} choices
 * @param {(value: Value) => void} [choose]
 * @param {string} [name] the class of the row
 * @returns {RadioRow<Value>}
 */
export const makeRow = (legend, choices, choose, name = "course-chips") => {
  const faces = choices.map(({ value, text }) => ({ value, face: make("span", { text }) }));
  const radios = makeRadios("course-chip", faces, choose);
  return { ...radios, node: make("fieldset", { class: name }, legend, ...radios.labels) };
};

/**
 * Return radio buttons one below the other, each with HTML beside it.
 * @param {{ id: string, html: string }[]} options
 * @returns {RadioRow<string>}
 */
export const makeOptions = (options) => {
  const faces = options.map(({ id, html }) => ({ value: id, face: make("span", { html }) }));
  const radios = makeRadios("course-option", faces);
  return { ...radios, node: make("div", { class: "course-options" }, ...radios.labels) };
};
