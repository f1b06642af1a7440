/*
 * Running a lesson writes outputs, counts and widget ids into the open notebook. None of it belongs into the file: the
 * answers are in the record, and a file that changes by being read cannot be updated. So a cell that still reads as it
 * did is saved as it was loaded; only what a learner wrote into a cell, and cells of their own, reach the disk.
 */

/** @import { NotebookPanel, StoredCell } from './jupyterlab.d.ts' */

const readSource = (/** @type {StoredCell} */ cell) => (Array.isArray(cell.source) ? cell.source.join('') : cell.source);

/* Keeps the file of `panel` as it was loaded, but for what the learner wrote into it. */
export const keepFile = (/** @type {NotebookPanel} */ panel) => {
  const model = panel.context.model;
  const plain = model.toJSON.bind(model);
  const loaded = structuredClone(plain());
  const byId = new Map(loaded.cells.map(cell => [cell.id, cell]));
  const asLoaded = (/** @type {StoredCell} */ cell) => {
    const before = byId.get(cell.id);
    if (!before || before.cell_type !== cell.cell_type) return cell;
    return readSource(before) === readSource(cell) ? before : { ...before, source: cell.source };
  };
  model.toJSON = () => {
    const now = plain();
    return { ...now, metadata: loaded.metadata, cells: now.cells.map(asLoaded) };
  };
  // Otherwise whoever closes a lesson that ran is asked whether to save it, and has nothing to save.
  const isUntouched = () => {
    const cells = plain().cells;
    return cells.length === loaded.cells.length && cells.every(cell => byId.has(cell.id) && asLoaded(cell) === byId.get(cell.id));
  };
  model.stateChanged.connect((_, change) => {
    if (change.name === 'dirty' && change.newValue && isUntouched()) model.dirty = false;
  });
};
