// What a question is made of on the projector: its options, its results as bars, texts in their four forms.

import { OWN, fill, make } from "./element.js";

/** @import { Bar, ControlSpec, Results, ShownSlide, Words } from "./desk_types.d.ts" */

/** @param {{ html: string }[]} options */
const list = (options) =>
  make("ul", { class: "options" }, ...options.map((option) => make("li", { html: option.html, dir: OWN })));

/**
 * @param {{ steps: number, lowHtml: string, highHtml: string }} spec
 * @param {boolean} [isStand] a stand counts from the middle
 */
const line = (spec, isStand = false) => {
  const middle = (spec.steps - 1) / 2;
  const signed = (/** @type {number} */ step) => `${step < 0 ? "−" : step > 0 ? "+" : ""}${Math.abs(step)}`;
  const steps = Array.from({ length: spec.steps }, (_, before) =>
    make("span", { text: isStand ? signed(before - middle) : before + 1 }),
  );
  return make(
    "div",
    { class: "line" },
    make("p", { html: spec.lowHtml, dir: OWN }),
    make("div", { class: "line-steps", "aria-hidden": "true" }, ...steps),
    make("p", { html: spec.highHtml, dir: OWN }),
  );
};

/**
 * Return what can be answered.
 * @param {ShownSlide} slide
 * @param {Words} words
 */
export const drawOptions = (slide, words) => {
  const spec = /** @type {ControlSpec | null} */ (slide.control);
  if (!spec) return null;
  switch (spec.type) {
    case "one":
    case "several":
    case "rank": return list(spec.options);
    case "scale": return line(spec, slide.call === "stand");
    case "place": return make("div", {}, list(spec.options), line(spec));
    case "sort":
      return make(
        "div",
        { class: "sort" },
        list(spec.items),
        make("ul", { class: "groups" }, ...spec.groups.map((group) => make("li", { text: group.text, dir: OWN }))),
      );
    default: return make("p", { class: "quiet", text: spec.type === "number" ? words.number : words.write });
  }
};

/**
 * Return one bar: as wide as its part of the widest, with its number behind it.
 * @param {string} kind
 * @param {number} part from 0 to 1
 * @param {string} says
 */
const bar = (kind, part, says) => {
  const fillUp = make("span", { class: "fill", "aria-hidden": "true" });
  fillUp.style.inlineSize = `${Math.round(part * 1000) / 10}%`;
  return make("div", { class: `one-bar ${kind}` }, make("span", { class: "track" }, fillUp), make("b", { text: says }));
};

/** @param {Words} words */
const makeMark = (words) => make("span", { class: "right", role: "img", "aria-label": words.right, text: "✓ " });

/**
 * Return the steps of a line as columns, from one pole to the other, as the class sees them in the question.
 * @param {ShownSlide} slide
 * @param {{ lowHtml: string, highHtml: string }} spec
 * @param {Results[]} votes one, or two
 */
const drawColumns = (slide, spec, votes) => {
  const isStand = slide.call === "stand";
  const most = Math.max(1, ...votes.flatMap((vote) => vote.bars.map((one) => one.count)));
  const column = (/** @type {Bar} */ one, /** @type {string} */ kind) => {
    const rise = make("span", { class: "fill", "aria-hidden": "true" });
    rise.style.setProperty("--part", String(one.count / most));
    return make("span", { class: `one-column ${kind}` }, make("b", { text: one.count }), rise);
  };
  const kinds = votes.length > 1 ? ["before", "after"] : ["after"];
  const steps = votes[0].bars.map((step, place) =>
    make(
      "li",
      {},
      make("span", { class: "votes" }, ...votes.map((vote, which) => column(vote.bars[place], kinds[which]))),
      make("span", { class: "label", text: isStand ? step.says : place + 1, dir: OWN }),
    ),
  );
  const poles = make("div", { class: "poles" }, make("p", { html: spec.lowHtml, dir: OWN }), make("p", { html: spec.highHtml, dir: OWN }));
  return [make("ul", { class: votes.length > 1 ? "chart steps twice" : "chart steps" }, ...steps), isStand ? null : poles];
};

/**
 * Return where each item of a sorting question was put.
 * @param {Results} results
 * @param {Words} words
 */
export const drawSorts = (results, words) => {
  const correct = results.bars.find((one) => one.id === "correct");
  const rows = results.sorts.map(({ says, parts, others }) => {
    const all = parts.reduce((sum, part) => sum + part.count, others);
    const put = parts.map((part) => {
      const node = make("span", { class: "part", dir: OWN }, make("b", { text: part.count }), " ", part.right ? makeMark(words) : null, part.says);
      node.style.backgroundSize = `${all ? (part.count / all) * 100 : 0}% 100%`;
      return node;
    });
    const rest = others ? make("span", { class: "part" }, make("b", { text: others }), ` ${words.others}`) : null;
    return make("li", {}, make("span", { class: "label", text: says, dir: OWN }), make("div", { class: "parts" }, ...put, rest));
  });
  return [
    correct ? make("p", { class: "quiet", text: fill(words["all-right"], { count: correct.count, answered: results.answered }) }) : null,
    make("ul", { class: "chart sorted" }, ...rows),
  ];
};

const shorten = (/** @type {number} */ number) => String(Math.round(number * 10) / 10);

/**
 * Return the results as bars; after a second vote both, and how many moved.
 * @param {ShownSlide} slide
 * @param {Results} results
 * @param {Words} words
 */
export const drawBars = (slide, results, words) => {
  const votes = [slide.before?.bars.length ? slide.before : null, results.bars.length ? results : null];
  const [before, after] = votes;
  const spec = slide.control;
  const steps = spec && "steps" in spec ? Number(spec.steps) : 1;
  const byMean = results.by_mean;
  const value = (/** @type {Bar} */ one) => (byMean ? (one.mean ?? 0) : one.count);
  const most = byMean ? steps : Math.max(1, ...votes.flatMap((vote) => vote?.bars.map(value) ?? []));
  const says = (/** @type {Bar} */ one) => (byMean ? (one.mean === null ? "–" : shorten(one.mean)) : String(one.count));
  const isTwice = Boolean(before && after);
  const mark = (/** @type {Bar} */ one) => (results.right.includes(one.id) ? makeMark(words) : null);
  const rows = (after ?? before)?.bars.map((named, place) => {
    const first = before?.bars[place];
    const second = after?.bars[place];
    return make(
      "li",
      {},
      make("span", { class: "label", dir: OWN }, mark(named), named.says),
      make(
        "div",
        { class: "bars" },
        first ? bar("before", value(first) / most, says(first)) : null,
        second ? bar("after", value(second) / most, says(second)) : null,
      ),
    );
  });
  const key = make(
    "p",
    { class: "key" },
    make("span", { class: "key-before", text: fill(words.first, { count: before?.answered }) }),
    make("span", { class: "key-after", text: fill(words.second, { count: after?.answered }) }),
    slide.moved ? make("strong", { text: fill(words.moved, { ...slide.moved }) }) : null,
  );
  if (spec?.type === "scale") {
    const shown = /** @type {Results[]} */ (votes.filter((vote) => vote !== null));
    return [isTwice ? key : null, ...drawColumns(slide, spec, shown)];
  }
  return [
    isTwice ? key : null,
    byMean ? make("p", { class: "quiet", text: fill(words.mean, { steps }) }) : null,
    make("ul", { class: isTwice ? "chart twice" : "chart" }, ...(rows ?? [])),
  ];
};

/**
 * Return what the look shows, which the class said first.
 * @param {Results} results
 * @param {Words} words
 */
export const drawOurs = (results, words) =>
  make("p", { class: "ours", dir: OWN }, make("b", { text: words.ours }), " ", make("span", { html: results.ours }));

const quote = (/** @type {string} */ text) => make("blockquote", { text, dir: "auto" });

/**
 * Return approved texts: on a wall, one by one, in groups, or as the words that they share.
 * @param {ShownSlide} slide
 * @param {Results} results
 * @param {Words} words
 */
export const drawTexts = (slide, results, words) => {
  const { texts } = results;
  if (!texts.length) return slide.control?.type === "text" ? [make("p", { class: "quiet", text: words.none })] : [];
  if (slide.view === "one") {
    const place = fill(words.place, { place: slide.place + 1, count: texts.length });
    return [make("div", { class: "alone" }, quote(texts[slide.place])), make("p", { class: "quiet", text: place })];
  }
  if (slide.view === "groups" && slide.groups?.length) {
    const columns = slide.groups.map((group) =>
      make(
        "section",
        {},
        make("h2", {}, make("span", { text: group.name, dir: "auto" }), make("b", { text: group.texts.length })),
        ...group.texts.map(quote),
      ),
    );
    return [make("div", { class: "columns" }, ...columns)];
  }
  if (slide.view === "cloud") {
    if (!slide.cloud?.length) return [make("p", { class: "quiet", text: words.apart })];
    const most = slide.cloud[0].count;
    // A few words fill the picture as well as many.
    const size = slide.cloud.length < 8 ? 2 : slide.cloud.length < 16 ? 1.4 : 1;
    const shared = slide.cloud.map(({ word, count }) => {
      const node = make("li", { dir: "auto" }, make("span", { text: word }), make("small", { text: count }));
      node.style.fontSize = `${size + (most > 2 ? ((count - 2) / (most - 2)) * 1.4 : 0)}rem`;
      return node;
    });
    return [make("ul", { class: "cloud" }, ...shared)];
  }
  return [make("div", { class: "wall" }, ...texts.map(quote))];
};
