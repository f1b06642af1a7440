// A look that asks: its table, time line or question with places for guesses, one button, and then what there is to see.

import { lookFrom, makeBox } from "./box.js";
import { fill, keepKeys, make, makeButtonRow, makeForm, makeLabel, makeSubmit, showTime } from "./element.js";
import { makeEyebrow } from "./eyebrow.js";
import { lookOnReturn } from "./returning.js";
import { openPocket } from "./saving.js";
import { follow, openVoice } from "./talk.js";

/** @import { Answer, AskField, Context, LookSpec, LookState, Words } from "./types.d.ts" */

/**
 * Return the native control of one thing to guess.
 * @param {AskField} field
 * @param {Words} words
 */
const makeControl = (field, words) => {
  if (field.choices.length) {
    const options = field.choices.map((choice) => make("option", { value: choice.value, text: choice.text }));
    return make("select", {}, make("option", { value: "", text: words.choose }), ...options);
  }
  if (field.rows > 1) return make("textarea", { rows: field.rows, dir: "auto", spellcheck: "true" });
  if (field.number) return make("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: "8" });
  return make("input", { type: "text", autocomplete: "off", dir: "auto" });
};

/**
 * Return one thing to guess: in its cell of the table, or with its label below.
 * @param {AskField} field
 * @param {Words} words
 * @param {Element | null} slot
 */
const makeField = (field, words, slot) => {
  const control = makeControl(field, words);
  let node = null;
  if (slot) {
    control.setAttribute("aria-label", field.label);
    slot.replaceWith(control);
  } else {
    const label = makeLabel(control, { text: field.label, class: field.rows > 1 ? "course-note" : null });
    node = make("div", { class: field.rows > 1 ? null : "course-sort" }, label, control);
  }
  return { id: field.id, control, node };
};

/**
 * Give a table that a narrow screen shows as blocks its meaning back, and each cell the name of its column.
 * @param {Element} node
 */
const nameCells = (node) => {
  for (const table of node.querySelectorAll("table")) {
    const heads = [...table.querySelectorAll("thead tr > *")].map((head) => head.textContent ?? "");
    table.setAttribute("role", "table");
    for (const part of table.querySelectorAll("thead, tbody")) part.setAttribute("role", "rowgroup");
    for (const row of table.querySelectorAll("tr")) {
      row.setAttribute("role", "row");
      [...row.children].forEach((cell, place) => {
        const isHead = cell.tagName === "TH";
        const head = row.parentElement?.tagName === "THEAD" ? "columnheader" : "rowheader";
        cell.setAttribute("role", isHead ? head : "cell");
        if (!isHead) cell.setAttribute("data-column", heads[place] ?? "");
      });
    }
  }
};

/** @param {Context<LookSpec, LookState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const { status, talk } = voice;

  const before = make("div", { class: "course-stack", html: spec.before });
  const slots = [...before.querySelectorAll(".course-slot")];
  let next = 0;
  const fields = spec.fields.map((field) => makeField(field, words, field.slot ? (slots[next++] ?? null) : null));
  nameCells(before);

  /** @returns {Answer | null} */
  const read = () => {
    /** @type {Record<string, string>} */
    const given = {};
    for (const { id, control } of fields) if (control.value.trim()) given[id] = control.value;
    if (!Object.keys(given).length) return null;
    switch (spec.shape) {
      case "values": return { values: given };
      case "placed": return { placed: given };
      case "value": return { value: given[""] };
      case "text": return { text: given[""] };
    }
  };
  const readGiven = (/** @type {Answer | null | undefined} */ answer) => {
    const given = /** @type {Record<string, unknown>} */ (answer ?? {})[spec.shape];
    /** @type {Record<string, unknown>} */
    const byId = given && typeof given === "object" ? { ...given } : given ? { "": given } : {};
    return byId;
  };
  const write = (/** @type {Answer | null | undefined} */ answer) => {
    const given = readGiven(answer);
    for (const { id, control } of fields) control.value = String(given[id] ?? "");
  };
  const isSame = (/** @type {unknown} */ answer) => {
    const now = readGiven(read());
    const other = readGiven(/** @type {Answer | null | undefined} */ (answer));
    // The order in which rows were guessed says nothing.
    return [...new Set([...Object.keys(now), ...Object.keys(other)])].every((id) => now[id] === other[id]);
  };
  const readSaved = () => {
    const saved = model.get("state").answer;
    return saved && Object.keys(saved).length ? saved : null;
  };

  let isPressed = false;
  const box = makeBox(model, voice, words, {
    name: "guess",
    pocket: openPocket(spec),
    isTyped: true,
    isText: true,
    read,
    write,
    readSaved,
    isSame,
    send(message) {
      if (!isPressed) return talk.send("draft", message);
      isPressed = false;
      return talk.press("show", message);
    },
    look: () => lookFrom([box]),
    field: () => fields[0]?.control ?? null,
  });
  const show = () => {
    isPressed = true;
    box.save();
  };

  const eyebrow = makeEyebrow(spec.eyebrow, words);
  const below = fields.map(({ node }) => node).filter((node) => node !== null);
  const asks = make("legend", { html: spec.asks });
  const fieldset = make("fieldset", {}, asks, before, ...below);
  const form = makeForm(null, show, fieldset, makeButtonRow(makeSubmit(spec.button)), ...box.nodes);
  form.addEventListener("input", box.touch);
  form.addEventListener("focusout", box.saving.flush);
  const asked = make("p", { class: "course-asks", html: spec.asks });
  // Takes the focus when the form goes, so that a keyboard goes on from here.
  const panel = make("div", {
    class: "course-panel course-stack", role: "group", "aria-label": words.panel, tabindex: "-1",
  });
  // For paper alone, which has it at its end; nothing shows it on a screen.
  const onPaper = make("div", { class: "course-on-paper", hidden: true, html: spec.after });
  const card = make(
    "div",
    { class: "course course-form course-ask" },
    eyebrow.node,
    form,
    asked,
    panel,
    status,
    onPaper,
  );
  host.append(keepKeys(card, () => voice.keepNow(box.saving)));

  let wasShown = model.get("state").shown;
  const draw = () => {
    const state = model.get("state");
    eyebrow.tick(state.ticked);
    if (state.shown && !wasShown) {
      // What was typed here since is kept aside; the guess with which the look was opened stands.
      box.saving.flush();
      write(readSaved());
    }
    box.draw();
    const hadFocus = form.contains(document.activeElement);
    form.hidden = state.shown;
    asked.hidden = panel.hidden = !state.shown;
    if (panel.dataset.shown !== state.panel) {
      panel.innerHTML = panel.dataset.shown = state.panel;
      nameCells(panel);
    }
    if (state.shown && !wasShown && hadFocus) panel.focus();
    wasShown = state.shown;
    if (state.shown) onPaper.replaceChildren();
    if (voice.report(state)) return;
    if (box.guard.isAsking()) voice.say(box.guard.isTouched() ? words.aside : "");
    else if (!state.at || box.saving.isWaiting()) return;
    else if (state.draft) voice.say(fill(words.draft, { at: showTime(state.at) }));
    else voice.saySaved(state);
  };
  const unfollow = follow(model, draw);
  const leave = lookOnReturn(card, () => talk.ask("look", lookFrom([box])));
  return () => {
    leave();
    box.saving.flush();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
