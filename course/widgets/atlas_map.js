// The atlas's map of tiles: one stop for the Tab key, arrows move inside.

import { fill, make } from "./element.js";
import { makeRadios } from "./radios.js";

/** @import { AtlasState, MapSide, Tile, Words } from "./types.d.ts" */

/** @type {Record<string, [across: number, down: number]>} */
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
/** @type {MapSide[]} */
const SIDES = ["party", "third"];
// A tile that is nearly full needs light letters.
const FULL = 0.73;

/**
 * Return how far a tile lies in a direction; leaving the line costs double.
 * @param {Pick<Tile, "column" | "row">} from
 * @param {Pick<Tile, "column" | "row">} to
 * @param {[across: number, down: number]} direction
 */
const measure = (from, to, [across, down]) => {
  const ahead = (to.column - from.column) * across + (to.row - from.row) * down;
  const aside = Math.abs((to.column - from.column) * down) + Math.abs((to.row - from.row) * across);
  return ahead > 0 ? ahead + 2 * aside : Infinity;
};

/**
 * @param {Tile[]} places
 * @param {Words} words
 * @param {(side: MapSide) => string | undefined} readChosen which name is asked for on this side
 * @param {(side: MapSide, name: string) => void} choose
 * @param {() => AtlasState} readState
 */
export const makeMap = (places, words, readChosen, choose, readState) => {
  /** @type {MapSide} */
  let side = "party";
  const tiles = places.map((tile, index) => {
    const press = () => {
      rove(index);
      choose(side, readChosen(side) === tile.name ? "" : tile.name);
    };
    const count = make("b");
    const node = make(
      "button",
      {
        type: "button", class: "course-tile", tabindex: index === 0 ? "0" : "-1", onclick: press,
        style: `grid-column: ${tile.column + 1}; grid-row: ${tile.row + 1}`,
      },
      make("span", { text: tile.iso3 }),
      count,
    );
    return { ...tile, node, count };
  });
  const rove = (/** @type {number} */ index) => {
    tiles.forEach((tile, other) => (tile.node.tabIndex = other === index ? 0 : -1));
  };
  const map = make("div", { class: "course-tiles", role: "group", "aria-label": words.map });
  map.append(...tiles.map((tile) => tile.node));
  map.addEventListener("keydown", (event) => {
    const direction = ARROWS[event.key];
    const here = tiles.find((tile) => tile.node === event.target);
    if (!direction || !here) return;
    event.preventDefault();
    // Where the tiles stand one after the other, an arrow leads to the one that is seen there.
    const isList = getComputedStyle(here.node).gridColumnStart === "auto";
    const placed = isList ? tiles.map(({ node }) => ({ column: node.offsetLeft, row: node.offsetTop })) : tiles;
    const distances = placed.map((place) => measure(placed[tiles.indexOf(here)], place, direction));
    const nearest = Math.min(...distances);
    if (nearest === Infinity) return;
    const next = distances.indexOf(nearest);
    rove(next);
    tiles[next].node.focus();
  });

  const draw = () => {
    const counts = readState()[side] ?? {};
    const top = Math.max(1, ...Object.values(counts));
    for (const tile of tiles) {
      const count = counts[tile.iso3] ?? 0;
      const share = count ? 0.12 + 0.88 * (count / top) : 0;
      tile.node.style.setProperty("--share", `${Math.round(100 * share)}%`);
      tile.node.classList.toggle("course-full", share > FULL);
      tile.count.textContent = count ? String(count) : "";
      const label = fill(words.tile, { name: tile.name, count });
      tile.node.title = label;
      tile.node.setAttribute("aria-label", label);
      tile.node.setAttribute("aria-pressed", String(readChosen(side) === tile.name));
    }
  };
  const faces = SIDES.map((value) => ({ value, face: make("span", { text: words[`map-${value}`] }) }));
  const radios = makeRadios("course-chip", faces, (chosen) => {
    side = chosen;
    draw();
  });
  radios.write(side);
  const sides = make(
    "fieldset",
    { class: "course-chips" },
    make("legend", { text: words["map-counts"] }),
    ...radios.labels,
  );
  return { nodes: [sides, make("div", { class: "course-scroll course-map-room" }, map)], draw };
};
