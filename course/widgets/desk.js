// The panels of the teacher's desk. Each is a small form; what they show comes from Python. What a learner typed only
// ever goes into textContent; HTML comes from Python, where it was escaped.

import { makeChoice, makeField, makeTick } from "./desk_fields.js";
import { makeMarking } from "./desk_marking.js";
import { fill, keepKeys, make, makeButton, makeButtonRow, makeId, makeMainButton } from "./element.js";
import { follow, openVoice, takeFiles } from "./talk.js";

/** @import { Context, DeskSpec, DeskState, DeskStates, Listed, MakePanel, PanelName } from "./types.d.ts" */

/** @type {MakePanel<DeskStates["folder"]>} */
const makeFolder = (words, talk) => {
  const list = makeId("folders");
  const name = makeField(words["folder-name"], { type: "text", size: 40, list });
  const known = make("datalist", { id: list });
  const report = make("div", { class: "course-scroll" });
  const read = makeMainButton(words.read, () => talk.press("read", { folder: name.input.value }));
  const write = makeButton(words.write, () => talk.press("write"));
  const column = makeChoice(words.column, (id) => talk.send("choose", { column: id }));
  const fills = make("ul", { class: "course-note" });
  const told = make("ul");
  const before = make("div", {}, make("h4", { text: words["before-grades"] }), told);
  return {
    node: make("div", {}, name.node, known, makeButtonRow(read, write), column.node, fills, report, before),
    draw(state) {
      if (!name.input.value) name.input.value = state.folder;
      known.replaceChildren(...state.folders.map((folder) => make("option", { value: folder })));
      report.innerHTML = state.report;
      write.hidden = !state.open;
      column.set(state.columns, state.column);
      column.node.hidden = !state.columns.length;
      fills.replaceChildren(...state.fills.map((text) => make("li", { text })));
      fills.hidden = !state.fills.length;
      told.replaceChildren(...state.told.map((text) => make("li", { text })));
      before.hidden = !state.told.length;
    },
  };
};

/** @type {MakePanel<DeskStates["view"]>} */
const makeView = (words, talk) => {
  const lesson = makeChoice(words.lesson, (id) => talk.send("choose", { lesson: id }));
  const refresh = makeButton(words.refresh, () => talk.send("choose"));
  const picture = make("div", { class: "course-class" });
  const pair = make("div", { class: "course-sides" });
  const none = make("p", { class: "course-note", text: words["compare-none"] });
  /** @type {Listed[]} */
  let texts = [];
  const picked = ["", ""];
  const sides = picked.map((_, place) => {
    return makeChoice(fill(words["compare-side"], { number: place + 1 }), (id) => {
      picked[place] = id;
      showPair();
    });
  });
  const showPair = () => {
    const quotes = picked.map((id) => {
      const text = texts.find((ticked) => ticked.id === id)?.text ?? "";
      return make("blockquote", { dir: "auto", class: "course-typed", text });
    });
    pair.replaceChildren(...quotes);
  };
  const compare = makeButtonRow(...sides.map((side) => side.node));
  const enlarge = (/** @type {boolean} */ isLarge) => node.classList.toggle("course-large", isLarge);
  const large = makeTick(words.large, false, enlarge);
  const title = make("h3", { text: words.compare });
  const node = make("div", {}, makeButtonRow(lesson.node, refresh), large, picture, title, none, compare, pair);
  return {
    node,
    draw(state) {
      lesson.set(state.lessons, state.lesson);
      picture.innerHTML = state.view;
      texts = state.ticked;
      // Before a class is read nothing can be ticked or compared.
      title.hidden = large.hidden = !state.open;
      none.hidden = !state.open || texts.length > 1;
      compare.hidden = pair.hidden = texts.length < 2;
      if (texts.length < 2) return;
      const options = texts.map(({ id }, place) => ({ id, text: fill(words["text-number"], { number: place + 1 }) }));
      sides.forEach((side, place) => {
        if (!texts.some((ticked) => ticked.id === picked[place])) picked[place] = texts[place].id;
        side.set(options, picked[place]);
      });
      showPair();
    },
  };
};

/** @type {MakePanel<DeskStates["texts"]>} */
const makeTexts = (words, talk) => {
  const lesson = makeChoice(words.lesson, (id) => talk.send("choose", { lesson: id }));
  const list = make("div");
  /** @type {Set<string>} */
  let chosen = new Set();
  let shown = "";
  const makeRow = (/** @type {Listed} */ { id, text }) =>
    makeTick(text, chosen.has(id), (isTicked) => {
      if (isTicked) chosen.add(id);
      else chosen.delete(id);
      talk.send("tick", { texts: [...chosen] });
    });
  return {
    node: make("div", {}, lesson.node, list),
    draw(state) {
      // A tick still on its way to the kernel must not be undone by the answer to an earlier one.
      if ((state.n ?? 0) >= talk.last()) chosen = new Set(state.chosen);
      lesson.set(state.lessons, state.lesson);
      list.hidden = !state.open;
      const key = JSON.stringify(state.groups);
      if (key === shown) return;
      shown = key;
      const groups = state.groups.flatMap(({ asks, texts }) => [make("h4", { text: asks }), ...texts.map(makeRow)]);
      const none = make("p", { class: "course-note", text: words["no-texts"] });
      list.replaceChildren(...(groups.length ? groups : [none]));
    },
  };
};

/** @type {MakePanel<DeskStates["grades"]>} */
const makeGrades = (words, talk) => {
  const scale = makeField(words["out-of"], { type: "number", min: 0, step: 1 });
  const makeFile = (/** @type {string} */ what) =>
    makeButton(words[what], () => talk.press("file", { what, scale: Number(scale.input.value) || 0 }));
  const buttons = makeButtonRow(...["plain", "moodle", "canvas", "feedback"].map(makeFile));
  return {
    node: make("div", {}, scale.node, buttons),
    draw(state) {
      scale.node.hidden = buttons.hidden = !state.open;
    },
  };
};

/** @type {MakePanel<DeskStates["plan"]>} */
const makePlan = (words, talk) => {
  const minutes = makeField(words["plan-minutes"], { type: "number", min: 10, max: 240, value: 45 });
  const students = makeField(words["plan-students"], { type: "number", min: 1, max: 200, value: 24 });
  const lesson = makeChoice(words.lesson, (id) => talk.send("choose", { lesson: id }));
  // The choice of a session lasts as long as its lesson is chosen.
  let session = "0";
  let shown = "";
  const sessions = makeChoice(words["plan-session"], (id) => {
    session = id;
  });
  const absent = makeField(words["plan-absent"], { type: "text", size: 30 });
  let paper = false;
  const onPaper = makeTick(words["plan-paper"], paper, (isTicked) => {
    paper = isTicked;
  });
  const order = (/** @type {"plan" | "prepare"} */ file) => {
    const numbers = { minutes: Number(minutes.input.value), students: Number(students.input.value) };
    talk.press("file", { what: file, session: Number(session), ...numbers, absent: absent.input.value, paper });
  };
  const plan = makeMainButton(words["plan-make"], () => order("plan"));
  const all = makeButton(words["plan-all"], () => order("prepare"));
  const listed = make("p", { class: "course-note" });
  const asked = [lesson, sessions, minutes, students, absent].map(({ node }) => node);
  return {
    node: make("div", {}, ...asked, listed, onPaper, makeButtonRow(plan, all)),
    draw(state) {
      lesson.set(state.lessons, state.lesson);
      if (state.lesson !== shown) session = "0";
      shown = state.lesson;
      sessions.set(state.sessions, session);
      sessions.node.hidden = !state.sessions.length;
      students.node.hidden = Boolean(state.listed);
      absent.node.hidden = !state.listed;
      listed.textContent = state.listed;
    },
  };
};

/** @type {MakePanel<DeskStates["live"]>} */
const makeLive = (words, talk) => {
  const lesson = makeChoice(words.lesson, (id) => talk.send("choose", { lesson: id }));
  let lan = false;
  const phones = makeTick(words["live-lan"], lan, (isTicked) => {
    lan = isTicked;
  });
  const open = makeMainButton(words["live-make"], () => talk.press("open", { lan }));
  const again = makeButton(words["live-look"], () => talk.send("choose"));
  const close = makeButton(words["live-close"], () => talk.press("close"));
  const told = make("p");
  const links = make("ul");
  const file = make("p", { class: "course-note" });
  const asked = make("div", {}, lesson.node, phones);
  return {
    node: make("div", {}, asked, told, links, file, makeButtonRow(open, again, close)),
    draw(state) {
      lesson.set(state.lessons, state.lesson);
      asked.hidden = open.hidden = state.open;
      close.hidden = told.hidden = links.hidden = file.hidden = !state.open;
      told.textContent = state.told;
      file.textContent = state.file;
      const made = state.links
        .filter(({ id }) => /^https?:/.test(id))
        .map(({ id, text }) => make("li", {}, make("a", { href: id, target: "_blank", rel: "noopener noreferrer", text })));
      links.replaceChildren(...made);
    },
  };
};

/** @type {{ [Name in PanelName]: MakePanel<DeskStates[Name]> }} */
const PANELS = {
  folder: makeFolder,
  view: makeView,
  texts: makeTexts,
  mark: makeMarking,
  grades: makeGrades,
  plan: makePlan,
  live: makeLive,
};

/** @param {Context<DeskSpec, DeskState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const { status, say, talk } = openVoice(model, words);
  // Python sends the state of the panel that the spec names.
  const makePanel = /** @type {MakePanel<DeskState>} */ (PANELS[spec.panel]);
  const panel = makePanel(words, talk, say, spec);
  const card = make("div", { class: "course course-work course-wide-card course-desk" });
  card.append(make("p", { class: "course-eyebrow", text: words.eyebrow }), make("h3", { text: spec.title }));
  card.append(make("p", { class: "course-note", text: spec.how }), panel.node, status);
  host.append(keepKeys(card));

  const leaveFiles = takeFiles(model);
  const unfollow = follow(model, () => {
    const state = model.get("state");
    panel.draw(state);
    if (state.trouble) say(state.trouble, true);
    else say(state.said || state.note || "");
  });
  return () => {
    leaveFiles();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
