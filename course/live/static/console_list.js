// The blocks of the lesson with their minutes, in order, and their questions: what is beyond the core, how each stands.

import { COMMA, OWN, fill, make, makeButton } from "./element.js";

/** @import { Desk, DeskSlide, DeskState, Words } from "./desk_types.d.ts" */

const plain = (/** @type {string} */ html) => make("span", { html }).textContent ?? "";

/**
 * Return how a question stands, in a word.
 * @param {DeskSlide} slide
 * @param {Words} words
 */
export const stateOf = (slide, words) => {
  if (slide.state === "open") return slide.shown ? words["open-shown"] : words["is-open"];
  if (slide.state === "closed") return slide.shown ? words["is-shown"] : words["is-closed"];
  return words["is-hidden"];
};

/**
 * Return the blocks of the lesson in order, with those in which nothing is asked on the phones.
 * @param {DeskState} state
 * @param {Desk} desk
 * @returns {{ session: number, block: string, more: boolean, minutes: number, slides: DeskSlide[] }[]}
 */
const blocksOf = (state, { plan }) => {
  const blocks = plan.map(({ session, block, more, minutes }) => ({ session, block, more, minutes, slides: /** @type {DeskSlide[]} */ ([]) }));
  for (const slide of state.slides) {
    const { session, block, more } = slide;
    let there = blocks.find((one) => one.session === session && one.block === block);
    if (!there) {
      there = { session, block, more, minutes: 0, slides: [] };
      blocks.splice(blocks.filter((one) => one.session <= session).length, 0, there);
    }
    there.slides.push(slide);
  }
  return blocks;
};

/**
 * @param {DeskState} state
 * @param {string} looked
 * @param {Desk} desk
 * @param {(id: string) => void} choose
 * @param {(session: number) => void} openAll open a session for everybody at their own pace
 */
export const drawList = (state, looked, desk, choose, openAll) => {
  const { words } = desk;
  /** @type {HTMLElement[]} */
  const parts = [];
  let session = 0;
  for (const { session: number, block, more, minutes, slides } of blocksOf(state, desk)) {
    if (number !== session) {
      session = number;
      const own = makeButton(words.own, () => openAll(number), {
        "data-key": `own-${number}`,
        "aria-label": fill(words["own-session"], { session }),
        class: "desk-own",
      });
      parts.push(make("div", { class: "desk-session" }, make("h2", { text: fill(words.session, { session }) }), own));
    }
    const told = [more ? words["is-more"] : "", minutes ? fill(words["plan-minutes"], { minutes }) : ""].filter(Boolean).join(COMMA);
    parts.push(make("h3", {}, make("span", { text: block, dir: OWN }), told ? make("small", { text: told }) : null));
    if (slides.length) parts.push(make("ul", {}, ...slides.map((slide) => make("li", {}, drawSlide(state, slide, looked, words, choose)))));
    else parts.push(make("p", { class: "desk-none", text: words["plan-none"] }));
  }
  return parts;
};

/**
 * @param {DeskState} state
 * @param {DeskSlide} slide
 * @param {string} looked
 * @param {Words} words
 * @param {(id: string) => void} choose
 */
const drawSlide = (state, slide, looked, words, choose) => {
  const asks = slide.round === 2 ? fill(words["second-of"], { asks: plain(slide.asks) }) : plain(slide.asks);
  return make(
    "button",
    {
      type: "button",
      "data-key": slide.id,
      "aria-current": slide.id === looked ? "true" : null,
      onclick: () => choose(slide.id),
    },
    make("span", { class: "desk-asks", text: asks, dir: OWN }),
    make(
      "span",
      { class: `desk-state desk-${slide.state}` },
      slide.id === state.current && slide.state !== "hidden" ? make("b", { text: words["on-projector"] }) : null,
      make("span", { text: stateOf(slide, words) }),
      slide.control && (slide.answered || slide.state !== "hidden")
        ? make("span", { text: fill(words.answered, { count: slide.answered, people: state.people }) })
        : null,
      slide.waiting ? make("span", { class: "desk-waiting", text: fill(words.waiting, { count: slide.waiting }) }) : null,
    ),
  );
};
