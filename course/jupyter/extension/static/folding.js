/*
 * What a lesson has for those with more time stands folded behind a button. Which cells these are says the tag "more",
 * which settling writes from the lesson's content file; without this extension everything is simply shown. What stands
 * on the button comes with "course:progress" from the lesson; until then it is the block's own title.
 *
 * A folded cell is still in the page: it is run, the browser's search opens it, and so does a link into it.
 */

import { nameKey, recall, remember } from './remembering.js';

/** @import { Cell, NotebookPanel } from './jupyterlab.d.ts' */
/**
 * @typedef {{
 *   title: string, cells: Cell[], head: HTMLElement, button: HTMLButtonElement, isOpen: boolean, isSaved: boolean,
 * }} Fold
 */

const TAG = 'more';
const HEADING = /^## +(.+)/;
const TYPED = '.course textarea, .course-form input[type="text"], .course-ask select';
const CHOSEN = '.course-form input:is([type="radio"], [type="checkbox"])';
const STILL_MS = 400;
/* Where a browser finds nothing inside what is hidden, plain hiding is all there is. */
const HIDDEN = 'onbeforematch' in document.documentElement ? 'until-found' : '';

/** @type {WeakMap<Cell, Fold>} */
const foldOf = new WeakMap();

/* Nothing that a press on a part of ours says is meant for the notebook around it. */
/** @type {(node: HTMLElement) => void} */
const keepToItself = node => {
  node.dataset.lmSuppressShortcuts = 'true';
  for (const kind of ['mousedown', 'dblclick']) node.addEventListener(kind, event => event.stopPropagation());
};

/** @type {(title: string, press: () => void) => Pick<Fold, 'head' | 'button'>} */
const makeHead = (title, press) => {
  const head = document.createElement('div');
  head.className = 'course-more';
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: title });
  button.addEventListener('click', press);
  keepToItself(head);
  head.append(button);
  return { head, button };
};

/** @type {(fold: Fold) => void} */
const draw = ({ cells: [first, ...others], head, button, isOpen }) => {
  button.setAttribute('aria-expanded', String(isOpen));
  // JupyterLab puts the parts of a cell into it when it comes to it, and behind what is there already.
  if (first.node.firstElementChild !== head) first.node.prepend(head);
  const parts = /** @type {HTMLElement[]} */ ([...first.node.children].slice(1));
  for (const part of [...parts, ...others.map(cell => cell.node)]) {
    if (isOpen) part.removeAttribute('hidden');
    else if (part.getAttribute('hidden') !== HIDDEN) part.setAttribute('hidden', HIDDEN);
  }
  first.node.classList.toggle('course-folded', !isOpen);
};

/* Whether something is written or chosen in a fold, sent or not; what is saved says the lesson. */
/** @type {(fold: Fold) => boolean} */
const hasWork = fold => fold.isSaved || fold.cells.some(({ node }) =>
  [.../** @type {NodeListOf<HTMLInputElement>} */ (node.querySelectorAll(TYPED))].some(field => field.value.trim())
  || [.../** @type {NodeListOf<HTMLInputElement>} */ (node.querySelectorAll(CHOSEN))].some(field => field.checked));

/* Whether `cell` is left out on paper: it is folded, and holds nothing of the learner's. */
export const isLeftOut = (/** @type {Cell} */ cell) => {
  const fold = foldOf.get(cell);
  return Boolean(fold && !fold.isOpen && !hasWork(fold));
};

/* Opens the fold in which `cell` lies behind the button, so that one can go there. */
export const unfold = (/** @type {Cell} */ cell) => {
  const fold = foldOf.get(cell);
  if (fold && !fold.isOpen && cell !== fold.cells[0]) fold.button.click();
};

/** @type {(panel: NotebookPanel, press: (fold: Fold) => void) => Fold[]} */
const findFolds = (panel, press) => {
  /** @type {Fold[]} */
  const folds = [];
  /** @type {Fold | null} */
  let fold = null;
  for (const cell of panel.content.widgets) {
    const heading = cell.model.type === 'markdown' ? HEADING.exec(cell.model.sharedModel.getSource()) : null;
    if (!cell.model.getMetadata('tags')?.includes(TAG)) {
      fold = null;
      continue;
    }
    if (!fold || heading) {
      const title = heading ? heading[1].trim() : '';
      /** @type {Fold} */
      const begun = { title, cells: [], ...makeHead(title, () => press(begun)), isOpen: false, isSaved: false };
      folds.push(fold = begun);
    }
    fold.cells.push(cell);
    foldOf.set(cell, fold);
  }
  return folds;
};

/* The switch at the lesson's head by which everything is opened, and stays so. */
/** @type {(flip: (isOn: boolean) => void) => { row: HTMLElement, box: HTMLInputElement, label: HTMLElement }} */
const makeSwitch = flip => {
  const box = Object.assign(document.createElement('input'), { type: 'checkbox' });
  box.setAttribute('role', 'switch');
  box.addEventListener('change', () => flip(box.checked));
  const label = document.createElement('span');
  const row = document.createElement('label');
  row.className = 'course-everything';
  row.append(box, label);
  keepToItself(row);
  return { row, box, label };
};

/* Folds what is more in `panel`, and keeps it folded or open as the learner wants it. */
export const foldMore = (/** @type {NotebookPanel} */ panel) => {
  const notebook = panel.content.node;
  let isEverything = false;
  /** @type {string | undefined} */
  let record;
  /** @type {Element | null} */
  let lesson = null;
  let told = '[]';

  const opened = () => folds.filter(fold => fold.isOpen).map(fold => fold.title);
  const nameEverything = () => `course-everything:${record}`;
  const nameOpened = () => nameKey('course-opened', panel, record ?? '');
  const tell = () => {
    const detail = { opened: opened() };
    if (!lesson || JSON.stringify(detail.opened) === told) return;
    told = JSON.stringify(detail.opened);
    lesson.dispatchEvent(new CustomEvent('course:opened', { detail }));
  };
  const keep = () => {
    if (record === undefined) return;
    remember(record, nameEverything(), isEverything ? 'on' : '');
    remember(record, nameOpened(), JSON.stringify(opened()));
  };
  /** @type {(fold: Fold, isOpen: boolean) => void} */
  const set = (fold, isOpen) => {
    fold.isOpen = isOpen;
    draw(fold);
    keep();
    tell();
  };
  const folds = findFolds(panel, fold => set(fold, !fold.isOpen));
  if (!folds.length) return;
  folds.forEach(draw);

  const flip = (/** @type {boolean} */ isOn) => {
    isEverything = isOn;
    for (const fold of folds) {
      fold.isOpen = isOn || hasWork(fold);
      draw(fold);
    }
    keep();
    tell();
  };
  const { row, box, label } = makeSwitch(flip);

  /* What the learner wrote is never behind a button that they have not pressed. */
  const openWork = () => {
    for (const fold of folds) if (!fold.isOpen && !closed.has(fold) && hasWork(fold)) set(fold, true);
  };
  /** @type {Set<Fold>} */
  const closed = new Set();
  for (const fold of folds) fold.button.addEventListener('click', () => { if (!fold.isOpen) closed.add(fold); });

  /* How this learner left the page. A record that has just begun takes over what was opened before it. */
  const recallFolds = (/** @type {string} */ id) => {
    const isNew = record !== undefined;
    record = id;
    const list = recall(record, nameOpened());
    if (isNew && list === null) return keep();
    isEverything = recall(record, nameEverything()) === 'on';
    /** @type {unknown} */
    let titles = null;
    try { titles = JSON.parse(list ?? '[]'); } catch { /* not ours */ }
    for (const fold of folds) {
      fold.isOpen = isEverything || fold.isOpen || (Array.isArray(titles) && titles.includes(fold.title));
      draw(fold);
    }
  };

  panel.node.addEventListener('course:progress', event => {
    const { record: id, blocks, words } = event.detail;
    lesson = /** @type {Element} */ (event.target);
    if (record !== id) recallFolds(id);
    const told = new Map(blocks.map(block => [block.title, block]));
    for (const fold of folds) {
      const block = told.get(fold.title);
      fold.isSaved = Boolean(block?.work);
      fold.button.textContent = block?.label || fold.title;
    }
    box.checked = isEverything;
    label.textContent = words.everything;
    const head = lesson.closest('.jp-Cell');
    if (head && row.parentElement !== head) head.append(row);
    openWork();
    tell();
  });

  /* --- Ways into a fold: the browser's search, a link, JupyterLab's own table of contents and search --- */

  const openAround = (/** @type {Element} */ part) => {
    const fold = folds.find(candidate => candidate.cells.some(cell => cell.node.contains(part)));
    if (fold && !fold.isOpen) set(fold, true);
  };
  notebook.addEventListener('beforematch', event => openAround(/** @type {Element} */ (event.target)));
  panel.node.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const id = link && CSS.escape(decodeURIComponent(/** @type {string} */ (link.getAttribute('href')).slice(1)));
    const goal = id && notebook.querySelector(`[data-jupyter-id="${id}"], [id="${id}"]`);
    if (goal) openAround(goal);
  }, true);
  panel.content.activeCellChanged.connect((_, cell) => {
    if (cell && !document.activeElement?.closest('.course-more')) openAround(cell.node);
  });

  /* --- Cells are drawn one after the other, and what was typed last comes back when a widget is --- */

  let timer = 0;
  new MutationObserver(() => {
    for (const fold of folds) if (!fold.isOpen) draw(fold);
    clearTimeout(timer);
    timer = setTimeout(openWork, STILL_MS);
  }).observe(notebook, { childList: true, subtree: true });
};
