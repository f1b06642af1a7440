// The question that the teacher looks at: what it asks, what can be done with it, how the answers lie.

import { OWN, fill, make, makeButton } from "./element.js";
import { stateOf } from "./console_list.js";
import { drawStep } from "./console_plan.js";

/** @import { Bar, Desk, DeskSlide, DeskState, Words } from "./desk_types.d.ts" */

/**
 * @typedef {object} Around
 * @property {DeskSlide | undefined} first the first vote, of a second one
 * @property {DeskSlide | undefined} second the second vote, of a first one
 * @property {boolean} isLive whether results are shown while people answer
 * @property {(is: boolean) => void} setLive
 * @property {() => void} follow look at where the class will be
 * @property {() => void} goThere look at where the class is
 */

/**
 * @param {DeskState} state
 * @param {DeskSlide} slide
 * @param {Desk} desk
 * @param {Around} around
 */
export const drawQuestion = (state, slide, desk, around) => {
  const { words } = desk;
  const isHere = slide.id === state.current && slide.state !== "hidden";
  const setting = make("details", { class: "desk-setting", "data-key": `setting-${slide.id}` });
  setting.append(make("summary", { text: words.setting }), make("div", { html: slide.setting, dir: OWN }));
  return [
    drawStep(state, slide, desk),
    make("p", { class: "course-eyebrow", html: slide.eyebrow }),
    make("h2", { html: slide.asks, dir: OWN }),
    make("p", { class: "desk-now" }, make("b", { text: stateOf(slide, words) }), isHere ? ` · ${words["on-projector"]}` : ""),
    drawWay(state, slide, desk, around),
    drawActs(state, slide, desk, around),
    slide.control?.type === "text" || slide.reason ? drawLive(slide, words, around) : null,
    slide.setting ? setting : null,
    drawHeard(slide, desk),
    drawSeen(slide, words),
    slide.control ? drawSpread(slide, around.first, words) : null,
  ];
};

/**
 * Return what the class sees of a question whose results it has seen before.
 * @param {DeskSlide} slide
 * @param {Words} words
 */
const drawSeen = (slide, words) => {
  if (slide.changed === null) return null;
  const text = slide.changed ? fill(words["seen-changed"], { count: slide.changed }) : words["seen-open"];
  return slide.changed || slide.state === "open" ? make("p", { class: "course-note", text }) : null;
};

/**
 * @param {DeskState} state
 * @param {DeskSlide} slide
 * @param {Desk} desk
 * @param {Around} around
 */
const drawActs = (state, slide, desk, { second, isLive, follow }) => {
  const { words } = desk;
  const turn = (/** @type {object} */ change) => () => {
    follow();
    desk.turn(change);
  };
  const open = { slide: slide.id, state: "open", shown: isLive && slide.control !== null, current: slide.id };
  const buttons = [];
  if (slide.state !== "open") {
    const says = slide.state === "closed" ? words.reopen : words.open;
    const press = turn(slide.state === "closed" ? { ...open, shown: slide.shown && isLive } : open);
    buttons.push(makeButton(says, press));
  } else {
    if (slide.control) buttons.push(makeButton(words.close, turn({ slide: slide.id, state: "closed" })));
    buttons.push(makeButton(words.unopen, turn({ slide: slide.id, state: "hidden", shown: false })));
  }
  if (slide.control && slide.state !== "hidden") {
    if (slide.shown) buttons.push(makeButton(words.hide, turn({ slide: slide.id, shown: false })));
    else {
      const show = turn({ slide: slide.id, state: "closed", shown: true, current: slide.id });
      buttons.push(makeButton(words.show, show));
    }
  }
  // A second stand is taken at the end of a lesson; a second vote follows at once.
  const isNext = second && state.slides.indexOf(second) === state.slides.indexOf(slide) + 1;
  if (isNext && slide.state !== "hidden" && second.state === "hidden")
    buttons.push(
      makeButton(words.again, () => {
        follow();
        const close = slide.state === "open" ? desk.turn({ slide: slide.id, state: "closed" }) : Promise.resolve(true);
        close.then((isDone) => isDone && desk.turn({ slide: second.id, state: "open", current: second.id }));
      }),
    );
  if (slide.state !== "hidden" && slide.id !== state.current) buttons.push(makeButton(words.put, turn({ current: slide.id })));
  buttons.forEach((button, place) => button.setAttribute("data-key", `act-${place}`));
  return make("div", { class: "course-buttons desk-acts" }, ...buttons);
};

/**
 * Return what the run-sheet says of a question: folded, since it is read while others speak.
 * @param {DeskSlide} slide
 * @param {Desk} desk
 */
const drawHeard = (slide, { heard, words }) => {
  const { guide, right, ours } = heard[slide.id] ?? {};
  if (!guide && !right && !ours) return null;
  return make(
    "details",
    { class: "desk-setting", "data-key": `heard-${slide.id}` },
    make("summary", { text: guide ? words.guide : ours ? words.ours : words.right }),
    guide ? make("p", { html: guide, dir: OWN }) : null,
    right ? make("p", { text: right, dir: OWN }) : null,
    ours ? make("p", { html: ours, dir: OWN }) : null,
  );
};

/**
 * Return what the large button does. Of another question it says so: "open the question" would be this one.
 * @param {DeskState} state
 * @param {Words} words
 */
const aheadOf = ({ ahead, ahead_to: to, current, slides }, words) => {
  if (ahead !== "open" || !current || to === current) return words[`ahead-${ahead}`];
  return slides.find((slide) => slide.id === to)?.first === current ? words["ahead-again"] : words["ahead-next"];
};

/**
 * @param {DeskSlide} slide
 * @param {Words} words
 * @param {Around} around
 */
const drawLive = (slide, words, around) => {
  const tick = make("input", { type: "checkbox", "data-key": "live" });
  tick.checked = slide.state === "open" ? slide.shown : around.isLive;
  tick.addEventListener("change", () => around.setLive(tick.checked));
  return make("label", { class: "desk-live" }, tick, make("span", { text: words.live }));
};

/**
 * @param {DeskState} state
 * @param {DeskSlide} slide
 * @param {Desk} desk
 * @param {Around} around
 */
const drawWay = (state, slide, desk, { follow, goThere }) => {
  const { words } = desk;
  const step = (/** @type {"next" | "back"} */ way) => () => {
    follow();
    desk.turn({ step: way, mark: state.mark });
  };
  const isElsewhere = state.current && state.current !== slide.id;
  return make(
    "div",
    { class: "course-buttons desk-steps" },
    makeButton(words.back, step("back"), { "data-key": "back", disabled: !state.current }),
    isElsewhere ? makeButton(words.elsewhere, goThere, { "data-key": "there" }) : null,
    makeButton(aheadOf(state, words), step("next"), { "data-key": "next", disabled: state.ahead === "end", class: "course-main" }),
  );
};

/**
 * Return how the answers lie, however few: only the teacher sees this.
 * @param {DeskSlide} slide
 * @param {DeskSlide | undefined} first
 * @param {Words} words
 */
const drawSpread = (slide, first, words) => {
  const before = first?.spread.answered ? first.spread : null;
  const { spread } = slide;
  const most = Math.max(1, ...[...spread.bars, ...(before?.bars ?? [])].map((bar) => bar.count));
  const meter = (/** @type {Bar} */ bar, /** @type {string} */ kind) => {
    const node = make("span", { class: `desk-fill ${kind}`, "aria-hidden": "true" });
    node.style.inlineSize = `${(bar.count / most) * 100}%`;
    const mean = bar.mean === null ? "" : ` · ${fill(words.mean, { mean: bar.mean })}`;
    return make("div", { class: "desk-bar" }, make("span", { class: "desk-track" }, node), make("b", { text: `${bar.count}${mean}` }));
  };
  const rows = spread.bars.map((bar, place) =>
    make(
      "li",
      {},
      make("span", { text: bar.says, dir: OWN }),
      make("div", {}, before ? meter(before.bars[place], "desk-before") : null, meter(bar, "desk-after")),
    ),
  );
  const sorted = spread.sorts.map(({ says, parts, others }) => {
    const put = parts.map(({ says: group, count, right }) => make("p", {}, make("b", { text: count }), ` ${right ? "✓ " : ""}`, make("bdi", { text: group })));
    const rest = others ? make("p", {}, make("b", { text: others }), ` ${words["put-elsewhere"]}`) : null;
    return make("li", {}, make("span", { text: says, dir: OWN }), make("div", {}, ...put, rest));
  });
  return make(
    "section",
    { class: "desk-spread" },
    make("h3", { text: words.private }),
    before ? make("p", { class: "course-note", text: fill(words["two-votes"], { first: before.answered, second: spread.answered }) }) : null,
    rows.length ? make("ul", {}, ...rows) : null,
    sorted.length ? make("ul", { class: "desk-sorted" }, ...sorted) : null,
    rows.length || sorted.length ? null : make("p", { class: "course-note", text: words["no-bars"] }),
  );
};
