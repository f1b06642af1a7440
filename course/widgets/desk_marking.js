// The desk's panel for marking: one text at a time, with its rubric.

import { makeChoice, makeField, makeTick } from "./desk_fields.js";
import { fill, make, makeButton, makeButtonRow, makeForm, makeId, makeSubmit, showTime } from "./element.js";
import { makeComment, makeRubric } from "./rubric.js";
import { openPocket } from "./saving.js";

/** @import { DeskStates, MakePanel, MarkedWriting, Pocket, Review, Words } from "./types.d.ts" */

/**
 * What stands in the form. `over` are the marks that its page has shown; a mark of a page that did not say so has none.
 * @typedef {{ id: string, by: string, rubric: Review, comment: string, points: number | null, over?: string[] }} Typed
 */

/**
 * The choice between the mark in the form and another, which was saved elsewhere meanwhile.
 * @param {Words} words
 * @param {MarkedWriting} other
 * @param {() => void} take
 * @param {() => void} keep
 */
const makeOffer = (words, other, take, keep) => {
  const text = make("blockquote", { class: "course-typed", dir: "auto", id: makeId("newer"), text: other.said });
  return make(
    "div",
    { class: "course-newer course-newer-open" },
    make("p", { class: "course-newer-says", role: "status", text: fill(words["mark-offer"], { at: showTime(other.at) }) }),
    make(
      "div",
      { role: "group", "aria-label": words["mark-other"] },
      text,
      makeButtonRow(
        makeButton(words.take, take, { "aria-describedby": text.id }),
        makeButton(words.keep, keep, { "aria-describedby": text.id }),
      ),
    ),
  );
};

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
  let over = writing.saved;
  const choice = make("div");
  const form = makeForm(
    null,
    save,
    make("p", {}, make("strong", { html: writing.asks })),
    make("blockquote", { dir: "auto", class: "course-typed", text: writing.text }),
    writing.both ? make("p", { class: "course-note", text: writing.both }) : null,
    make("div", { class: "course-beside", html: writing.beside }),
    choice,
    ...rubric.rows,
    comment.node,
    points.node,
    name.node,
    makeButtonRow(makeSubmit(words["mark-save"])),
  );
  return {
    form,
    /** Whether the form was made beside the marks that stand now. */
    hasSeen: (/** @type {string[]} */ saved) => saved.every((id) => over.includes(id)),
    see(/** @type {string[]} */ saved) {
      over = saved;
      choice.replaceChildren();
    },
    /** Offer the mark that stands now beside what was typed here. */
    offer(/** @type {MarkedWriting} */ other, /** @type {() => void} */ take, /** @type {() => void} */ keep) {
      choice.replaceChildren(makeOffer(words, other, take, keep));
    },
    field: () => comment.area,
    write(/** @type {Typed} */ typed) {
      over = typed.over ?? [];
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
      over,
    }),
  };
};

/** @typedef {DeskStates["mark"]} State */

/** @type {MakePanel<DeskStates["mark"]>} */
export const makeMarking = (words, talk, say, spec) => {
  // What was typed beside one text is kept before another is shown.
  let isDirty = false;
  /** The number of the press that saves, 0 for none. */
  let saving = 0;
  let hasTyped = false;
  /** @type {object | null} */
  let next = null;
  /** @type {ReturnType<typeof makeMark> | null} */
  let mark = null;
  // What was typed beside a text lies in the browser until it is saved.
  /** @type {Pocket<Typed> | null} */
  let pocket = null;
  const save = () => {
    const number = mark ? talk.press("mark", mark.read()) : 0;
    // While a mark is on its way another press sends nothing: what was typed meanwhile is still to be saved.
    if (!number) return;
    saving = number;
    isDirty = false;
    hasTyped = false;
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
  const finishSaving = (/** @type {boolean} */ hasFailed, /** @type {MarkedWriting | null} */ writing) => {
    const choice = next;
    saving = 0;
    next = null;
    // What could not be saved stays on the page; what was typed meanwhile is over what was saved.
    if (hasFailed) isDirty = true;
    else if (!hasTyped) pocket?.drop();
    if (!hasFailed && mark && writing && writing.id === open) {
      mark.see(writing.saved);
      if (hasTyped) pocket?.put(mark.read());
    }
    if (!hasFailed && choice) talk.send("choose", choice);
  };
  /** @type {string | null} */
  let shown = null;
  /** @type {string | undefined} */
  let open;
  /**
   * Two pages, one text: what was typed here stays, and the mark that was saved elsewhere is offered beside it.
   * @param {MarkedWriting} writing
   */
  const meet = (writing) => {
    if (!mark || mark.hasSeen(writing.saved)) return;
    const form = mark;
    const keep = () => {
      form.see(writing.saved);
      pocket?.put(form.read());
      form.field().focus();
    };
    const take = () => {
      isDirty = false;
      pocket?.drop();
      shown = null;
      talk.send("choose", { writing: writing.id });
    };
    form.offer(writing, take, keep);
  };
  return {
    node: make("div", {}, lesson.node, text.node, names, body),
    draw(state) {
      // What another panel does is drawn here too, and is no answer to this one.
      if (saving && (state.n ?? 0) >= saving) finishSaving(Boolean(state.trouble), state.writing);
      lesson.set(state.lessons, state.lesson);
      text.node.hidden = names.hidden = body.hidden = !state.open;
      text.set(state.writings, state.writing?.id);
      const writing = state.writing;
      const key = JSON.stringify([writing?.id, writing?.saved]);
      if (isDirty && writing && writing.id === open) {
        meet(writing);
        return;
      }
      if (key === shown) return;
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
        if (writing) meet(writing);
      }
      form.form.addEventListener("input", () => {
        isDirty = true;
        hasTyped = true;
        kept.put(form.read());
        say(words.unsaved);
      });
      body.replaceChildren(mark.form);
    },
  };
};
