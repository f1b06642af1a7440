// One question on the phone: the control of the lesson, why, how sure; what became of the answer; what the class said.

import { isSame, tell } from "./answer.js";
import { makeResults } from "./bars.js";
import { makeControl } from "./controls.js";
import { OWN, fill, make, makeButtonRow, makeForm, makeSubmit, showTime } from "./element.js";
import { makeRadios, makeRow } from "./radios.js";
import { makeText } from "./text.js";

/** @import { Answer, Asked, Control, Entry, Page, Question, Step } from "./phone_types.d.ts" */

const PAUSE_MS = 300;
const TYPED = "textarea, input[type=text]";

/**
 * Return the places of a stand, each in words, as the lessons have them: no numbers from 1 beside "−2".
 * @param {string[]} places
 * @returns {Control<Step>}
 */
const makeStand = (places) => {
  const faces = places.map((text, before) => ({ value: before + 1, face: make("span", { text }) }));
  const radios = makeRadios("course-option", faces);
  return {
    node: make("div", { class: "course-options" }, ...radios.labels),
    read() {
      const value = radios.read();
      return value === null ? null : { value };
    },
    write: (answer) => radios.write(answer?.value),
  };
};

/**
 * @param {Asked} asked
 * @param {Page} page
 * @returns {Question}
 */
export const makeQuestion = (asked, page) => {
  const { words, memory, data } = page;
  const id = asked.id;
  /** @type {Entry | undefined} */
  let entry;
  let drawn = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  const isStand = asked.call === "stand";
  /** @type {Control<any> | null} */
  const control = isStand ? makeStand(data.places) : asked.control && makeControl(asked.control, words, () => touch());
  const reason = asked.reason ? makeText({ rows: 2, label: asked.reason }, words) : null;
  const sures = data.sures.map((text, before) => ({ value: before + 1, text }));
  const sure = asked.sure ? makeRow(make("legend", { text: data.sure }), sures) : null;

  const read = (isPressed = false) => {
    const given = control?.read(isPressed) ?? null;
    const why = reason?.read()?.text;
    const how = sure?.read();
    if (!given && !why && !how) return null;
    return /** @type {Answer} */ ({ ...given, ...(why ? { why } : {}), ...(how ? { values: { sure: how } } : {}) });
  };
  const write = (/** @type {Answer | null} */ answer) => {
    control?.write(answer);
    reason?.write({ text: answer?.why });
    sure?.write(/** @type {number | null} */ (answer?.values?.sure ?? null));
  };

  const keepDraft = () => {
    clearTimeout(waiting);
    waiting = undefined;
    const answer = read();
    const sent = memory.get("out", id)?.answer ?? memory.get("saved", id)?.answer;
    if (!answer || isSame(answer, sent)) memory.drop("draft", id);
    else memory.put("draft", id, answer);
    refresh();
  };
  const touch = () => {
    memory.drop("refused", id);
    clearTimeout(waiting);
    waiting = setTimeout(keepDraft, PAUSE_MS);
  };
  const flush = () => {
    if (waiting !== undefined) keepDraft();
  };
  const send = () => {
    clearTimeout(waiting);
    waiting = undefined;
    if (entry?.state !== "open") return;
    if (!control?.read(true)) {
      status.textContent = words.empty;
      status.classList.add("course-trouble");
      return;
    }
    const answer = read(true);
    if (answer) page.outbox.press(id, answer);
  };

  const heading = make("h2", { class: "live-asks", tabindex: "-1", html: asked.asks });
  const status = make("p", { class: "course-status", role: "status" });
  const button = makeSubmit(words.send);
  const buttons = makeButtonRow(button);
  const verdict = make("div", { class: "course-panel", role: "group", "aria-label": words.panel });
  const results = make("div", {});
  const setting = make("div", { class: "course-setting", html: asked.setting });
  // A table wider than the phone is moved in its own frame, by finger or keyboard.
  for (const frame of setting.querySelectorAll(".course-scroll")) {
    frame.setAttribute("tabindex", "0");
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", frame.querySelector("caption")?.textContent || words.table);
  }
  // What is asked of a long table or time line stands above it.
  const isLook = asked.call === "look" && control !== null;
  const form = makeForm(
    null,
    send,
    make("fieldset", {}, make("legend", {}, heading), isLook ? setting : null, firstAnswer(), control?.node, reason?.node),
    sure?.node,
    buttons,
    status,
  );
  form.addEventListener("input", touch);
  form.addEventListener("change", () => {
    touch();
    keepDraft();
  });
  const node = make(
    "article",
    { class: "course-form live-question", dir: OWN, "data-slide": id },
    make("p", { class: "course-eyebrow", text: asked.eyebrow }),
    isLook ? null : setting,
    isStand ? make("p", { class: "course-note", text: data.stands[asked.round] }) : null,
    control ? form : heading,
    control ? verdict : make("p", { class: "course-note", text: words["look-up"] }),
    results,
  );

  /** Return what was answered the first time, where this is the second. */
  function firstAnswer() {
    const given = asked.first && memory.get("saved", asked.first)?.answer;
    if (!given) return null;
    const text = make("bdi", { class: "course-typed", text: tell(asked, given, data).join("\n") });
    return make("p", { class: "course-earlier" }, make("b", { text: words["first-answer"] }), " ", text);
  }

  /** Return what became of the answer, and whether it is in trouble. @returns {[string, boolean]} */
  const standing = () => {
    const isOpen = entry?.state === "open";
    const out = memory.get("out", id);
    const saved = memory.get("saved", id);
    const refused = memory.get("refused", id);
    if (refused) return [refused, true];
    if (memory.get("draft", id)) {
      if (!isOpen) return [words["closed-draft"], true];
      return [saved ? fill(words.changed, { at: showTime(saved.at) }) : words.typed, false];
    }
    if (out) {
      if (out.held) return [out.held === "paused" ? words["paused-unsent"] : words["closed-unsent"], true];
      return page.outbox.isFailing() ? [words.unreachable, true] : [words.sending, false];
    }
    if (saved) return [fill(isOpen ? words.saved : words["saved-closed"], { at: showTime(saved.at) }), false];
    return [isOpen ? "" : words.closed, false];
  };

  const refresh = () => {
    const [text, isTrouble] = standing();
    // Said anew only where it is another: a screen reader hears what changed.
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle("course-trouble", isTrouble);
    const saved = memory.get("saved", id);
    const isSaved = Boolean(saved) && !memory.get("out", id) && !memory.get("draft", id);
    status.classList.toggle("live-saved", isSaved);
    button.textContent = saved ? words["send-again"] : words.send;
    // Where all is saved there is nothing to press.
    button.classList.toggle("course-main", !isSaved);
    const face = (isSaved && saved?.verdict) || "";
    if (verdict.dataset.face !== face) {
      verdict.dataset.face = face;
      verdict.replaceChildren(...(face ? [make("div", { html: face })] : []));
    }
  };

  const fillBoxes = () => {
    write(memory.get("draft", id) ?? memory.get("out", id)?.answer ?? memory.get("saved", id)?.answer ?? null);
    setOpen();
  };

  /** A closed question is read and copied, and not changed. */
  const setOpen = () => {
    const isOpen = entry?.state === "open";
    if (buttons.hidden === !isOpen) return;
    buttons.hidden = !isOpen;
    for (const field of form.querySelectorAll("input, select, textarea, button")) {
      if (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === "text")) {
        field.readOnly = !isOpen;
      } else if (field instanceof HTMLElement) field.toggleAttribute("disabled", !isOpen);
    }
    // What a list of its own forbids (its ends, a full choice) is drawn anew.
    if (isOpen) write(read());
  };

  fillBoxes();
  return {
    id,
    node,
    heading,
    flush,
    refresh,
    update(now) {
      entry = now;
      setOpen();
      refresh();
      const shown = JSON.stringify(now?.shown ? now : null);
      if (shown === drawn) return;
      const isFirst = drawn === "" || drawn === "null";
      drawn = shown;
      const made = now?.shown ? makeResults(now, asked, words) : null;
      results.replaceChildren(...(made ? [made] : []));
      if (made && isFirst) page.say(words["heard-results"]);
    },
    fill() {
      if (waiting !== undefined || memory.get("draft", id)) return;
      if (!isSame(read(), memory.get("out", id)?.answer ?? memory.get("saved", id)?.answer)) fillBoxes();
      refresh();
    },
    isTyping() {
      flush();
      const draft = memory.get("draft", id);
      const focused = document.activeElement;
      const isInBox = focused instanceof HTMLElement && node.contains(focused) && focused.matches(TYPED);
      const { text, value, why } = /** @type {Record<string, unknown>} */ (draft ?? {});
      // What is only chosen and not sent is remembered; it holds nobody back.
      return Boolean(why || text || typeof value === "string" || (isInBox && draft));
    },
  };
};
