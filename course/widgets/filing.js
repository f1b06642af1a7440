// What a lesson taught, filed for or against a claim; then our map opens beside it.

import { makeBox } from "./box.js";
import { makeChoices } from "./choices.js";
import { fill, make, makeButton, makeButtonRow, makeMainButton } from "./element.js";
import { makeRow } from "./radios.js";
import { openPocket } from "./saving.js";
import { makeText } from "./text.js";

/** @import { Choices, FiledSide, FilingLine, Met, Model, TrialSpec, TrialState, Voice } from "./types.d.ts" */

/**
 * Return one thing to file: three places, a line why, and what our map says of it once that is open.
 * @param {Model<TrialSpec, TrialState>} model
 * @param {Voice} voice
 * @param {Met} met
 * @param {Choices<FiledSide>} places
 * @param {() => object} look
 */
const makeMet = (model, voice, met, places, look) => {
  const { talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const { id } = met;
  const choose = (/** @type {FiledSide} */ side) => places.choose(id, side);
  const row = makeRow(make("legend", { html: met.html }), spec.filing.sides, choose, "course-chips course-met");
  const why = makeText({ rows: 1, label: words["file-why"] }, words);
  const readFiled = () => model.get("state").filing?.filed[id];
  const field = () => why.node.querySelector("textarea");
  const box = makeBox(model, voice, words, {
    name: `filed/${id}`,
    pocket: openPocket(spec, `filed/${id}`),
    isTyped: true,
    isText: true,
    read: why.read,
    write: why.write,
    readSaved() {
      const text = readFiled()?.why;
      return text ? { text } : null;
    },
    isSame: (given) =>
      (/** @type {{ text?: string } | null | undefined} */ (given)?.text ?? "") === (why.read()?.text ?? ""),
    send: (message) => talk.send("explain", message),
    look,
    field,
  });
  const reason = make("div", { class: "course-met-why" }, why.node, ...box.nodes);
  reason.addEventListener("input", box.touch);
  reason.addEventListener("focusout", box.saving.flush);
  row.node.append(reason);

  const says = make("p", { class: "course-met-says" });
  const parts = make("p", { class: "course-note", text: words["beside-parts"] });
  const piece = make("div", { class: "course-met-piece" });
  const label = fill(words["keep-own-of"], { text: met.text });
  const keep = makeButton(words["keep-own"], () => talk.press("keep", { id }), { "aria-label": label });
  const kept = make("p", { class: "course-note", text: words["kept-own"] });
  const ours = make("div", { class: "course-met-ours" }, says, parts, piece, makeButtonRow(keep), kept);
  const node = make("div", { class: "course-met-row" }, row.node, ours);
  const drawOurs = (/** @type {FilingLine | undefined} */ line) => {
    ours.hidden = !line;
    says.textContent = line?.says ?? "";
    if (piece.dataset.shown !== line?.html) piece.innerHTML = piece.dataset.shown = line?.html ?? "";
    parts.hidden = !line?.parts;
    node.classList.toggle("course-met-parts", Boolean(line?.parts));
    const hadFocus = keep.contains(document.activeElement);
    keep.hidden = line?.keeps !== "offered";
    kept.hidden = line?.keeps !== "kept";
    // The button has done what it can: whoever pressed it with the keyboard goes on beside it.
    if (hadFocus && keep.hidden) field()?.focus();
  };
  return {
    node,
    box,
    draw() {
      // As with weights: a choice under way is not undone by the answer to an earlier one.
      if (places.isLatest() || Boolean(model.get("state").trouble)) row.write(readFiled()?.side || null);
      box.draw();
      drawOurs(model.get("state").filing?.beside[id]);
    },
  };
};

/**
 * Return the step between the first stand and our map.
 * @param {Model<TrialSpec, TrialState>} model
 * @param {Voice} voice
 * @param {() => object} look
 */
export const makeFiling = (model, voice, look) => {
  const spec = model.get("spec");
  const words = spec.words;
  /** @type {Choices<FiledSide>} */
  const places = makeChoices(model, voice, words, {
    pocket: openPocket(spec, "filed"),
    readHead: (id) => model.get("state").filing?.sided[id] ?? "",
    send: (id, side, signed) => voice.talk.send("file", { id, side, ...signed }),
  });
  const items = spec.filing.met.map((met) => makeMet(model, voice, met, places, look));
  const title = make("h3", { tabindex: "-1" });
  const how = make("p", { class: "course-note" });
  const count = make("span", { class: "course-note" });
  let opening = 0;
  const open = () => {
    opening = voice.talk.press("open");
  };
  const buttons = makeButtonRow(makeMainButton(words["open-map"], open), count);
  const rows = make("div", { class: "course-met-rows" }, ...items.map((item) => item.node));
  const node = make("section", { class: "course-block course-filing" }, title, how, rows, buttons);
  return {
    node,
    boxes: items.map((item) => item.box),
    draw() {
      const { filing, n, trouble } = model.get("state");
      node.hidden = !filing?.isAsked;
      node.classList.toggle("course-filing-open", Boolean(filing?.isOpen));
      title.textContent = filing?.isOpen ? words["met-beside"] : words.met;
      how.textContent = filing?.isOpen ? words["met-beside-how"] : words["met-how"];
      count.textContent = filing?.count ?? "";
      buttons.hidden = Boolean(filing?.isOpen);
      places.meet();
      for (const item of items) item.draw();
      if (!opening || n !== opening) return;
      opening = 0;
      if (!trouble) title.focus();
    },
  };
};
