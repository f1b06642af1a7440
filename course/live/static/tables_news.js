// What the phone's page of a table and the teacher's page of all share: its data, and hearing what changed.

/** @import { TablesPage } from "./tables_types.d.ts" */

const LOOK_MS = 4000;

/** @returns {TablesPage} */
export const readPage = () => JSON.parse(document.getElementById("page")?.textContent ?? "{}");

/**
 * Call `look` with the version of each table whenever one changed, and without while the stream is down. The stream of
 * a phone is that of its table: what is returned begins it anew, for somebody who sits elsewhere now.
 * @param {string} address
 * @param {(versions: Record<string, number> | null) => void} look
 */
export const hear = (address, look) => {
  /** @type {EventSource | null} */
  let source = null;
  const open = () => {
    source?.close();
    source = new EventSource(address);
    source.addEventListener("tables", (event) => look(JSON.parse(event.data)));
  };
  open();
  setInterval(() => {
    if (source?.readyState === EventSource.OPEN) return;
    if (source?.readyState === EventSource.CLOSED) open();
    look(null);
  }, LOOK_MS);
  // A phone that was asleep may have missed something, and does not know it.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look(null);
  });
  return open;
};
