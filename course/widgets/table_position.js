// The opening position: what a party asks for first, issue by issue, beside what was written in earlier exercises. It is
// saved as it is chosen and typed, until the talks begin. Typed words are text, never HTML.

import { makeBox } from "./box.js";
import { fill, make, showTime } from "./element.js";
import { openPocket } from "./saving.js";
import { makeBlock, makeNote, makePicker } from "./table_parts.js";
import { makeText } from "./text.js";

/** @import { Box, Desk, EarlierText, PositionDraft, PositionPart, TableIssue, TableState, Words } from "./types.d.ts" */

/**
 * Return where an exercise lies, seen from the folder of the page. In JupyterLab it opens there; elsewhere in a new tab.
 * @param {EarlierText} earlier
 */
const makeExerciseLink = ({ lesson, label }) => {
  const file = `exercises/${lesson}.ipynb`;
  // Where the server looks may lie above the course.
  const above = /\/tree\/(.*?)(?:notebooks|exercises)\/[^/]*$/.exec(decodeURI(window.location.pathname))?.[1] ?? "";
  return make("a", {
    href: `../${file}`, target: "_blank", text: label,
    "data-commandlinker-command": "docmanager:open", "data-commandlinker-args": JSON.stringify({ path: `${above}${file}` }),
  });
};

/**
 * @param {EarlierText} earlier
 * @param {Words} words
 */
const makeEarlier = (earlier, words) => {
  const about = make("p", {}, makeExerciseLink(earlier), " ");
  if (earlier.bears) about.append(make("small", { text: `(${fill(words["position-bears"], { issues: earlier.bears })})` }));
  const text = make("blockquote", { class: "course-typed", dir: "auto", text: earlier.short });
  if (earlier.short === earlier.text) return make("li", {}, about, text);
  const all = make("details", {}, make("summary", { text: words["position-all"] }));
  all.append(make("blockquote", { class: "course-typed", dir: "auto", text: earlier.text }));
  all.addEventListener("toggle", () => {
    text.hidden = all.open;
  });
  return make("li", {}, about, text, all);
};

/**
 * Return one issue: its options, and below them the clause that was chosen and the red line that it crosses.
 * @param {TableIssue} issue
 * @param {TableState} state
 * @param {Words} words
 */
const makeDemand = (issue, state, words) => {
  const options = issue.options.map(({ id, label }) => {
    const points = state.points?.[issue.id]?.[id];
    return { id, name: points === undefined ? label : fill(words["position-option"], { option: label, points }) };
  });
  const picker = makePicker(issue.label, options, words["position-open"]);
  const clause = make("p", { class: "course-note" });
  const line = make("small", { class: "course-red" });
  const show = () => {
    const chosen = picker.read();
    clause.textContent = issue.options.find(({ id }) => id === chosen)?.text ?? "";
    line.textContent = state.red?.find((red) => red.issue === issue.id && red.options.includes(chosen))?.text ?? "";
  };
  picker.select.addEventListener("change", show);
  return {
    id: issue.id,
    node: make("div", { class: "course-demand" }, picker.node, clause, line),
    read: picker.read,
    write(/** @type {string | undefined} */ option) {
      picker.select.value = option ?? "";
      // An option that is there no more.
      if (picker.select.selectedIndex < 0) picker.select.value = "";
      show();
    },
  };
};

/** @param {unknown} answer */
const normalize = (answer) => {
  const { values, why, text } = /** @type {PositionDraft} */ (answer ?? {});
  return JSON.stringify([Object.entries(values ?? {}).sort(), (why ?? "").trim(), (text ?? "").trim()]);
};

/**
 * @param {Desk} desk
 * @param {TableState} state
 * @returns {PositionPart}
 */
export const makePosition = ({ model, voice, look }, state) => {
  const spec = model.get("spec");
  const words = spec.words;
  const demands = spec.issues.map((issue) => makeDemand(issue, state, words));
  const why = makeText({ rows: 1, label: words["position-why"] }, words);
  const give = makeText({ rows: 1, label: words["position-give"] }, words);
  const status = make("p", { class: "course-note", role: "status", "aria-live": "polite" });
  const say = (/** @type {string} */ sentence) => {
    if (status.textContent !== sentence) status.textContent = sentence;
  };
  const read = () => {
    const values = Object.fromEntries(demands.flatMap(({ id, read }) => (read() ? [[id, read()]] : [])));
    const [reason, given] = [why.read()?.text ?? "", give.read()?.text ?? ""];
    if (!Object.keys(values).length && !reason && !given) return null;
    return {
      ...(Object.keys(values).length ? { values } : {}), ...(given ? { text: given } : {}), ...(reason ? { why: reason } : {}),
    };
  };
  const readSaved = () => model.get("state").position?.answer ?? null;
  const isSame = (/** @type {unknown} */ answer) => normalize(answer) === normalize(read());
  /** @type {Box} */
  const box = makeBox(model, { ...voice, say }, words, {
    name: "position",
    pocket: openPocket(spec, `${state.game}/position`),
    isTyped: true,
    isText: true,
    read,
    write(answer) {
      const draft = /** @type {PositionDraft} */ (answer ?? {});
      for (const demand of demands) demand.write(draft.values?.[demand.id]);
      why.write({ text: draft.why ?? "" });
      give.write({ text: draft.text ?? "" });
    },
    readSaved,
    isSame,
    send: (message) => voice.talk.send("position", { ...message, game: state.game }),
    look,
    field: () => demands[0]?.node.querySelector("select") ?? null,
  });
  const { name } = spec.seats.find(({ id }) => id === state.seat) ?? { name: "" };
  const texts = make("div");
  let shown = "";
  const drawTexts = (/** @type {EarlierText[]} */ earlier) => {
    const key = JSON.stringify(earlier);
    if (key === shown) return;
    shown = key;
    if (!earlier.length) {
      texts.replaceChildren(makeNote(words["position-no-texts"]));
      return;
    }
    texts.replaceChildren(
      make("h4", { text: words["position-texts"] }),
      makeNote(fill(words["position-texts-how"], { name })),
      make("ul", { class: "course-earlier-texts" }, ...earlier.map((text) => makeEarlier(text, words))),
    );
  };
  const fields = make("div", {}, make("div", { class: "course-demands" }, ...demands.map(({ node }) => node)), why.node, give.node);
  fields.addEventListener("input", box.touch);
  return {
    node: makeBlock(words["position-title"], make("p", { text: words["position-how"] }), texts, fields, status, ...box.nodes),
    box,
    draw(now) {
      drawTexts(now.position?.texts ?? []);
      box.draw();
      if (box.guard.isAsking()) say(box.guard.isTouched() ? words.aside : "");
      else if (read() && isSame(readSaved())) say(fill(words["position-kept"], { at: showTime(now.position?.at) }));
      else if (!read() && isSame(readSaved())) say("");
    },
  };
};
