// The atlas: filters, a time line, a map of tiles, a table that sorts, a card. The kernel filters; this shows.

import { makeMap } from "./atlas_map.js";
import { makeYears } from "./atlas_years.js";
import { keepKeys, make, makeButton, makeLabel } from "./element.js";
import { follow, openTalk, sendNewest } from "./talk.js";

/** @import { AtlasField, AtlasSpec, AtlasState, CaseRow, Context, Model, Query, Talk } from "./types.d.ts" */

/**
 * Return the filters. They change `query` and then call `ask`.
 * @param {AtlasSpec} spec
 * @param {Query} query
 * @param {() => void} ask
 */
const makeFilters = (spec, query, ask) => {
  const words = spec.words;
  const choose = (/** @type {string} */ field, /** @type {string} */ value) => {
    if (value) query.values[field] = value;
    else delete query.values[field];
    for (const { id, select } of fields) if (id === field) select.value = value;
    ask();
  };
  const makeField = (/** @type {AtlasField} */ field) => {
    const options = field.options.map(({ value, text }) => ({ value, text, node: make("option", { value, text }) }));
    const select = make("select", {}, make("option", { value: "", text: words.all }));
    select.append(...options.map((option) => option.node));
    select.addEventListener("change", () => choose(field.id, select.value));
    const node = make("div", { class: "course-filter" }, makeLabel(select, { text: field.label }), select);
    return { id: field.id, options, select, node };
  };
  const fields = spec.fields.map(makeField);
  const [low, high] = spec.years;
  const makeYear = (/** @type {"year_from" | "year_to"} */ key, /** @type {string} */ text) => {
    const change = () => {
      const value = Number(input.value);
      if (input.value !== "" && (value < 1000 || value > 9999)) return; // a year that is still being typed
      query[key] = input.value === "" ? null : Math.round(value);
      ask();
    };
    const placeholder = key === "year_from" ? low : high;
    const input = make("input", { type: "number", min: low, max: high, step: 1, placeholder, oninput: change });
    return { input, node: make("div", { class: "course-filter course-year" }, makeLabel(input, { text }), input) };
  };
  const from = makeYear("year_from", words.from);
  const to = makeYear("year_to", words.to);
  const clear = makeButton(words.clear, () => {
    from.input.value = to.input.value = "";
    Object.assign(query, { year_from: null, year_to: null, values: {} });
    for (const { select } of fields) select.value = "";
    ask();
  });
  const legend = make("legend", { text: words.filters });
  const nodes = [from.node, to.node, ...fields.map((field) => field.node)];
  return {
    node: make("fieldset", { class: "course-filters" }, legend, ...nodes, clear),
    choose,
    draw(/** @type {AtlasState} */ state) {
      for (const { id, options } of fields) {
        for (const { value, text, node } of options) {
          const count = state.counts?.[id]?.[value] ?? 0;
          const label = `${text} (${count})`;
          if (node.textContent !== label) node.textContent = label;
          node.disabled = !count && query.values[id] !== value;
        }
      }
    },
  };
};

/**
 * Return the table, whose heads sort it, and the card of the case that was picked in it.
 * @param {Model<AtlasSpec, AtlasState>} model
 * @param {Query} query
 * @param {() => void} ask
 * @param {Talk} talk
 */
const makeTable = (model, query, ask, talk) => {
  const { heads: columns, words } = model.get("spec");
  const heads = columns.map(({ id, text }) => {
    const sort = () => {
      query.falling = query.order === id ? !query.falling : false;
      query.order = id;
      ask();
    };
    const arrow = make("span", { "aria-hidden": "true" });
    const button = makeButton("", sort, { class: "course-sorter" });
    button.append(make("span", { text }), arrow);
    return { id, arrow, cell: make("th", { scope: "col" }, button) };
  });
  const body = make("tbody");
  const table = make(
    "div",
    { class: "course-scroll course-rows", tabindex: "0", role: "region", "aria-label": words.table },
    make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((head) => head.cell))), body),
  );
  let isPicking = false;
  /** @type {Map<string, HTMLElement>} */
  const buttons = new Map();
  const makeRow = (/** @type {CaseRow} */ { id, cells: [year, name, ...rest] }) => {
    const pick = () => {
      isPicking = true;
      talk.send("pick", { case: id });
    };
    const button = makeButton(name, pick, { class: "course-pick" });
    buttons.set(id, button);
    const others = rest.map((text) => make("td", { text }));
    return make("tr", {}, make("td", { text: year }), make("th", { scope: "row" }, button), ...others);
  };
  const card = make("div", { tabindex: "-1", class: "course-atlas-card", role: "region", "aria-label": words.card });
  const close = makeButton(words.back, () => {
    const button = buttons.get(model.get("state").picked ?? "");
    talk.send("pick", { case: "" });
    (button?.isConnected ? button : table).focus();
  });

  /** @type {AtlasState} */
  let last = {};
  return {
    nodes: [table, card, close],
    draw(/** @type {AtlasState} */ state) {
      if (state.of !== last.of) {
        buttons.clear();
        body.replaceChildren(...(state.rows ?? []).map(makeRow));
      }
      for (const head of heads) {
        const isSorted = head.id === query.order;
        const direction = query.falling ? "descending" : "ascending";
        head.cell.setAttribute("aria-sort", isSorted ? direction : "none");
        head.arrow.textContent = isSorted ? (query.falling ? " ▼" : " ▲") : "";
      }
      if (state.card !== last.card) {
        card.innerHTML = state.card ?? "";
        if (isPicking && state.card) {
          card.focus({ preventScroll: true });
          card.scrollIntoView({ block: "nearest" });
        }
        isPicking = false;
      }
      close.hidden = !state.card;
      last = state;
    },
  };
};

/** @param {Context<AtlasSpec, AtlasState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  /** @type {Query} */
  const query = { year_from: null, year_to: null, values: {}, order: "year", falling: false };
  const count = make("p", { class: "course-sentence", role: "status", "aria-live": "polite" });
  const trouble = make("p", { class: "course-status course-trouble", role: "alert" });
  const tell = (/** @type {string} */ text) => {
    trouble.textContent = text;
    trouble.hidden = !text;
  };
  const talk = openTalk(model, tell, words);
  const questions = sendNewest(model, () => talk.send("filter", { query: { ...query, values: { ...query.values } } }));

  const filters = makeFilters(spec, query, questions.ask);
  const years = makeYears(spec.years, spec.all, words.timeline);
  const readChosen = (/** @type {string} */ side) => query.values[side];
  const map = makeMap(spec.tiles, words, readChosen, filters.choose, () => model.get("state"));
  const table = makeTable(model, query, questions.ask, talk);
  const makeTitle = (/** @type {string} */ text) => make("h3", { text });
  const mapHow = make("p", { class: "course-note", text: words["map-how"] });
  const tableHow = make("p", { class: "course-note", text: words["table-how"] });
  const root = make("div", { class: "course course-atlas" });
  root.append(make("p", { class: "course-eyebrow", text: spec.eyebrow }), make("p", { html: spec.asks }));
  root.append(filters.node, count, trouble, makeTitle(words.timeline), years.node);
  root.append(makeTitle(words.map), ...map.nodes, mapHow, makeTitle(words.table), tableHow, ...table.nodes);
  host.append(keepKeys(root));

  return follow(model, () => {
    const state = model.get("state");
    tell(state.trouble ?? "");
    count.textContent = state.said ?? "";
    table.draw(state);
    filters.draw(state);
    years.show(state.years ?? []);
    map.draw();
    questions.goOn();
  });
};

export default { initialize: () => ({ render }) };
