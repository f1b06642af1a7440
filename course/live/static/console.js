// The teacher's console. Every button asks for a state and not for a change of it: pressed twice, it does nothing more.

import { OWN, fill, make, makeButton } from "./element.js";
import { drawList } from "./console_list.js";
import { drawPeople } from "./console_people.js";
import { makePairs } from "./console_pairs.js";
import { tellTime } from "./console_plan.js";
import { drawQuestion } from "./console_question.js";
import { makeTexts } from "./console_texts.js";
import { listen } from "./desk_news.js";
import { ask } from "./server.js";

/** @import { Desk, DeskData, DeskState } from "./desk_types.d.ts" */

/** @type {DeskData} */
const data = JSON.parse(document.getElementById("page")?.textContent ?? "{}");
const { words } = data;
const root = /** @type {HTMLElement} */ (document.getElementById("live"));

const CLOCK_MS = 5000;
/** @type {DeskState | null} */
let state = null;
/** The question that the teacher looks at; "" for the one where the class is. */
let looked = "";
/** The question that stood here when the page was drawn last. */
let seen = "";
let isLive = false;
let isEnding = false;

const said = make("p", { class: "course-status", role: "status" });

/** @type {Desk} */
const desk = {
  words,
  plan: data.plan,
  heard: data.heard,
  nameOf(person) {
    const place = state?.persons.findIndex((one) => one.person === person) ?? -1;
    return state?.persons[place]?.name || fill(words.nameless, { number: place + 1 });
  },
  async act(address, method, body) {
    const reply = await ask(address, method, body);
    const isDone = reply.status === 200;
    said.textContent = isDone ? "" : String(reply.told.says ?? words.unreachable);
    said.classList.toggle("course-trouble", !isDone);
    await look();
    return isDone;
  },
  turn: (change) => desk.act("turn", "POST", change),
};

// --- What is drawn anew only where it changed, with the focus where it was ---

/** @type {Map<Element, string>} */
const drawnOf = new Map();

/**
 * @param {HTMLElement} place
 * @param {unknown} of what the drawing depends on
 * @param {() => (Node | null)[]} draw
 */
const renew = (place, of, draw) => {
  const now = JSON.stringify(of);
  if (drawnOf.get(place) === now) return;
  drawnOf.set(place, now);
  const focused = place.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
  const unfolded = [...place.querySelectorAll("details[open]")].map((node) => node.getAttribute("data-key"));
  const scrolled = place.scrollTop;
  place.replaceChildren(...draw().filter((node) => node !== null));
  for (const key of unfolded) place.querySelector(`details[data-key="${CSS.escape(key ?? "")}"]`)?.setAttribute("open", "");
  place.scrollTop = scrolled;
  if (focused) /** @type {HTMLElement | null} */ (place.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
};

// --- The frame ---

const head = make("div", { class: "desk-head" });
const list = make("nav", { class: "desk-list", "aria-label": words.questions });
const question = make("section", { class: "desk-question", "aria-label": words.question });
// It scrolls where a class is large, and holds nothing else that the keyboard stops at.
const people = make("aside", { class: "desk-people", "aria-label": words.people, tabindex: "0" });
const texts = makeTexts(desk);
const pairs = makePairs(desk);
const work = make("div", { class: "desk-work" }, question, texts.node, pairs.node);
root.append(
  make("header", { class: "desk-top" }, make("h1", { text: data.title, dir: OWN }), head, said),
  make("div", { class: "desk" }, list, work, people),
);

const drawHead = (/** @type {DeskState} */ now) => [
  make(
    "p",
    { class: "desk-way" },
    make("span", { text: data.address, dir: "ltr" }),
    make("strong", { class: "desk-code", text: data.code, dir: "ltr" }),
    make("span", { text: fill(words.here, { people: now.people }) }),
  ),
  make(
    "div",
    { class: "course-buttons" },
    make("a", { class: "desk-link", href: "projector", target: "_blank", rel: "noopener", text: words.projector, "data-key": "projector" }),
    make("a", { class: "desk-link", href: "tables/", target: "_blank", rel: "noopener", text: words.tables, "data-key": "tables" }),
    makeButton(now.paused ? words.resume : words.pause, () => desk.turn({ paused: !now.paused }), {
      "data-key": "pause",
      "aria-pressed": String(now.paused),
      class: now.paused ? "course-main" : null,
    }),
    now.pace === "own" ? make("b", { text: words["pace-own"] }) : null,
    now.pace === "own"
      ? makeButton(words.together, () => desk.turn({ pace: "together" }), { "data-key": "together", class: "course-main" })
      : null,
  ),
  make(
    "details",
    { class: "desk-more", "data-key": "more" },
    make("summary", { text: words.more, "data-key": "more-summary" }),
    make(
      "div",
      { class: "desk-more-inside" },
      make("img", { src: "qr.svg", alt: words.qr }),
      make(
        "div",
        {},
        make("p", {}, make("a", { href: "class.zip", download: true, text: words.download, "data-key": "zip" })),
        make("p", { class: "course-note", text: words["download-note"] }),
        drawEnd(now),
        make("p", { class: "course-note", text: words.keys }),
      ),
    ),
  ),
];

const drawEnd = (/** @type {DeskState} */ now) => {
  if (now.ended)
    return make(
      "p",
      {},
      make("strong", { text: words.ended }),
      " ",
      makeButton(words["open-again"], () => desk.turn({ ended: false }), { "data-key": "end" }),
    );
  const setEnding = (/** @type {boolean} */ is) => {
    isEnding = is;
    draw();
  };
  if (!isEnding) return make("p", {}, makeButton(words.end, () => setEnding(true), { "data-key": "end" }));
  const end = () => {
    isEnding = false;
    desk.turn({ ended: true });
  };
  return make(
    "p",
    {},
    make("strong", { text: words["end-sure"] }),
    " ",
    makeButton(words["end-keep"], () => setEnding(false), { "data-key": "end" }),
    " ",
    makeButton(words["end-now"], end, { "data-key": "end-now" }),
  );
};

const draw = () => {
  if (!state) return;
  const now = state;
  const here = looked || now.current || now.slides[0]?.id || "";
  const slide = now.slides.find((one) => one.id === here);
  renew(head, [now.people, now.paused, now.ended, now.pace, isEnding], () => drawHead(now));
  const listed = now.slides.map((one) => [one.id, one.state, one.shown, one.answered, one.waiting]);
  const choose = (/** @type {string} */ id) => {
    looked = id === now.current ? "" : id;
    draw();
  };
  renew(list, [listed, now.people, now.current, here], () =>
    drawList(now, here, desk, choose, (session) => desk.turn({ pace: "own", session })),
  );
  if (here !== seen) {
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    work.scrollTop = 0;
  }
  seen = here;
  const second = now.slides.find((one) => slide && one.first === slide.id);
  const first = now.slides.find((one) => slide && slide.first === one.id);
  const asked = slide && [slide, first?.spread, second?.state, now.mark, now.ahead, now.ahead_to, now.people, isLive, looked];
  renew(question, asked, () =>
    slide
      ? drawQuestion(now, slide, desk, {
          first,
          second,
          isLive,
          setLive(is) {
            isLive = is;
            if (slide.state === "open" && slide.shown !== is) desk.turn({ slide: slide.id, shown: is });
            draw();
          },
          follow() {
            looked = "";
          },
          goThere() {
            looked = "";
            draw();
          },
        })
      : [],
  );
  renew(people, [now.persons, here, slide?.answered], () => (slide ? drawPeople(now, slide, desk) : []));
  tellTime(now, slide, desk, question);
  if (slide) {
    texts.show(now, slide);
    pairs.show(now, slide);
  }
};
setInterval(() => {
  const now = state;
  if (now) tellTime(now, now.slides.find((one) => one.id === seen), desk, question);
}, CLOCK_MS);

const look = listen(
  { stream: "news", event: "desk", look: "state" },
  (/** @type {DeskState} */ now) => {
    state = now;
    draw();
  },
  (isUp) => {
    root.classList.toggle("desk-cut", !isUp);
    if (!isUp) said.textContent = words.unreachable;
    else if (said.textContent === words.unreachable) said.textContent = "";
  },
);
