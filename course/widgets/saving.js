// How nothing that is typed gets lost: it lies in the browser until the record has it, and goes there by itself.

/** @import { Autosave, Pocket } from "./types.d.ts" */

const PAUSE_MS = 900;

/**
 * Save a moment after the last key.
 * @param {() => void} save
 * @returns {Autosave}
 */
export const delaySaving = (save) => {
  /** @type {number | null} */
  let timer = null;
  const forget = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const saveNow = () => {
    forget();
    save();
  };
  return {
    delay(pauseMs = PAUSE_MS) {
      forget();
      timer = setTimeout(saveNow, pauseMs);
    },
    isWaiting: () => timer !== null,
    flush() {
      if (timer !== null) saveNow();
    },
    saveNow,
    forget,
  };
};

/**
 * Open the place in this browser for what is typed at one place of the course.
 * @template Kept
 * @param {{ record: string, where: string }} spec
 * @param {string} [inside] which of several places within
 * @returns {Pocket<Kept>}
 */
export const openPocket = (spec, inside) => {
  const key = `course:${spec.record}:${spec.where}${inside === undefined ? "" : `/${inside}`}`;
  return {
    put(kept) {
      try {
        localStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // A private window: nothing to do.
      }
    },
    take() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "null");
      } catch {
        return null;
      }
    },
    drop() {
      try {
        localStorage.removeItem(key);
      } catch {
        // As above.
      }
    },
  };
};
