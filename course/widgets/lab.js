// A lab: puzzle, prediction, a model that follows the hand, and a question about the world.

import { lookFrom, makeBox } from "./box.js";
import { fill, keepKeys, make, makeButton, makeButtonRow, makeForm, makeId, makeLabel, makeSubmit } from "./element.js";
import { makeEyebrow } from "./eyebrow.js";
import { makeOptions } from "./radios.js";
import { lookOnReturn } from "./returning.js";
import { openPocket } from "./saving.js";
import { follow, openVoice, sendNewest } from "./talk.js";
import { makeText } from "./text.js";

/** @import { Chosen, Context, Knob, LabSpec, LabState, Model, Settings, Voice } from "./types.d.ts" */

/**
 * Return the form of the prediction.
 * @param {Model<LabSpec, LabState>} model
 * @param {Voice} voice
 * @param {() => object} look
 */
const makePrediction = (model, voice, look) => {
  const { say, talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const guess = makeOptions(spec.options);
  const read = () => {
    const chosen = guess.read();
    return chosen === null ? null : { chosen };
  };
  const box = makeBox(model, voice, words, {
    name: "prediction",
    pocket: openPocket(spec, "prediction"),
    isTyped: false,
    isText: false,
    read,
    write: (answer) => guess.write(/** @type {Partial<Chosen> | null | undefined} */ (answer)?.chosen),
    readSaved() {
      const { chosen } = model.get("state");
      return chosen ? { chosen } : null;
    },
    send: (message) => talk.press("predict", { ...message, ...read() }),
    look,
    field: () => guess.node.querySelector("input"),
  });
  const predict = () => {
    if (read() === null) say(words.empty);
    else box.save();
  };
  const fieldset = make(
    "fieldset",
    {},
    make("legend", { html: spec.question }),
    make("p", { class: "course-note", text: words.predict }),
    guess.node,
  );
  const form = makeForm(null, predict, fieldset, makeButtonRow(makeSubmit(words["predict-save"])), ...box.nodes);
  form.addEventListener("input", box.touch);
  return { node: form, box };
};

/**
 * @param {Knob} knob
 * @param {(value: number) => void} change
 */
const makeSwitch = (knob, change) => {
  const box = make("input", { type: "checkbox", onchange: () => change(box.checked ? 1 : 0) });
  const label = makeLabel(box, { class: "course-option" });
  label.append(box, make("span", { text: knob.label }));
  return {
    node: make("div", { class: "course-knob", title: knob.help }, label),
    write(/** @type {number} */ value) {
      box.checked = value === 1;
    },
  };
};

/**
 * @param {Knob} knob
 * @param {(value: number) => void} change
 */
const makeSlider = (knob, change) => {
  const id = makeId("knob");
  const output = make("output", { for: id });
  const range = make("input", {
    id, type: "range", min: knob.low, max: knob.high, step: knob.step, "aria-describedby": `${id}-help`,
  });
  const show = () => {
    output.textContent = fill(knob.unit || "{value}", { value: Number(range.value) });
    range.setAttribute("aria-valuetext", output.textContent);
  };
  range.addEventListener("input", () => {
    show();
    change(Number(range.value));
  });
  const head = make("div", { class: "course-knob-head" }, makeLabel(range, { text: knob.label }), output);
  const low = make("span", { text: knob.lowText });
  const ends = make("div", { class: "course-knob-head course-note" }, low, make("span", { text: knob.highText }));
  const help = make("p", { id: `${id}-help`, class: "course-note", text: knob.help });
  return {
    node: make("div", { class: "course-knob" }, head, range, ends, help),
    write(/** @type {number} */ value) {
      range.value = String(value);
      show();
    },
  };
};

/**
 * Return the model with its knobs, its picture and its table.
 * @param {Model<LabSpec, LabState>} model
 * @param {Voice} voice
 */
const makeBench = (model, { talk }) => {
  const spec = model.get("spec");
  const words = spec.words;
  /** @type {Settings} */
  const values = {};
  const moves = sendNewest(model, () => talk.send("move", { values: { ...values } }));
  const setters = new Map();
  const knobs = spec.knobs.map((knob) => {
    const change = (/** @type {number} */ value) => {
      values[knob.id] = value;
      moves.ask();
    };
    const control = knob.control === "switch" ? makeSwitch(knob, change) : makeSlider(knob, change);
    setters.set(knob.id, control.write);
    return control.node;
  });
  const picks = spec.picks.map((pick) => {
    /** @type {Set<string>} */
    const picked = new Set();
    values[pick.id] = [];
    const chips = pick.choices.map((choice) => {
      const change = () => {
        if (box.checked) picked.add(choice.id);
        else picked.delete(choice.id);
        values[pick.id] = [...picked];
        moves.ask();
      };
      const box = make("input", { type: "checkbox", onchange: change });
      return make("label", { class: "course-chip" }, box, make("span", { text: choice.text }));
    });
    return make("fieldset", { class: "course-chips" }, make("legend", { text: pick.label }), ...chips);
  });
  const set = (/** @type {Record<string, number>} */ settings) => {
    Object.assign(values, settings);
    for (const [id, write] of setters) write(values[id]);
  };
  set(spec.start);

  const story = make("div", { class: "course-setting" });
  const choose = (/** @type {Record<string, number>} */ settings, /** @type {string} */ html) => {
    set(settings);
    story.innerHTML = html;
    moves.ask();
  };
  const presets = spec.presets.map((preset) => makeButton(preset.label, () => choose(preset.values, preset.html)));
  const startOver = makeButton(words["start-over"], () => choose(spec.start, ""));
  const picture = make("div", { class: "course-canvas" });
  const sentence = make("p", { class: "course-sentence", role: "status", "aria-live": "polite" });
  const table = make("div");
  return {
    node: make(
      "div",
      { class: "course-bench" },
      make("h3", { text: words.move }),
      make("p", { class: "course-note", text: words.presets }),
      makeButtonRow(...presets, startOver),
      story,
      make(
        "div",
        { class: "course-lab-grid" },
        make("div", {}, ...knobs, ...picks),
        make("div", {}, picture, sentence),
      ),
      make("details", {}, make("summary", { text: words.table }), table),
      make("p", { html: spec.sandbox }),
    ),
    draw(/** @type {LabState} */ state) {
      if (picture.dataset.now !== state.svg) picture.innerHTML = picture.dataset.now = state.svg ?? "";
      sentence.textContent = state.sentence ?? "";
      table.innerHTML = state.table ?? "";
      moves.goOn();
    },
  };
};

/**
 * Return the question about the world, answered in one's own words.
 * @param {Model<LabSpec, LabState>} model
 * @param {Voice} voice
 * @param {() => object} look
 */
const makeLink = (model, voice, look) => {
  const { talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const text = makeText({ rows: 3, label: words.text }, words);
  const box = makeBox(model, voice, words, {
    name: "text",
    pocket: openPocket(spec),
    isTyped: true,
    isText: true,
    read: text.read,
    write: text.write,
    readSaved() {
      const saved = model.get("state").answer?.text;
      return saved ? { text: saved } : null;
    },
    send: (message) => talk.send("answer", { ...message, text: text.read()?.text ?? "" }),
    look,
    field: () => text.node.querySelector("textarea"),
  });
  const title = make("h3", { text: words.link });
  const question = make("p", { html: spec.link });
  const form = makeForm("course-block", () => box.saving.flush(), title, question, text.node, ...box.nodes);
  form.addEventListener("input", box.touch);
  form.addEventListener("focusout", box.saving.flush);
  return { node: form, box };
};

/** @param {Context<LabSpec, LabState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const eyebrow = makeEyebrow(spec.eyebrow, words);
  const look = () => lookFrom([prediction.box, link.box]);
  const prediction = makePrediction(model, voice, look);
  const predicted = make("div", { class: "course-earlier" });
  const bench = makeBench(model, voice);
  const link = makeLink(model, voice, look);
  const idea = make(
    "details",
    {},
    make("summary", { text: words.idea }),
    make("div", { html: spec.idea }),
    make("p", { text: words.simplifies }),
    make("div", { html: spec.simplifies }),
  );
  const leaves = make("details", {}, make("summary", { text: words["leaves-out"] }), make("div", { html: spec.leaves }));
  const after = make("div", {}, bench.node, idea, leaves, link.node);
  const card = make(
    "div",
    { class: "course course-lab" },
    eyebrow.node,
    make("p", { class: "course-claim" }, make("strong", { role: "heading", "aria-level": 3, html: spec.title })),
    make("div", { html: spec.puzzle }),
    prediction.node,
    predicted,
    after,
    voice.status,
  );
  host.append(keepKeys(card, () => voice.keepNow(link.box.saving)));

  const unfollow = follow(model, () => {
    const state = model.get("state");
    eyebrow.tick(state.ticked);
    prediction.box.draw();
    predicted.innerHTML = state.predicted ?? "";
    after.hidden = !state.predicted;
    link.box.draw();
    bench.draw(state);
    const asking = [prediction.box, link.box].find(({ guard }) => guard.isAsking());
    if (voice.report(state, true)) return;
    if (asking) voice.say(asking.guard.isTouched() ? words.aside : "");
    else if (state.at && !link.box.saving.isWaiting()) voice.saySaved(state);
  });
  const leave = lookOnReturn(card, () => voice.talk.ask("look", look()));
  return () => {
    leave();
    link.box.saving.flush();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
