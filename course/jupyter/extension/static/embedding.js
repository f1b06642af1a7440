/*
 * A lesson inside another page of the same site: the page of the browser-only edition, which can be read before anything
 * here is alive. That page is told which cells are alive, takes the learner to the place where they read, and is asked to
 * open other lessons. Alone in its window, a lesson does none of this.
 */

import { unfold } from './folding.js';
import { findFirstSeen, findScroller, isEmbedded } from './reading.js';
import { isDrawn, readWidgets } from './running.js';

/** @import { NotebookPanel } from './jupyterlab.d.ts' */

const TELL_MS = 150;
const HOLD_MS = 3000;
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'];

const tell = (/** @type {object} */ message) => window.parent.postMessage(message, location.origin);

/* Tells which cells are alive, whenever one more is. */
/** @type {(panel: NotebookPanel) => void} */
const tellAlive = panel => {
  let told = '';
  let timer = 0;
  const look = () => {
    timer = 0;
    if (panel.isDisposed) return;
    // A file holds no widget: where there is one, Python has made it.
    const alive = panel.content.widgets.filter(cell => readWidgets(cell) && isDrawn(cell)).map(cell => cell.model.id);
    const state = document.body.dataset.courseOpening ?? '';
    const message = { course: 'living', alive, state, done: state === 'done' };
    const text = JSON.stringify(message);
    if (text !== told) tell(message);
    told = text;
  };
  const soon = () => { timer ||= window.setTimeout(look, TELL_MS); };
  const watch = new MutationObserver(soon);
  watch.observe(panel.content.node, { childList: true, subtree: true });
  watch.observe(document.body, { attributes: true, attributeFilter: ['data-course-opening'] });
  look();
};

/* Goes to a place in the lesson and holds it while what stands above still grows, never against the learner's hand. */
/** @type {(panel: NotebookPanel, id: string, inside: number) => void} */
const show = (panel, id, inside) => {
  // The page's own way back to the last place ends as if the learner had taken the wheel.
  panel.node.dispatchEvent(new Event('wheel'));
  panel.content.widgets.filter(cell => cell.model.id === id).forEach(unfold);
  const scroller = findScroller(panel);
  const end = Date.now() + HOLD_MS;
  let hand = false;
  const touched = () => { hand = true; };
  SIGNS.forEach(sign => panel.node.addEventListener(sign, touched, { capture: true, passive: true, once: true }));
  const hold = () => {
    const cell = panel.content.widgets.find(candidate => candidate.model.id === id);
    if (hand || !cell || panel.isDisposed || Date.now() > end) return;
    const away = cell.node.getBoundingClientRect().top - scroller.getBoundingClientRect().top + inside;
    if (Math.abs(away) > 2) scroller.scrollTop += away;
    requestAnimationFrame(hold);
  };
  hold();
};

/* The path of a notebook to which a link leads, "" for any other link. */
/** @type {(link: Element) => string} */
const readPath = link => {
  const { commandlinkerArgs } = /** @type {HTMLElement} */ (link).dataset;
  const path = commandlinkerArgs ? String(JSON.parse(commandlinkerArgs).path ?? '') : link.getAttribute('href') ?? '';
  const found = /(?:^|\/)((?:notebooks|exercises)\/(?:[a-z]{2,3}\/)?[\w-]+\.ipynb)/.exec(decodeURIComponent(path));
  return found ? found[1] : '';
};

/* Joins the lesson to the page around it. */
/** @type {(panel: NotebookPanel) => void} */
export const embed = panel => {
  if (!isEmbedded()) return;
  window.addEventListener('message', ({ data, origin, source }) => {
    if (origin !== location.origin || source !== window.parent) return;
    if (data?.course === 'show') show(panel, String(data.cell), Number(data.inside) || 0);
    if (data?.course === 'print') document.dispatchEvent(new CustomEvent('course:print', { detail: { panel, answers: true } }));
    if (data?.course === 'where') {
      const cell = findFirstSeen(panel);
      const top = findScroller(panel).getBoundingClientRect().top;
      if (cell) tell({ course: 'place', cell: cell.model.id, inside: Math.round(top - cell.node.getBoundingClientRect().top) });
    }
  });
  panel.node.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const path = link ? readPath(link) : '';
    if (!path) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell({ course: 'open', path });
  }, true);
  tellAlive(panel);
};
