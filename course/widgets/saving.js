// How nothing that is typed gets lost: it lies in the browser until the record has it, and goes there by itself.

/** @import { Autosave, Pocket, PocketSpec } from "./types.d.ts" */

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
 * @param {PocketSpec} spec
 * @param {string} [inside] which of several places within
 * @returns {Pocket<Kept>}
 */
export const openPocket = (spec, inside) => {
  dropTextOfUnknownOwner();
  const place = inside === undefined ? spec.where : `${spec.where}/${inside}`;
  /**
   * What this page has put there or taken: what another page put there since is not for this one to drop.
   * @type {string | null}
   */
  let own = null;
  const keys = [spec.record, spec.session].filter((owner) => owner).map((owner) => `course:${owner}:${place}`);
  return {
    put(kept) {
      own = JSON.stringify(kept);
      try {
        for (const key of keys) localStorage.setItem(key, own);
      } catch {
        // As above.
      }
    },
    take() {
      try {
        own = keys.map((key) => localStorage.getItem(key)).find((kept) => kept !== null) ?? null;
        return JSON.parse(own ?? "null");
      } catch {
        return null;
      }
    },
    drop() {
      try {
        for (const key of keys) if (localStorage.getItem(key) === own) localStorage.removeItem(key);
      } catch {
        // As above.
      }
    },
  };
};
