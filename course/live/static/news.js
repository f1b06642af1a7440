// Hears how the class stands: by server-sent events, by asking where these do not come through. A phone that slept has a
// dead line and is told nothing of it; so the line is made anew whenever the page comes back.

import { ask, pauseAfter } from "./server.js";

/** @import { ClassState, News, Reply } from "./phone_types.d.ts" */

const TRIES = 3;
const ASK_MS = 3000;
const LOOK_MS = 40_000;
const LINE_MS = 30_000;

/**
 * @param {(state: ClassState) => void} hear
 * @param {(isUp: boolean) => void} line called when the class answers, and when it does not
 * @param {(reply: Reply) => void} lost called where this device is in the class no more
 * @returns {News}
 */
export const openNews = (hear, line, lost) => {
  /** @type {EventSource | null} */
  let source = null;
  let failed = 0;
  let isStopped = false;
  let version = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let asking;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let opening;

  const tell = (/** @type {ClassState} */ state) => {
    version = state.version;
    line(true);
    hear(state);
  };

  /** Look by asking, once; return whether the class answered. */
  const look = async () => {
    const reply = await ask("state");
    if (isStopped) return false;
    if (reply.status === 200) {
      // The line said nothing of this: it is dead.
      if (source && version && reply.told.version > version) open();
      tell(/** @type {ClassState} */ (reply.told));
      return true;
    }
    if ([401, 404, 410].includes(reply.status)) lost(reply);
    else line(false);
    return false;
  };

  const lookAgain = (/** @type {number} */ pause) => {
    clearTimeout(asking);
    asking = setTimeout(async () => {
      await look();
      if (!isStopped) lookAgain(source?.readyState === 1 ? LOOK_MS : ASK_MS);
    }, pause * (0.8 + 0.4 * Math.random()));
  };

  const close = () => {
    source?.close();
    source = null;
    clearTimeout(opening);
  };

  const open = () => {
    close();
    if (isStopped || typeof EventSource === "undefined") return;
    source = new EventSource("news");
    source.addEventListener("open", () => {
      failed = 0;
      lookAgain(LOOK_MS);
    });
    source.addEventListener("class", (event) => tell(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      failed += 1;
      close();
      opening = setTimeout(open, failed < TRIES ? pauseAfter(failed) : LINE_MS * (0.8 + 0.4 * Math.random()));
      if (failed >= TRIES) lookAgain(failed === TRIES ? 0 : ASK_MS);
      else look();
    });
  };

  const renew = () => {
    if (isStopped) return;
    failed = 0;
    open();
    lookAgain(0);
  };
  renew();
  return {
    renew,
    stop() {
      isStopped = true;
      close();
      clearTimeout(asking);
    },
  };
};
