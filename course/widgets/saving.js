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
 * Earlier versions kept text under the place of the record, where another learner's record may lie by now. It is not
 * known whose text that is, so nobody gets it.
 */
const dropTextOfUnknownOwner = () => {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("course:") && !/^course:[0-9a-f]{32}:/.test(key)) localStorage.removeItem(key);
    }
  } catch {
    // A private window: nothing to do.
  }
};

/**
 * Open the place in this browser for what is typed at one place of the course: see `pocket` in setting.py.
 * @template Kept
 * @param {{ record: string, session: string, where: string }} spec
 * @param {string} [inside] which of several places within
 * @returns {Pocket<Kept>}
 */
export const openPocket = (spec, inside) => {
  dropTextOfUnknownOwner();
  const place = inside === undefined ? spec.where : `${spec.where}/${inside}`;
  const keys = [spec.record, spec.session].filter((owner) => owner).map((owner) => `course:${owner}:${place}`);
  return {
    put(kept) {
      try {
        for (const key of keys) localStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // As above.
      }
    },
    take() {
      try {
        return JSON.parse(keys.map((key) => localStorage.getItem(key)).find((kept) => kept !== null) ?? "null");
      } catch {
        return null;
      }
    },
    drop() {
      try {
        for (const key of keys) localStorage.removeItem(key);
      } catch {
        // As above.
      }
    },
  };
};
