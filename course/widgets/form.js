// One question: a form with a fieldset, buttons, a status line and a place for what comes back.

import { lookFrom, makeBox } from "./box.js";
import { makeControl } from "./controls.js";
import { fill, keepKeys, make, makeButton, makeButtonRow, makeForm, makeSubmit, showTime } from "./element.js";
import { makeEyebrow } from "./eyebrow.js";
import { makeFrames, makeLevels, makePoints, makeSamples, makeSecond } from "./ladder.js";
import { makeGuard } from "./newer.js";
import { lookOnReturn } from "./returning.js";
import { makeRubric } from "./rubric.js";
import { delaySaving, openPocket } from "./saving.js";
import { follow, openVoice, readAnswered } from "./talk.js";
import { makeText } from "./text.js";
import { makeVersions } from "./versions.js";

/** @import { Answer, Context, Criterion, FormDraft, FormSpec, FormState, Model, Pocket, Review, Voice } from "./types.d.ts" */

/** @param {Context<FormSpec, FormState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const { status, say, talk } = voice;
  /** @type {Pocket<FormDraft>} */
  const pocket = openPocket(spec);

  /** @type {number | undefined | null} */
  let round = null;
  // Whether what stands in the box was sent by the button and not touched since.
  let isPressed = false;

  const control = spec.control ? makeControl(spec.control, words, () => touch()) : null;
  const reason = spec.reason ? makeText({ rows: 2, label: spec.reason }, words) : null;
  // Not read out by itself: the status line says first what became of the answer, and this can be read after it.
  const panel = make("div", { class: "course-panel", role: "group", "aria-label": words.panel });
  const earlier = make("div", { class: "course-earlier" });
  const mark = make("div", { class: "course-marks" });
  const legend = make("legend", { html: spec.asks });
  const drafts = control && make("div", { class: "course-drafts" }, control.node);
  const fieldset = control && make("fieldset", {}, legend, earlier, drafts, reason?.node);

  /** @returns {Answer | null} */
  const read = (isPressed = false) => {
    const answer = control?.read(isPressed) ?? null;
    const why = reason?.read()?.text;
    if (!answer && !why) return null;
    return { ...answer, ...(why ? { why } : {}) };
  };
  const write = (/** @type {Answer | null | undefined} */ answer) => {
    control?.write(answer);
    reason?.write({ text: answer?.why });
  };
  const keep = (/** @type {Answer | null} */ answer) => {
    if (answer) pocket.put({ answer, round: round ?? undefined, based: guard.known() });
  };

  // A draft goes to the record a moment after the last key, and at once when the box is left.
  const sendDraft = (over = "") => {
    const answer = read();
    if (answer) talk.send("draft", { answer, round, over, ...guard.sign() });
  };
  const saving = delaySaving(sendDraft);
  const touch = () => {
    isPressed = false;
    keep(read());
    saving.delay();
    say(words.unsaved);
  };
  const save = (over = "") => {
    saving.forget();
    isPressed = true;
    const answer = read(true);
    keep(answer);
    guard.expect(talk.press("save", { answer: answer ?? {}, round, over, ...guard.sign() }));
  };

  const box = {
    name: () => String(round),
    read,
    readSaved() {
      const state = model.get("state");
      return state.round === round ? state.answer : undefined;
    },
    isSame: (/** @type {unknown} */ answer) => JSON.stringify(answer ?? null) === JSON.stringify(read()),
    // An untouched choice may simply be shown anew; a text may be remembered as it stands there.
    isOwn: () => read() !== null && (spec.control?.type === "text" || Boolean(reason?.read()) || guard.isTouched()),
    about: () => ({ round, answer: read() ?? {} }),
    /** @returns {object} */
    look: () => ({ round, based: guard.known(), ...lookFrom(apart()) }),
    fill() {
      saving.forget();
      beginRound(model.get("state"));
    },
    keep(/** @type {string} */ over) {
      saving.forget();
      const wasSaved = !guard.isTouched() && !model.get("state").draft;
      if (isPressed || wasSaved) save(over);
      else sendDraft(over);
    },
    put(/** @type {Answer} */ answer) {
      write(answer);
      touch();
    },
    field: () => /** @type {HTMLElement | null} */ (control?.node.querySelector("textarea, input, select, button") ?? null),
  };
  const guard = makeGuard(model, voice, words, box);
  const versions = makeVersions(model, voice, words, box);

  const review = spec.rubric?.length ? reviewOwnText(spec.rubric, model, voice, () => box.look()) : null;
  const first = /** @type {HTMLTextAreaElement | null | undefined} */ (control?.node.querySelector("textarea"));
  const samples = spec.samples ? makeSamples(model, voice, () => box.look()) : null;
  const second = spec.samples
    ? makeSecond(model, voice, { look: () => box.look(), readFirst: () => first?.value ?? "", open: () => draw() })
    : null;
  const points = spec.pointed?.length ? makePoints(model, voice) : null;
  const apart = () => [review?.box, second?.box, samples?.box].flatMap((box) => box ?? []);
  if (samples && second && drafts) {
    const findArea = () => (second.isOpen() ? second.area : (first ?? null));
    drafts.before(samples.node, makeFrames(spec.frames ?? [], words, say, findArea));
    drafts.append(second.node);
  }
  const eyebrow = makeEyebrow(spec.eyebrow, words);
  const submit = makeSubmit(spec.button);
  const hint = makeButton(words.hint, () => talk.press("hint", { number: (model.get("state").taken ?? 0) + 1 }));
  const show = makeButton(words.model, () => talk.press("model"));
  const form = keepKeys(
    makeForm(
      `course course-form course-${spec.family}`,
      () => save(),
      eyebrow.node,
      spec.setting ? make("div", { class: "course-setting", html: spec.setting }) : null,
      fieldset ?? make("div", { class: "course-asks", html: spec.asks }),
      makeButtonRow(control ? submit : null, hint, show),
      status,
      guard.node,
      versions.node,
      panel,
      points?.node,
      second?.offer,
      mark,
      review?.node,
    ),
    () => voice.keepNow(apart().find((box) => box.saving.isWaiting())?.saving ?? saving),
  );
  form.addEventListener("input", touch);
  form.addEventListener("focusout", saving.flush);

  const beginRound = (/** @type {FormState} */ state) => {
    round = state.round;
    write(state.answer);
    guard.begin([state.based?.[String(round)] ?? ""]);
  };
  /** What was typed here and never reached the record: it goes on from where it began. */
  const goOn = () => {
    const draft = pocket.take();
    if (!control || !draft || draft.round !== round || box.isSame(draft.answer)) return;
    if (draft.based) guard.begin(draft.based);
    write(draft.answer);
    saving.delay(50);
  };
  const draw = () => {
    const state = model.get("state");
    eyebrow.tick(state.ticked);
    if (round === null) {
      beginRound(state);
      goOn();
    } else if (state.round !== round && (guard.isMet() || !guard.isTouched())) {
      beginRound(state);
    }
    guard.meet();
    versions.draw();
    review?.box.draw();
    samples?.draw();
    points?.draw();
    if (second) {
      second.draw();
      const isRevised = second.isOpen();
      drafts?.classList.toggle("course-drafts-two", isRevised);
      submit.hidden = isRevised;
      if (first) first.readOnly = isRevised;
      const label = /** @type {HTMLElement | null | undefined} */ (control?.node.querySelector("label"));
      if (label) label.textContent = isRevised ? words["first-label"] : words.text;
    }
    if (readAnswered(model) >= talk.last() && !saving.isWaiting() && !state.trouble) pocket.drop();
    earlier.innerHTML = state.earlier ?? "";
    if (mark.dataset.shown !== (state.mark ?? "")) mark.innerHTML = mark.dataset.shown = state.mark ?? "";
    hint.hidden = !state.hints;
    show.hidden = !state.model;
    submit.textContent = state.button ?? spec.button;
    panel.hidden = !state.panel;
    if (panel.innerHTML !== (state.panel ?? "") && panel.dataset.shown !== state.panel) {
      panel.innerHTML = panel.dataset.shown = state.panel ?? "";
    }
    const asking = [guard, ...apart().map((box) => box.guard)].find((watch) => watch.isAsking());
    if (state.trouble) say(state.trouble, true);
    else if (saving.isWaiting()) return;
    else if (apart().some((box) => box.saving.isWaiting())) return;
    else if (asking) say(asking.isTouched() ? words.aside : "");
    else if (state.empty) say(words.empty);
    else if (state.at && state.draft) say(fill(words.draft, { at: showTime(state.at) }));
    else if (state.at) say(`${fill(words.saved, { at: showTime(state.at) })} ${state.heard ?? ""}`.trim());
    else say("");
  };
  host.append(form);
  const unfollow = follow(model, draw);
  const leave = lookOnReturn(form, () => talk.ask("look", box.look()));
  return () => {
    saving.flush();
    for (const box of apart()) box.saving.flush();
    leave();
    unfollow();
  };
};

/**
 * Return the rubric with which a learner looks at their own text. What is typed there is no part of the answer.
 * @param {Criterion[]} criteria
 * @param {Model<FormSpec, FormState>} model
 * @param {Voice} voice
 * @param {() => object} look
 */
const reviewOwnText = (criteria, model, voice, look) => {
  const spec = model.get("spec");
  const words = spec.words;
  const rubric = makeRubric(criteria, words, null, makeLevels);
  const toAnswer = (/** @type {Review | undefined} */ review) =>
    review && Object.keys(review).length ? { values: review } : null;
  const box = makeBox(model, voice, words, {
    name: "review",
    pocket: openPocket(spec, "review"),
    isTyped: true,
    isText: true,
    read: () => toAnswer(rubric.read()),
    write: (answer) => rubric.write(/** @type {Review | undefined} */ (answer?.values)),
    readSaved: () => toAnswer(model.get("state").reviews),
    // The order of the comments says nothing.
    isSame: (answer) => rubric.isSame(/** @type {Answer | null | undefined} */ (answer)?.values),
    send: (message) => voice.talk.send("review", message),
    look,
    field: () => body.querySelector("textarea"),
  });
  const body = make(
    "details",
    { class: "course-rubric" },
    make("summary", { text: words.rubric }),
    make("p", { class: "course-note", text: words["rubric-how"] }),
    ...rubric.rows,
    ...box.nodes,
  );
  body.addEventListener("input", (event) => {
    event.stopPropagation();
    box.touch();
  });
  body.addEventListener("focusout", (event) => {
    event.stopPropagation();
    box.saving.flush();
  });
  return { node: body, box };
};

export default { initialize: () => ({ render }) };
