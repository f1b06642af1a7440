// A claim on trial: first stand, evidence on two sides, own arguments, the strongest one answered, second stand.

import { fill, keepKeys, make, makeButton, makeButtonRow, makeForm, makeSubmit } from "./element.js";
import { makeEyebrow } from "./eyebrow.js";
import { makeRow } from "./radios.js";
import { delaySaving, openPocket } from "./saving.js";
import { follow, openVoice } from "./talk.js";
import { makeText } from "./text.js";

/** @import { Choice, Context, Model, OwnArgument, Pocket, Stand, TrialSpec, TrialState, Voice } from "./types.d.ts" */

/**
 * @param {string} text
 * @param {Choice<number>[]} choices
 * @param {(value: number) => void} [choose]
 */
const makeNamedRow = (text, choices, choose) => makeRow(make("legend", { text }), choices, choose);

/**
 * Return the form for a stand: where, how sure, why.
 * @param {TrialSpec} spec
 * @param {Voice} voice
 * @param {number} round
 * @param {string} title
 * @param {string} button
 */
const makeStand = (spec, { say, talk }, round, title, button) => {
  const words = spec.words;
  const stand = makeNamedRow(title, spec.stands);
  const sure = makeNamedRow(words.sure, spec.sures);
  const why = makeText({ rows: 2, label: words.why }, words);
  /** @type {Pocket<Stand>} */
  const pocket = openPocket(spec, String(round));
  const read = () => ({ round, stand: stand.read(), sure: sure.read(), why: why.read()?.text ?? "" });
  const save = () => talk.press("stand", read());
  const form = makeForm("course-stand", save, stand.node, sure.node, why.node, makeButtonRow(makeSubmit(button)));
  form.addEventListener("input", () => {
    pocket.put(read());
    say(words.unsaved);
  });
  /** @type {string | null} */
  let shown = null;
  return {
    node: form,
    write(/** @type {Stand | undefined} */ saved) {
      const key = JSON.stringify(saved ?? null);
      if (key === shown) return;
      const draft = shown === null ? pocket.take() : null;
      shown = key;
      const latest = draft ?? saved;
      stand.write(latest?.stand);
      sure.write(latest?.sure);
      why.write({ text: latest?.why });
      if (saved && !draft) pocket.drop();
    },
  };
};

/**
 * Return the pieces of evidence on both sides, each with a row for its weight.
 * @param {TrialSpec} spec
 * @param {Voice} voice
 */
const makeEvidence = (spec, { talk }) => {
  /** @type {Map<string, ReturnType<typeof makeNamedRow>>} */
  const rows = new Map();
  const sides = spec.sides.map(({ side, title, pieces }) => {
    const nodes = pieces.map((piece) => {
      const weigh = (/** @type {number} */ weight) => talk.send("weigh", { piece: piece.id, weight });
      const row = makeNamedRow(spec.words.weigh, spec.weights, weigh);
      rows.set(piece.id, row);
      const cited = make("p", { class: "course-note", html: piece.cited });
      return make("div", { class: "course-piece" }, make("p", { html: piece.html }), cited, row.node);
    });
    return make("section", { class: `course-side course-side-${side}` }, make("h3", { text: title }), ...nodes);
  });
  return {
    node: make("div", { class: "course-sides" }, ...sides),
    draw(/** @type {TrialState} */ state) {
      for (const [id, row] of rows) row.write(state.weights?.[id]);
    },
  };
};

/**
 * Return the learner's own arguments, and the form for one more.
 * @param {Model<TrialSpec, TrialState>} model
 * @param {Voice} voice
 */
const makeOwnArguments = (model, { talk }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const list = make("ul", { class: "course-own" });
  const text = makeText({ rows: 2, label: words["own-text"] }, words);
  const source = makeText({ rows: 1, label: words["own-source"] }, words);
  const side = makeNamedRow(words["own-side"], [{ value: 1, text: words.for }, { value: -1, text: words.against }]);
  /** @type {Pocket<{ text?: string, source?: string }>} */
  const pocket = openPocket(spec, "own");
  const read = () => ({ text: text.read()?.text, source: source.read()?.text });
  let adding = 0;
  const add = () => {
    const towards = side.read();
    adding = talk.press("argue", { ...read(), side: towards === null ? null : towards > 0 ? "for" : "against" });
  };
  const button = makeButtonRow(makeSubmit(words["own-add"], false));
  const title = make("h3", { text: words.own });
  const form = makeForm("course-block", add, title, list, text.node, source.node, side.node, button);
  form.addEventListener("input", () => pocket.put(read()));
  const draft = pocket.take();
  text.write({ text: draft?.text });
  source.write({ text: draft?.source });

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
      list.replaceChildren(...(state.own ?? []).map(makeArgument));
      if (!adding || state.n !== adding || state.said || state.trouble) return;
      adding = 0;
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
 */
const makeRebuttal = (model, { say, talk }) => {
  const words = model.get("spec").words;
  const lead = make("p");
  const quote = make("blockquote");
  const answer = makeText({ rows: 3, label: words["strongest-box"] }, words);
  const saving = delaySaving(() => {
    talk.send("rebut", { piece: model.get("state").strongest?.id, text: answer.read()?.text ?? "" });
  });
  const button = makeButtonRow(makeSubmit(words["strongest-save"], false));
  const title = make("h3", { text: words.strongest });
  const form = makeForm("course-block", saving.saveNow, title, lead, quote, answer.node, button);
  form.addEventListener("input", () => {
    say(words.unsaved);
    saving.delay();
  });
  form.addEventListener("focusout", saving.flush);
  let isFilled = false;
  return {
    node: form,
    saving,
    draw(/** @type {TrialState} */ state) {
      lead.textContent = state.strongest?.lead ?? "";
      quote.textContent = state.strongest?.text ?? "";
      quote.hidden = !state.strongest?.text;
      // Only once: what stands in the box is newer than what was saved.
      if (!isFilled) answer.write({ text: state.rebuttal?.text });
      isFilled = true;
    },
  };
};

/** @param {Context<TrialSpec, TrialState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const first = makeStand(spec, voice, 1, words.stand, words["save-first"]);
  const second = makeStand(spec, voice, 2, words["stand-again"], words["save-second"]);
  const evidence = makeEvidence(spec, voice);
  const own = makeOwnArguments(model, voice);
  const rebuttal = makeRebuttal(model, voice);
  const moved = make("p", { class: "course-moved", role: "status", "aria-live": "polite" });
  const map = make("div", { class: "course-map" });
  const saved = make("p", { class: "course-note", text: words["first-saved"] });
  const trial = make("div", {}, saved, evidence.node, own.node, rebuttal.node, second.node, moved, map);
  const claim = make(
    "p",
    { class: "course-claim" },
    make("span", { class: "course-note", text: `${words.article}: ` }),
    make("strong", { role: "heading", "aria-level": 3, html: spec.claim }),
  );
  const eyebrow = makeEyebrow(spec.eyebrow, words);
  const card = make("div", { class: "course course-trial" }, eyebrow.node, claim, first.node, voice.status);
  if (!spec.onlyFirst) card.append(trial);
  host.append(keepKeys(card, () => voice.keepNow(rebuttal.saving)));

  const unfollow = follow(model, () => {
    const state = model.get("state");
    eyebrow.tick(state.ticked);
    first.write(state.first);
    if (!spec.onlyFirst) {
      trial.hidden = !state.first;
      second.write(state.second);
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
    if (!voice.report(state) && state.at && !rebuttal.saving.isWaiting()) voice.saySaved(state);
  });
  return () => {
    rebuttal.saving.flush();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
