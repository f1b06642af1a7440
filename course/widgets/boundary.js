// A boundary to draw: a line of a few points on a map, moved by pointer, by keys or by numbers; what it leaves on which
// side is told in words while it moves. The Court's decision stands beside it once it is saved.

import { lookFrom, makeBox } from "./box.js";
import { fill, keepKeys, make, makeButton, makeButtonRow, makeForm, makeId, makeLabel, makeSubmit } from "./element.js";
import { makeEyebrow } from "./eyebrow.js";
import { lookOnReturn } from "./returning.js";
import { openPocket } from "./saving.js";
import { follow, openVoice } from "./talk.js";
import { makeText } from "./text.js";

/** @import { BoundaryLine, BoundarySpec, BoundaryState, Context, Point } from "./types.d.ts" */

const SVG = "http://www.w3.org/2000/svg";
const STEP = 0.01;
const LARGE = 0.05;
const SPEECH_PAUSE_MS = 500;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Return whether a place lies west of a line, as `side_of` in course/model/boundary.py says it.
 * @param {Point[]} line
 * @param {Point} place
 */
const isWest = (line, [lon, lat]) => {
  const crossed = line.slice(1).filter(([toLon, toLat], before) => {
    const [fromLon, fromLat] = line[before];
    if (fromLat > lat === toLat > lat) return false;
    return fromLon + ((lat - fromLat) / (toLat - fromLat)) * (toLon - fromLon) <= lon;
  });
  return crossed.length % 2 === 0;
};

/**
 * A line on the map, with a button at each of its points.
 * @param {BoundarySpec} spec
 * @param {() => Point[]} readStart
 * @param {() => Point[] | null} readBeside a line that stands still beside it
 * @param {() => void} change
 * @returns {BoundaryLine}
 */
const makeLine = (spec, readStart, readBeside, change) => {
  const words = spec.words;
  const [west, south, east, north] = spec.window;
  /** @type {Point[]} */
  let points = [];
  /** Where the line began, as text: a line that still runs there was not drawn. */
  let origin = "";
  /** @type {{ handle: HTMLButtonElement, fields: [HTMLInputElement, HTMLInputElement] }[]} */
  let parts = [];
  const beside = document.createElementNS(SVG, "polyline");
  beside.setAttribute("class", "map-line map-line-first");
  const own = document.createElementNS(SVG, "polyline");
  const handles = make("div", { class: "course-boundary-handles" });
  const sheet = make("div", { class: "course-map-sheet course-boundary-sheet" }, make("div", { html: spec.map }), handles);
  const drawing = /** @type {SVGSVGElement} */ (sheet.querySelector("svg"));
  // The lines lie over land and water and below dots and names, as on the saved picture.
  const lowest = drawing.querySelector(".map-dot, .map-name");
  for (const line of [beside, own]) drawing.insertBefore(line, lowest);
  // Said when a place changes sides, and not with every step.
  const told = make("p", { class: "course-boundary-told", "aria-live": "polite" });
  const spoken = make("p", { class: "course-hidden", role: "status", "aria-live": "polite" });
  const rows = make("div", { class: "course-boundary-numbers" });
  /** @type {number | undefined} */
  let timer;

  const across = (/** @type {number} */ lon) => (lon - west) / (east - west);
  const down = (/** @type {number} */ lat) => (north - lat) / (north - south);
  const write = (/** @type {number} */ degrees) => degrees.toFixed(spec.digits);
  const isEnd = (/** @type {number} */ place) => place === 0 || place === points.length - 1;
  const nameOf = (/** @type {number} */ place) =>
    fill(words.point, {
      number: place + 1,
      count: points.length,
      east: points[place][0].toFixed(2),
      north: points[place][1].toFixed(2),
    });
  const drawLine = (/** @type {SVGElement} */ node, /** @type {Point[]} */ line) => {
    const at = line.map(([lon, lat]) => `${(across(lon) * 360).toFixed(1)},${(down(lat) * spec.height).toFixed(1)}`);
    node.setAttribute("points", at.join(" "));
  };
  const tell = () => {
    const names = (/** @type {boolean} */ wanted) =>
      spec.places
        .filter(({ at }) => isWest(points, at) === wanted)
        .map(({ name }) => name)
        .join(words.comma) || words.nothing;
    const says = fill(words.sides, { west: spec.west, ones: names(true), east: spec.east, others: names(false) });
    if (told.textContent !== says) told.textContent = says;
  };
  const draw = () => {
    drawLine(own, points);
    drawLine(beside, readBeside() ?? []);
    parts.forEach(({ handle, fields }, place) => {
      const [lon, lat] = points[place];
      handle.style.insetInlineStart = `${across(lon) * 100}%`;
      handle.style.insetBlockStart = `${down(lat) * 100}%`;
      handle.setAttribute("aria-label", nameOf(place));
      if (document.activeElement !== fields[0]) fields[0].value = lon.toFixed(2);
      if (document.activeElement !== fields[1]) fields[1].value = lat.toFixed(2);
    });
    tell();
  };
  const move = (/** @type {number} */ place, /** @type {number} */ lon, /** @type {number} */ lat) => {
    const free = Math.min(Math.max(lat, south), north);
    const [before, beforeLat] = points[place];
    const moved = /** @type {Point} */ ([
      Number(write(Math.min(Math.max(lon, west), east))),
      isEnd(place) ? beforeLat : Number(write(free)),
    ]);
    if (moved[0] === before && moved[1] === beforeLat) return;
    points[place] = moved;
    draw();
    change();
  };
  const speak = (/** @type {number} */ place) => {
    clearTimeout(timer);
    timer = setTimeout(() => (spoken.textContent = nameOf(place)), SPEECH_PAUSE_MS);
  };
  const onKey = (/** @type {number} */ place, /** @type {KeyboardEvent} */ event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE : STEP;
    move(place, points[place][0] + arrow[0] * step, points[place][1] + arrow[1] * step);
    speak(place);
  };
  const makeHandle = (/** @type {number} */ place) => {
    const handle = make("button", { type: "button", class: "course-boundary-handle" }, make("span", { text: place + 1, "aria-hidden": "true" }));
    handle.addEventListener("keydown", (event) => onKey(place, event));
    handle.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      // The pointer keeps the handle wherever it goes, and a finger does not scroll the page with it.
      handle.setPointerCapture(event.pointerId);
      handle.focus();
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const box = drawing.getBoundingClientRect();
      const lon = west + ((event.clientX - box.left) / box.width) * (east - west);
      move(place, lon, north - ((event.clientY - box.top) / box.height) * (north - south));
    });
    return handle;
  };
  const makeField = (/** @type {number} */ place, /** @type {0 | 1} */ axis) => {
    const [least, most] = axis === 0 ? [west, east] : [south, north];
    const field = make("input", { type: "number", step: STEP, min: least, max: most, disabled: axis === 1 && isEnd(place) });
    field.addEventListener("input", (event) => {
      event.stopPropagation();
      const typed = field.valueAsNumber;
      // While somebody is typing "5", the point stays where it is.
      if (!(least <= typed && typed <= most)) return;
      move(place, axis === 0 ? typed : points[place][0], axis === 1 ? typed : points[place][1]);
    });
    field.addEventListener("change", draw);
    return field;
  };
  const build = () => {
    parts = points.map((_, place) => ({ handle: makeHandle(place), fields: [makeField(place, 0), makeField(place, 1)] }));
    handles.replaceChildren(...parts.map(({ handle }) => handle));
    rows.replaceChildren(
      ...parts.map(({ fields: [lon, lat] }, place) =>
        make(
          "fieldset",
          {},
          make("legend", { text: fill(words["point-short"], { number: place + 1 }) }),
          make("span", {}, lon, makeLabel(lon, { text: words["point-east"] })),
          make("span", {}, lat, makeLabel(lat, { text: words["point-north"] })),
        ),
      ),
    );
  };
  const set = (/** @type {Point[]} */ line) => {
    const isLonger = line.length !== parts.length;
    points = line.map(([lon, lat]) => [lon, lat]);
    if (isLonger) build();
    draw();
  };
  const writeLine = (/** @type {Point[]} */ line) => line.map(([lon, lat]) => `${write(lon)} ${write(lat)}`).join("; ");
  const begin = (/** @type {Point[]} */ line) => {
    origin = writeLine(readStart());
    set(line);
  };
  const again = makeButton(words.again, () => {
    begin(readStart());
    change();
  });
  begin(readStart());
  return {
    node: make(
      "div",
      { class: "course-map course-boundary-drawing" },
      make("div", { role: "group", "aria-label": words["map-of"] }, sheet),
      told,
      spoken,
      make("details", {}, make("summary", { text: words.numbers }), rows),
      makeButtonRow(again),
    ),
    own,
    read: () => (writeLine(points) === origin ? null : writeLine(points)),
    write(text) {
      const line = (text ?? "").split(";").map((pair) => pair.trim().split(" ").map(Number));
      const isWhole = line.length > 1 && line.every((pair) => pair.length === 2 && pair.every(Number.isFinite));
      begin(isWhole ? /** @type {Point[]} */ (line) : readStart());
    },
    written: () => writeLine(points),
    points: () => points,
    draw,
    first: () => parts[0]?.handle ?? null,
  };
};

/** @param {Context<BoundarySpec, BoundaryState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const { say, talk } = voice;
  const eyebrow = makeEyebrow(spec.eyebrow, words);
  const look = () => lookFrom([first.box, second.box]);
  /** The number of the press that opens the panel: the focus goes there with it. */
  let opening = 0;
  let isOpen = false;

  const makePart = (/** @type {"first" | "second"} */ name, /** @type {string} */ button) => {
    const readFirst = () => first.line.points();
    const line = makeLine(
      spec,
      () => (name === "first" ? spec.start : readFirst()),
      () => (name === "first" ? null : readFirst()),
      () => box.touch(),
    );
    line.own.setAttribute("class", `map-line map-line-${name}`);
    const why = makeText({ rows: 2, label: words.why }, words);
    const read = () => {
      const text = why.read()?.text ?? "";
      if (line.read() === null && !text) return null;
      return { chosen: line.written(), ...(text ? { why: text } : {}) };
    };
    const box = makeBox(model, voice, words, {
      name,
      pocket: openPocket(spec, name),
      isTyped: false,
      isText: true,
      read,
      write(answer) {
        line.write(/** @type {{ chosen?: string } | null | undefined} */ (answer)?.chosen);
        why.write({ text: answer?.why ?? "" });
      },
      readSaved: () => model.get("state").lines[name] ?? null,
      send(message) {
        const number = talk.press("draw", message);
        if (name === "first") opening = number;
        return number;
      },
      look,
      field: line.first,
    });
    const draw = () => {
      // The first line is the reader's own view before the judgment: an unmoved one is no view.
      if (line.read() === null && (name === "first" || read() === null)) say(words.need);
      else box.save();
    };
    const how = make("p", { class: "course-note", text: words.how });
    const given = make("div", {}, how, line.node, why.node, makeButtonRow(makeSubmit(button)));
    const form = makeForm(null, draw, given, ...box.nodes);
    why.node.addEventListener("input", box.touch);
    return { box, line, read, given, form };
  };
  /** @type {ReturnType<typeof makePart>} */
  const first = makePart("first", words.save);
  const second = makePart("second", words["save-second"]);

  const panel = make("div", { class: "course-boundary-panel", role: "group", "aria-label": words.panel, tabindex: "-1" });
  const open = makeButton(words.second, () => {
    isOpen = true;
    show();
    second.line.write(null);
    second.line.first()?.focus();
  });
  const title = makeId("second");
  const again = make(
    "section",
    { "aria-labelledby": title, class: "course-boundary-second" },
    make("p", {}, make("strong", { role: "heading", "aria-level": 4, id: title, text: words["second-title"] })),
    make("p", { class: "course-note", text: words["second-how"] }),
    second.form,
  );
  const ask = make("div", {}, make("div", { class: "course-asks", html: spec.asks }), make("div", { html: spec.hints }));
  const caution = make("div", { html: spec.caution });
  const card = make(
    "div",
    { class: "course course-boundary" },
    eyebrow.node,
    make("p", { class: "course-claim" }, make("strong", { role: "heading", "aria-level": 3, html: spec.title })),
    make("div", { html: spec.before }),
    ask,
    first.form,
    panel,
    makeButtonRow(open),
    again,
    caution,
    voice.status,
  );
  host.append(keepKeys(card, () => voice.keepNow()));

  const show = () => {
    const { lines, panel: html } = model.get("state");
    const isDrawn = Boolean(lines.first);
    // What was drawn before reading is not drawn again: there is a second line for that.
    first.given.hidden = isDrawn && !first.box.guard.isAsking() && !first.box.isBehind();
    const isSecond = isDrawn && (isOpen || Boolean(lines.second) || second.read() !== null);
    again.hidden = !isSecond;
    open.hidden = !isDrawn || isSecond;
    panel.hidden = !html;
    // It stands below the map of the panel then.
    caution.hidden = Boolean(html);
    if (panel.dataset.shown !== html) panel.innerHTML = panel.dataset.shown = html;
  };
  const unfollow = follow(model, () => {
    const state = model.get("state");
    eyebrow.tick(state.ticked);
    first.box.draw();
    second.box.draw();
    second.line.draw();
    show();
    if (opening && state.n === opening) {
      opening = 0;
      if (state.panel && !state.trouble && !state.newer?.first) panel.focus();
    }
    if (voice.report(state)) return;
    const asking = [first.box, second.box].find((box) => box.guard.isAsking());
    if (asking) say(asking.guard.isTouched() ? words.aside : "");
    else if (state.at && state.n) voice.saySaved(state);
  });
  const leave = lookOnReturn(card, () => talk.ask("look", look()));
  return () => {
    leave();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
