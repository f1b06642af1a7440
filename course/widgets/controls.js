// The controls that a question is made of, one for each `type` of course/html/controls.py. `read()` gives the answer as
// plain data, null where nothing is given.

import { fill, make, makeLabel } from "./element.js";
import { makeOptions, makeRadios } from "./radios.js";
import { makeRank } from "./rank.js";
import { makeText } from "./text.js";

/**
 * @import {
 *   Answer, Chosen, Control, ControlSpec, NumberSpec, OneSpec, PlaceSpec, Placed, ScaleSpec, SeveralChosen, SeveralSpec,
 *   SortSpec, Step, Typed, Words,
 * } from "./types.d.ts"
 */

/**
 * @param {OneSpec} spec
 * @returns {Control<Chosen>}
 */
const makeOne = (spec) => {
  const options = makeOptions(spec.options);
  return {
    node: options.node,
    read() {
      const chosen = options.read();
      return chosen === null ? null : { chosen };
    },
    write: (answer) => options.write(answer?.chosen),
  };
};

/**
 * @param {SeveralSpec} spec
 * @param {Words} words
 * @returns {Control<SeveralChosen>}
 */
const makeSeveral = (spec, words) => {
  const inputs = spec.options.map((option) => make("input", { type: "checkbox", value: option.id }));
  const labels = spec.options.map((option, place) =>
    make("label", { class: "course-option" }, inputs[place], make("span", { html: option.html })),
  );
  const note = spec.most ? make("p", { class: "course-note", text: fill(words.most, { most: spec.most }) }) : null;
  const limit = () => {
    const isFull = spec.most > 0 && inputs.filter((input) => input.checked).length >= spec.most;
    for (const input of inputs) input.disabled = isFull && !input.checked;
  };
  for (const input of inputs) input.addEventListener("change", limit);
  return {
    node: make("div", { class: "course-options" }, note, ...labels),
    read() {
      const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
      return chosen.length ? { chosen } : null;
    },
    write(answer) {
      for (const input of inputs) input.checked = Boolean(answer?.chosen?.includes(input.value));
      limit();
    },
  };
};

/**
 * @param {ScaleSpec} spec
 * @param {Words} words
 * @returns {Control<Step>}
 */
const makeScale = (spec, words) => {
  const steps = Array.from({ length: spec.steps }, (_, before) => {
    const step = before + 1;
    const label = fill(words.step, { step, steps: spec.steps, low: spec.low, high: spec.high });
    return { value: step, label, face: make("span", { text: step, "aria-hidden": "true" }) };
  });
  const radios = makeRadios("course-step", steps);
  return {
    node: make(
      "div",
      { class: "course-scale" },
      make("span", { class: "course-pole", html: spec.lowHtml }),
      make("span", { class: "course-steps" }, ...radios.labels),
      make("span", { class: "course-pole", html: spec.highHtml }),
    ),
    read() {
      const value = radios.read();
      return value === null ? null : { value };
    },
    write: (answer) => radios.write(answer?.value),
  };
};

/**
 * Return what was placed, null where nothing was.
 * @template Place
 * @param {[id: string, place: Place | null | undefined][]} pairs
 */
const readPlaced = (pairs) => {
  /** @type {Record<string, Place>} */
  const placed = {};
  for (const [id, place] of pairs) if (place) placed[id] = place;
  return Object.keys(placed).length ? { placed } : null;
};

/**
 * @param {PlaceSpec} spec
 * @param {Words} words
 * @returns {Control<Placed<number>>}
 */
const makePlace = (spec, words) => {
  const rows = spec.options.map((option) => {
    const scale = makeScale(spec, words);
    const legend = make("legend", { html: option.html });
    return { id: option.id, scale, node: make("fieldset", { class: "course-place" }, legend, scale.node) };
  });
  return {
    node: make("div", {}, ...rows.map((row) => row.node)),
    read: () => readPlaced(rows.map((row) => [row.id, row.scale.read()?.value])),
    write(answer) {
      for (const row of rows) row.scale.write({ value: answer?.placed?.[row.id] });
    },
  };
};

/**
 * @param {SortSpec} spec
 * @param {Words} words
 * @returns {Control<Placed<string>>}
 */
const makeSort = (spec, words) => {
  const rows = spec.items.map((item) => {
    const groups = spec.groups.map((group) => make("option", { value: group.id, text: group.text }));
    const select = make("select", {}, make("option", { value: "", text: words.choose }), ...groups);
    const node = make("div", { class: "course-sort" }, makeLabel(select, { html: item.html }), select);
    return { id: item.id, select, node };
  });
  return {
    node: make("div", {}, ...rows.map((row) => row.node)),
    read: () => readPlaced(rows.map((row) => [row.id, row.select.value])),
    write(answer) {
      for (const row of rows) row.select.value = answer?.placed?.[row.id] ?? "";
    },
  };
};

/**
 * @param {NumberSpec} spec
 * @param {Words} words
 * @returns {Control<Typed>}
 */
const makeNumber = (spec, words) => {
  const input = make("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: "12" });
  const unit = spec.unit ? make("span", { text: spec.unit }) : null;
  return {
    node: make("div", { class: "course-number" }, makeLabel(input, { text: words.number }), input, unit),
    read: () => (input.value.trim() ? { value: input.value } : null),
    write(answer) {
      input.value = answer?.value ?? "";
    },
  };
};

/**
 * Return the control that a spec describes.
 * @param {ControlSpec} spec
 * @param {Words} words
 * @param {() => void} change called after a change that is no input event
 * @returns {Control<Answer>}
 */
export const makeControl = (spec, words, change) => {
  switch (spec.type) {
    case "one": return makeOne(spec);
    case "several": return makeSeveral(spec, words);
    case "scale": return makeScale(spec, words);
    case "rank": return makeRank(spec, words, change);
    case "place": return makePlace(spec, words);
    case "sort": return makeSort(spec, words);
    case "number": return makeNumber(spec, words);
    case "text": return makeText(spec, words);
  }
};
