/*
 * What is wider than the window scrolls inside its own box: a table, a chart. Such a box is a stop of the Tab key, so
 * that arrow keys move it, and it carries a name. Which boxes scroll depends on the window, so no stored face says it.
 */

/** @import { NotebookPanel } from './jupyterlab.d.ts' */

const BOXES = '.course-scroll, .course-log, .course-folder > div, .jp-OutputArea-output, .jp-MarkdownOutput';
const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
const NAMES = 'caption, .role-title-text text, h1, h2, h3, h4';
const STILL_MS = 400;

/** @type {(box: Element) => boolean} */
const overflows = box => {
  const { overflowX, overflowY } = getComputedStyle(box);
  const scrolls = (/** @type {string} */ overflow) => overflow === 'auto' || overflow === 'scroll';
  return (scrolls(overflowX) && box.scrollWidth > box.clientWidth + 1) || (scrolls(overflowY) && box.scrollHeight > box.clientHeight + 1);
};

/** Arrow keys move the box, and are no shortcuts of JupyterLab's meanwhile.
 * @param {KeyboardEvent} event */
const keepArrows = event => {
  if (event.target === event.currentTarget && event.key !== 'Tab' && event.key !== 'Escape') event.stopPropagation();
};

/** @type {(box: HTMLElement) => void} */
const fitBox = box => {
  // From a stop inside it, arrow keys move the box as well.
  const needsStop = overflows(box) && !box.querySelector(STOPS);
  if (needsStop === Boolean(box.dataset.courseStop)) return;
  if (needsStop) {
    const name = box.querySelector(NAMES)?.textContent?.trim();
    box.dataset.courseStop = box.dataset.lmSuppressShortcuts = 'true';
    box.tabIndex = 0;
    if (name) {
      box.setAttribute('role', 'group');
      box.setAttribute('aria-label', name);
    }
    box.addEventListener('keydown', keepArrows);
  } else {
    for (const attribute of ['tabindex', 'role', 'aria-label', 'data-course-stop', 'data-lm-suppress-shortcuts']) box.removeAttribute(attribute);
    box.removeEventListener('keydown', keepArrows);
  }
};

/* Keeps every box of `panel` that scrolls within reach of the keyboard, whatever is drawn and however wide the window is. */
export const reachBoxes = (/** @type {NotebookPanel} */ panel) => {
  const notebook = panel.content.node;
  /** @type {WeakSet<Element>} */
  const watched = new WeakSet();
  let isAsked = false;
  const fit = () => {
    isAsked = false;
    for (const box of /** @type {NodeListOf<HTMLElement>} */ (notebook.querySelectorAll(BOXES))) {
      for (const part of [box, ...box.children]) {
        // Watching what is watched already would report its size anew, and so ask for ever.
        if (!watched.has(part)) sizes.observe(part);
        watched.add(part);
      }
      fitBox(box);
    }
  };
  // Once more when all is still: while a theme changes, what is measured may be neither the old page nor the new one.
  let timer = 0;
  const ask = () => {
    clearTimeout(timer);
    timer = setTimeout(fit, STILL_MS);
    if (!isAsked) requestAnimationFrame(fit);
    isAsked = true;
  };
  const sizes = new ResizeObserver(ask);
  new MutationObserver(ask).observe(notebook, { childList: true, subtree: true });
  ask();
};
