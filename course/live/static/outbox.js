// Answers on their way. Each stays here until the server says that it has it; the press, made once for each change of an
// answer, lets the server see that what is sent a second time is the same.

import { isSame } from "./answer.js";
import { makeId } from "./memory.js";
import { ask, pauseAfter } from "./server.js";

/** @import { Memory, Outbox, Reply } from "./phone_types.d.ts" */

/**
 * @param {Memory} memory
 * @param {(slide: string) => void} changed called when something became of an answer
 * @param {(reply: Reply) => void} lost called where this device is in the class no more
 * @param {() => void} outrun called where another device saved something else
 * @returns {Outbox}
 */
export const openOutbox = (memory, changed, lost, outrun) => {
  let isBusy = false;
  let isStopped = false;
  let failed = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Send one answer; return whether the next may follow at once. */
  const send = async (/** @type {string} */ slide) => {
    const sent = memory.get("out", slide);
    if (!sent) return true;
    const { press, rev, answer } = sent;
    const reply = await ask(`answers/${slide}`, "PUT", { press, rev, answer });
    const { status, told, wait } = reply;
    const now = memory.get("out", slide);
    // Changed while it was under way: what was sent is history, and the newer answer goes next.
    const isNewest = now?.press === press;
    if (status === 200 && (told.outcome === "stored" || told.outcome === "duplicate")) {
      failed = 0;
      const had = memory.get("saved", slide)?.rev ?? 0;
      if (told.rev >= had) {
        memory.put("saved", slide, { rev: told.rev, at: new Date().toISOString(), answer, verdict: told.verdict });
      }
      if (isNewest) memory.drop("out", slide);
      if (told.rev > rev) outrun();
    } else if (status === 409) {
      // What this press was made for is not what is there under it, or another device was first: as a press of its own it
      // is taken, and with the old one it could be refused for ever.
      if (now) memory.put("out", slide, { ...now, press: makeId(), rev: Math.max(now.rev, told.rev + 1) });
    } else if (status === 423 || (status === 404 && told.trouble !== "no-class")) {
      if (now) memory.put("out", slide, { ...now, held: told.outcome === "paused" ? "paused" : "closed" });
    } else if (status === 401 || status === 410 || status === 404) {
      lost(reply);
      return false;
    } else if (status === 413 || status === 422) {
      // It would be refused again: back into the box, with the reason beside it.
      if (isNewest) {
        memory.drop("out", slide);
        if (!memory.get("draft", slide)) memory.put("draft", slide, answer);
        memory.put("refused", slide, String(told.says ?? ""));
      }
    } else {
      failed += 1;
      changed(slide);
      clearTimeout(timer);
      timer = setTimeout(pump, pauseAfter(failed, wait));
      return false;
    }
    changed(slide);
    return true;
  };

  const next = () => memory.all("out").find(([, waiting]) => !waiting.held)?.[0];

  const pump = async () => {
    if (isBusy || isStopped) return;
    isBusy = true;
    clearTimeout(timer);
    try {
      for (let slide = next(); slide && !isStopped; slide = next()) if (!(await send(slide))) break;
    } finally {
      isBusy = false;
    }
  };

  return {
    press(slide, answer) {
      const waiting = memory.get("out", slide);
      const saved = memory.get("saved", slide);
      memory.drop("refused", slide);
      if (waiting ? !isSame(waiting.answer, answer) : !isSame(saved?.answer, answer)) {
        const rev = Math.max(waiting?.rev ?? 0, saved?.rev ?? 0) + 1;
        memory.put("out", slide, { press: makeId(), rev, answer });
      } else if (waiting?.held) {
        memory.put("out", slide, { ...waiting, held: undefined });
      }
      memory.drop("draft", slide);
      changed(slide);
      pump();
    },
    pump() {
      failed = 0;
      pump();
    },
    release(state) {
      const open = new Set(state.slides.flatMap((entry) => (entry.state === "open" ? [entry.id] : [])));
      if (state.paused || state.ended) return;
      for (const [slide, waiting] of memory.all("out")) {
        if (waiting.held && open.has(slide)) memory.put("out", slide, { ...waiting, held: undefined });
      }
      if (next()) pump();
    },
    isFailing: () => failed > 0,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};
