// What helps to write a text: samples to rank, frames of sentences, a second draft beside the first, and sentences to
// point at. In the kernel, writing.py is the other half of this.

import { makeBox } from "./box.js";
import { makeChoices } from "./choices.js";
import { fill, make, makeButton, makeButtonRow, makeLabel, makeMainButton } from "./element.js";
import { makeRadios } from "./radios.js";
import { makeRank } from "./rank.js";
import { openPocket } from "./saving.js";
import { makeText } from "./text.js";

/**
 * @import {
 *   Answer, Choices, Control, Criterion, FormSpec, FormState, LevelRow, Model, Option, RankSpec, TextSpec, Voice, Words,
 * } from "./types.d.ts"
 */

/**
 * Keep what is typed in a part of the form from being taken for the first draft.
 * @param {HTMLElement} node
 * @param {() => void} touch
 * @param {() => void} leave
 */
const listenApart = (node, touch, leave) => {
  node.addEventListener("input", (event) => {
    event.stopPropagation();
    touch();
  });
  node.addEventListener("focusout", (event) => {
    event.stopPropagation();
    leave();
  });
};

/**
 * Return the levels of a row, none of which need be chosen.
 * @param {Criterion} criterion
 * @param {Words} words
 * @returns {LevelRow}
 */
export const makeLevels = (criterion, words) => {
  const faces = (criterion.levels ?? []).map(({ id, html }) => ({ value: id, face: make("span", { html }) }));
  const radios = makeRadios("course-option", faces, () => (clear.hidden = false));
  const clear = makeButton(words["level-clear"], () => {
    radios.write(null);
    clear.hidden = true;
    radios.labels[0]?.querySelector("input")?.focus();
    node.dispatchEvent(new Event("input", { bubbles: true }));
  });
  clear.hidden = true;
  const legend = make("legend", { class: "course-note", text: words.level });
  const node = make("fieldset", { class: "course-levels" }, legend, ...radios.labels, clear);
  return {
    node,
    read: radios.read,
    write(/** @type {string | null | undefined} */ level) {
      radios.write(level);
      clear.hidden = !level;
    },
  };
};

/**
 * Return the samples with the list in which they are ranked; once that is saved, our ranking stands beside it.
 * @param {Model<FormSpec, FormState>} model
 * @param {Voice} voice
 * @param {() => object} look
 */
export const makeSamples = (model, voice, look) => {
  const { talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const pocket = openPocket(spec, "samples");
  /** @type {Control<Answer>} */
  const rank = makeRank(/** @type {RankSpec} */ (spec.rank), words, () => box.touch());
  const why = makeText({ rows: 2, label: words["rank-why"] }, words);
  let isPressed = false;
  /** @returns {Answer | null} */
  const read = () => {
    const text = why.read()?.text;
    const order = rank.read(isPressed || Boolean(text));
    return order && { ...order, ...(text ? { why: text } : {}) };
  };
  const box = makeBox(model, voice, words, {
    name: "samples",
    pocket,
    isTyped: false,
    isText: true,
    read,
    write(answer) {
      rank.write(answer);
      why.write({ text: answer?.why });
    },
    readSaved: () => model.get("state").ranking ?? null,
    send: (message) => talk.press("rank", message),
    look,
    field: () => rank.node.querySelector("button:not(:disabled)"),
  });
  let showing = 0;
  const save = () => {
    isPressed = true;
    const { press, based } = box.guard.sign();
    showing = talk.press("rank", { box: "samples", answer: read() ?? {}, over: "", press, based });
    box.guard.expect(showing);
  };
  const texts = make("div", { html: spec.samples });
  const again = make("details", {}, make("summary", { text: words["samples-again"] }));
  const how = make("p", { class: "course-note", text: words["samples-how"] });
  const title = make("h4", { tabindex: "-1", text: words.samples });
  const buttons = makeButtonRow(
    makeMainButton(words["rank-save"], save),
    makeButton(words["rank-skip"], () => {
      talk.press("skip");
      isOpen = false;
    }),
  );
  const asked = make("div", {}, how, texts, rank.node, why.node, buttons);
  const reopen = makeButton(words["rank-anyway"], () => {
    isOpen = true;
    draw();
    title.focus();
  });
  const skipped = make("div", {}, make("p", { class: "course-note", text: words["rank-skipped"] }), makeButtonRow(reopen));
  const ours = make("div", { "aria-live": "polite" });
  const node = make("section", { class: "course-ranking", "aria-label": words.samples }, title, asked, skipped, ours, again);
  node.append(...box.nodes);
  listenApart(node, box.touch, () => {});
  // Whoever left the ranking out may open it again on this page.
  let isOpen = false;
  const draw = () => {
    const { ranking, isSkipped, ours: html, n, trouble } = model.get("state");
    box.draw();
    // Whoever is ranking while another page has ranked goes on, and is asked which ranking should stand.
    const isRanked = Boolean(ranking) && !box.guard.isAsking();
    asked.hidden = isRanked || Boolean(isSkipped && !isOpen);
    skipped.hidden = isRanked || !isSkipped || isOpen;
    again.hidden = !isRanked;
    const place = isRanked ? again : asked;
    if (texts.parentElement !== place) isRanked ? again.append(texts) : how.after(texts);
    ours.hidden = !isRanked;
    if (ours.dataset.shown !== (html ?? "")) ours.innerHTML = ours.dataset.shown = html ?? "";
    node.classList.toggle("course-ranking-done", isRanked || Boolean(isSkipped && !isOpen));
    if (!showing || n !== showing) return;
    showing = 0;
    if (!trouble && isRanked) title.focus();
  };
  return { node, box, draw };
};

/**
 * Return the openings of sentences, folded; a click puts one where the cursor stands.
 * @param {string[]} frames
 * @param {Record<string, string>} words
 * @param {(text: string) => void} say
 * @param {() => HTMLTextAreaElement | null} findArea
 */
export const makeFrames = (frames, words, say, findArea) => {
  const put = (/** @type {string} */ frame) => {
    const area = findArea();
    if (!area) return;
    const { selectionStart: from, selectionEnd: to, value } = area;
    const before = from > 0 && !/\s$/.test(value.slice(0, from)) ? " " : "";
    const opening = frame.replace(/\s*…\s*$/, " ");
    area.focus();
    area.setRangeText(before + opening, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    say(fill(words.framed, { frame }));
  };
  const buttons = frames.map((frame) =>
    make("li", {}, makeButton(frame, () => put(frame), { class: "course-frame", dir: "auto" })),
  );
  return make(
    "details",
    { class: "course-frames" },
    make("summary", { text: words.frames }),
    make("p", { class: "course-note", text: words["frames-how"] }),
    make("ul", {}, ...buttons),
  );
};

/**
 * Return the second draft, which stands beside the first.
 * @param {Model<FormSpec, FormState>} model
 * @param {Voice} voice
 * @param {{ look: () => object, readFirst: () => string, open: () => void }} form
 */
export const makeSecond = (model, voice, form) => {
  const { talk } = voice;
  const spec = model.get("spec");
  const words = spec.words;
  const size = /** @type {TextSpec} */ (spec.control);
  /** @type {Control<Answer>} */
  const text = makeText({ ...size, label: words["second-label"] }, words);
  const changed = makeText({ rows: 2, label: words["second-changed"] }, words);
  const area = /** @type {HTMLTextAreaElement} */ (text.node.querySelector("textarea"));
  /** @returns {Answer | null} */
  const read = () => {
    const draft = text.read();
    const why = changed.read()?.text;
    return draft || why ? { ...draft, ...(why ? { why } : {}) } : null;
  };
  const box = makeBox(model, voice, words, {
    name: "2",
    pocket: openPocket(spec, "second"),
    isTyped: true,
    isText: true,
    read,
    write(answer) {
      text.write(answer);
      changed.write({ text: answer?.why });
    },
    readSaved: () => model.get("state").second ?? null,
    send: (message) => talk.send("draft", { ...message, round: 2 }),
    look: form.look,
    field: () => area,
  });
  const save = () => {
    box.saving.forget();
    const { press, based } = box.guard.sign();
    box.guard.expect(talk.press("save", { box: "2", round: 2, answer: read() ?? {}, over: "", press, based }));
  };
  const button = makeMainButton(words["second-save"], save);
  const node = make("div", { class: "course-second" }, text.node, changed.node, makeButtonRow(button), ...box.nodes);
  listenApart(node, box.touch, box.saving.flush);
  let isOpen = false;
  const begin = makeButton(words.second, () => {
    isOpen = true;
    // The second draft begins as the first.
    if (!read()) text.write({ text: form.readFirst() });
    form.open();
    area.focus();
  });
  const offer = make("div", { class: "course-offer" }, makeButtonRow(begin), make("p", { class: "course-note", text: words["second-how"] }));
  return {
    node,
    offer,
    area,
    box,
    isOpen: () => isOpen,
    draw() {
      box.draw();
      const { second, canRevise } = model.get("state");
      // What was typed here and never reached the record opens it too.
      if (second || read()) isOpen = true;
      node.hidden = !isOpen;
      offer.hidden = isOpen || !canRevise;
    },
  };
};

/**
 * Return the questions where a text does what no program can find.
 * @param {Model<FormSpec, FormState>} model
 * @param {Voice} voice
 */
export const makePoints = (model, voice) => {
  const spec = model.get("spec");
  const words = spec.words;
  /** @type {Choices<string>} */
  const choices = makeChoices(model, voice, words, {
    pocket: openPocket(spec, "points"),
    readHead: (id) => model.get("state").points?.based[id] ?? "",
    send: (id, sentence, signed) => voice.talk.send("point", { part: id, sentence, ...signed }),
  });
  const rows = (spec.pointed ?? []).map((/** @type {Option} */ part) => {
    const select = make("select", { dir: "auto", onchange: () => select.value && choices.choose(part.id, select.value) });
    const says = make("div", { class: "course-hint" });
    const node = make("div", { class: "course-point" }, makeLabel(select, { html: part.html }), select, says);
    return { id: part.id, select, says, node };
  });
  const node = make(
    "section",
    { class: "course-points", "aria-label": words.points },
    make("h4", { text: words.points }),
    make("p", { class: "course-note", text: words["points-how"] }),
    ...rows.map((row) => row.node),
  );
  listenApart(node, () => {}, () => {});
  let listed = "";
  return {
    node,
    draw() {
      const points = model.get("state").points;
      node.hidden = !points?.asked.length || !points.sentences.length;
      const key = JSON.stringify(points?.sentences ?? []);
      for (const { id, select, says, node: row } of rows) {
        row.hidden = !points?.asked.includes(id);
        const before = select.value;
        if (key !== listed) {
          const options = (points?.sentences ?? []).map((sentence) => make("option", { value: sentence, text: sentence }));
          const none = make("option", { value: "-", text: words["points-none"] });
          select.replaceChildren(make("option", { value: "", text: words["points-choose"] }), ...options, none);
          select.value = before;
        }
        if (choices.isLatest() || model.get("state").trouble) select.value = points?.chosen[id] ?? "";
        says.hidden = !points?.says[id];
        if (says.dataset.shown !== (points?.says[id] ?? "")) says.innerHTML = says.dataset.shown = points?.says[id] ?? "";
      }
      listed = key;
      choices.meet();
    },
  };
};
