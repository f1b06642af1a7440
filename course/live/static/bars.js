// What the class said: bars that read as a list, texts that the teacher approved, groups of them. Nobody's name.

import { OWN, fill, make } from "./element.js";

/** @import { Asked, Bar, Entry, Results, SortedItem, Words } from "./phone_types.d.ts" */

/** @param {string} text what somebody typed */
const quote = (text) => make("blockquote", { class: "course-typed", dir: "auto", text });

/**
 * Return two texts, or more, one beside the other where there is room.
 * @param {string[]} texts
 */
export const makeQuotes = (texts) => make("div", { class: "live-quotes" }, ...texts.map(quote));

/**
 * Return what one bar says, and how long it is (0 to 1).
 * @param {Results} results
 * @param {Bar} bar
 * @param {number} steps
 * @param {Words} words
 * @returns {[says: string, part: number]}
 */
const measure = (results, bar, steps, words) => {
  if (results.by_mean) {
    const mean = bar.mean ?? 0;
    return [mean ? fill(words["mean-step"], { mean, steps }) : "", mean / steps];
  }
  const part = results.answered ? bar.count / results.answered : 0;
  if (bar.mean !== null) return [fill(words["mean-place"], { count: bar.count, mean: bar.mean }), part];
  return [fill(words.bar, { count: bar.count, percent: Math.round(part * 100) }), part];
};

/**
 * @param {Results} results
 * @param {Bar | undefined} bar
 * @param {number} steps
 * @param {Words} words
 * @param {string} vote which of two votes, "" where there is one
 */
const makeBar = (results, bar, steps, words, vote) => {
  const [says, part] = bar ? measure(results, bar, steps, words) : ["", 0];
  const length = make("span", { class: "live-length" });
  length.style.inlineSize = `${Math.min(100, part * 100)}%`;
  return make(
    "span",
    { class: vote === words["vote-first"] ? "live-bar live-before" : "live-bar" },
    make("span", { class: "live-count" }, vote ? make("b", { text: `${vote}: ` }) : null, says),
    make("span", { class: "live-track", "aria-hidden": "true" }, length),
  );
};

/**
 * Return where an item of a sorting question was put.
 * @param {SortedItem} item
 * @param {Words} words
 */
const makeSorted = ({ says, parts, others }, words) => {
  const all = parts.reduce((sum, part) => sum + part.count, others) || 1;
  const rows = [...parts, ...(others ? [{ says: words["put-elsewhere"], count: others, right: false }] : [])].map((part) => {
    const length = make("span", { class: "live-length" });
    length.style.inlineSize = `${(part.count / all) * 100}%`;
    const told = fill(words.bar, { count: part.count, percent: Math.round((part.count / all) * 100) });
    return make(
      "span",
      { class: "live-bar" },
      make("span", { class: "live-count" }, part.right ? "✓ " : null, make("bdi", { text: part.says }), ": ", told),
      make("span", { class: "live-track", "aria-hidden": "true" }, length),
    );
  });
  return make("li", {}, make("span", { class: "live-says", dir: OWN, text: says }), ...rows);
};

/**
 * @param {Entry} entry
 * @param {Asked} asked
 * @param {Words} words
 */
export const makeResults = (entry, asked, words) => {
  const { results, before, groups = [] } = entry;
  if (!results) return null;
  const steps = asked.control?.type === "place" || asked.control?.type === "scale" ? asked.control.steps : 1;
  const isTwo = Boolean(before && !before.few && before.bars.length);
  const rows = results.bars.map((bar) => {
    const earlier = before?.bars.find((other) => other.id === bar.id);
    return make(
      "li",
      {},
      make("span", { class: "live-says", dir: OWN }, results.right.includes(bar.id) ? "✓ " : null, bar.says),
      before && isTwo ? makeBar(before, earlier, steps, words, words["vote-first"]) : null,
      makeBar(results, bar, steps, words, isTwo ? words["vote-second"] : ""),
    );
  });
  const sorts = results.sorts.map((item) => makeSorted(item, words));
  const grouped = new Set(groups.flatMap((group) => group.texts));
  const rest = results.texts.filter((text) => !grouped.has(text));
  const held = results.withheld ? words.withheld : results.still ? words.still : "";
  const says = results.few ? words.few : held || fill(words.answered, { count: results.answered });
  return make(
    "section",
    { class: "live-results" },
    make("h3", { text: words.results }),
    make("p", { class: "course-note", text: says }),
    rows.length ? make("ul", { class: "live-bars" }, ...rows) : null,
    sorts.length ? make("ul", { class: "live-bars" }, ...sorts) : null,
    ...groups.flatMap((group) => [make("h4", { dir: "auto", text: group.name }), makeQuotes(group.texts)]),
    rest.length ? make("h4", { text: words.texts }) : null,
    rest.length ? makeQuotes(rest) : null,
    results.ours ? make("p", { class: "live-ours" }, make("b", { text: words.ours }), " ", make("span", { html: results.ours, dir: "auto" })) : null,
  );
};
