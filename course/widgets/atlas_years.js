// The atlas's time line: a bar a year, all cases behind, those that a query finds in front.

/** @import { YearCount } from "./types.d.ts" */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 900;
const HEIGHT = 96;
const LABELS = 22;

/**
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
const draw = (name, attributes, text) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
};

/**
 * @param {[low: number, high: number]} span
 * @param {YearCount[]} all
 * @param {string} title
 */
export const makeYears = ([low, high], all, title) => {
  const most = Math.max(...all.map(([, count]) => count));
  const step = WIDTH / (high - low + 1);
  const drawBar = (/** @type {string} */ name, /** @type {YearCount} */ [year, count]) => {
    const height = (count / most) * (HEIGHT - 16);
    const x = (year - low) * step + 1;
    return draw("rect", { class: name, x, y: HEIGHT - height, width: Math.max(1, step - 2), height });
  };
  const front = draw("g", {});
  const picture = draw("svg", {
    class: "course-picture course-years", viewBox: `0 0 ${WIDTH} ${HEIGHT + LABELS}`, role: "img",
  });
  picture.append(...all.map((pair) => drawBar("course-bar role-grid", pair)), front);
  picture.append(draw("line", { class: "course-line role-grid", x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT }));
  for (let year = Math.ceil(low / 10) * 10; year <= high; year += 10) {
    const anchor = year === low ? "start" : "middle";
    const place = { x: (year - low + 0.5) * step, y: HEIGHT + 17, "text-anchor": anchor };
    picture.append(draw("text", { class: "course-label role-muted", ...place }, String(year)));
  }
  return {
    node: picture,
    show(/** @type {YearCount[]} */ years) {
      front.replaceChildren(...years.map((pair) => drawBar("course-bar role-side-a", pair)));
      picture.setAttribute("aria-label", `${title}: ${years.map(([year, count]) => `${year}: ${count}`).join(", ")}`);
    },
  };
};
