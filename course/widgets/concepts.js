// The concept test: a fieldset for each scene, every choice kept as it is made, one button that hands all in.

import { makeControl } from "./controls.js";
import { keepKeys, make, makeButtonRow, makeForm, makeSubmit } from "./element.js";
import { makeEyebrow } from "./eyebrow.js";
import { lookOnReturn } from "./returning.js";
import { openPocket } from "./saving.js";
import { follow, makePressId, openVoice, readAnswered } from "./talk.js";

/** @import { Chosen, ConceptItem, ConceptsDraft, ConceptsSpec, ConceptsState, Context, Pocket } from "./types.d.ts" */

/** @param {Context<ConceptsSpec, ConceptsState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const { status, say, talk } = voice;
  /** @type {Pocket<ConceptsDraft>} */
  const pocket = openPocket(spec);
  /**
   * Ids of events that this page has shown or sent.
   * @type {Set<string>}
   */
  const known = new Set();

  const choose = (/** @type {string} */ item, /** @type {string} */ chosen) => {
    say(words.unsaved);
    pocket.put({ chosen: readAll() });
    const press = makePressId();
    const based = [...known];
    known.add(press);
    talk.send("choose", { item, chosen, press, based });
  };
  const makeItem = (/** @type {ConceptItem} */ item) => {
    const control = makeControl(item.control, words, () => {});
    const read = () => /** @type {Chosen | null} */ (control.read())?.chosen ?? null;
    const legend = make(
      "legend",
      {},
      make("span", { class: "course-note", text: `${item.number} ` }),
      make("span", { class: "course-scene", html: item.scene }),
      " ",
      make("span", { html: item.asks }),
    );
    const node = make("fieldset", { class: "course-concept" }, legend, control.node);
    node.addEventListener("change", () => {
      const chosen = read();
      if (chosen !== null) choose(item.id, chosen);
    });
    return { id: item.id, node, read, write: (/** @type {string | undefined} */ chosen) => control.write({ chosen }) };
  };
  const items = spec.items.map(makeItem);
  const readAll = () => {
    /** @type {Record<string, string>} */
    const all = {};
    for (const { id, read } of items) {
      const chosen = read();
      if (chosen !== null) all[id] = chosen;
    }
    return all;
  };
  const handIn = () => {
    talk.press("hand_in", { chosen: readAll(), based: [...known] });
  };

  const eyebrow = makeEyebrow(spec.eyebrow, words);
  const plan = make("p", { class: "course-note" });
  const once = make("p", { class: "course-note", text: words.once });
  const questions = make("div", {}, ...items.map(({ node }) => node), once, makeButtonRow(makeSubmit(words["hand-in"])));
  const asks = make("p", { text: spec.asks });
  // Takes the focus when the questions go, so that a keyboard goes on from here.
  const panel = make("div", { class: "course-panel", role: "group", "aria-label": words.panel, tabindex: "-1" });
  const done = make("p", { class: "course-note" });
  const foot = make("div", { class: "course-foot" }, done, status);
  const form = keepKeys(
    makeForm("course course-form course-concepts", handIn, eyebrow.node, asks, plan, panel, questions, foot),
    () => voice.keepNow(),
  );

  /** What was chosen here and never reached the record. */
  const goOn = () => {
    const draft = pocket.take();
    if (model.get("state").handed || !draft) return;
    for (const { id, read, write } of items) {
      const chosen = draft.chosen[id];
      if (chosen && read() === null) {
        write(chosen);
        choose(id, chosen);
      }
    }
  };
  let isFilled = false;
  const draw = () => {
    const state = model.get("state");
    const isLatest = readAnswered(model) >= talk.last();
    eyebrow.tick(state.ticked);
    // A choice still on its way to the kernel must not be undone by the answer to an earlier one.
    if (isLatest || !isFilled) {
      for (const { id, write } of items) write(state.chosen[id]);
      for (const id of Object.values(state.based)) known.add(id);
    }
    if (isLatest && isFilled && !state.trouble) pocket.drop();
    const hadFocus = questions.contains(document.activeElement);
    asks.hidden = questions.hidden = done.hidden = state.handed;
    plan.hidden = !state.plan;
    plan.textContent = state.plan;
    panel.hidden = !state.panel;
    if (panel.dataset.shown !== state.panel) panel.innerHTML = panel.dataset.shown = state.panel;
    if (state.handed && hadFocus) panel.focus();
    done.textContent = state.done;
    if (!voice.report(state) && state.at && isLatest) voice.saySaved(state);
    if (!isFilled) {
      isFilled = true;
      goOn();
    }
  };
  host.append(form);
  const leave = lookOnReturn(form, () => talk.ask("look"));
  const unfollow = follow(model, draw);
  return () => {
    leave();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
