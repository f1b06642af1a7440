// The debrief: stages in order, each with its words; the numbers only after the briefs are open.

import { make, makeButton, makeButtonRow, makeMainButton } from "./element.js";
import { openPocket } from "./saving.js";
import { makeNote } from "./table_parts.js";
import { makeText } from "./text.js";

/** @import { Act, Part, Pocket, Stage, TableSpec, Text } from "./types.d.ts" */

/**
 * Return the box of a stage in which something is written.
 * @param {TableSpec} spec
 * @param {Act} act
 * @param {Stage} stage
 * @param {string} game
 */
const makeReflection = (spec, act, stage, game) => {
  const words = spec.words;
  const text = makeText({ rows: stage.rows, label: words["your-answer"], least: stage.least, most: stage.most }, words);
  const read = () => text.read()?.text ?? "";
  /** @type {Pocket<Text>} */
  const pocket = openPocket(spec, `${game}/${stage.id}`);
  text.write(pocket.take() ?? { text: stage.text });
  const status = make("span", { class: "course-note", role: "status", "aria-live": "polite" });
  text.node.addEventListener("input", () => {
    status.textContent = words.unsaved;
    pocket.put({ text: read() });
  });
  const keep = makeButton(words.keep, () => act("reflect", { stage: stage.id, text: read() }));
  return {
    nodes: [text.node, makeButtonRow(keep, status)],
    confirm(/** @type {string} */ saved) {
      if (!saved || saved !== read().trim()) return;
      status.textContent = words.kept;
      pocket.drop();
    },
  };
};

/**
 * @param {TableSpec} spec
 * @param {Act} act
 * @param {HTMLElement} branching where one can go back to a move
 * @returns {Part}
 */
export const makeDebrief = (spec, act, branching) => {
  const words = spec.words;
  const ended = make("p", { class: "course-sentence" });
  const list = make("div");
  const makeStage = (/** @type {Stage} */ stage, /** @type {string} */ game) => {
    const content = make("div", { html: stage.html });
    const reflection = stage.field ? makeReflection(spec, act, stage, game) : null;
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
  const openBriefs = makeButtonRow(makeMainButton(words.reveal, () => act("reveal")));
  const reveal = make("div", {}, makeNote(words["reveal-how"]), openBriefs);
  return {
    node: make("div", {}, ended, list),
    draw(state) {
      const debrief = state.debrief;
      if (!debrief) return;
      ended.textContent = debrief.ended;
      for (const stage of debrief.stages) {
        const shown = makeAgain(stage, state.game);
        if (shown.html !== stage.html) shown.content.innerHTML = shown.html = stage.html;
        shown.reflection?.confirm(stage.text);
        if (stage.id === "reveal" && !debrief.revealed) shown.content.replaceChildren(reveal);
      }
    },
  };
};
