/*
 * What this browser remembers of a page: the last place of work, which parts were opened. It lies beside the learner's
 * record as long as the browser lasts; before there is a record, only for this tab, because the next learner at this
 * computer begins anew.
 */

/** @import { NotebookPanel } from './jupyterlab.d.ts' */

/** @type {(record: string) => Storage} */
const chooseStorage = record => (record ? localStorage : sessionStorage);

/* The key of something that belongs to one page of one learner; `what` is "course-place" and the like. */
/** @type {(what: string, panel: NotebookPanel, record: string) => string} */
export const nameKey = (what, panel, record) => {
  const course = panel.context.model.getMetadata('course');
  return `${what}:${record}:${course?.kind}:${course?.stem}`;
};

/* What was kept under `key` for the learner with `record`; null where nothing was, or where a window keeps nothing. */
/** @type {(record: string, key: string) => string | null} */
export const recall = (record, key) => {
  try { return chooseStorage(record).getItem(key); } catch { return null; }
};

/** @type {(record: string, key: string, text: string) => void} */
export const remember = (record, key, text) => {
  try { chooseStorage(record).setItem(key, text); } catch { /* a private window keeps nothing */ }
};
