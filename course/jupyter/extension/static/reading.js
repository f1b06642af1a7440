/*
 * A lesson as a page to read. The lesson itself says what stands in the bar, by an event "course:progress" that bubbles
 * up from its head: {record, done, total, label, blocks, words}. No word for learners stands here.
 */

import { unfold } from './folding.js';
import { nameKey, recall, remember } from './remembering.js';
import { speakAs } from './speaking.js';

/** @import { Lab, NotebookPanel, Progress, Shell, Side } from './jupyterlab.d.ts' */

const NARROW = '(max-width: 899px)';
const PHONE = '(max-width: 599px)';
const BARS = ['jp-top-panel', 'jp-menu-panel', 'jp-bottom-panel'];
const PLACE = 'course-place';
const SETTLED_MS = 4000;
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'];

const isReadingPage = (/** @type {NotebookPanel | null} */ panel) =>
  Boolean(panel && panel.node && panel.node.classList.contains('course-reading'));

/* Whether the lesson stands inside a page of the browser-only edition, which has its own way to other lessons. */
export const isEmbedded = () => {
  try {
    return window.parent !== window && window.parent.document.body.classList.contains('site');
  } catch {
    return false; // a page of somebody else's
  }
};

/* --- Room: what stands beside and above a lesson gives way where the window is narrow --- */

const findPart = (/** @type {Shell} */ shell, /** @type {string} */ id) => [...(shell.layout || [])].find(part => part.id === id);

/** @type {(shell: Shell, shown: boolean) => void} */
const setSideTabs = (shell, shown) => {
  for (const side of /** @type {Side[]} */ (['left', 'right'])) {
    if (shell.isSideTabBarVisible?.(side) !== shown) shell.toggleSideTabBarVisibility?.(side);
  }
};

const makeRoom = (/** @type {Lab} */ { app, tracker }) => {
  const { shell } = app;
  if (!shell.collapseLeft) return; // Notebook 7 has no sidebars that take the room
  const reading = isReadingPage(tracker.currentWidget);
  const narrow = reading && (isEmbedded() || window.matchMedia(NARROW).matches);
  const phone = reading && (isEmbedded() || window.matchMedia(PHONE).matches);
  // One lesson, and no tabs: the page around it leads to the others.
  if (reading && isEmbedded() && shell.mode !== undefined) shell.mode = 'single-document';
  setSideTabs(shell, !narrow);
  for (const id of BARS) findPart(shell, id)?.setHidden(phone);
  if (narrow) {
    if (!shell.leftCollapsed) shell.collapseLeft();
    shell.collapseRight?.();
  }
};

/* --- The bar --- */

/** @type {(label: string, title: string, press: (event: MouseEvent) => void) => HTMLButtonElement} */
const makeButton = (label, title, press) => {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: label, title });
  made.setAttribute('aria-label', title);
  made.addEventListener('click', press);
  return made;
};

/** @type {(lab: Lab, panel: NotebookPanel, bar: HTMLElement, progress: Progress) => void} */
const drawBar = (lab, panel, bar, progress) => {
  const { app } = lab;
  const { words } = progress;
  const meter = Object.assign(document.createElement('progress'), { max: progress.total, value: progress.done });
  meter.setAttribute('aria-label', words.progress);
  const label = Object.assign(document.createElement('span'), { textContent: progress.label });
  const line = document.createElement('div');
  line.className = 'course-progress-told';
  line.append(...(progress.total ? [meter] : []), label);
  const showLessons = () => (app.shell.leftCollapsed ? app.shell.expandLeft?.() : app.shell.collapseLeft?.());
  const showTools = () => panel.toolbar.setHidden(!panel.toolbar.isHidden);
  const print = () => document.dispatchEvent(new CustomEvent('course:print', { detail: { panel, answers: true } }));
  bar.replaceChildren(
    ...(app.shell.expandLeft && !isEmbedded() ? [makeButton('☰', words.lessons, showLessons)] : []),
    line,
    makeButton('⎙', words.print, print),
    makeButton('⋯', words.tools, showTools),
  );
};

/* --- The last place of work --- */

/** @type {(panel: NotebookPanel) => Element} */
export const findScroller = panel => panel.content.node.querySelector('.jp-WindowedPanel-outer') || panel.content.node;

export const findFirstSeen = (/** @type {NotebookPanel} */ panel) => {
  const top = findScroller(panel).getBoundingClientRect().top;
  return panel.content.widgets.find(cell => cell.node.isConnected && cell.node.getBoundingClientRect().bottom > top + 48);
};

/**
 * Keep in mind where the learner is, and go there again; never against the learner's own hand. `readRecord` gives the
 * id of the record, which a first answer brings.
 * @type {(panel: NotebookPanel, readRecord: () => string) => void}
 */
const followPlace = (panel, readRecord) => {
  const scroller = findScroller(panel);
  let hand = false;
  const touched = () => { hand = true; };
  SIGNS.forEach(sign => panel.node.addEventListener(sign, touched, { capture: true, passive: true }));
  let timer = 0;
  scroller.addEventListener('scroll', () => {
    if (!hand) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const cell = findFirstSeen(panel);
      if (!cell) return;
      const inside = Math.round(scroller.getBoundingClientRect().top - cell.node.getBoundingClientRect().top);
      const kept = JSON.stringify({ cell: cell.model.id, inside });
      remember(readRecord(), nameKey(PLACE, panel, readRecord()), kept);
    }, 300);
  }, { passive: true });
  /** @type {{ cell: string, inside: number } | null} */
  let place = null;
  try { place = JSON.parse(recall(readRecord(), nameKey(PLACE, panel, readRecord())) ?? 'null'); } catch { /* not ours */ }
  if (!place || typeof place.cell !== 'string') return;
  const { cell: id, inside } = place;
  panel.content.widgets.filter(cell => cell.model.id === id).forEach(unfold);
  const goThere = () => {
    const cell = panel.content.widgets.find(candidate => candidate.model.id === id);
    if (!cell || !cell.node.isConnected) return;
    const away = cell.node.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    const wanted = -(Number(inside) || 0);
    if (Math.abs(away - wanted) > 2) scroller.scrollTop += away - wanted;
  };
  // Cells above grow until everything is drawn, so the place is held until it has been still for a while.
  let still = Date.now();
  const watch = new ResizeObserver(() => { still = Date.now(); });
  watch.observe(scroller.firstElementChild || scroller);
  const hold = () => {
    if (hand || panel.isDisposed || Date.now() - still > SETTLED_MS) { watch.disconnect(); return; }
    goThere();
    requestAnimationFrame(hold);
  };
  hold();
};

/* --- A page is opened --- */

/** @type {(lab: Lab, panel: NotebookPanel) => void} */
export const openPage = (lab, panel) => {
  panel.node.classList.add('course-reading');
  panel.toolbar.setHidden(true);
  const bar = document.createElement('div');
  bar.className = 'course-progress-bar';
  bar.setAttribute('role', 'group');
  speakAs(bar, panel);
  panel.contentHeader.addWidget(new lab.Widget({ node: bar }));
  /** @type {string | undefined} */
  let record;
  panel.node.addEventListener('course:progress', event => {
    drawBar(lab, panel, bar, event.detail);
    const isFirst = record === undefined;
    record = event.detail.record;
    if (isFirst) followPlace(panel, () => record ?? '');
  });
  makeRoom(lab);
};

export const begin = (/** @type {Lab} */ lab) => {
  const fit = () => makeRoom(lab);
  for (const query of [NARROW, PHONE]) window.matchMedia(query).addEventListener('change', fit);
  lab.tracker.currentChanged.connect(fit);
  lab.app.restored.then(fit);
  // JupyterLite shows its list of files beside what it opens. Before that there is nothing to make room for.
  const isShown = () => isReadingPage(lab.tracker.currentWidget) && lab.app.shell.leftCollapsed === false;
  if (isEmbedded()) lab.app.shell.layoutModified?.connect(() => { if (isShown()) fit(); });
};
