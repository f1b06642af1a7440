// A claim on trial: first stand, what was met filed, evidence on two sides, own arguments, the strongest one answered,
// second stand. Where an earlier lesson weighed the claim, what was decided there stands in the place of the first stand.

import { lookFrom, makeBox } from "./box.js";
import { makeChoices } from "./choices.js";
import { fill, keepKeys, make, makeButton, makeButtonRow, makeForm, makeSubmit } from "./element.js";
import { makeEyebrow } from "./eyebrow.js";
import { makeFiling } from "./filing.js";
import { makeGuard } from "./newer.js";
import { makeRow } from "./radios.js";
import { lookOnReturn } from "./returning.js";
import { openPocket } from "./saving.js";
import { follow, openVoice } from "./talk.js";
import { makeText } from "./text.js";
import { makeVersions } from "./versions.js";

/**
 * @import {
 *   Answer, Choice, Choices, Chosen, Context, Model, OwnArgument, Pocket, Stand, Text, TrialSpec, TrialState, Voice,
 * } from "./types.d.ts"
 */

/**
 * @param {string} text
 * @param {Choice<number>[]} choices
 * @param {(value: number) => void} [choose]
 */
const makeNamedRow = (text, choices, choose) => makeRow(make("legend", { text }), choices, choose);

/**
 * Return the form for a stand: where, how sure, why.
 * @param {Model<TrialSpec, TrialState>} model
 * @param {Voice} voice
 * @param {number} round
 * @param {string} title
 * @param {string} button
 * @param {() => object} look
 */
const makeStand = (model, voice, round, title, button, look) => {
  const { say, talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const stand = makeNamedRow(title, spec.stands);
  const sure = makeNamedRow(words.sure, spec.sures);
  const why = makeText({ rows: 2, label: words.why }, words);
  /** @type {Pocket<Stand>} */
  const pocket = openPocket(spec, String(round));
  const read = () => ({ round, stand: stand.read(), sure: sure.read(), why: why.read()?.text ?? "" });
  const write = (/** @type {Stand | null | undefined} */ given) => {
    stand.write(given?.stand);
    sure.write(given?.sure);
    why.write({ text: given?.why });
  };
  const save = () => talk.press("stand", { ...read(), ...guard.sign() });
  const touch = () => {
    pocket.put({ ...read(), based: guard.known() });
    say(words.unsaved);
  };
  const readSaved = () => {
    const { first, second } = model.get("state");
    return round === 1 ? first : second;
  };
  const readHead = () => model.get("state").based?.[String(round)] ?? "";
  const field = () => why.node.querySelector("textarea");
  const box = {
    name: () => String(round),
    read,
    readSaved,
    isSame(/** @type {unknown} */ saved) {
      const given = /** @type {Stand | null | undefined} */ (saved);
      const { stand, sure, why } = read();
      return given ? given.stand === stand && given.sure === sure && given.why === why : stand === null && why === "";
    },
    isOwn: () => why.read() !== null || (stand.read() !== null && guard.isTouched()),
    about: () => ({ box: String(round), text: read().why, stand: read().stand }),
    look,
    fill() {
      write(readSaved());
      guard.begin([readHead()]);
    },
    keep: save,
    put(/** @type {{ text?: string }} */ text) {
      why.write(text);
      touch();
    },
    field,
  };
  const guard = makeGuard(model, voice, words, box);
  const versions = makeVersions(model, voice, words, box);
  const buttons = makeButtonRow(makeSubmit(button));
  const form = makeForm(
    "course-stand", () => save(), stand.node, sure.node, why.node, buttons, guard.node, versions.node,
  );
  form.addEventListener("input", touch);
  let isFilled = false;
  return {
    node: form,
    guard,
    draw() {
      if (!isFilled) {
        isFilled = true;
        box.fill();
        const draft = pocket.take();
        if (draft?.based) guard.begin(draft.based);
        if (draft) write(draft);
      }
      guard.meet();
      versions.draw();
      if (readSaved() && !guard.isTouched()) pocket.drop();
    },
  };
};

/**
 * Return the pieces of evidence on both sides, each with a row for its weight.
 * @param {Model<TrialSpec, TrialState>} model
 * @param {Voice} voice
 */
const makeEvidence = (model, voice) => {
  const spec = model.get("spec");
  /** @type {Choices<number>} */
  const weights = makeChoices(model, voice, spec.words, {
    pocket: openPocket(spec, "weights"),
    readHead: (piece) => model.get("state").weighed?.[piece] ?? "",
    send: (piece, weight, signed) => voice.talk.send("weigh", { piece, weight, ...signed }),
  });
  /** @type {Map<string, ReturnType<typeof makeNamedRow>>} */
  const rows = new Map();
  const sides = spec.sides.map(({ side, title, pieces }) => {
    const nodes = pieces.map((piece) => {
      const weigh = (/** @type {number} */ weight) => weights.choose(piece.id, weight);
      const row = makeNamedRow(spec.words.weigh, spec.weights, weigh);
      rows.set(piece.id, row);
      const cited = make("p", { class: "course-note", html: piece.cited });
      const mark = piece.mark ? make("p", { class: "course-new-piece", text: piece.mark }) : null;
      return make("div", { class: "course-piece" }, mark, make("p", { html: piece.html }), cited, row.node);
    });
    return make("section", { class: `course-side course-side-${side}` }, make("h3", { text: title }), ...nodes);
  });
  return {
    node: make("div", { class: "course-sides" }, ...sides),
    draw(/** @type {TrialState} */ state) {
      weights.meet();
      const isShown = weights.isLatest() || Boolean(model.get("state").trouble);
      if (isShown) for (const [id, row] of rows) row.write(state.weights?.[id]);
    },
  };
};

/**
 * Return the learner's own arguments, and the form for one more.
 * @param {Model<TrialSpec, TrialState>} model
 * @param {Voice} voice
 */
const makeOwnArguments = (model, voice) => {
  const { talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const list = make("ul", { class: "course-own" });
  const text = makeText({ rows: 2, label: words["own-text"] }, words);
  const source = makeText({ rows: 1, label: words["own-source"] }, words);
  const side = makeNamedRow(words["own-side"], [{ value: 1, text: words.for }, { value: -1, text: words.against }]);
  /** @type {Pocket<{ text?: string, source?: string, side?: string | null }>} */
  const pocket = openPocket(spec, "own");
  const readSide = () => {
    const towards = side.read();
    return towards === null ? null : towards > 0 ? "for" : "against";
  };
  const writeSide = (/** @type {string | null | undefined} */ towards) =>
    side.write(towards === "for" ? 1 : towards === "against" ? -1 : null);
  const read = () => ({ text: text.read()?.text, source: source.read()?.text, side: readSide() });
  // None takes another's place, so there is nothing to guard: what was taken back can be put into the form again.
  const versions = makeVersions(model, voice, { ...words, versions: words["own-versions"] }, {
    name: () => "own",
    about: () => ({ box: "own", ...read() }),
    put(/** @type {Answer} */ answer) {
      const { text: argument, chosen, why } = /** @type {Partial<Text & Chosen> & { why?: string }} */ (answer);
      text.write({ text: argument });
      source.write({ text: why });
      writeSide(chosen);
      pocket.put(read());
    },
    field: () => text.node.querySelector("textarea"),
  });
  /** The number of the press that lays an argument, and what it lays. */
  let adding = 0;
  let added = "";
  const add = () => {
    const argument = read();
    const number = talk.press("argue", argument);
    if (number) [adding, added] = [number, JSON.stringify(argument)];
  };
  const button = makeButtonRow(makeSubmit(words["own-add"], false));
  const title = make("h3", { text: words.own });
  const form = makeForm(
    "course-block", add, title, list, text.node, source.node, side.node, button, versions.node,
  );
  form.addEventListener("input", () => pocket.put(read()));
  const draft = pocket.take();
  text.write({ text: draft?.text });
  source.write({ text: draft?.source });
  writeSide(draft?.side);

  const makeArgument = (/** @type {OwnArgument} */ argument) => {
    const label = fill(words["own-remove"], { text: argument.text });
    const remove = () => talk.press("withdraw", { id: argument.id });
    const towards = argument.side === "for" ? words["map-for"] : words["map-against"];
    const typed = { class: "course-typed", dir: "auto" };
    return make(
      "li",
      {},
      make("strong", { text: `${towards}: ` }),
      make("span", { ...typed, text: argument.text }),
      argument.source ? make("small", { ...typed, text: ` (${argument.source})` }) : null,
      makeButton("✕", remove, { title: label, "aria-label": label }),
    );
  };
  return {
    node: form,
    draw() {
      const state = model.get("state");
      versions.draw();
      list.replaceChildren(...(state.own ?? []).map(makeArgument));
      if (!adding || state.n !== adding || state.said || state.trouble) return;
      adding = 0;
      // What was typed since it was sent is the next one.
      if (JSON.stringify(read()) !== added) return;
      text.write();
      source.write();
      side.write(null);
      pocket.drop();
    },
  };
};

/**
 * Return the form that answers the strongest piece of the other side.
 * @param {Model<TrialSpec, TrialState>} model
 * @param {Voice} voice
 * @param {() => object} look
 */
const makeRebuttal = (model, voice, look) => {
  const spec = model.get("spec");
  const words = spec.words;
  const lead = make("p");
  const quote = make("blockquote");
  const answer = makeText({ rows: 3, label: words["strongest-box"] }, words);
  const read = () => answer.read()?.text ?? "";
  const box = makeBox(model, voice, words, {
    name: "rebuttal",
    pocket: openPocket(spec, "rebuttal"),
    isTyped: true,
    isText: true,
    read: answer.read,
    write: answer.write,
    readSaved() {
      const saved = model.get("state").rebuttal?.text;
      return saved ? { text: saved } : null;
    },
    isSame: (given) => (/** @type {{ text?: string } | null | undefined} */ (given)?.text ?? "") === read(),
    send: (message) =>
      voice.talk.send("rebut", { ...message, piece: model.get("state").strongest?.id, text: read() }),
    about: () => ({ box: "rebuttal", text: read() }),
    look,
    field: () => answer.node.querySelector("textarea"),
  });
  const button = makeButtonRow(makeSubmit(words["strongest-save"], false));
  const title = make("h3", { text: words.strongest });
  const form = makeForm(
    "course-block", () => box.save(), title, lead, quote, answer.node, button, ...box.nodes,
  );
  form.addEventListener("input", box.touch);
  form.addEventListener("focusout", box.saving.flush);
  return {
    node: form,
    saving: box.saving,
    guard: box.guard,
    draw(/** @type {TrialState} */ state) {
      lead.textContent = state.strongest?.lead ?? "";
      quote.textContent = state.strongest?.text ?? "";
      quote.hidden = !state.strongest?.text;
      box.draw();
    },
  };
};

/**
 * Return what was decided on the claim in an earlier lesson.
 * @param {TrialSpec} spec
 */
const makeAgain = ({ words, onlyFirst }) => {
  const says = make("p", { class: "course-again-says" });
  const lead = make("p", { class: "course-note", text: words["again-why"] });
  const why = make("blockquote", { class: "course-typed", dir: "auto" });
  const next = onlyFirst ? null : make("p", { text: words["again-new"] });
  const node = make("div", { class: "course-again" }, says, lead, why, next);
  return {
    node,
    draw(/** @type {TrialState} */ { again }) {
      node.hidden = !again;
      says.textContent = again?.says ?? "";
      lead.hidden = why.hidden = !again?.why;
      why.textContent = again?.why ?? "";
    },
  };
};

/** @param {Context<TrialSpec, TrialState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const look = () => ({
    boxes: {
      1: first.guard.known(), 2: second.guard.known(), rebuttal: rebuttal.guard.known(), ...lookFrom(filing.boxes).boxes,
    },
  });
  const first = makeStand(model, voice, 1, words.stand, words["save-first"], look);
  const secondTitle = spec.onlyFirst ? words["again-early"] : words["stand-again"];
  const second = makeStand(model, voice, 2, secondTitle, words["save-second"], look);
  const again = makeAgain(spec);
  const last = make("p", { class: "course-note" });
  const filing = makeFiling(model, voice, look);
  const evidence = makeEvidence(model, voice);
  const own = makeOwnArguments(model, voice);
  const rebuttal = makeRebuttal(model, voice, look);
  const moved = make("p", { class: "course-moved", role: "status", "aria-live": "polite" });
  const map = make("div", { class: "course-argument" });
  const saved = make("p", { class: "course-note" });
  const ours = make("div", {}, evidence.node, own.node, rebuttal.node, last, second.node, moved, map);
  const trial = make("div", {}, saved, filing.node, ours);
  const claim = make(
    "p",
    { class: "course-claim" },
    make("span", { class: "course-note", text: `${words.article}: ` }),
    make("strong", { role: "heading", "aria-level": 3, html: spec.claim }),
  );
  const eyebrow = makeEyebrow(spec.eyebrow, words);
  const card = make("div", { class: "course course-trial" }, eyebrow.node, claim, again.node, first.node);
  card.append(...(spec.onlyFirst ? [second.node, voice.status] : [voice.status, trial]));
  const saving = [rebuttal.saving, ...filing.boxes.map((box) => box.saving)];
  const keepNow = () => {
    const waiting = saving.filter((autosave) => autosave.isWaiting());
    if (!waiting.length) voice.keepNow();
    for (const autosave of waiting) autosave.flush();
  };
  host.append(keepKeys(card, keepNow));

  const unfollow = follow(model, () => {
    const state = model.get("state");
    eyebrow.tick(state.ticked);
    first.draw();
    second.draw();
    again.draw(state);
    // Whoever has begun to write a first stand does not lose it from sight.
    first.node.hidden = Boolean(state.again) && !first.guard.isTouched();
    last.textContent = state.again?.last ?? "";
    const button = second.node.querySelector("button[type=submit]");
    if (button) button.textContent = state.again ? words["again-save"] : words["save-second"];
    if (spec.onlyFirst) {
      second.node.hidden = !state.again;
    } else {
      trial.hidden = !state.first && !state.again;
      saved.hidden = Boolean(state.again);
      saved.textContent = state.filing?.isOpen ? words["first-saved"] : words["first-saved-file"];
      ours.hidden = !state.filing?.isOpen;
      filing.draw();
      last.hidden = !state.again;
      evidence.draw(state);
      own.draw();
      rebuttal.draw(state);
      moved.textContent = state.moved ?? "";
      if (map.dataset.shown !== (state.map ?? "")) {
        // Whoever folded the list away keeps it so.
        const isFolded = map.querySelector("details")?.open === false;
        map.innerHTML = map.dataset.shown = state.map ?? "";
        const list = map.querySelector("details");
        if (list) list.open = !isFolded;
      }
    }
    const asking = [first, second, rebuttal, ...filing.boxes].find(({ guard }) => guard.isAsking());
    if (voice.report(state)) return;
    if (asking) voice.say(asking.guard.isTouched() ? words.aside : "");
    else if (state.at && !saving.some((autosave) => autosave.isWaiting())) voice.saySaved(state);
  });
  const leave = lookOnReturn(card, () => voice.talk.ask("look", look()));
  return () => {
    leave();
    for (const autosave of saving) autosave.flush();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
