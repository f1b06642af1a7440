// The phone's page of a table. What may be done stands in the view that the server gives this seat; the controls of the
// talks are those of the solo table. A move that does not get through is sent again under the same press.

import { COMMA, OWN, fill, make, makeButton, makeButtonRow, makeForm, makeLabel, makeSubmit } from "./element.js";
import { openPocket } from "./saving.js";
import { ask } from "./server.js";
import { makeBlock, makeIssueRank, makeNote } from "./table_parts.js";
import { makeTalks } from "./table_talks.js";
import { hear, readPage } from "./tables_news.js";
import { makePressId } from "./talk.js";
import { makeText } from "./text.js";

/** @import { Act, Part, Pocket, PlanDraft } from "../../widgets/types.d.ts" */
/** @import { Package, RoleAtTable, SentMove, TableSpec, TableState, TableView } from "./tables_types.d.ts" */

const AGAIN_MS = 1500;
const TYPED_MS = 250;
/** @type {{ status: number, told: Record<string, any> }} */
const NOT_RELEASED = { status: 404, told: {} };
const page = readPage();
const words = page.words;
const host = /** @type {HTMLElement} */ (document.getElementById("live"));

/** @type {TableView | null} */
let view = null;
/** @type {TableSpec | null} */
let spec = null;
let specOf = "";
let chosen = "";
let moves = 0;
/** @type {SentMove | null} */
let sending = null;
/** How the last move came out, as the controls ask for it. */
let answered = { n: 0, moved: false };
/** The number of the move whose answer is being drawn, 0 at any other time. */
let closing = 0;
/** @type {{ key: string, part: Part, role: string } | null} */
let shown = null;
/** Milliseconds by which the server's clock is ahead of this phone's. */
let skew = 0;

const link = make("a", { href: "../", text: words.back });
const title = make("h1", { text: words.page });
const where = make("p", { class: "tables-where" });
const turn = make("h2", { class: "tables-turn", tabindex: "-1", role: "status", "aria-live": "polite" });
const clock = make("p", { class: "tables-clock", hidden: true });
const status = make("p", { class: "tables-says", role: "status", "aria-live": "polite" });
const newsList = make("div", { role: "log", "aria-live": "polite", "aria-label": words.news });
const asRole = make("div", { class: "tables-roles", role: "group", "aria-label": words.as });
const folderBody = make("div", { id: "folder", role: "region", "aria-label": words.folder, tabindex: "0", hidden: true });
const folderButton = makeButton(words["show-folder"], () => cover(!folderBody.hidden), {
  "aria-expanded": "false", "aria-controls": "folder", class: "tables-folder-button",
});
const folderBlock = make("section", { class: "tables-folder", hidden: true }, folderButton, folderBody);
const about = make("details", { class: "course-told" }, make("summary", { text: words.about }));
const aboutBody = make("div");
about.append(aboutBody);
const seats = make("ul", { class: "tables-seats" });
const who = make("details", {}, make("summary", { text: words.who }), seats);
const planLines = make("div");
const planKept = make("details", { class: "tables-plan", hidden: true }, make("summary", { text: words["plan-kept"] }), planLines);
const covered = makeNote(words["points-covered"]);
const main = make("div");
const log = make("div", { class: "course-log", role: "log", "aria-live": "polite", "aria-label": words.log, tabindex: "0" });
const logBlock = makeBlock(words.log, log);
const root = make(
  "div",
  { class: "course-table-talk tables-phone" },
  make("p", { class: "tables-back" }, link), title, where, turn, clock, status, newsList, asRole, folderBlock, planKept,
  logBlock, covered, main, who, about,
);
host.append(root);

const say = (/** @type {string} */ text, isTrouble = false) => {
  status.textContent = text;
  status.classList.toggle("tables-trouble", isTrouble);
};

/** @param {boolean} isCovered */
const cover = (isCovered) => {
  folderBody.hidden = isCovered;
  folderButton.textContent = isCovered ? words["show-folder"] : words["hide-folder"];
  folderButton.setAttribute("aria-expanded", String(!isCovered));
  coverPoints();
};
/** What a neighbor must not read is covered with the folder, wherever it stands: points, red lines, the plan. */
const coverPoints = () => {
  const isCovered = folderBody.hidden && !folderBlock.hidden;
  root.classList.toggle("tables-covered", isCovered);
  covered.hidden = !isCovered || !role()?.party || view?.state !== "playing";
};
document.addEventListener("visibilitychange", () => {
  if (document.hidden) cover(true);
});

const role = () => view?.roles?.find((one) => one.role === chosen) ?? view?.roles?.[0] ?? null;

// --- moves ---

/** @type {Act} */
const act = (kind, more = {}, needed = "") => {
  const now = role();
  // One move at a time: a second press before the answer would be a second move.
  if (!view || !now || sending) return 0;
  if (needed && more.scope === null) {
    say(needed, true);
    return 0;
  }
  moves += 1;
  const sent = { ...more, press: makePressId(), table: view.table, role: now.role, kind, step: now.step, n: moves };
  sending = sent;
  say(words.sending);
  void send(sent);
  return moves;
};

/** @param {SentMove} sent */
const send = async (sent) => {
  const { n, ...body } = sent;
  const { status: code, told } = await ask("act", "POST", body);
  if (code === 0 || code === 429 || code === 503) {
    say(told.says ?? words.offline, true);
    setTimeout(() => send(sent), AGAIN_MS);
    return;
  }
  sending = null;
  answered = { n, moved: Boolean(told.done) };
  say(told.done ? words.sent : (told.says ?? words.failed), !told.done);
  closing = n;
  if (told.view) take(told.view);
  else void load();
  // A notice may have brought a newer view already: what was sent is cleared all the same.
  draw();
  closing = 0;
};

/** @type {number | undefined} */
let worthTimer;
/** @param {Package} built */
const build = (built) => {
  clearTimeout(worthTimer);
  worthTimer = setTimeout(async () => {
    const now = role();
    if (!now) return;
    const { status: code, told } = await ask("worth", "POST", { role: now.role, package: built });
    if (code === 200 && role()?.role === now.role) shown?.part.draw({ ...toState(now), worth: told.worth });
  }, TYPED_MS);
};

/**
 * @param {RoleAtTable} now
 * @returns {TableState & { n: number }}
 */
const toState = (now) => ({ ...now, phase: "play", moves, unsaved: false, n: answered.n, moved: answered.moved });

// --- the plan ---

/**
 * @param {TableSpec} about
 * @param {RoleAtTable} now
 * @returns {Part}
 */
const makePlan = (about, now) => {
  /** @type {Pocket<PlanDraft & { text?: string }>} */
  const pocket = openPocket(about, `${now.game}/plan`);
  const kept = pocket.take() ?? {};
  const makeNumber = (/** @type {string} */ text, /** @type {unknown} */ value) => {
    const input = make("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: "6" });
    input.value = String(value ?? "");
    return { input, node: make("div", { class: "course-number" }, makeLabel(input, { text }), input) };
  };
  const target = makeNumber(words.target, kept.target);
  const walk = makeNumber(words["walk-away"], kept.walk_away);
  const guesses = about.seats
    .filter((seat) => seat.party && seat.id !== now.role)
    .map(({ id, name }) => {
      const rank = makeIssueRank(about.issues, "", words, () => keep());
      rank.write({ order: kept.guesses?.[id] });
      const summary = make("summary", { text: fill(words["guess-of"], { name }) });
      return { id, rank, node: make("details", {}, summary, makeNote(words["guess-first"]), rank.node) };
    });
  const text = makeText({ rows: 3, label: words["plan-text"] }, words);
  text.write({ text: kept.text ?? "" });
  const read = () => ({
    target: target.input.value,
    walk_away: walk.input.value,
    guesses: Object.fromEntries(guesses.flatMap(({ id, rank }) => (rank.read() ? [[id, rank.read()?.order ?? []]] : []))),
    text: text.read()?.text ?? "",
  });
  const keep = () => pocket.put(read());
  const form = makeForm(
    "course-block",
    () => act("plan", read()),
    make("div", { html: now.party ? about.questions : about.mediatorQuestions }),
    ...(now.party ? [target.node, walk.node] : []),
    ...guesses.map((guess) => guess.node),
    text.node,
    makeButtonRow(makeSubmit(words["plan-button"])),
  );
  form.addEventListener("input", keep);
  // Before the talks it is what there is to do; in them it must not stand before the offers.
  const folded = make("details", { open: view?.state !== "playing" }, make("summary", { text: words["plan-title"] }), form);
  return { node: folded, draw: (state) => void (folded.hidden = !state.legal?.includes("plan")) };
};

/** @returns {Part} */
const makeEnd = () => {
  const body = make("div");
  let released = "-";
  return {
    node: makeBlock(words.debrief, body),
    async draw() {
      if (!view || view.released === released) return;
      released = view.released;
      const { status: code, told } = released ? await ask("debrief") : NOT_RELEASED;
      if (code !== 200) {
        // Before it is released, or without a connection: the next look asks again.
        if (released) released = "-";
        body.replaceChildren(makeNote(words["debrief-waits"]));
        return;
      }
      const own = told.own.map((/** @type {string} */ line) => make("p", {}, make("b", { text: line })));
      body.replaceChildren(make("p", { dir: OWN, text: told.ended }), ...own, make("div", { html: told.html }));
    },
  };
};

/** @returns {Part} */
const makeObserving = () => {
  const tasks = make("ul");
  return {
    node: makeBlock(words.tasks, makeNote(words.observing), tasks),
    draw: () => tasks.replaceChildren(...(view?.tasks ?? []).map((text) => make("li", { text }))),
  };
};

// --- drawing ---

/** @param {TableView} now */
const phaseOf = (now) => {
  if (now.state === "over") return "over";
  if (!role()) return "observe";
  return now.state === "playing" ? "play" : "prepare";
};

/**
 * @param {TableView} now
 * @param {TableSpec} about
 */
const drawMain = (now, about) => {
  const phase = phaseOf(now);
  const own = role();
  const key = `${now.table}/${own?.role ?? ""}/${phase}`;
  if (shown?.key !== key) {
    const plan = own && phase !== "over" ? makePlan(about, own) : null;
    /** @type {Part[]} */
    const parts = plan ? [plan] : [];
    if (phase === "over") parts.push(makeEnd());
    if (phase === "observe") parts.push(makeObserving());
    if (phase === "play" && own) parts.push(makeTalks(about, toState(own), act, () => sending?.n ?? closing, build));
    const hadFocus = main.contains(document.activeElement);
    shown = {
      key,
      role: own?.role ?? "",
      part: {
        node: make("div", {}, ...parts.map((part) => part.node)),
        draw: (state) => parts.forEach((part) => part.draw(state)),
        begin: () => parts.forEach((part) => part.begin?.()),
      },
    };
    main.replaceChildren(shown.part.node);
    main.hidden = false;
    drawPart(own);
    shown.part.begin?.();
    if (hadFocus) turn.focus();
  } else drawPart(own);
};

/** @param {RoleAtTable | null} own */
const drawPart = (own) => {
  const hadFocus = main.contains(document.activeElement);
  // A chair that the computer has taken offers nothing to press.
  main.classList.toggle("tables-held", Boolean(own && !own.speaks));
  shown?.part.draw(own ? toState(own) : /** @type {TableState & { n: number }} */ ({}));
  if (hadFocus && !main.contains(document.activeElement)) turn.focus();
};

/** @param {TableView["log"]} lines */
const drawLog = (lines) => {
  const before = log.dataset.of === shown?.key ? Number(log.dataset.count) : 0;
  if (!before || lines.length < before) log.replaceChildren();
  for (const { kind, text, more, own } of lines.slice(log.childElementCount)) {
    const line = make("p", { class: `course-line-${kind}` }, make("span", { dir: "auto", text }));
    if (more) line.append(make("small", { dir: "auto", text: ` ${more}` }));
    if (own) line.append(make("small", { class: "course-own-worth", text: ` ${own}` }));
    log.append(line);
  }
  if (lines.length !== before) log.scrollTop = log.scrollHeight;
  log.dataset.of = shown?.key ?? "";
  log.dataset.count = String(lines.length);
  logBlock.hidden = !lines.length;
};

/** @param {TableView} now */
const drawSeats = (now) => {
  const nameOf = (/** @type {{ name: string }} */ person) => person.name || words.nobody;
  seats.replaceChildren(
    ...now.seats.map((seat) => {
      const names = seat.people.map(nameOf).join(COMMA);
      const computer = names ? fill(words["computer-for"], { names }) : words.computer;
      const who = seat.computer ? computer : names;
      const mine = seat.mine ? make("span", { text: ` (${words["you-mark"]})` }) : null;
      const aria = seat.role === now.turn ? "true" : null;
      return make("li", { "aria-current": aria }, make("b", { text: `${seat.name}: ` }), make("span", { dir: "auto", text: who }), mine);
    }),
  );
};

/** @param {TableView} now */
const tellTurn = (now) => {
  if (now.state === "over") return words.over;
  const own = role();
  if (own && !now.dealt) return words["folder-waits"];
  if (now.state === "waiting") return own ? words.waiting : words.observing;
  if (own && !own.speaks) return words.away;
  const name = now.seats.find((seat) => seat.role === now.turn)?.name ?? "";
  const mine = now.roles.some((one) => one.role === now.turn);
  return fill(mine ? words["your-turn"] : words["others-turn"], { name });
};

/** @param {TableView} now */
const drawRoles = (now) => {
  asRole.hidden = now.roles.length < 2;
  const key = JSON.stringify([now.roles.map((one) => one.role), chosen, now.turn]);
  if (asRole.dataset.key === key) return;
  asRole.dataset.key = key;
  const pick = (/** @type {string} */ id) => {
    chosen = id;
    cover(true);
    draw();
    document.getElementById(`as-${id}`)?.focus();
  };
  asRole.replaceChildren(
    make("span", { text: words.as }),
    ...now.roles.map((one) =>
      makeButton(one.name, () => pick(one.role), { id: `as-${one.role}`, "aria-pressed": String(one.role === role()?.role) }),
    ),
  );
};

const drawClock = () => {
  clock.hidden = !view?.clock_end || view.state === "over";
  if (clock.hidden || !view) return;
  const left = Math.ceil((Date.parse(view.clock_end) - Date.now() - skew) / 1000);
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const text = left > 0 ? fill(words["time-left"], { time }) : words["time-over"];
  if (clock.textContent !== text) clock.textContent = text;
  clock.classList.toggle("tables-trouble", left <= 0);
};
setInterval(drawClock, 1000);

const draw = () => {
  const now = view;
  if (!now || now.state === "none" || !spec) {
    turn.textContent = now ? words["no-table-yet"] : words.loading;
    for (const part of [where, clock, newsList, asRole, folderBlock, planKept, logBlock, covered, main, who, about]) part.hidden = true;
    title.textContent = words.page;
    shown = null;
    return;
  }
  const own = role();
  for (const part of [where, newsList, who, about]) part.hidden = false;
  title.textContent = `${fill(words.heading, { number: now.number })}${own ? ` · ${own.name}` : ""}`;
  where.textContent = now.state === "playing" ? fill(words["round-of"], { round: now.round, rounds: now.rounds }) : spec.clock;
  const told = tellTurn(now);
  if (turn.textContent !== told) turn.textContent = told;
  turn.classList.toggle("tables-mine", now.roles.some((one) => one.role === now.turn && one.speaks));
  drawClock();
  for (const { id, title: head, text } of now.news.slice(newsList.childElementCount)) {
    newsList.append(
      make("article", { class: "tables-news", "data-id": id }, make("b", { dir: "auto", text: `${words.news}: ${head}` }), make("p", { dir: "auto", text })),
    );
  }
  drawRoles(now);
  folderBlock.hidden = !own?.folder || now.state === "over";
  if (folderBody.dataset.now !== own?.folder) {
    folderBody.innerHTML = folderBody.dataset.now = own?.folder ?? "";
    folderBody.prepend(makeNote(words["folder-how"]));
  }
  coverPoints();
  planKept.hidden = !own?.plan;
  planLines.replaceChildren(...(own?.plan?.lines ?? []).filter(Boolean).map((text) => make("p", { dir: "auto", text })));
  drawSeats(now);
  drawMain(now, spec);
  drawLog(own ? (own.log ?? []) : now.log);
};

/** @param {TableView} given */
const take = (given) => {
  // Answers may overtake each other on the way.
  if (view && given.table === view.table && given.version < view.version) return;
  if (given.now) skew = Date.parse(given.now) - Date.now();
  if (given.table !== view?.table) {
    if (view) listenAnew();
    newsList.replaceChildren();
    chosen = "";
  }
  const own = given.roles?.find((one) => one.role === given.turn && one.speaks);
  // Who holds several roles speaks for the one whose turn it is, unless they are in the middle of something.
  if (!chosen || (own && given.turn !== view?.turn && !main.contains(document.activeElement))) {
    chosen = own?.role ?? chosen;
  }
  chosen ||= given.roles?.[0]?.role ?? "";
  view = given;
  draw();
};

let isLoading = false;
let isBehind = false;
const load = async () => {
  if (isLoading) {
    isBehind = true;
    return;
  }
  isLoading = true;
  isBehind = false;
  const { status: code, told } = await ask("../table");
  if (code === 200) {
    if (told.state !== "none" && specOf !== String(told.table)) {
      const asked = await ask("spec");
      if (asked.status === 200) {
        spec = /** @type {TableSpec} */ (asked.told);
        specOf = String(told.table);
        aboutBody.innerHTML = spec.told;
        shown = null;
      }
    }
    if (specOf === String(told.table) || told.state === "none") take(/** @type {TableView} */ (told));
    if (status.textContent === words.offline && !sending) say("");
  } else if (told.says) say(told.says, true);
  else if (!code) say(words.offline, true);
  isLoading = false;
  if (isBehind) void load();
};

let seating = -1;
const listenAnew = hear("news", (versions) => {
  const isBehind = !versions || !view || view.state === "none" || versions[view.table] !== view.version;
  if (isBehind || versions.seating !== seating) void load();
  seating = versions?.seating ?? seating;
});
draw();
void load();
