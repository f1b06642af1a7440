// The teacher's page of the tables: lay them, deal, begin, end; seats; the clock; news; the debrief. No secret comes here.

import { fill, make, makeButton, makeButtonRow, makeForm, makeLabel, makeSubmit } from "./element.js";
import { ask } from "./server.js";
import { makeBlock, makeNote, makePicker } from "./table_parts.js";
import { hear, readPage } from "./tables_news.js";
import { makePressId } from "./talk.js";

/** @import { DeskTable, PlaceAtTable, TablesDesk } from "./tables_types.d.ts" */

const words = readPage().words;
const host = /** @type {HTMLElement} */ (document.getElementById("live"));
/** @type {TablesDesk} */
let desk = { tables: [], people: [], standing: [], scenarios: [] };
const status = make("p", { class: "tables-says", role: "status", "aria-live": "polite" });

/**
 * @param {string} address
 * @param {object} sent
 * @param {string} [method]
 * @param {() => void} [clear] empties a form whose content got through, before anything else can be written in it
 */
const tell = async (address, sent, method = "POST", clear = () => {}) => {
  const { status: code, told } = await ask(address, method, sent);
  if (code === 200) clear();
  status.textContent = code === 200 ? words.done : (told.says ?? words.failed);
  status.classList.toggle("tables-trouble", code !== 200);
  await load();
  return code === 200;
};

// --- laying ---

const scenario = makePicker(words.scenario, []);
const many = make("input", { type: "number", min: "0", max: "60", value: "0", inputmode: "numeric" });
const merge = make("input", { type: "checkbox", checked: true });
const layButton = makeSubmit(words.lay);
const laying = makeForm(
  null,
  () => tell("../tables", { scenario: scenario.read(), tables: Number(many.value) || 0, merge: merge.checked }),
  makeNote(words["lay-how"]),
  scenario.node,
  make("div", { class: "course-number" }, makeLabel(many, { text: words["how-many"] }), many),
  make("p", {}, merge, makeLabel(merge, { text: ` ${words.merge}` })),
  makeButtonRow(layButton),
);
const layBlock = make("details", { open: true }, make("summary", { text: words["lay-title"] }), laying);

// --- what is done for one table or for all ---

const which = makePicker(words.which, [], words["all-tables"]);
const named = () => (which.read() ? [Number(which.read())] : []);
const turn = (/** @type {object} */ change) => tell("turn", { tables: named(), ...change });
const lateButton = makeButton("", () => tell("late", {}));
const steps = makeButtonRow(
  makeButton(words.deal, () => turn({ dealt: true })),
  makeButton(words.begin, () => turn({ state: "playing" }), { class: "course-main" }),
  makeButton(words.finish, () => turn({ state: "over" })),
  makeButton(words["release-own"], () => turn({ released: "own" })),
  makeButton(words["release-all"], () => turn({ released: "all" })),
  lateButton,
);
const minutes = make("input", { type: "number", min: "1", max: "600", value: "30", inputmode: "numeric" });
const setClock = (/** @type {number} */ left) => tell("../clock", { tables: named(), minutes: left });
const clockForm = makeForm(
  null,
  () => setClock(Number(minutes.value) || 0),
  make("div", { class: "course-number" }, makeLabel(minutes, { text: words.minutes }), minutes),
  makeButtonRow(makeSubmit(words["set-clock"], false), makeButton(words["no-clock"], () => setClock(0))),
);
const inject = makePicker(words["news-which"], [], words["own-words"]);
const injectTold = make("p", { class: "course-note" });
const head = make("input", { type: "text", dir: "auto", autocomplete: "off", maxlength: "120" });
const text = make("textarea", { rows: "3", dir: "auto", maxlength: "1000" });
const own = make("div", {}, makeLabel(head, { text: words["news-head"] }), head, makeLabel(text, { text: words["news-text"] }), text);
const readInjects = () => desk.scenarios.find((one) => one.id === desk.tables[0]?.scenario)?.injects ?? [];
const showInject = () => {
  const chosen = readInjects().find((one) => one.id === inject.read());
  own.hidden = Boolean(chosen);
  injectTold.textContent = chosen ? `${chosen.text} ${fill(words["news-when"], { when: chosen.when })}` : "";
};
inject.select.addEventListener("change", showInject);
// The press belongs to what is written here: sent twice, it is one piece of news.
let press = makePressId();
const sendNews = async () => {
  const isOwn = !inject.read();
  const more = isOwn ? { title: head.value, text: text.value, press } : { inject: inject.read() };
  if (!(await tell("../inject", { tables: named(), ...more })) || !isOwn) return;
  head.value = text.value = "";
  press = makePressId();
};
const newsForm = makeForm(null, sendNews, inject.node, injectTold, own, makeButtonRow(makeSubmit(words["send-news"], false)));

// --- played on paper ---

const paperTable = makePicker(words["paper-table"], []);
const noDeal = make("input", { type: "checkbox" });
const paperIssues = make("div");
/** @type {{ id: string, pick: ReturnType<typeof makePicker> }[]} */
let issues = [];
let issuesOf = "";
const showIssues = () => {
  const told = desk.scenarios.find((one) => one.id === desk.tables[0]?.scenario);
  paperIssues.hidden = noDeal.checked;
  if (!told || issuesOf === told.id) return;
  issuesOf = told.id;
  issues = told.issues.map(({ id, label, options }) => ({ id, pick: makePicker(label, options, words["paper-choose"]) }));
  paperIssues.replaceChildren(...issues.map(({ pick }) => pick.node));
};
noDeal.addEventListener("change", showIssues);
const sendPaper = async () => {
  const built = Object.fromEntries(issues.map(({ id, pick }) => [id, pick.read()]));
  if (!noDeal.checked && Object.values(built).includes("")) {
    status.textContent = words["paper-open"];
    status.classList.add("tables-trouble");
    status.scrollIntoView({ block: "nearest" });
    return;
  }
  const table = Number(paperTable.read());
  await tell("../paper", { table, package: noDeal.checked ? null : built }, "POST", () => {
    noDeal.checked = false;
    issuesOf = "";
    showIssues();
  });
};
const paperForm = makeForm(
  null,
  sendPaper,
  makeNote(words["paper-how"]),
  paperTable.node,
  make("p", {}, noDeal, makeLabel(noDeal, { text: ` ${words["paper-none"]}` })),
  paperIssues,
  makeButtonRow(makeSubmit(words["paper-button"], false)),
  make("p", {}, make("a", { href: "../points/", text: words.points })),
);
const paperBlock = make("details", {}, make("summary", { text: words["paper-title"] }), paperForm);
const running = make(
  "div",
  { hidden: true },
  which.node,
  steps,
  makeBlock(words["clock-title"], clockForm),
  makeBlock(words["news-title"], newsForm),
  make("p", {}, make("a", { href: "../results/", text: words.results })),
  paperBlock,
);

// --- tables ---

const list = make("div", { class: "tables-list" });

/** @param {DeskTable} table */
const tellState = (table) => {
  if (table.state === "playing") return fill(words["state-playing"], { round: table.round, rounds: table.rounds, turn: table.turn });
  if (table.state === "over") return fill(table.agreed ? words["state-over-yes"] : words["state-over-no"], { round: table.round });
  return table.dealt ? words["state-dealt"] : words["state-waiting"];
};

/**
 * @param {DeskTable} table
 * @param {(PlaceAtTable | { role: string, person: string, computer: boolean, observer: boolean })[]} places
 */
const seat = (table, places) => {
  const seats = places.map(({ role, person, computer, observer }) => ({ role, person, computer, observer }));
  void tell(`${table.table}/seats`, { seats }, "PUT");
};

/**
 * @param {DeskTable} table
 * @param {string} role "" for observers
 * @param {string} name
 */
const makeChair = (table, role, name) => {
  const here = table.places.filter((place) => place.person && place.role === role);
  const others = (/** @type {PlaceAtTable} */ place) => table.places.filter((other) => other !== place);
  const people = here.map((place) => {
    const who = place.name || words.nobody;
    const change = place.computer ? words["put-back"] : words["put-computer"];
    const put = makeButton(change, () => seat(table, [...others(place), { ...place, computer: !place.computer }]), {
      "aria-label": `${change}: ${who}`,
    });
    const leave = makeButton(words["stand-up"], () => seat(table, others(place)), { "aria-label": `${words["stand-up"]}: ${who}` });
    const shown = place.computer ? fill(words["computer-for"], { names: who }) : who;
    return make("li", {}, make("span", { dir: "auto", text: shown }), role ? put : null, leave);
  });
  if (!people.length && role) people.push(make("li", { text: words.computer }));
  const free = desk.people.filter(({ person }) => !here.some((place) => place.person === person));
  const choice = makePicker(words["choose-person"], free.map(({ person, name: who }) => ({ id: person, name: who || words.nobody })));
  const sit = makeButton(words["sit-here"], () => {
    if (!choice.read()) return;
    seat(table, [...table.places, { role, person: choice.read(), computer: false, observer: !role }]);
  });
  const more = make("details", {}, make("summary", { text: `${words["choose-person"]} (${name})` }), choice.node, makeButtonRow(sit));
  return make("li", {}, make("b", { text: name }), make("ul", {}, ...people), free.length ? more : null);
};

/** @param {DeskTable} table */
const makeTable = (table) =>
  make(
    "section",
    { class: "tables-one", "data-table": table.table },
    make("h2", { text: `${fill(words.heading, { number: table.number })} · ${table.title}` }),
    make("p", { class: "tables-where", text: tellState(table) }),
    make(
      "ul",
      { class: "tables-chairs" },
      ...table.roles.map(({ id, name }) => makeChair(table, id, name)),
      makeChair(table, "", words.observers),
    ),
  );

let shown = "";
const draw = () => {
  scenario.refill(
    desk.scenarios.map(({ id, title, minutes: long, seats }) => ({ id, name: fill(words["scenario-is"], { title, minutes: long, seats }) })),
  );
  const has = desk.tables.length > 0;
  running.hidden = !has;
  layButton.textContent = has ? words["lay-again"] : words.lay;
  if (has && !list.childElementCount) layBlock.open = false;
  which.refill(desk.tables.map(({ table, number }) => ({ id: table, name: fill(words.heading, { number }) })));
  paperTable.refill(desk.tables.map(({ table, number }) => ({ id: table, name: fill(words.heading, { number }) })));
  showIssues();
  inject.refill(readInjects().map(({ id, title }) => ({ id, name: title })));
  showInject();
  lateButton.textContent = fill(words.late, { count: desk.standing.length });
  lateButton.hidden = !has || !desk.standing.length;
  if (!desk.people.length) status.textContent = words["no-people"];
  // What somebody is choosing in stays: only tables that changed are drawn anew.
  const key = JSON.stringify([desk.tables.map(({ table }) => table), desk.people]);
  if (key !== shown) {
    shown = key;
    list.replaceChildren(...desk.tables.map(makeTable));
    for (const table of desk.tables) drawn.set(table.table, JSON.stringify(table));
    return;
  }
  for (const table of desk.tables) {
    const now = JSON.stringify(table);
    if (drawn.get(table.table) === now) continue;
    drawn.set(table.table, now);
    const old = list.querySelector(`[data-table="${table.table}"]`);
    const label = document.activeElement?.getAttribute("aria-label");
    const hadFocus = old?.contains(document.activeElement);
    const node = makeTable(table);
    old?.replaceWith(node);
    if (!hadFocus) continue;
    const again = [...node.querySelectorAll("button")].find((button) => button.getAttribute("aria-label") === label);
    (again ?? node.querySelector("button"))?.focus();
  }
};
/** @type {Map<number, string>} */
const drawn = new Map();

let isLoading = false;
let isBehind = false;
const load = async () => {
  isBehind = isLoading;
  if (isLoading) return;
  isLoading = true;
  const { status: code, told } = await ask("../tables");
  isLoading = false;
  if (code === 200) {
    desk = /** @type {TablesDesk} */ (told);
    draw();
  } else status.textContent = told.says ?? words.failed;
  if (isBehind) await load();
};

host.append(
  make("div", { class: "course-table-talk tables-desk" }, make("h1", { text: words["desk-page"] }), status, layBlock, running, list),
);
hear("news", () => void load());
void load();
