// The talk between a widget and its kernel, and the line on the page that tells how it goes.

import { fill, make, showTime } from "./element.js";

/** @import { AnyModel, FileMessage, Say, Talk, Voice, Words } from "./types.d.ts" */

const PATIENCE_MS = 6000;
const ID_BYTES = 16;

// How often the mouse was clicked in a row, 0 for a key. A double click is one press: the second click may fall on a
// button that means something else by then.
let clicksInARow = 0;
document.addEventListener("click", ({ detail }) => (clicksInARow = detail), true);

/** Return a new id, 32 hexadecimal digits. */
export const makePressId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(ID_BYTES)), (byte) => byte.toString(16).padStart(2, "0")).join("");
/** What the page hears when the kernel has answered an action, so that others count anew what is done. */
export const ANSWERED = "course:answered";

/**
 * Return the number of the newest action that the kernel has answered.
 * @param {AnyModel} model
 */
export const readAnswered = (model) => model.get("state").n ?? 0;

/**
 * Open a talk: numbered, so that an answer is known to belong to its question, and timed, so that silence is noticed.
 * @param {AnyModel} model
 * @param {(text: string) => void} tellSilence
 * @param {Words} words
 * @param {(isPressed: boolean) => void} [showPressed]
 * @returns {Talk}
 */
export const openTalk = (model, tellSilence, words, showPressed) => {
  let sent = 0;
  // The look that was sent last: nobody waits for it, and nothing is done by it.
  let looked = 0;
  // The press that waits for its answer, 0 for none.
  let pressed = 0;
  const release = () => {
    if (pressed) showPressed?.(false);
    pressed = 0;
  };
  /** @type {number | undefined} */
  let timer;
  model.on("change:state", () => {
    if (readAnswered(model) >= pressed) release();
    if (readAnswered(model) < sent) return;
    clearTimeout(timer);
    if (sent && readAnswered(model) !== looked) document.dispatchEvent(new CustomEvent(ANSWERED));
  });
  const fallSilent = () => {
    clearTimeout(timer);
    release();
    tellSilence(words.unreachable);
  };
  const send = (/** @type {string} */ action, /** @type {object} */ more = {}, /** @type {ArrayBuffer[]} */ buffers = []) => {
    // Two actions in one millisecond have two numbers.
    sent = Math.max(Date.now(), sent + 1, looked + 1);
    clearTimeout(timer);
    timer = setTimeout(fallSilent, PATIENCE_MS);
    // A kernel that has just died refuses at once; one that hangs says nothing.
    try {
      model.send({ do: action, n: sent, press: makePressId(), ...more }, undefined, buffers);
    } catch {
      fallSilent();
    }
    return sent;
  };
  return {
    send,
    ask(action, more) {
      looked = Math.max(Date.now(), sent + 1, looked + 1);
      try {
        model.send({ do: action, n: looked, press: makePressId(), ...more });
      } catch {
        // The kernel has gone. It is said where something is to be saved.
      }
      return looked;
    },
    press(action, more, buffers) {
      if (pressed || clicksInARow > 1) return 0;
      // Set before sending: a kernel that is gone refuses at once, and releases.
      pressed = Infinity;
      showPressed?.(true);
      const number = send(action, more, buffers);
      if (pressed) pressed = number;
      return number;
    },
    isPressed: () => pressed > 0,
    last: () => sent,
  };
};

/**
 * Open a talk with a status line, for those who see and those who listen.
 * @param {AnyModel} model
 * @param {Words} words
 * @param {() => void} [fallSilent] what else to do when the kernel does not answer
 * @returns {Voice}
 */
export const openVoice = (model, words, fallSilent) => {
  const status = make("p", { class: "course-status", role: "status", "aria-live": "polite" });
  /** @type {Say} */
  const say = (text, isTrouble = false) => {
    status.textContent = text;
    status.classList.toggle("course-trouble", isTrouble);
  };
  const tellSilence = (/** @type {string} */ text) => {
    fallSilent?.();
    say(text, true);
  };
  // Not `disabled`: a button that loses the focus takes a keyboard user's place away.
  const showPressed = (/** @type {boolean} */ isPressed) => {
    for (const button of status.closest(".course")?.querySelectorAll("button") ?? []) {
      if (isPressed) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  };
  return {
    status,
    say,
    talk: openTalk(model, tellSilence, words, showPressed),
    report(state, isSaidTrouble = false) {
      if (state.trouble) say(state.trouble, true);
      else if (state.said) say(state.said, isSaidTrouble);
      return Boolean(state.trouble || state.said);
    },
    saySaved: (state) => say(fill(words.saved, { at: showTime(state.at) })),
    keepNow(saving) {
      if (saving?.isWaiting()) saving.flush();
      else say(words["kept-already"]);
    },
  };
};

/**
 * Draw now and after every answer. Return how to stop.
 * @param {AnyModel} model
 * @param {() => void} draw
 */
export const follow = (model, draw) => {
  model.on("change:state", draw);
  draw();
  return () => model.off("change:state", draw);
};

/**
 * Download every file that the kernel hands over. Return how to stop.
 * @param {AnyModel} model
 */
export const takeFiles = (model) => {
  const take = (/** @type {FileMessage} */ message, /** @type {DataView<ArrayBuffer>[]} */ buffers) => {
    const file = new Blob(buffers, { type: message.type ?? "application/json" });
    const link = make("a", { download: message.file, href: URL.createObjectURL(file) });
    document.body.append(link);
    link.click();
    setTimeout(() => {
      URL.revokeObjectURL(link.href);
      link.remove();
    }, 10000);
  };
  model.on("msg:custom", take);
  return () => model.off("msg:custom", take);
};

/**
 * Keep one question under way at a time; the newest waits. So what is shown never lags behind a fast hand.
 * @param {AnyModel} model
 * @param {() => number} send asks the newest question and returns its number
 */
export const sendNewest = (model, send) => {
  let underWay = 0;
  let isNewer = false;
  const ask = () => {
    isNewer = Boolean(underWay) && readAnswered(model) < underWay;
    if (!isNewer) underWay = send();
  };
  return {
    ask,
    /** To be called after an answer was drawn. */
    goOn() {
      if (!underWay || readAnswered(model) < underWay) return;
      underWay = 0;
      if (isNewer) ask();
    },
  };
};
