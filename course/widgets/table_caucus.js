// What passes between a party and the mediator: questions in confidence, the single text and its votes, the mandate.

import { fill, make, makeButton, makeButtonRow, makeMainButton } from "./element.js";
import { makeRow } from "./radios.js";
import { openPocket } from "./saving.js";
import { makeBlock, makeIssueRank, makeNote, makePicker } from "./table_parts.js";

/** @import { Act, Asked, AskedQuestion, CaucusDraft, Package, Part, Picker, Pocket, TableSpec } from "./types.d.ts" */

/**
 * Return a party's answer, in confidence: an order of issues, a best and a worst option for each, or yes, nearly, no.
 * What was chosen and not sent yet lies in the browser.
 * @param {TableSpec} spec
 * @param {Act} act
 * @param {string} game
 * @param {AskedQuestion | null} question null where the party speaks unasked
 */
const makeAnswer = (spec, act, game, question) => {
  const words = spec.words;
  let about = question?.about ?? "ranking";
  /** @type {Pocket<CaucusDraft>} */
  const pocket = openPocket(spec, `${game}/caucus/${question?.seq ?? ""}`);
  const rank = makeIssueRank(spec.issues, words["guess-first"], words, () => keep());
  const wishes = spec.issues.map((issue) => {
    const choices = issue.options.map(({ id, label }) => ({ id, name: label }));
    const best = makePicker(`${issue.label}: ${words.best}`, choices, words.choose);
    const worst = makePicker(`${issue.label}: ${words.worst}`, choices, words.choose);
    return { id: issue.id, best, worst };
  });
  const yesNearlyNo = ["yes", "nearly", "no"].map((value) => ({ value, text: words[`live-${value}`] }));
  const live = makeRow(make("legend", { text: spec.asked.could_live }), yesNearlyNo);
  const pickers = wishes.flatMap(({ best, worst }) => [best.node, worst.node]);
  /** @type {Record<Asked, HTMLElement>} */
  const panels = {
    ranking: rank.node,
    wishes: make("div", { class: "course-wishes" }, ...pickers),
    could_live: live.node,
  };
  const show = () => {
    for (const [name, panel] of Object.entries(panels)) panel.hidden = name !== about;
  };
  show();
  const scopes = Object.entries(spec.scopes).map(([value, text]) => ({ value, text }));
  const scope = makeRow(make("legend", { text: words.scope }), scopes);

  const readWishes = (/** @type {(wish: { best: Picker, worst: Picker }) => Picker} */ which) =>
    Object.fromEntries(wishes.map((wish) => [wish.id, which(wish).read()]).filter(([, option]) => option));
  const read = () => {
    if (about === "ranking") return rank.read(true)?.order ?? null;
    if (about === "could_live") return live.read();
    return { best: readWishes((wish) => wish.best), worst: readWishes((wish) => wish.worst) };
  };
  const keep = () =>
    pocket.put({
      about,
      order: rank.read()?.order ?? null,
      best: readWishes((wish) => wish.best),
      worst: readWishes((wish) => wish.worst),
      live: live.read(),
      scope: scope.read(),
    });
  const send = (/** @type {ReturnType<typeof read>} */ answer) => {
    const within = scope.read() ?? (answer === null ? "mediator_only" : null);
    act("disclose", { question: question?.seq ?? null, about, answer, scope: within }, words["need-scope"]);
  };
  const answer = makeMainButton(words.answer, () => send(read()));
  const decline = makeButton(words["decline-answer"], () => send(null));

  const node = make("div", { class: "course-answer" });
  let chooseSubject = (/** @type {Asked} */ _) => {};
  if (question) {
    const lead = make("b", { text: `${words["asked-you"]} ` });
    node.append(make("p", {}, lead, make("span", { text: spec.asked[question.about] })));
    if (question.terms) node.append(make("p", { text: question.terms }));
  } else {
    const subjects = /** @type {Asked[]} */ (["ranking", "wishes"]);
    const choice = makePicker(words.about, subjects.map((id) => ({ id, name: spec.asked[id] })));
    choice.select.addEventListener("change", () => {
      about = /** @type {Asked} */ (choice.read());
      show();
    });
    node.append(choice.node);
    chooseSubject = (subject) => {
      choice.select.value = about = subject;
      show();
    };
  }
  node.append(...Object.values(panels), scope.node, makeButtonRow(answer, question ? decline : null));
  const draft = pocket.take();
  if (draft) {
    chooseSubject(draft.about);
    if (draft.order) rank.write({ order: draft.order });
    for (const { id, best, worst } of wishes) {
      best.select.value = draft.best[id] ?? "";
      worst.select.value = draft.worst[id] ?? "";
    }
    live.write(draft.live);
    scope.write(draft.scope);
  }
  node.addEventListener("change", keep);
  return { node, forget: pocket.drop };
};

/**
 * @param {TableSpec} spec
 * @param {Act} act
 * @returns {Part}
 */
export const makePartyCaucus = (spec, act) => {
  const words = spec.words;
  const open = make("div");
  /** @type {Map<number, ReturnType<typeof makeAnswer>>} */
  const answers = new Map();
  const own = make("details", {}, make("summary", { text: words.volunteer }));
  const text = make("p", { class: "course-terms-line" });
  const marks = makeRow(make("legend", { text: words.vote }), spec.votes);
  const issues = spec.issues.map(({ id, label }) => ({ id, name: label }));
  const sorest = makePicker(words.sorest, issues, words.nowhere);
  const vote = makeButton(words["vote-send"], () => {
    const mark = marks.read();
    if (mark !== null) act("vote", { vote: mark, issue: sorest.read() });
  });
  const voting = make("div", {}, marks.node, sorest.node, makeButtonRow(vote));
  const single = makeBlock(words.single, text, voting);
  let version = 0;
  return {
    node: make("div", {}, single, makeBlock(words.caucus, open, own)),
    draw(state) {
      const game = state.game ?? "";
      const questions = state.asked ?? [];
      if (own.childElementCount === 1) own.append(makeAnswer(spec, act, game, null).node);
      for (const [seq, answer] of answers) {
        if (questions.some((question) => question.seq === seq)) continue;
        answer.node.remove();
        answer.forget();
        answers.delete(seq);
      }
      // A form that stands there stays: somebody may be typing in it.
      for (const question of questions) {
        if (answers.has(question.seq)) continue;
        const answer = makeAnswer(spec, act, game, question);
        answers.set(question.seq, answer);
        open.append(answer.node);
      }
      single.hidden = !state.text;
      voting.hidden = !state.legal?.includes("vote");
      text.textContent = state.text ? `${fill(words.text, { version: state.text.version })}. ${state.text.terms}` : "";
      if (state.text && state.text.version !== version) {
        version = state.text.version;
        marks.write(null);
      }
    },
  };
};

/**
 * @param {TableSpec} spec
 * @param {Act} act
 * @param {() => Package} readPackage
 * @returns {Part}
 */
export const makeMediatorTools = (spec, act, readPackage) => {
  const words = spec.words;
  const parties = spec.seats.filter((seat) => seat.party);
  const whom = makePicker(words["ask-whom"], parties);
  const what = makePicker(words["ask-what"], Object.entries(spec.asked).map(([id, name]) => ({ id, name })));
  const note = make("p", { class: "course-note", text: words["ask-could-live"], hidden: true });
  what.select.addEventListener("change", () => {
    note.hidden = what.read() !== "could_live";
  });
  const askParty = makeMainButton(words.ask, () => {
    const question = what.read();
    act("ask", { to: whom.read(), question, package: question === "could_live" ? readPackage() : {} });
  });
  const ask = make("div", {}, whom.node, what.node, note, makeButtonRow(askParty));
  const ledger = make("ul", { class: "course-own" });
  const ledgerTitle = make("h4", { text: words.ledger });
  const text = make("p");
  const given = make("div");
  const days = makePicker(words.deadline, []);
  const setDeadline = makeButton(words["deadline-set"], () => act("deadline", { round: Number(days.read()) }));
  const deadline = make("div", {}, days.node, makeButtonRow(setDeadline));

  /** @typedef {import("./types.d.ts").TableState} State */
  const makeLedger = (/** @type {State} */ state) =>
    (state.ledger ?? []).map((entry) => {
      const says = make("span", { dir: "auto", text: entry.text });
      const share = entry.share ? makeButton(words["pass-on"], () => act("share", { seq: entry.seq })) : null;
      return make("li", {}, says, make("small", { text: ` ${entry.scope}` }), share);
    });
  const makeGuarantees = (/** @type {State} */ state) =>
    (state.guarantees ?? []).map(({ id, label, text: says }) => {
      const give = makeButton(words.guarantees, () => act("guarantee", { guarantee: id }), {
        "aria-label": `${words.guarantees}: ${label}`,
        disabled: !state.legal?.includes("guarantee"),
      });
      return make("p", {}, make("b", { text: `${label}. ` }), make("span", { text: `${says} ` }), give);
    });
  let shown = "";
  return {
    node: make(
      "div",
      {},
      makeBlock(words["caucus-mediator"], ask, ledgerTitle, ledger),
      makeBlock(words.single, text),
      makeBlock(words.guarantees, given, deadline),
    ),
    draw(state) {
      const key = JSON.stringify([state.ledger, state.guarantees, state.deadlines, state.text, state.legal]);
      if (key === shown) return;
      shown = key;
      const entries = makeLedger(state);
      const empty = make("li", { class: "course-note", text: words["ledger-empty"] });
      ledger.replaceChildren(...(entries.length ? entries : [empty]));
      const single = state.text;
      text.textContent = single
        ? `${fill(words.text, { version: single.version })}. ${single.terms} ${single.votes}`
        : words["nothing-tabled"];
      const guarantees = makeGuarantees(state);
      given.replaceChildren(...(guarantees.length ? guarantees : [makeNote(words["guarantees-none"])]));
      const rounds = state.deadlines ?? [];
      days.refill(rounds.map((round) => ({ id: round, name: String(round) })));
      deadline.hidden = !state.legal?.includes("deadline") || !rounds.length;
    },
  };
};
