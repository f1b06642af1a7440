// The debrief: stages in order, each with its words; the numbers only after the briefs are open.

import { makeBox } from "./box.js";
import { make, makeButton, makeButtonRow, makeMainButton } from "./element.js";
import { openPocket } from "./saving.js";
import { makeNote } from "./table_parts.js";
import { makeText } from "./text.js";

/** @import { Desk, Part, Stage, Text } from "./types.d.ts" */

/**
 * Return the box of a stage in which something is written.
 * @param {Desk} desk
 * @param {Stage} stage
 * @param {string} game
 */
const makeReflection = ({ model, voice, act, look }, stage, game) => {
  const spec = model.get("spec");
  const words = spec.words;
  const text = makeText({ rows: stage.rows, label: words["your-answer"], least: stage.least, most: stage.most }, words);
  const status = make("span", { class: "course-note", role: "status", "aria-live": "polite" });
  const say = (/** @type {string} */ sentence) => {
    status.textContent = sentence;
  };
  const readSaved = () => {
    const saved = model.get("state").debrief?.stages.find(({ id }) => id === stage.id)?.text;
    return saved ? { text: saved } : null;
  };
  // The record holds it without the blanks around it.
  const isSame = (/** @type {unknown} */ answer) =>
    (/** @type {Partial<Text> | null | undefined} */ (answer)?.text ?? "").trim() === (text.read()?.text ?? "").trim();
  const box = makeBox(model, { ...voice, say }, words, {
    name: stage.id,
    pocket: openPocket(spec, `${game}/${stage.id}`),
    isTyped: false,
    isText: true,
    read: text.read,
    write: text.write,
    readSaved,
    isSame,
    send(message) {
      return act("reflect", { ...message, stage: stage.id, text: text.read()?.text ?? "" });
    },
    look,
    field: () => text.node.querySelector("textarea"),
  });
  text.node.addEventListener("input", box.touch);
  const keep = makeButton(words["save-words"], () => box.save());
  return {
    nodes: [text.node, makeButtonRow(keep, status), ...box.nodes],
    box,
    draw() {
      box.draw();
      if (box.guard.isAsking()) say(box.guard.isTouched() ? words.aside : "");
      else if (text.read() && isSame(readSaved())) say(words.kept);
    },
  };
};

/**
 * @param {Desk} desk
 * @param {HTMLElement} branching where one can go back to a move
 * @returns {Part}
 */
export const makeDebrief = (desk, branching) => {
  const { words } = desk.model.get("spec");
  const ended = make("p", { class: "course-sentence" });
  const became = make("p", { class: "course-became" });
  const list = make("div");
  const makeStage = (/** @type {Stage} */ stage, /** @type {string} */ game) => {
    const content = make("div", { html: stage.html });
    const reflection = stage.field ? makeReflection(desk, stage, game) : null;
    const node = make("section", { class: "course-block course-stage" });
    node.append(make("h3", { text: stage.title, tabindex: "-1" }), make("p", { text: stage.asks }), content);
    node.append(...(reflection?.nodes ?? []));
    if (stage.id === "branches") node.append(branching);
    return { node, content, html: stage.html, hasField: stage.field, reflection };
  };
  /** @type {Map<string, ReturnType<typeof makeStage>>} */
  const stages = new Map();
  const makeAgain = (/** @type {Stage} */ stage, /** @type {string} */ game) => {
    const before = stages.get(stage.id);
    if (before && before.hasField === stage.field) return before;
    const now = makeStage(stage, game);
    if (before) before.node.replaceWith(now.node);
    else list.append(now.node);
    stages.set(stage.id, now);
    return now;
  };
  const openBriefs = makeButtonRow(makeMainButton(words.reveal, () => desk.act("reveal")));
  const reveal = make("div", {}, makeNote(words["reveal-how"]), openBriefs);
  return {
    node: make("div", {}, ended, became, list),
    boxes: () => [...stages.values()].flatMap(({ reflection }) => reflection?.box ?? []),
    draw(state) {
      const debrief = state.debrief;
      if (!debrief) return;
      ended.textContent = debrief.ended;
      became.textContent = debrief.became;
      became.hidden = !debrief.became;
      for (const stage of debrief.stages) {
        const shown = makeAgain(stage, state.game);
        if (shown.html !== stage.html) shown.content.innerHTML = shown.html = stage.html;
        shown.reflection?.draw();
        if (stage.id === "reveal" && !debrief.revealed) shown.content.replaceChildren(reveal);
      }
    },
  };
};
