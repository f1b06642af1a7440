// The atlas: filters, a time line, a map of tiles, a table that sorts, a card. The kernel filters; this shows.

const SVG = "http://www.w3.org/2000/svg";
const drawn = (name, attributes, text) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
};

function render({ model, el: host }) {
  const spec = model.get("spec");
  const words = spec.words;
  const query = { year_from: null, year_to: null, values: {}, order: "year", falling: false };
  const count = el("p", { class: "course-sentence", role: "status", "aria-live": "polite" });
  const trouble = el("p", { class: "course-status course-trouble", role: "alert" });
  const talk = line(model, (text) => { trouble.textContent = text; trouble.hidden = false; }, words);

  // One question is under way at a time; the newest waits. So the table never lags behind a fast hand.
  let asked = 0;
  let waiting = false;
  const ask = () => {
    if (asked && (model.get("state").n ?? 0) < asked) { waiting = true; return; }
    waiting = false;
    asked = talk.send("filter", { query: { ...query, values: { ...query.values } } });
  };

  // Filters
  const selects = {};
  const choose = (field, value) => {
    if (value) query.values[field] = value;
    else delete query.values[field];
    selects[field].node.value = value;
    ask();
  };
  const fields = spec.fields.map((field) => {
    const id = fresh("filter");
    const options = field.options.map((one) => [one, el("option", { value: one.value, text: one.text })]);
    const node = el("select", { id, onchange: () => choose(field.id, node.value) },
      el("option", { value: "", text: words.all }), ...options.map(([, option]) => option));
    selects[field.id] = { node, options };
    return el("div", { class: "course-filter" }, el("label", { for: id, text: field.label }), node);
  });
  const [low, high] = spec.years;
  const year = (key, label) => {
    const id = fresh("year");
    const node = el("input", { id, type: "number", min: low, max: high, step: 1, placeholder: key === "year_from" ? low : high,
      oninput: () => {
        const value = Number(node.value);
        if (node.value !== "" && (value < 1000 || value > 9999)) return; // a year that is still being typed
        query[key] = node.value === "" ? null : Math.round(value);
        ask();
      } });
    return [node, el("div", { class: "course-filter course-year" }, el("label", { for: id, text: label }), node)];
  };
  const [from, fromBox] = year("year_from", words.from);
  const [to, toBox] = year("year_to", words.to);
  const clear = el("button", { type: "button", text: words.clear, onclick: () => {
    from.value = to.value = "";
    Object.assign(query, { year_from: null, year_to: null, values: {} });
    for (const { node } of Object.values(selects)) node.value = "";
    ask();
  } });
  const filters = el("fieldset", { class: "course-filters" }, el("legend", { text: words.filters }), fromBox, toBox, ...fields, clear);

  // Time line: a bar a year, all cases behind, those found in front
  const WIDE = 900;
  const TALL = 96;
  const timeline = drawn("svg", { class: "course-picture course-years", viewBox: `0 0 ${WIDE} ${TALL + 22}`, role: "img" });
  const most = Math.max(...spec.all.map(([, number]) => number));
  const step = WIDE / (high - low + 1);
  const bar = (name, [at, number]) => {
    const height = (number / most) * (TALL - 16);
    return drawn("rect", { class: name, x: (at - low) * step + 1, y: TALL - height, width: Math.max(1, step - 2), height });
  };
  const front = drawn("g", {});
  timeline.append(...spec.all.map((one) => bar("course-bar role-grid", one)), front,
    drawn("line", { class: "course-line role-grid", x1: 0, x2: WIDE, y1: TALL, y2: TALL }));
  for (let at = Math.ceil(low / 10) * 10; at <= high; at += 10)
    timeline.append(drawn("text", { class: "course-label role-muted", x: (at - low + 0.5) * step, y: TALL + 17, "text-anchor": at === low ? "start" : "middle" }, at));

  // Map of tiles: one stop for the Tab key, arrows move inside
  let side = "party";
  const tiles = spec.tiles.map((tile, n) => {
    const node = el("button", { type: "button", class: "course-tile", tabindex: n === 0 ? "0" : "-1",
      style: `grid-column: ${tile.column + 1}; grid-row: ${tile.row + 1}`,
      onclick: () => { rove(n); choose(side, query.values[side] === tile.name ? "" : tile.name); } },
      el("span", { text: tile.iso3 }), el("b", {}));
    return { ...tile, node };
  });
  const rove = (n) => tiles.forEach((tile, m) => { tile.node.tabIndex = m === n ? 0 : -1; });
  const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const map = el("div", { class: "course-tiles", role: "group", "aria-label": words.map });
  map.append(...tiles.map((tile) => tile.node));
  map.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    const here = tiles.find((tile) => tile.node === event.target);
    if (!way || !here) return;
    event.preventDefault();
    const [across, down] = way;
    // The nearest tile in that direction; leaving the line costs double.
    const far = (tile) => {
      const ahead = (tile.column - here.column) * across + (tile.row - here.row) * down;
      const aside = Math.abs((tile.column - here.column) * down) + Math.abs((tile.row - here.row) * across);
      return ahead > 0 ? ahead + 2 * aside : Infinity;
    };
    const next = tiles.reduce((best, tile, n) => (far(tile) < far(tiles[best]) ? n : best), tiles.indexOf(here));
    if (far(tiles[next]) === Infinity) return;
    rove(next);
    tiles[next].node.focus();
  });
  const name = fresh("side");
  const sides = el("fieldset", { class: "course-chips" }, el("legend", { text: words["map-counts"] }), ...["party", "third"].map((one) =>
    el("label", { class: "course-chip" },
      el("input", { type: "radio", name, value: one, checked: one === side, onchange: () => { side = one; shade(); } }),
      el("span", { text: words[`map-${one}`] }))));
  const shade = () => {
    const counts = model.get("state")[side] ?? {};
    const top = Math.max(1, ...Object.values(counts));
    for (const tile of tiles) {
      const number = counts[tile.iso3] ?? 0;
      const share = number ? 0.12 + 0.88 * (number / top) : 0;
      tile.node.style.setProperty("--share", `${Math.round(100 * share)}%`);
      tile.node.classList.toggle("course-full", share > 0.73);
      tile.node.querySelector("b").textContent = number || "";
      const label = fill(words.tile, { name: tile.name, count: number });
      tile.node.title = label;
      tile.node.setAttribute("aria-label", label);
      tile.node.setAttribute("aria-pressed", String(query.values[side] === tile.name));
    }
  };

  // Table
  const heads = spec.heads.map((head) => {
    const button = el("button", { type: "button", class: "course-sorter", onclick: () => {
      query.falling = query.order === head.id ? !query.falling : false;
      query.order = head.id;
      ask();
    } }, el("span", { text: head.text }), el("span", { "aria-hidden": "true" }));
    return { ...head, button, cell: el("th", { scope: "col" }, button) };
  });
  const body = el("tbody");
  const table = el("div", { class: "course-scroll course-rows", tabindex: "0", role: "region", "aria-label": words.table },
    el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((head) => head.cell))), body));
  const buttons = {};
  const row = ({ id, cells }) => el("tr", {}, ...cells.map((text, n) => {
    if (n !== 1) return el("td", { text });
    buttons[id] = el("button", { type: "button", class: "course-pick", text, onclick: () => { picking = true; talk.send("pick", { case: id }); } });
    return el("th", { scope: "row" }, buttons[id]);
  }));

  // Card
  let picking = false;
  const card = el("div", { tabindex: "-1", class: "course-atlas-card", role: "region", "aria-label": words.card });
  const close = el("button", { type: "button", text: words.back, onclick: () => {
    const back = buttons[model.get("state").picked];
    talk.send("pick", { case: "" });
    (back?.isConnected ? back : table).focus();
  } });

  host.append(keepKeys(el("div", { class: "course course-atlas" },
    el("p", { class: "course-eyebrow", text: spec.eyebrow }), el("p", { html: spec.asks }), filters, count, trouble,
    el("h3", { text: words.timeline }), timeline,
    el("h3", { text: words.map }), sides, el("div", { class: "course-scroll" }, map), el("p", { class: "course-note", text: words["map-how"] }),
    el("h3", { text: words.table }), el("p", { class: "course-note", text: words["table-how"] }), table, card, close)));

  let last = {};
  const draw = () => {
    const state = model.get("state");
    trouble.textContent = state.trouble ?? "";
    trouble.hidden = !state.trouble;
    count.textContent = state.said ?? "";
    if (state.of !== last.of) {
      for (const id of Object.keys(buttons)) delete buttons[id];
      body.replaceChildren(...(state.rows ?? []).map(row));
    }
    for (const head of heads) {
      const on = head.id === query.order;
      head.cell.setAttribute("aria-sort", on ? (query.falling ? "descending" : "ascending") : "none");
      head.button.lastChild.textContent = on ? (query.falling ? " ▼" : " ▲") : "";
    }
    for (const [field, { options }] of Object.entries(selects)) {
      const counts = state.counts?.[field] ?? {};
      for (const [one, option] of options) {
        const number = counts[one.value] ?? 0;
        const text = `${one.text} (${number})`;
        if (option.textContent !== text) option.textContent = text;
        option.disabled = !number && query.values[field] !== one.value;
      }
    }
    front.replaceChildren(...(state.years ?? []).map((one) => bar("course-bar role-side-a", one)));
    timeline.setAttribute("aria-label", `${words.timeline}: ${(state.years ?? []).map(([at, number]) => `${at}: ${number}`).join(", ")}`);
    shade();
    if (state.card !== last.card) {
      card.innerHTML = state.card ?? "";
      if (picking && state.card) { card.focus({ preventScroll: true }); card.scrollIntoView({ block: "nearest" }); }
      picking = false;
    }
    close.hidden = !state.card;
    last = state;
    if (asked && (state.n ?? 0) >= asked) { asked = 0; if (waiting) ask(); }
  };
  model.on("change:state", draw);
  draw();
  return () => model.off("change:state", draw);
}

export default { render };
