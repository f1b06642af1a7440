// One document, or two side by side: words are marked and checked, questions answered, a line written on what is missing.

import { lookFrom, makeBox } from "./box.js";
import { makeChoices } from "./choices.js";
import { fill, keepKeys, make, makeButton, makeButtonRow, makeForm, makeSubmit } from "./element.js";
import { makeEyebrow } from "./eyebrow.js";
import { makePhrases } from "./phrases.js";
import { makeOptions } from "./radios.js";
import { lookOnReturn } from "./returning.js";
import { openPocket } from "./saving.js";
import { follow, openVoice } from "./talk.js";
import { makeText } from "./text.js";

/**
 * @import {
 *   Box, Choices, Context, DocumentQuestion, DocumentSpec, DocumentState, DocumentText, Marking, Model, Phrases,
 *   SeveralChosen, Voice,
 * } from "./types.d.ts"
 */

/** Write HTML that Python made, once. */
const show = (/** @type {HTMLElement} */ node, /** @type {string | undefined} */ html) => {
  if (node.dataset.shown !== (html ?? "")) node.innerHTML = node.dataset.shown = html ?? "";
};

/**
 * Return one marking: what is asked, to stand above the text; the button that checks and what came back, to stand below.
 * @param {Model<DocumentSpec, DocumentState>} model
 * @param {Voice} voice
 * @param {DocumentText} text
 * @param {Marking} marking
 * @param {Phrases} phrases
 * @param {{ look(): object, isShown(): boolean }} around
 */
const makeMarking = (model, voice, text, marking, phrases, { look, isShown }) => {
  const { say, talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const name = `${text.id}/mark/${marking.id}`;
  /** @type {string[]} */
  let marked = [];
  const readSaved = () => model.get("state").texts[text.id]?.marks[marking.id];
  const read = () => (marked.length ? { chosen: marked } : null);
  const showMarked = () => {
    if (!isShown()) return;
    const saved = readSaved();
    const isChecked = Boolean(saved?.phrases.length) && JSON.stringify(saved?.phrases) === JSON.stringify(marked);
    phrases.write(marked, isChecked ? (saved?.fits ?? {}) : {});
  };
  const box = makeBox(model, voice, words, {
    name,
    pocket: openPocket(spec, name),
    isTyped: false,
    isText: false,
    read,
    write(answer) {
      marked = phrases.sort(/** @type {Partial<SeveralChosen> | null | undefined} */ (answer)?.chosen ?? []);
      showMarked();
    },
    readSaved() {
      const saved = readSaved()?.phrases ?? [];
      return saved.length ? { chosen: saved } : null;
    },
    send: (message) => talk.press("check", message),
    look,
    field: phrases.field,
  });
  const check = () => {
    if (read() === null) say(words["empty-mark"]);
    else box.save();
  };
  const panel = make("div", { class: "course-panel", role: "group", "aria-label": words["mark-panel"], tabindex: "-1" });
  const asks = make("p", { class: "course-asks" }, make("span", { html: marking.html }));
  const number = make("p", { class: "course-note", text: marking.number, hidden: !marking.number });
  const buttons = makeButtonRow(makeButton(words.check, check, { class: "course-main" }));
  const head = make("div", {}, number, asks);
  const node = make("div", {}, buttons, ...box.nodes, panel);
  return {
    nodes: [head, node],
    box,
    showMarked,
    isChecked: () => Boolean(readSaved()?.panel),
    toggle(/** @type {string} */ key) {
      marked = phrases.sort(marked.includes(key) ? marked.filter((other) => other !== key) : [...marked, key]);
      showMarked();
      box.touch();
    },
    draw() {
      box.draw();
      showMarked();
      show(panel, readSaved()?.panel);
    },
  };
};

/**
 * Return a question with its options, and what is said to the one that was chosen.
 * @param {DocumentQuestion} question
 * @param {(option: string) => void} choose
 */
const makeQuestion = (question, choose) => {
  const options = makeOptions(question.options);
  const panel = make("div", { role: "status", "aria-live": "polite" });
  const node = make("fieldset", { class: "course-document-question" }, make("legend", { html: question.html }), options.node, panel);
  node.addEventListener("change", () => {
    const option = options.read();
    if (option !== null) choose(option);
  });
  return { node, write: options.write, panel };
};

/**
 * Return the questions of a document.
 * @param {Model<DocumentSpec, DocumentState>} model
 * @param {Voice} voice
 * @param {DocumentText} text
 */
const makeQuestions = (model, voice, text) => {
  const spec = model.get("spec");
  const readReply = (/** @type {string} */ id) => model.get("state").texts[text.id]?.replies[id];
  /** @type {Choices<string>} */
  const replies = makeChoices(model, voice, spec.words, {
    pocket: openPocket(spec, `${text.id}/replies`),
    readHead: (id) => readReply(id)?.based ?? "",
    send: (question, option, signed) => voice.talk.send("reply", { document: text.id, question, option, ...signed }),
  });
  const items = text.questions.map((question) => ({
    id: question.id,
    ...makeQuestion(question, (option) => replies.choose(question.id, option)),
  }));
  return {
    nodes: items.map((item) => item.node),
    draw() {
      replies.meet();
      if (!replies.isLatest() && !model.get("state").trouble) return;
      for (const { id, write, panel } of items) {
        const reply = readReply(id);
        write(reply?.chosen);
        show(panel, reply?.panel);
      }
    },
  };
};

/**
 * Return the line about what is missing, and ours beside it.
 * @param {Model<DocumentSpec, DocumentState>} model
 * @param {Voice} voice
 * @param {DocumentText} text
 * @param {() => object} look
 */
const makeMissing = (model, voice, text, look) => {
  const { say, talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const name = `${text.id}/missing`;
  const line = makeText({ rows: 2, label: words.line }, words);
  const box = makeBox(model, voice, words, {
    name,
    pocket: openPocket(spec, name),
    isTyped: false,
    isText: true,
    read: line.read,
    write: line.write,
    readSaved() {
      const saved = model.get("state").texts[text.id]?.missing;
      return saved ? { text: saved } : null;
    },
    send: (message) => talk.press("miss", message),
    look,
    field: () => line.node.querySelector("textarea"),
  });
  const save = () => {
    if (line.read() === null) say(words["empty-line"]);
    else box.save();
  };
  const own = make("div", {}, line.node, makeButtonRow(makeSubmit(words["save-line"])), ...box.nodes);
  const ours = make("div", { class: "course-document-ours" });
  const beside = make("div", { class: "course-document-beside" }, own, ours);
  const title = make("p", { class: "course-asks" }, make("span", { text: `${words.missing} ` }), make("span", { html: text.missing }));
  const form = makeForm(null, save, title, beside);
  form.addEventListener("input", box.touch);
  return {
    node: form,
    box,
    draw() {
      box.draw();
      const html = model.get("state").texts[text.id]?.ours;
      ours.hidden = !html;
      show(ours, html);
    },
  };
};

/**
 * Return one document: its head, its text, one marking at a time; its questions and its line apart, to stand below.
 * @param {Model<DocumentSpec, DocumentState>} model
 * @param {Voice} voice
 * @param {DocumentText} text
 * @param {() => object} look
 */
const makeDocument = (model, voice, text, look) => {
  const words = model.get("spec").words;
  let now = 0;
  let isBegun = false;
  const phrases = makePhrases(text, words, (key) => markings[now]?.toggle(key));
  const markings = text.marks.map((marking, place) =>
    makeMarking(model, voice, text, marking, phrases, { look, isShown: () => place === now }));
  const turn = (/** @type {number} */ place) => {
    now = place;
    draw();
    phrases.field()?.focus();
  };
  const back = makeButton(words.back, () => turn(now - 1));
  const next = makeButton(words.next, () => turn(now + 1));
  const how = make("p", { class: "course-note", text: words.how });
  const turns = makeButtonRow(back, next);
  const questions = makeQuestions(model, voice, text);
  const missing = makeMissing(model, voice, text, look);
  const draw = () => {
    for (const marking of markings) marking.draw();
    if (!isBegun) {
      isBegun = true;
      // Whoever comes back goes on where something is left to be marked.
      now = Math.max(markings.findIndex((marking) => !marking.isChecked()), 0);
    }
    for (const [place, marking] of markings.entries()) for (const node of marking.nodes) node.hidden = place !== now;
    markings[now]?.showMarked();
    back.hidden = now === 0;
    next.hidden = now === markings.length - 1 || !markings[now]?.isChecked();
    turns.hidden = back.hidden && next.hidden;
    questions.draw();
    missing.draw();
  };
  return {
    text: make(
      "section",
      { class: "course-document-one" },
      make("p", { class: "course-claim" }, make("strong", { role: "heading", "aria-level": 3, html: text.title })),
      make("p", { class: "course-note", text: text.when }),
      make("div", { html: text.before }),
      ...markings.map((marking) => marking.nodes[0]),
      how,
      phrases.node,
      make("div", { html: text.source }),
      ...markings.map((marking) => marking.nodes[1]),
      turns,
    ),
    below: make("section", { class: "course-block", "aria-label": fill(words["about-text"], { title: text.name }) },
      ...questions.nodes, missing.node),
    name: text.name,
    boxes: [...markings.map((marking) => marking.box), missing.box],
    draw,
  };
};

/** @param {Context<DocumentSpec, DocumentState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const eyebrow = makeEyebrow(spec.eyebrow, words);
  const look = () => lookFrom(boxes);
  const documents = spec.texts.map((text) => makeDocument(model, voice, text, look));
  /** @type {Box[]} */
  const boxes = documents.flatMap((document) => document.boxes);
  const isTwo = documents.length > 1;
  const below = documents.map((document) =>
    make("div", {}, isTwo ? make("h3", { text: document.name }) : null, document.below));
  const card = make(
    "div",
    { class: "course course-document" },
    eyebrow.node,
    make("div", { class: isTwo ? "course-document-texts course-document-two" : "course-document-texts" },
      ...documents.map((document) => document.text)),
    ...below,
    voice.status,
  );
  host.append(keepKeys(card, () => voice.keepNow()));
  const unfollow = follow(model, () => {
    const state = model.get("state");
    eyebrow.tick(state.ticked);
    for (const document of documents) document.draw();
    const asking = boxes.find(({ guard }) => guard.isAsking());
    if (voice.report(state)) return;
    if (asking) voice.say(asking.guard.isTouched() ? words.aside : "");
    else if (state.at && state.n) voice.saySaved(state);
  });
  const leave = lookOnReturn(card, () => voice.talk.ask("look", look()));
  return () => {
    leave();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
