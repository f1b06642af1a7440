// The negotiation table: a seat, a plan, the talks, the debrief. What may be done stands in the state; every move is
// answered by a new state, and nothing is called saved before the record has it.

import { lookFrom } from "./box.js";
import { keepKeys, make, makeButton, makeButtonRow, showTime } from "./element.js";
import { lookOnReturn } from "./returning.js";
import { makeDebrief } from "./table_debrief.js";
import { makeBlock, makeNote, makePicker, makePlan, makeSeatChoice } from "./table_parts.js";
import { makePosition } from "./table_position.js";
import { makeTalks } from "./table_talks.js";
import { follow, openVoice, readAnswered, sendNewest } from "./talk.js";

/** @import { Act, Context, Desk, Package, Part, Phase, Talk, TableSpec, TableState, Words } from "./types.d.ts" */

/**
 * Return the log of the talks. New lines are added below, so that a screen reader hears them alone.
 * @param {Words} words
 */
const makeLog = (words) => {
  const log = make("div", {
    class: "course-log", role: "log", "aria-live": "polite", "aria-label": words.log, tabindex: "0",
  });
  /** @type {number[]} */
  let shown = [];
  let game = "";
  return {
    node: log,
    draw(/** @type {TableState} */ state) {
      const lines = state.log ?? [];
      const isLonger = lines.length >= shown.length && shown.every((seq, place) => lines[place].seq === seq);
      if (!isLonger || state.game !== game) {
        log.replaceChildren();
        shown = [];
        game = state.game;
      }
      for (const { seq, kind, text, more, own } of lines.slice(shown.length)) {
        const line = make("p", { class: `course-line-${kind}` }, make("span", { dir: "auto", text }));
        if (more) line.append(make("small", { dir: "auto", text: ` ${more}` }));
        if (own) line.append(make("small", { class: "course-own-worth", text: ` ${own}` }));
        log.append(line);
        shown.push(seq);
      }
      log.scrollTop = log.scrollHeight;
    },
  };
};

/** @param {Context<TableSpec, TableState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  // One move at a time: a second press before the answer would be a second move.
  let waiting = 0;
  const voice = openVoice(model, words, () => {
    waiting = 0;
  });
  const { status, say, talk } = voice;
  const isFree = () => !waiting || readAnswered(model) >= waiting;
  // What the page showed when the button was pressed goes with it: a move made on an older view of the game is none.
  /** @type {Talk["press"]} */
  const press = (action, more = {}) => {
    const { game, moves } = model.get("state");
    return talk.press(action, { game, moves, ...more });
  };
  /** @type {Act} */
  const act = (kind, more = {}, needed = "") => {
    if (needed && more.scope === null) {
      say(needed, true);
      return 0;
    }
    const number = isFree() ? press("move", { kind, ...more }) : 0;
    waiting = number || waiting;
    return number;
  };
  /** @type {Package} */
  let wanted = {};
  const worths = sendNewest(model, () => talk.send("build", { package: wanted }));
  const build = (/** @type {Package} */ chosen) => {
    wanted = chosen;
    worths.ask();
  };

  const head = make("h3", { class: "course-clock", tabindex: "-1" });
  const folderBody = make("div", { role: "region", "aria-label": words.folder, tabindex: "0" });
  const folder = make("details", { class: "course-folder" }, make("summary", { text: words.folder }), folderBody);
  const planLines = make("div");
  const plan = make("details", {}, make("summary", { text: words["plan-kept"] }), planLines);
  const positionLines = make("div");
  const position = make("details", {}, make("summary", { text: words["position-yours"] }), positionLines);
  const main = make("div");
  const log = makeLog(words);
  const logBlock = makeBlock(words.log, log.node);
  const saveAgain = makeButtonRow(makeButton(words.save, () => talk.press("save")));

  const branches = makePicker(words["branch-pick"], []);
  const makeBranching = () => {
    const goBack = makeButton(words.branch, () => {
      const at = branches.read();
      if (at !== "" && isFree()) waiting = press("branch", { at: Number(at) }) || waiting;
    });
    return make("div", {}, makeNote(words["branch-how"]), branches.node, makeButtonRow(goBack));
  };
  const branchTitle = make("summary", { text: words["branch-title"] });
  const branchBlock = make("details", {}, branchTitle);
  const known = makePicker(words.games, []);
  const openGame = makeButton(words["open-game"], () => {
    if (known.read()) talk.press("open", { game: known.read() });
  });
  const anew = makeButton(words.anew, () => press("anew"));
  const gamesTitle = make("summary", { text: words.games });
  const games = make("details", {}, gamesTitle, makeNote(words["anew-how"]), known.node, makeButtonRow(openGame, anew));

  const clock = make("summary", { text: spec.clock });
  const told = make("details", { open: true, class: "course-told" }, clock, make("div", { html: spec.told }));
  const root = make("div", { class: "course course-table-talk" });
  root.append(make("p", { class: "course-eyebrow", text: spec.eyebrow }));
  root.append(make("p", { class: "course-claim" }, make("strong", { role: "heading", "aria-level": 3, html: spec.title })), told);
  root.append(head, folder, position, plan, main, status, saveAgain, logBlock, branchBlock, games);
  host.append(keepKeys(root, () => voice.keepNow()));

  const look = () => lookFrom(shown?.part.boxes?.() ?? []);
  /** @type {Desk} */
  const desk = { model, voice, act, look };
  /** @type {{ [Name in Phase]: (state: TableState) => Part }} */
  const makers = {
    seat: () => makeSeatChoice(spec, say, press),
    plan: (state) => makePlan(desk, state, state.position ? makePosition(desk, state) : null),
    play: (state) => makeTalks(spec, state, act, () => waiting, build),
    over: () => makeDebrief(desk, makeBranching()),
  };
  /** @type {{ phase: Phase, game: string, part: Part } | null} */
  let shown = null;
  const change = (/** @type {TableState} */ state) => {
    shown?.part.end?.(state);
    const part = makers[state.phase](state);
    shown = { phase: state.phase, game: state.game, part };
    main.replaceChildren(part.node);
    told.open = state.phase === "seat";
    folder.open = state.phase === "plan";
    root.insertBefore(logBlock, state.phase === "play" ? main : branchBlock);
    if (state.phase === "play") branchBlock.replaceChildren(branchTitle, makeBranching());
    return part;
  };
  const drawAround = (/** @type {TableState} */ state) => {
    const { phase } = state;
    head.hidden = phase === "seat";
    head.textContent = phase === "over" ? words["clock-over"] : (state.clock ?? "");
    folder.hidden = phase === "seat" || phase === "over";
    if (folderBody.dataset.now !== state.folder) {
      folderBody.innerHTML = folderBody.dataset.now = state.folder ?? "";
    }
    const asked = state.position?.lines ?? [];
    position.hidden = !asked.length || phase === "plan";
    positionLines.replaceChildren(...asked.map((text) => make("p", { dir: "auto", text })));
    plan.hidden = !state.plan || phase === "plan";
    const lines = (state.plan?.lines ?? []).filter(Boolean);
    planLines.replaceChildren(...lines.map((text) => make("p", { dir: "auto", text })));
    logBlock.hidden = !(state.log ?? []).length || phase === "plan";
    branches.refill((state.branches ?? []).map(({ at, label }) => ({ id: at, name: label })));
    branchBlock.hidden = phase !== "play" || !(state.branches ?? []).length;
    known.refill((state.games ?? []).map(({ id, at, label }) => ({ id, name: `${label} · ${showTime(at)}` })));
    games.hidden = !(state.games ?? []).length;
    saveAgain.hidden = !state.unsaved;
  };
  // A plan that was typed here stays, where another page has made one meanwhile, until its writer has chosen.
  const isHeld = (/** @type {TableState} */ state) => {
    if (shown?.phase !== "plan" || state.phase === "plan" || state.game !== shown.game) return false;
    shown.part.draw(state);
    return shown.part.boxes?.().some((box) => box.name === "plan" && box.isBehind()) ?? false;
  };
  const unfollow = follow(model, () => {
    const state = model.get("state");
    const isOther = (state.phase !== shown?.phase || state.game !== shown?.game) && !isHeld(state);
    const hadFocus = root.contains(document.activeElement);
    const part = isOther || !shown ? change(state) : shown.part;
    drawAround(state);
    part.draw(state);
    log.draw(state);
    if (isOther) part.begin?.();
    const asking = (part.boxes?.() ?? []).some((box) => box.guard.isAsking());
    if (state.trouble) say(`${state.trouble} ${state.unsaved ? words["unsaved-moves"] : ""}`, true);
    else if (state.said) say(state.said, true);
    else if (asking) say(words.aside);
    else if (state.phase !== "seat") say(state.unsaved ? words["unsaved-moves"] : words["saved-moves"], state.unsaved);
    worths.goOn();
    if (readAnswered(model) >= waiting) waiting = 0;
    // The button that was pressed may be gone; the keyboard goes on from the clock.
    if (hadFocus && !root.contains(document.activeElement) && state.phase !== "seat") {
      head.focus({ preventScroll: !isOther });
    }
  });
  const leave = lookOnReturn(root, () => talk.ask("look", look()));
  return () => {
    leave();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
