// The projector's page. It draws the picture that the server made, and nothing else; its keys are the teacher's.

import { OWN, fill, make } from "./element.js";
import { listen } from "./desk_news.js";
import { drawBars, drawOptions, drawOurs, drawSorts, drawTexts } from "./projector_parts.js";
import { ask } from "./server.js";

/** @import { DeskData, Results, Screen, ShownSlide } from "./desk_types.d.ts" */

/** @type {DeskData} */
const data = JSON.parse(document.getElementById("page")?.textContent ?? "{}");
const { words } = data;
const root = /** @type {HTMLElement} */ (document.getElementById("live"));

/** @type {Screen | null} */
let screen = null;
let isJoinShown = false;
let isBlack = false;
let drawn = "";

const picture = make("div", { class: "picture", tabindex: "0", "aria-live": "polite" });
const corner = make("p", { class: "corner" });
const count = make("p", { class: "count" });
const broken = make("p", { class: "broken", text: words.broken, hidden: true });
const bar = make("footer", { class: "bar" }, corner, broken, count);
const below = make("p", { class: "below", text: "↓", "aria-hidden": "true", hidden: true });
root.append(picture, below, bar);

/** What is long stands closer, and where it still goes on below the edge, an arrow says so. */
const fit = () => {
  picture.classList.remove("tight");
  picture.classList.toggle("tight", picture.scrollHeight > picture.clientHeight);
  showBelow();
};
const showBelow = () => {
  below.hidden = picture.scrollTop + picture.clientHeight >= picture.scrollHeight - 2;
};
picture.addEventListener("scroll", showBelow);
addEventListener("resize", fit);
document.fonts?.ready.then(fit);

const drawJoin = (/** @type {Screen} */ now) => [
  make("h1", { text: data.title, dir: OWN }),
  make(
    "div",
    { class: "join" },
    make(
      "div",
      { class: "way" },
      make("p", { text: words.go }),
      make("p", { class: "address", dir: "ltr" }, ...breakable(data.address)),
      make("p", { text: words.type }),
      make("p", { class: "code", text: now.code, dir: "ltr" }),
    ),
    make("img", { class: "qr", src: "qr.svg", alt: words.qr }),
  ),
  make("p", { class: "here", text: fill(words.here, { people: now.people }) }),
];

/** An address may be broken after a dot or a colon, and nowhere else. */
const breakable = (/** @type {string} */ address) =>
  address.split(/(?<=[.:/])/).flatMap((part) => [part, make("wbr")]);

/** Return why the results are not those of now, "" where they are. */
const whyNot = (/** @type {Results} */ results) =>
  results.few ? words.few : results.withheld ? words.withheld : results.still ? words.still : "";

const drawQuestion = (/** @type {ShownSlide} */ slide) => {
  const { results } = slide;
  const hasSorts = Boolean(results?.sorts.length);
  const hasBars = !hasSorts && results && (results.bars.length > 0 || slide.before?.bars.length);
  // Where texts are looked at one by one, in groups or as words, they have the whole picture.
  const isAboutTexts = Boolean(results?.texts.length) && slide.view !== "wall";
  const setting = slide.setting && !results ? make("div", { class: "setting", html: slide.setting, dir: OWN }) : null;
  const asks = make("h1", { html: slide.asks, dir: OWN });
  const stand = slide.call === "stand" && !results ? make("p", { class: "quiet", text: data.stands[slide.round] }) : null;
  // Of a question that has results, the bars are the options. What is asked of a table stands above it.
  return [
    slide.eyebrow && !results ? make("p", { class: "eyebrow", html: slide.eyebrow }) : null,
    ...(slide.call === "look" ? [asks, setting] : [setting, asks]),
    stand,
    slide.paired ? make("p", { class: "closed", text: words.paired }) : null,
    slide.call === "discuss" && slide.round === 2 && !results ? make("p", { class: "quiet", text: words.again }) : null,
    hasBars || hasSorts || results?.texts.length ? null : drawOptions(slide, words),
    results && whyNot(results) ? make("p", { class: "few", text: whyNot(results) }) : null,
    ...(results && hasBars && !isAboutTexts ? drawBars(slide, results, words) : []),
    ...(results && hasSorts && !isAboutTexts ? drawSorts(results, words) : []),
    ...(results ? drawTexts(slide, results, words) : []),
    results?.ours && !isAboutTexts ? drawOurs(results, words) : null,
    slide.state === "closed" && !results ? make("p", { class: "closed", text: words.closed }) : null,
  ];
};

const drawPicture = (/** @type {Screen} */ now) => {
  if (now.kind === "paused") return [make("h1", { class: "huge", text: words.paused })];
  if (now.kind === "over") return [make("h1", { class: "huge", text: words.over })];
  if (isJoinShown || now.kind === "join") return drawJoin(now);
  if (now.kind === "beside")
    return [
      now.about ? make("p", { class: "eyebrow", text: words.beside }) : null,
      now.about ? make("h1", { html: now.about, dir: OWN }) : make("h1", { class: "quiet", text: words.beside }),
      make("div", { class: "beside" }, ...(now.beside ?? []).map((text) => make("blockquote", { text, dir: "auto" }))),
    ];
  return now.slide ? drawQuestion(now.slide) : [];
};

const draw = () => {
  if (!screen) return;
  const kind = isJoinShown && screen.kind !== "paused" && screen.kind !== "over" ? "join" : screen.kind;
  const { answered: _, ...slide } = screen.slide ?? { answered: 0 };
  // How many answered stands in the corner: what is being read is not drawn anew for each answer.
  const now = JSON.stringify([kind, slide, screen.beside, screen.about, kind === "join" && screen.people, screen.code]);
  if (now !== drawn) {
    drawn = now;
    picture.replaceChildren(...drawPicture(screen).filter((node) => node !== null));
    picture.dataset.kind = kind;
    picture.scrollTop = 0;
    fit();
  }
  document.body.classList.toggle("blank", isBlack);
  corner.replaceChildren(
    make("span", { text: data.address, dir: "ltr" }),
    make("strong", { text: screen.code, dir: "ltr" }),
    make("span", { text: fill(words.here, { people: screen.people }) }),
  );
  bar.hidden = kind === "join" && broken.hidden;
  corner.hidden = kind === "join";
  const isAsked = kind === "question" && screen.slide?.control;
  count.textContent = isAsked ? fill(words.answered, { count: screen.slide?.answered, people: screen.people }) : "";
};

const look = listen(
  { stream: "projected", event: "class", look: "screen" },
  (/** @type {Screen} */ now) => {
    screen = now;
    draw();
  },
  (isUp) => {
    broken.hidden = isUp;
    draw();
  },
);

const step = async (/** @type {"next" | "back"} */ way) => {
  if (!screen) return;
  if (isJoinShown || isBlack) {
    // The first press only takes away what lies over the picture.
    isJoinShown = isBlack = false;
    draw();
    return;
  }
  await ask("turn", "POST", { step: way, mark: screen.mark });
  // The stream tells as well; a key should not wait for it.
  await look();
};

/** One text on, or back, where they come one by one. */
const turnText = async (/** @type {number} */ by) => {
  const slide = screen?.slide;
  const place = (slide?.place ?? 0) + by;
  if (!slide?.results || place < 0 || place >= slide.results.texts.length) return;
  await ask("board", "POST", { view: { slide: slide.id, kind: "one", place } });
  await look();
};

/** @type {Record<string, () => void>} */
const KEYS = {
  ArrowRight: () => step("next"),
  PageDown: () => step("next"),
  ArrowLeft: () => step("back"),
  PageUp: () => step("back"),
  f() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  },
  b() {
    isBlack = !isBlack;
    draw();
  },
  j() {
    isJoinShown = !isJoinShown;
    draw();
  },
};
KEYS["."] = KEYS.b;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (screen?.slide?.view === "one" && screen.slide.results && ["ArrowUp", "ArrowDown"].includes(key)) {
    event.preventDefault();
    turnText(key === "ArrowDown" ? 1 : -1);
  } else if (key === "ArrowUp" || key === "ArrowDown") {
    event.preventDefault();
    picture.scrollBy({ top: (key === "ArrowDown" ? 0.8 : -0.8) * picture.clientHeight });
  } else if (KEYS[key]) {
    event.preventDefault();
    KEYS[key]();
  }
});
picture.focus();
