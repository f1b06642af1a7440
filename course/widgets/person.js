// A person and one decision of theirs: made first, or left out; then what they did stands beside it.

import { lookFrom, makeBox } from "./box.js";
import { keepKeys, make, makeButton, makeButtonRow, makeForm, makeSubmit } from "./element.js";
import { makeEyebrow } from "./eyebrow.js";
import { makeOptions } from "./radios.js";
import { lookOnReturn } from "./returning.js";
import { openPocket } from "./saving.js";
import { follow, openVoice } from "./talk.js";
import { makeText } from "./text.js";

/** @import { Chosen, Context, PersonSpec, PersonState } from "./types.d.ts" */

/** @param {Context<PersonSpec, PersonState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const { say, talk } = voice;
  const eyebrow = makeEyebrow(spec.eyebrow, words);
  const options = makeOptions(spec.options);
  const why = makeText({ rows: 2, label: words.why }, words);
  const look = () => lookFrom([box]);
  /** The number of the press that opens what happened: the focus goes there with it. */
  let opening = 0;
  const read = () => {
    const chosen = options.read();
    const text = why.read()?.text ?? "";
    if (chosen === null && !text) return null;
    return { ...(chosen === null ? {} : { chosen }), ...(text ? { why: text } : {}) };
  };
  const box = makeBox(model, voice, words, {
    name: "decision",
    pocket: openPocket(spec),
    isTyped: false,
    isText: true,
    read,
    write(answer) {
      options.write(/** @type {Partial<Chosen> | null | undefined} */ (answer)?.chosen);
      why.write({ text: answer?.why ?? "" });
    },
    readSaved: () => model.get("state").answer ?? null,
    send(message) {
      opening = talk.press("decide", message);
      return opening;
    },
    look,
    field: () => options.node.querySelector("input"),
  });
  const decide = () => {
    if (options.read() === null) say(words.need);
    else box.save();
  };
  const readOn = makeButton(words["read-on"], () => {
    opening = talk.press("read_on");
  });
  const fieldset = make("fieldset", {}, make("legend", { html: spec.asks }), make("p", { class: "course-note", text: words.how }), options.node);
  const buttons = makeButtonRow(makeSubmit(words.decide), readOn);
  const given = make("div", {}, fieldset, why.node, buttons);
  const form = makeForm(null, decide, given, ...box.nodes);
  form.addEventListener("input", box.touch);
  const own = make("div", { class: "course-person-own" });
  const happened = make("div");
  const after = make("div", { class: "course-person-after", role: "group", "aria-label": words.panel, tabindex: "-1" }, own, happened);
  const card = make(
    "div",
    { class: "course course-person" },
    eyebrow.node,
    make("p", { class: "course-claim" }, make("strong", { role: "heading", "aria-level": 3, html: spec.name })),
    make("div", { html: spec.about }),
    make("div", { html: spec.before }),
    form,
    after,
    voice.status,
  );
  host.append(keepKeys(card, () => voice.keepNow()));
  const show = (/** @type {HTMLElement} */ node, /** @type {string} */ html) => {
    if (node.dataset.shown !== html) node.innerHTML = node.dataset.shown = html;
  };
  const unfollow = follow(model, () => {
    const state = model.get("state");
    eyebrow.tick(state.ticked);
    box.draw();
    // What was decided before reading is not decided again; whoever only read on may still do it.
    given.hidden = Boolean(state.answer) && !box.guard.isAsking() && !box.isBehind();
    readOn.hidden = Boolean(state.happened);
    after.hidden = !state.happened;
    show(own, state.own);
    show(happened, state.happened);
    if (opening && state.n === opening) {
      opening = 0;
      if (state.happened && !state.trouble && !state.newer?.decision) after.focus();
    }
    if (voice.report(state)) return;
    if (box.guard.isAsking()) voice.say(box.guard.isTouched() ? words.aside : "");
    else if (state.at && state.n) voice.saySaved(state);
  });
  const leave = lookOnReturn(card, () => voice.talk.ask("look", look()));
  return () => {
    leave();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
