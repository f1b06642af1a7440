// The class on a phone: which question is shown, what stands in its place, and what is said when something changes.

import { makeQuotes } from "./bars.js";
import { OWN, fill, make, makeButton, makeButtonRow, makeMainButton } from "./element.js";
import { openMemory } from "./memory.js";
import { makeDelete, makeTake, openMine } from "./mine.js";
import { openNews } from "./news.js";
import { openOutbox } from "./outbox.js";
import { makeQuestion } from "./question.js";
import { ask, pauseAfter } from "./server.js";

/** @import { Asked, ClassState, Entry, News, Page, PageData, Pair, Question, Reply } from "./phone_types.d.ts" */

/**
 * @param {PageData} data
 * @param {string} room
 * @param {HTMLElement} main
 */
export const openRoom = async (data, room, main) => {
  const { words, home } = data;
  const memory = openMemory(room);
  /** @type {ClassState | null} */
  let state = null;
  /** @type {Question | null} */
  let question = null;
  /** @type {News | null} */
  let news = null;
  let name = "";
  let isOver = false;
  let isUp = true;
  // The question to be shown; the one that the teacher is at, as far as it was followed; what was heard of.
  let wanted = "";
  let followed = "";
  // The question that this phone's pair talks about, and the one at which the class was when it was told.
  let pairOf = "";
  let pairAt = "";
  /** @type {Set<string> | null} */
  let heard = null;
  /** @type {Map<string, Asked>} */
  const known = new Map();

  // --- The parts of the page ---

  const title = make("h1", { class: "live-title", dir: OWN });
  const who = make("p", { class: "course-note live-who" });
  const open = makeButton(words.mine, () => openMine(page, { name, renamed, find, deleted }));
  const head = make("header", { class: "live-head", hidden: true }, make("div", {}, title, who), open);
  const line = make("p", { class: "live-line", role: "status" });
  const voice = make("p", { class: "course-hidden", role: "status", "aria-live": "polite" });
  const goThere = makeMainButton(words["go-there"], () => go(followed, true));
  const isNew = make("span", { text: words["new-question"] });
  const notice = make("div", { class: "live-notice", hidden: true }, isNew, goThere);
  const pairLine = make("p", { class: "live-pair", hidden: true });
  const tableLink = make("a", { href: "table/", text: words["your-table"] });
  const tableLine = make("p", { class: "live-pair", hidden: true }, tableLink);
  const calm = make("section", { class: "live-calm", hidden: true });
  const back = makeButton(words["all-questions"], () => go("", true));
  const stage = make("div", { class: "live-stage", hidden: true });
  const beside = make("section", { hidden: true });
  const list = make("nav", { class: "live-list", hidden: true });
  const pinned = make("div", { class: "live-pinned" }, notice, pairLine, tableLine);
  main.append(head, line, voice, pinned, calm, makeButtonRow(back), stage, beside, list);
  const backRow = /** @type {HTMLElement} */ (back.parentElement);
  backRow.hidden = true;

  const say = (/** @type {string} */ text) => {
    voice.textContent = voice.textContent === text ? `${text}\u00a0` : text;
  };

  /**
   * Show a calm screen; "" takes it away.
   * @param {string} key of what is drawn, so that it is drawn once
   * @param {() => (Node | null)[]} [draw]
   */
  const setCalm = (key, draw) => {
    calm.hidden = !key;
    if (calm.dataset.key === key) return;
    calm.dataset.key = key;
    calm.replaceChildren(...(draw?.() ?? []).flatMap((node) => node ?? []));
    if (key) say(calm.querySelector("h2, p")?.textContent ?? "");
  };
  const calmly = (/** @type {string} */ text, note = "") => [make("h2", { text }), note ? make("p", { text: note }) : null];

  // --- Leaving ---

  /** The class, or this device's part in it, is no more: say so, and show what was typed. */
  const end = (/** @type {string} */ text, note = "") => {
    isOver = true;
    question?.flush();
    news?.stop();
    outbox.stop();
    for (const part of [head, line, notice, pairLine, tableLine, backRow, stage, beside, list]) part.hidden = true;
    const out = memory.all("out").map(([, waiting]) => waiting.answer);
    const kept = [...out, ...memory.all("draft").map(([, draft]) => draft)];
    const texts = kept.flatMap((answer) => [/** @type {any} */ (answer).text, answer.why]).filter(Boolean);
    setCalm("end", () => [
      ...calmly(text, note),
      texts.length ? make("h3", { text: words["kept-here"] }) : null,
      texts.length ? makeQuotes(texts) : null,
      make("p", {}, make("a", { class: "live-button", href: home, text: words["join-again"] })),
    ]);
  };
  const lost = (/** @type {Reply} */ { told }) => {
    if (!isOver) end(String(told.says ?? words["not-done"]));
  };
  const deleted = () => {
    memory.forget();
    question = null;
    end(words.deleted, words["deleted-note"]);
  };
  const renamed = (/** @type {string} */ now) => {
    name = now;
    who.replaceChildren(`${words["you-are"]} `, make("bdi", { text: name || words.nameless }));
  };

  /** A pair is there for its question and the second vote on it, and not for what the class comes to then. */
  const drawPair = () => {
    const asked = question?.id ?? state?.current ?? "";
    const isAbout = asked === pairOf || entryOf(asked)?.first === pairOf || (state?.current ?? "") === pairAt;
    pairLine.hidden = !pairOf || !isAbout || Boolean(state?.paused || state?.ended);
  };

  /** Say with whom to talk. Those who gave no name find each other by their number. */
  const showPair = (/** @type {Pair | null | undefined} */ pair) => {
    const says = pair ? fill(words.pair, { number: pair.number }) : "";
    const names = pair?.names.map((other) => make("bdi", { text: other })) ?? [];
    const listed = names.flatMap((other, place) => (place ? [", ", other] : [" ", words["pair-with"], " ", other]));
    const isNew = pairLine.dataset.key !== JSON.stringify(pair ?? null);
    pairLine.dataset.key = JSON.stringify(pair ?? null);
    pairOf = pair?.slide ?? "";
    if (isNew) pairAt = state?.current ?? "";
    drawPair();
    if (!isNew) return;
    pairLine.replaceChildren(make("b", { text: says }), ...listed);
    if (pair) say(pairLine.textContent ?? "");
  };

  // --- Questions ---

  /** @returns {Promise<Asked | null>} */
  const find = async (/** @type {string} */ slide) => {
    const had = known.get(slide);
    if (had) return had;
    const { status, told } = await ask(`slides/${slide}`);
    if (status !== 200) return null;
    known.set(slide, /** @type {Asked} */ (told));
    return known.get(slide) ?? null;
  };
  const entryOf = (/** @type {string} */ slide) => state?.slides.find((entry) => entry.id === slide);

  /** Show a question, "" for none. The keyboard goes there where it was in what is taken away, or where it was asked. */
  const go = async (/** @type {string} */ slide, isAsked = false) => {
    wanted = slide;
    if (question?.id === slide) {
      notice.hidden = true;
      draw();
      return;
    }
    const asked = slide ? await find(slide) : null;
    if (wanted !== slide || isOver) return;
    if (slide && !asked) {
      setTimeout(() => wanted === slide && go(slide, isAsked), pauseAfter(1));
      return;
    }
    question?.flush();
    const hadFocus = main.contains(document.activeElement) && document.activeElement !== open;
    notice.hidden = true;
    question = asked ? makeQuestion(asked, page) : null;
    stage.replaceChildren(...(question ? [question.node] : []));
    draw();
    const asks = question?.heading.textContent ?? "";
    if (question && slide === followed) say(fill(words["heard-question"], { asks }));
    if (isAsked || hadFocus) (question?.heading ?? list.querySelector("button") ?? open).focus({ preventScroll: true });
    if (question) scrollTo(0, 0);
  };

  /** Follow the teacher to another question, unless something is being written. */
  const follow = (/** @type {ClassState} */ now) => {
    const current = now.pace === "together" ? now.current : "";
    if (now.pace === "own") {
      followed = "";
      if (wanted && !entryOf(wanted) && !question?.isTyping()) go("");
      const fresh = now.slides.filter((entry) => heard && !heard.has(entry.id));
      if (fresh.length) say(words["new-question"]);
    } else if (current !== followed) {
      followed = current;
      if (question && question.id !== current && question.isTyping()) {
        notice.hidden = !current;
        if (current) say(words["new-question"]);
      } else go(current);
    }
    heard = new Set(now.slides.map((entry) => entry.id));
  };

  const draw = () => {
    if (!state || isOver) return;
    question?.update(entryOf(question.id));
    const isStopped = state.paused || state.ended;
    stage.hidden = isStopped || !question;
    backRow.hidden = isStopped || !question || state.pace !== "own";
    beside.hidden = isStopped || !state.beside.length;
    if (!beside.hidden) beside.replaceChildren(make("h2", { text: words.beside }), makeQuotes(state.beside));
    if (isStopped) notice.hidden = true;
    drawPair();
    drawList(isStopped);
    if (state.ended) {
      setCalm("ended", () => [
        ...calmly(words.ended, words["ended-note"]), makeTake(page), makeDelete(page, deleted),
      ]);
    } else if (state.paused) setCalm("paused", () => calmly(words.paused, words["paused-note"]));
    else if (question || !list.hidden) setCalm("");
    else if (state.slides.length) setCalm("between", () => calmly(words.between, words["waiting-note"]));
    else setCalm("waiting", () => calmly(words.waiting, words["waiting-note"]));
  };

  /** At their own pace people see all questions; together, those that are open beside the one that is shown. */
  const drawList = async (/** @type {boolean} */ isStopped) => {
    if (!state) return;
    const isOwn = state.pace === "own";
    const listed = isOwn
      ? question ? [] : state.slides
      : state.slides.filter(({ id, state: how }) => how === "open" && id !== question?.id && id !== followed);
    list.hidden = isStopped || !listed.length;
    const mark = (/** @type {Entry} */ { id, state: how }) => {
      if (memory.get("out", id) || memory.get("draft", id)) return words["is-unsent"];
      if (memory.get("saved", id)) return `✓ ${words["is-saved"]}`;
      return how === "closed" ? words["is-closed"] : "";
    };
    const marks = listed.map(mark);
    const key = JSON.stringify([isOwn, listed.map((entry) => entry.id), marks]);
    if (list.hidden || list.dataset.key === key) return;
    const asked = await Promise.all(listed.map((entry) => find(entry.id)));
    if (asked.includes(null)) return;
    list.dataset.key = key;
    const rows = listed.map((entry, place) => {
      const text = make("span", { html: asked[place]?.asks });
      const button = makeButton("", () => go(entry.id, true), { class: "live-row" });
      const says = [asked[place]?.round === 2 ? words["second-time"] : "", marks[place]].filter(Boolean).join(" · ");
      button.append(text, make("span", { class: "course-note", text: says }));
      return make("li", {}, button);
    });
    list.replaceChildren(make("h2", { text: isOwn ? words.questions : words.others }), make("ul", {}, ...rows));
  };

  // --- News ---

  const outbox = openOutbox(memory, () => {
    question?.refresh();
    draw();
  }, lost, () => sync());
  /** @type {Page} */
  const page = { data, words, memory, outbox, say, isPaused: () => Boolean(state?.paused) };

  const hear = (/** @type {ClassState} */ now) => {
    if (isOver || (state && now.version < state.version)) return;
    // Only the first state and a change by the teacher can bring new pairs.
    if ((now.paired || state?.paired) && now.version !== state?.version) sync();
    state = now;
    tableLine.hidden = !now.tables;
    if (document.title !== now.title) memory.put("joined", "", { title: now.title, at: Date.now() });
    title.textContent = now.title;
    document.title = now.title;
    outbox.release(now);
    follow(now);
    draw();
  };
  const setLine = (/** @type {boolean} */ now) => {
    if (now === isUp) return;
    isUp = now;
    line.textContent = now ? words["back-online"] : words.offline;
    line.classList.toggle("live-down", !now);
    if (now) {
      outbox.pump();
      setTimeout(() => isUp && line.replaceChildren(), 4000);
    }
  };

  /** Learn what the server has of this person; return whether it answered. */
  const sync = async () => {
    const before = new Map(memory.all("saved").map(([slide, saved]) => [slide, JSON.stringify(saved)]));
    const reply = await ask("mine");
    const { status, told } = reply;
    if ([401, 404, 410].includes(status)) lost(reply);
    if (status !== 200 || isOver) return status !== 0 && status < 500;
    const there = new Map(told.answers.map((/** @type {any} */ one) => [one.slide, one]));
    // What was saved while the reply was under way is newer than the reply.
    const isOlder = (/** @type {string} */ slide) => {
      const now = memory.get("saved", slide);
      return now !== null && JSON.stringify(now) !== before.get(slide);
    };
    for (const [slide, { rev, at, answer, verdict }] of there)
      if (!isOlder(slide)) memory.put("saved", slide, { rev, at, answer, verdict });
    for (const [slide] of memory.all("saved")) if (!there.has(slide) && !isOlder(slide)) memory.drop("saved", slide);
    renamed(String(told.name));
    showPair(/** @type {Pair | null | undefined} */ (told.pair));
    memory.put("joined", "", { title: state?.title ?? memory.get("joined")?.title ?? "", at: Date.now() });
    question?.fill();
    draw();
    return true;
  };

  // --- Coming in ---

  /** Come in as the person of another device, with the key in the link. */
  const arrive = async (/** @type {string} */ key) => {
    const reply = await ask("again", "POST", { key });
    if (reply.status === 0) {
      const again = makeMainButton(words["try-again"], () => arrive(key));
      setCalm("unreachable", () => [...calmly(words["no-answer"]), again]);
      return;
    }
    history.replaceState(null, "", location.pathname);
    if (reply.status !== 200) {
      lost(reply);
      return;
    }
    // What waits here was pressed as somebody else: it goes back into its box and is not sent under this name.
    for (const [slide, out] of memory.all("out")) {
      if (!memory.get("draft", slide)) memory.put("draft", slide, out.answer);
      memory.drop("out", slide);
    }
    begin();
  };

  const begin = async () => {
    setCalm("");
    head.hidden = false;
    title.textContent = memory.get("joined")?.title || words.page;
    renamed("");
    for (let tries = 0; !(await sync()) && !isOver; tries += 1) {
      setLine(false);
      await new Promise((then) => setTimeout(then, pauseAfter(tries)));
    }
    if (isOver) return;
    setLine(true);
    news = openNews(hear, setLine, lost);
    outbox.pump();
  };

  const wake = () => {
    if (isOver || !news) return;
    news.renew();
    outbox.pump();
    sync();
  };
  addEventListener("pageshow", (event) => event.persisted && wake());
  addEventListener("online", wake);
  addEventListener("offline", () => setLine(false));
  addEventListener("pagehide", () => question?.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) question?.flush();
    else wake();
  });
  // Another page of this browser sent something.
  addEventListener("storage", () => {
    question?.fill();
    draw();
  });

  const key = location.hash.match(/^#key=([\w.~-]+)$/)?.[1];
  if (key && memory.get("joined")) {
    setCalm("arrived", () => [
      ...calmly(words.arrived),
      makeButtonRow(
        makeMainButton(words["arrived-take"], () => arrive(key)),
        makeButton(words["arrived-keep"], () => {
          history.replaceState(null, "", location.pathname);
          begin();
        }),
      ),
    ]);
  } else if (key) arrive(key);
  else begin();
};
