/*
 * Terms and citations in the prose are links: [ripe](#term-ripeness), [Zartman 2000](#source-zartman-2000). On a page to
 * read, a citation is a small number, a term a quietly underlined word, and both open the entry that they name. The
 * entry is copied from the lesson's own cards, so it needs no kernel; without this extension they stay plain links.
 */

import { speakAs } from './speaking.js';

/** @import { NotebookPanel } from './jupyterlab.d.ts' */

const LINKS = '.jp-MarkdownOutput a:is([href^="#term-"], [href^="#source-"])';
const SOURCE = '#source-';
const CITED = /\]\(#(source-[^)\s]+)\)/g;
const MARGIN = 8;

const readTarget = (/** @type {Element} */ link) => (link.getAttribute('href') ?? '').slice(1);
const isSource = (/** @type {Element} */ link) => (link.getAttribute('href') ?? '').startsWith(SOURCE);

/* The numbers of the sources that the prose cites, in the order in which it comes to them. */
/** @type {(panel: NotebookPanel) => Map<string, number>} */
export const numberSources = panel => {
  const prose = panel.content.widgets.filter(cell => cell.model.type === 'markdown').map(cell => cell.model.sharedModel.getSource());
  const ids = new Set(prose.flatMap(text => [...text.matchAll(CITED)].map(([, id]) => id)));
  return new Map([...ids].map((id, place) => [id, place + 1]));
};

/* The entry of a term or source in the cards of the lesson; a page that is not trusted has its ids under another name. */
/** @type {(panel: NotebookPanel, id: string) => Element | null} */
export const findEntry = (panel, id) =>
  panel.content.node.querySelector(`.course :is([id="${CSS.escape(id)}"], [data-jupyter-id="${CSS.escape(id)}"])`);

/* What an entry says, without what folds it: the parts of a summary stand in the first line. */
/** @type {(entry: Element) => Node[]} */
export const copyEntry = entry => [...entry.childNodes].map(child => {
  const copy = child.cloneNode(true);
  if (!(copy instanceof Element) || copy.localName !== 'summary') return copy;
  const line = document.createElement('p');
  line.className = 'course-entry-name';
  line.append(...copy.childNodes);
  return line;
});

/** @type {(panel: NotebookPanel) => void} */
const markLinks = panel => {
  const numbers = numberSources(panel);
  for (const link of panel.content.node.querySelectorAll(LINKS)) {
    const number = isSource(link) ? String(numbers.get(readTarget(link)) ?? '') : '';
    if (link.classList.contains('course-link') && (!number || link.textContent === number)) continue;
    if (number) {
      if (!link.hasAttribute('aria-label')) link.setAttribute('aria-label', link.textContent ?? '');
      link.textContent = number;
    }
    link.classList.add('course-link', isSource(link) ? 'course-cited' : 'course-term');
    link.setAttribute('role', 'button');
    link.setAttribute('aria-haspopup', 'dialog');
    /** @type {HTMLElement} */ (link).dataset.lmSuppressShortcuts = 'true';
  }
};

/* Puts the box below its link, or above it where there is no room, and inside the window in any case. */
/** @type {(box: HTMLElement, link: Element) => void} */
const placeBox = (box, link) => {
  const word = link.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = word.bottom + MARGIN / 2;
  const top = below + height + MARGIN <= innerHeight ? below : Math.max(MARGIN, word.top - height - MARGIN / 2);
  const start = Math.min(Math.max(MARGIN, word.left + word.width / 2 - width / 2), innerWidth - width - MARGIN);
  box.style.insetBlockStart = `${top}px`;
  // The window is measured from its left, in whatever direction its text runs.
  box.style.left = `${start}px`;
};

/** @type {{ box: HTMLElement, link: HTMLElement, leave: () => void } | null} */
let open = null;

/** @type {(returns: boolean) => void} */
const close = returns => {
  if (!open) return;
  const { box, link, leave } = open;
  open = null;
  leave();
  box.remove();
  link.removeAttribute('aria-expanded');
  if (returns && link.isConnected) link.focus();
};

/** @type {(panel: NotebookPanel, link: HTMLElement, entry: Element) => void} */
const show = (panel, link, entry) => {
  close(false);
  const box = document.createElement('div');
  box.className = 'course course-popover';
  box.tabIndex = -1;
  box.dataset.lmSuppressShortcuts = 'true';
  speakAs(box, panel);
  box.setAttribute('role', 'dialog');
  box.setAttribute('aria-label', link.getAttribute('aria-label') ?? link.textContent ?? '');
  const inside = document.createElement('div');
  inside.append(...copyEntry(entry));
  const shut = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' });
  const name = panel.node.dataset.courseClose;
  if (name) shut.setAttribute('aria-label', name);
  shut.addEventListener('click', () => close(true));
  box.append(inside, shut);
  document.body.append(box);
  link.setAttribute('aria-expanded', 'true');

  const keep = () => {
    const { bottom, top } = link.getBoundingClientRect();
    const page = panel.content.node.getBoundingClientRect();
    if (!link.isConnected || bottom < page.top || top > page.bottom) close(false);
    else placeBox(box, link);
  };
  const pressed = (/** @type {Event} */ event) => {
    const goal = /** @type {Node} */ (event.target);
    if (!box.contains(goal) && !link.contains(goal)) close(false);
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopImmediatePropagation();
      close(true);
    } else if (event.key === 'Tab' && box.contains(document.activeElement)) {
      const stops = [.../** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll('a[href], button'))];
      const last = event.shiftKey ? stops[0] : stops[stops.length - 1];
      if (document.activeElement !== last && document.activeElement !== box) return;
      event.preventDefault();
      (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
    }
  };
  document.addEventListener('scroll', keep, { capture: true, passive: true });
  addEventListener('resize', keep);
  document.addEventListener('pointerdown', pressed, true);
  document.addEventListener('keydown', keys, true);
  open = {
    box,
    link,
    leave: () => {
      document.removeEventListener('scroll', keep, true);
      removeEventListener('resize', keep);
      document.removeEventListener('pointerdown', pressed, true);
      document.removeEventListener('keydown', keys, true);
    },
  };
  placeBox(box, link);
  box.focus({ preventScroll: true });
};

/* Lets every term and citation of `panel` open its entry. */
export const openEntries = (/** @type {NotebookPanel} */ panel) => {
  const notebook = panel.content.node;
  panel.node.addEventListener('course:progress', event => {
    panel.node.dataset.courseClose = event.detail.words.close;
    panel.node.dataset.courseNotes = event.detail.words.notes;
  });
  const press = (/** @type {MouseEvent | KeyboardEvent} */ event) => {
    const link = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(LINKS)) : null;
    const entry = link && findEntry(panel, readTarget(link));
    if (!link || !entry) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (open?.link === link) close(true);
    else show(panel, link, entry);
  };
  notebook.addEventListener('click', press, true);
  // What has the role of a button is pressed by either key. It is a stop of the Tab key as a link is.
  notebook.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === ' ') press(event); }, true);
  let isAsked = false;
  const ask = () => {
    if (!isAsked) requestAnimationFrame(() => { isAsked = false; markLinks(panel); });
    isAsked = true;
  };
  new MutationObserver(ask).observe(notebook, { childList: true, subtree: true });
  ask();
};
