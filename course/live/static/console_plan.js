// The run-sheet beside the class: which step this is, what the teacher does in it, in which minutes, and what comes then.

import { ARROW, OWN, fill, make } from "./element.js";

/** @import { Desk, DeskSlide, DeskState, PlannedBlock } from "./desk_types.d.ts" */

const KEY = "course-live-step";
const MINUTE = 60_000;

const clock = (/** @type {number} */ minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

/**
 * Return when a block is in the run-sheet, in words.
 * @param {PlannedBlock} step
 * @param {Desk} desk
 */
const whenOf = ({ start, minutes, shares }, { words }) => {
  if (start === null) return fill(words["plan-more"], { minutes });
  const says = shares > 1 ? words["plan-shared"] : words["plan-when"];
  return fill(says, { start: clock(start), end: clock(start + minutes), minutes });
};

/**
 * Return the step in which a question is asked.
 * @param {Desk} desk
 * @param {DeskSlide | undefined} slide
 */
const stepOf = (desk, slide) => desk.plan.find((step) => step.session === slide?.session && step.block === slide.block);

/** Return since when the class is at a step: what this window saw first, also after it was loaded anew. */
const sinceOf = (/** @type {string} */ of) => {
  const kept = (sessionStorage.getItem(KEY) ?? "").split("|");
  if (kept[0] === of) return Number(kept[1]);
  const now = Date.now();
  sessionStorage.setItem(KEY, `${of}|${now}`);
  return now;
};

/**
 * What comes after a step within its session: blocks up to the next one that asks something.
 * @param {DeskState} state
 * @param {PlannedBlock} step
 * @param {Desk} desk
 */
const thenOf = (state, step, { plan, words }) => {
  const asks = new Set(state.slides.map((slide) => `${slide.session} ${slide.block}`));
  const after = plan.slice(plan.indexOf(step) + 1).filter((one) => one.session === step.session && one.start !== null);
  const first = after.findIndex((one) => asks.has(`${one.session} ${one.block}`));
  const next = after.slice(0, first + 1 || after.length);
  if (!next.length) return words["plan-last"];
  const named = next.map((one) => fill(words["plan-step"], { block: one.block, minutes: one.minutes }));
  return fill(words["plan-then"], { steps: named.join(ARROW) });
};

/**
 * Return the step of the run-sheet at which a question stands; null where there is no plan. How long the class has been
 * at it stands in `time`, which `tellTime` brings up to date.
 * @param {DeskState} state
 * @param {DeskSlide} slide
 * @param {Desk} desk
 */
export const drawStep = (state, slide, desk) => {
  const { words } = desk;
  const step = stepOf(desk, slide);
  if (!step) return null;
  return make(
    "div",
    { class: "desk-plan", role: "group", "aria-label": words.plan },
    make(
      "p",
      { class: "desk-plan-when" },
      make("b", { text: step.block, dir: OWN }),
      make("span", { text: whenOf(step, desk) }),
      make("strong", { class: "desk-plan-time" }),
    ),
    make("p", { html: step.do, dir: OWN }),
    make("p", { class: "desk-plan-then", text: thenOf(state, step, desk), dir: OWN }),
  );
};

/**
 * Say how long the class has been at its step, where the teacher looks at it.
 * @param {DeskState} state
 * @param {DeskSlide | undefined} slide that the teacher looks at
 * @param {Desk} desk
 * @param {HTMLElement} root
 */
export const tellTime = (state, slide, desk, root) => {
  const current = state.slides.find((one) => one.id === state.current && one.state !== "hidden");
  const step = stepOf(desk, current);
  const place = root.querySelector(".desk-plan-time");
  if (!current || !step) return;
  const since = sinceOf(`${state.code} ${step.session} ${step.block}`);
  if (!place) return;
  const now = Math.floor((Date.now() - since) / MINUTE) + 1;
  const isOver = now > step.minutes;
  const isHere = step === stepOf(desk, slide);
  const says = isOver ? desk.words["plan-over"] : desk.words["plan-here"];
  place.textContent = isHere ? fill(says, { now, minutes: step.minutes }) : "";
  place.classList.toggle("desk-alarm", isOver);
};
