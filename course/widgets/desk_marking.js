// The desk's panel for marking: one text at a time, with its rubric.

import { makeChoice, makeField, makeTick } from "./desk_fields.js";
import { fill, make, makeButtonRow, makeForm, makeSubmit } from "./element.js";
import { makeComment, makeRubric } from "./rubric.js";
import { openPocket } from "./saving.js";

/** @import { DeskStates, MakePanel, MarkedWriting, Pocket, Review, Words } from "./types.d.ts" */

/** @typedef {{ id: string, by: string, rubric: Review, comment: string, points: number | null }} Typed */

/**
 * Return the form for one text.
 * @param {MarkedWriting} writing
 * @param {string} by who marks
 * @param {Words} words
 * @param {() => void} save
 */
const makeMark = (writing, by, words, save) => {
  const rubric = makeRubric(writing.rubric, words, writing.mark.rubric);
  const comment = makeComment(words.comment, writing.mark.comment);
  const most = { type: "number", min: 0, max: writing.most, step: 0.5 };
  const points = makeField(fill(words.points, { most: writing.most }), most);
  points.input.value = String(writing.mark.points ?? "");
  const name = makeField(words.by, { type: "text", dir: "auto", maxlength: 100 });
  name.input.value = by;
  const form = makeForm(
    null,
    save,
    make("p", {}, make("strong", { html: writing.asks })),
    make("blockquote", { dir: "auto", class: "course-typed", text: writing.text }),
    make("div", { class: "course-beside", html: writing.beside }),
    ...rubric.rows,
    comment.node,
    points.node,
    name.node,
    makeButtonRow(makeSubmit(words["mark-save"])),
  );
  return {
    form,
    write(/** @type {Typed} */ typed) {
      rubric.write(typed.rubric);
      comment.area.value = typed.comment;
      points.input.value = String(typed.points ?? "");
      name.input.value = typed.by;
    },
    read: () => ({
      id: writing.id,
      by: name.input.value,
      rubric: rubric.read(),
      comment: comment.area.value,
      points: points.input.value === "" ? null : Number(points.input.value),
    }),
  };
};

/** @type {MakePanel<DeskStates["mark"]>} */
export const makeMarking = (words, talk, say, spec) => {
  // What was typed beside one text is kept before another is shown.
  let isDirty = false;
  let isSaving = false;
  /** @type {object | null} */
  let next = null;
  /** @type {ReturnType<typeof makeMark> | null} */
  let mark = null;
  // What was typed beside a text lies in the browser until it is saved.
  /** @type {Pocket<Typed> | null} */
  let pocket = null;
  const save = () => {
    if (!mark) return;
    isDirty = false;
    isSaving = true;
    talk.press("mark", mark.read());
  };
  const choose = (/** @type {object} */ choice) => {
    if (!isDirty) {
      talk.send("choose", choice);
      return;
    }
    next = choice;
    save();
  };
  const lesson = makeChoice(words.lesson, (id) => choose({ lesson: id }));
  const text = makeChoice(words["mark-choose"], (writing) => choose({ writing }));
  const names = makeTick(words["show-names"], false, (isTicked) => talk.send("choose", { names: isTicked }));
  const body = make("div");
  const finishSaving = (/** @type {boolean} */ hasFailed) => {
    const choice = next;
    isSaving = false;
    next = null;
    // What could not be saved stays on the page.
    if (hasFailed) isDirty = true;
    else pocket?.drop();
    if (!hasFailed && choice) talk.send("choose", choice);
  };
  /** @type {string | null} */
  let shown = null;
  /** @type {string | undefined} */
  let open;
  return {
    node: make("div", {}, lesson.node, text.node, names, body),
    draw(state) {
      if (isSaving) finishSaving(Boolean(state.trouble));
      lesson.set(state.lessons, state.lesson);
      text.set(state.writings, state.writing?.id);
      const writing = state.writing;
      const key = JSON.stringify([writing?.id, writing?.saved]);
      if (key === shown || (isDirty && writing?.id === open)) return;
      shown = key;
      open = writing?.id;
      isDirty = false;
      mark = writing && makeMark(writing, state.by, words, save);
      if (!mark) {
        body.replaceChildren(make("p", { class: "course-note", text: words["mark-none"] }));
        return;
      }
      const form = mark;
      /** @type {Pocket<Typed>} */
      const kept = openPocket(spec.pocket, writing?.id);
      pocket = kept;
      const typed = kept.take();
      if (typed) {
        form.write(typed);
        isDirty = true;
      }
      form.form.addEventListener("input", () => {
        isDirty = true;
        kept.put(form.read());
        say(words.unsaved);
      });
      body.replaceChildren(mark.form);
    },
  };
};
