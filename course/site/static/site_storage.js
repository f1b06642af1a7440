// Whether this browser will keep what is written: asked before anybody relies on it.

/** @import { Trouble } from "./types.d.ts" */

const FULL = 0.8;
const SMALL = 350e6; // bytes: less than this is given to private windows, or where the disk is nearly full

/** What stands against keeping, the worst first; null where the browser has promised to keep. */
/** @type {() => Promise<Trouble | null>} */
export const findTrouble = async () => {
  if (!globalThis.indexedDB || !navigator.storage?.estimate) return { key: "forget-nothing", percent: 0, always: true };
  try {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    const percent = quota ? Math.round((100 * usage) / quota) : 0;
    if (quota && usage / quota > FULL) return { key: "forget-full", percent, always: true };
    const isKept = await navigator.storage.persisted();
    if (!isKept && quota < SMALL) return { key: "forget-private", percent, always: true };
    return isKept ? null : { key: "forget-unkept", percent, always: false };
  } catch {
    return { key: "forget-nothing", percent: 0, always: true };
  }
};

/** Ask for a promise; browsers decide by themselves, or ask. */
export const askToKeep = async () => {
  try {
    return (await navigator.storage.persist()) === true;
  } catch {
    return false;
  }
};
