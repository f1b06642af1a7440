// The talk between a widget and its kernel, and the line on the page that tells how it goes.

import { fill, make, showTime } from "./element.js";

/** @import { AnyModel, FileMessage, Say, Talk, Voice, Words } from "./types.d.ts" */

const PATIENCE_MS = 6000;
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
 * @returns {Talk}
 */
export const openTalk = (model, tellSilence, words) => {
  let sent = 0;
  /** @type {number | undefined} */
  let timer;
  model.on("change:state", () => {
    if (readAnswered(model) < sent) return;
    clearTimeout(timer);
    if (sent) document.dispatchEvent(new CustomEvent(ANSWERED));
  });
  return {
    send(action, more = {}, buffers = []) {
      sent = Date.now();
      clearTimeout(timer);
      timer = setTimeout(() => tellSilence(words.unreachable), PATIENCE_MS);
      // A kernel that has just died refuses at once; one that hangs says nothing.
      try {
        model.send({ do: action, n: sent, ...more }, undefined, buffers);
      } catch {
        clearTimeout(timer);
        tellSilence(words.unreachable);
      }
      return sent;
    },
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
  return {
    status,
    say,
    talk: openTalk(model, tellSilence, words),
    report(state, isSaidTrouble = false) {
      if (state.trouble) say(state.trouble, true);
      else if (state.said) say(state.said, isSaidTrouble);
      return Boolean(state.trouble || state.said);
    },
    saySaved: (state) => say(fill(words.saved, { at: showTime(state.at) })),
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
