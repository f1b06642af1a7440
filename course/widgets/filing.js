// What a lesson taught, filed for or against a claim; then our map opens beside it.

import { fill, make, makeButton, makeButtonRow, makeMainButton } from "./element.js";
import { makeGuard } from "./newer.js";
import { makeRow } from "./radios.js";
import { delaySaving, openPocket } from "./saving.js";
import { makeText } from "./text.js";
import { makeVersions } from "./versions.js";

/** @import { FiledSide, FilingLine, Met, Model, Pocket, TrialSpec, TrialState, Voice } from "./types.d.ts" */

/**
 * Return one thing to file: three places, a line why, and what our map says of it once that is open.
 * @param {Model<TrialSpec, TrialState>} model
 * @param {Voice} voice
 * @param {Met} met
 * @param {() => object} look
 */
const makeMet = (model, voice, met, look) => {
  const { say, talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const { id } = met;
  const name = `filed/${id}`;
  const send = (/** @type {FiledSide} */ side) => talk.send("file", { id, side });
  const row = makeRow(make("legend", { html: met.html }), spec.filing.sides, send, "course-chips course-met");
  const why = makeText({ rows: 1, label: words["file-why"] }, words);
  /** @type {Pocket<{ text: string, based: string[] }>} */
  const pocket = openPocket(spec, name);
  const read = () => why.read()?.text ?? "";
  const readSaved = () => model.get("state").filing?.filed[id];
  const save = (over = "") => {
    talk.send("file", { id, why: read(), over, ...guard.sign() });
  };
  const saving = delaySaving(save);
  const touch = () => {
    pocket.put({ text: read(), based: guard.known() });
    say(words.unsaved);
    saving.delay();
  };
  const field = () => why.node.querySelector("textarea");
  const box = {
    name: () => name,
    read,
    readSaved,
    isSame: (/** @type {unknown} */ saved) => (/** @type {{ why?: string } | null} */ (saved)?.why ?? "") === read(),
    isOwn: () => read() !== "",
    about: () => ({ box: name, text: read() }),
    look,
    fill() {
      saving.forget();
      why.write({ text: readSaved()?.why });
      guard.begin([model.get("state").based?.[name] ?? ""]);
    },
    keep(/** @type {string} */ over) {
      saving.forget();
      save(over);
    },
    put(/** @type {{ text?: string }} */ text) {
      why.write(text);
      touch();
    },
    field,
  };
  const guard = makeGuard(model, voice, words, box);
  const versions = makeVersions(model, voice, words, box);
  const reason = make("div", { class: "course-met-why" }, why.node, guard.node, versions.node);
  reason.addEventListener("input", touch);
  reason.addEventListener("focusout", saving.flush);
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
  let isFilled = false;
  return {
    node,
    name,
    saving,
    guard,
    draw() {
      row.write(readSaved()?.side || null);
      // Only once: what stands in the box is newer than what was saved.
      if (!isFilled) {
        isFilled = true;
        box.fill();
        const draft = pocket.take();
        if (draft) {
          guard.begin(draft.based);
          why.write(draft);
          if (!box.isSame(readSaved())) saving.delay();
        }
      }
      guard.meet();
      versions.draw();
      if (box.isSame(readSaved())) pocket.drop();
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
  const items = spec.filing.met.map((met) => makeMet(model, voice, met, look));
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
    items,
    known: () => Object.fromEntries(items.map(({ name, guard }) => [name, guard.known()])),
    draw() {
      const { filing, n, trouble } = model.get("state");
      node.hidden = !filing?.isAsked;
      node.classList.toggle("course-filing-open", Boolean(filing?.isOpen));
      title.textContent = filing?.isOpen ? words["met-beside"] : words.met;
      how.textContent = filing?.isOpen ? words["met-beside-how"] : words["met-how"];
      count.textContent = filing?.count ?? "";
      buttons.hidden = Boolean(filing?.isOpen);
      for (const item of items) item.draw();
      if (!opening || n !== opening) return;
      opening = 0;
      if (!trouble) title.focus();
    },
  };
};
