/*
 * The lesson on paper: Ctrl+P and the bar's button print what is read, not the interface around it. The rendered parts
 * are copied into a frame of their own, because JupyterLab's page is one window high; what was typed and chosen is
 * copied as text and marks. Nothing typed becomes markup: it goes through textContent. What is folded as more stays off
 * the paper unless the learner wrote in it; a citation is a number there, and its note stands at the end.
 */

import { copyEntry, findEntry, numberSources } from './citing.js';
import { isLeftOut } from './folding.js';
import { courseOf } from './running.js';
import { speakAs } from './speaking.js';

/** @import { Cell, Lab, NotebookPanel } from './jupyterlab.d.ts' */

/* Writes into the copy what the fields of the original hold; with `answers` false they are left empty. */
/** @type {(original: Element, copy: Element, answers: boolean) => void} */
const copyAnswers = (original, copy, answers) => {
  const find = (/** @type {Element} */ part) =>
    /** @type {(HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[]} */ ([
      ...part.querySelectorAll('input, textarea, select'),
    ]);
  const fields = find(original);
  const copies = find(copy);
  fields.forEach((field, place) => {
    const twin = copies[place];
    if (field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type)) {
      twin.toggleAttribute('checked', answers && field.checked);
      return;
    }
    const line = document.createElement('div');
    line.className = 'course-print-text';
    line.dir = 'auto';
    // The first entry of a list is its "choose …", which is no answer.
    const isList = field instanceof HTMLSelectElement;
    const chosen = isList && field.value ? field.selectedOptions[0].textContent : isList ? '' : field.value;
    line.textContent = answers ? chosen || '' : '';
    twin.replaceWith(line);
  });
};

/** @type {(cell: Cell, answers: boolean) => Element[]} */
const copyCell = (cell, answers) => {
  const parts = cell.node.querySelectorAll('.jp-MarkdownOutput, .jp-OutputArea-output');
  const code = cell.model.type === 'code' && !cell.model.getMetadata('jupyter')?.source_hidden;
  /** @type {Element[]} */
  const copies = [...parts].map(part => {
    const copy = /** @type {Element} */ (part.cloneNode(true));
    copyAnswers(part, copy, answers);
    copy.querySelectorAll('details').forEach(details => { details.open = true; });
    // A paragraph about a button says nothing on paper.
    copy.querySelectorAll('p:has(> button[data-commandlinker-command])').forEach(line => line.remove());
    copy.querySelectorAll('button').forEach(button => button.remove());
    return copy;
  });
  if (code) {
    const text = document.createElement('pre');
    text.textContent = cell.model.sharedModel.getSource();
    copies.unshift(text);
  }
  return copies;
};

/* Makes numbers of the citations in `copy`, and plain words of its terms; returns the ids of what is cited. */
/** @type {(copy: Element, numbers: Map<string, number>) => string[]} */
const copyCitations = (copy, numbers) => {
  /** @type {string[]} */
  const cited = [];
  for (const link of copy.querySelectorAll('a:is([href^="#source-"], [href^="#term-"])')) {
    const id = link.getAttribute('href')?.slice(1) ?? '';
    const number = numbers.get(id);
    if (number) {
      cited.push(id);
      link.replaceWith(Object.assign(document.createElement('sup'), { textContent: String(number) }));
    } else link.replaceWith(...link.childNodes);
  }
  return cited;
};

/* Takes out of `copy` what a look shows after a guess: on paper it stands at the end, where nobody sees it too early. */
/** @type {(copy: Element) => Element[]} */
const takeAnswersToLooks = copy =>
  [...copy.querySelectorAll('details.course-after')].map(answers => {
    const section = document.createElement('section');
    section.className = 'course course-look course-answers-to-looks';
    answers.querySelector('summary')?.remove();
    section.append(...answers.childNodes);
    answers.remove();
    return section;
  });

/* Takes out of the list of sources what stands among the notes: on paper each source is printed once. */
/** @type {(main: Element, cited: Set<string>) => void} */
const leaveOutNoted = (main, cited) => {
  const lists = new Set([...cited].flatMap(id => {
    const entries = [...main.querySelectorAll(
      `.course-sources li:is([id="${CSS.escape(id)}"], [data-jupyter-id="${CSS.escape(id)}"])`)];
    return entries.map(entry => {
      const list = entry.parentElement;
      entry.remove();
      return list;
    });
  }));
  for (const list of lists) {
    const details = list?.closest('details');
    const left = list?.childElementCount ?? 0;
    const title = details?.querySelector('summary');
    if (title) title.textContent = (title.textContent ?? '').replace(/\d+/, String(left));
    if (!left) details?.remove();
  }
};

/* The notes of what is cited on paper, with the numbers that the page on the screen has. */
/** @type {(panel: NotebookPanel, cited: Set<string>, numbers: Map<string, number>) => HTMLElement} */
const writeNotes = (panel, cited, numbers) => {
  const notes = document.createElement('section');
  notes.className = 'course course-notes';
  const list = document.createElement('ol');
  const inOrder = [...cited].sort((one, other) => (numbers.get(one) ?? 0) - (numbers.get(other) ?? 0));
  for (const id of inOrder) {
    const entry = findEntry(panel, id);
    if (!entry) continue;
    const note = Object.assign(document.createElement('li'), { value: numbers.get(id) });
    note.append(...copyEntry(entry));
    list.append(note);
  }
  const title = Object.assign(document.createElement('h2'), { textContent: panel.node.dataset.courseNotes ?? '' });
  notes.append(...(title.textContent ? [title] : []), list);
  return notes;
};

/**
 * The ink of paper in the browser's own words: the sheets that are copied may be those of the dark theme.
 * @type {Record<string, string[]>}
 */
const INK = {
  CanvasText: ['ui-font-color0', 'ui-font-color1', 'ui-font-color2', 'ui-font-color3', 'content-font-color0',
    'content-font-color1', 'content-font-color2', 'content-font-color3'],
  LinkText: ['content-link-color'],
  Canvas: ['layout-color0', 'layout-color1', 'layout-color2', 'rendermime-table-row-background'],
  GrayText: ['layout-color3', 'border-color0', 'border-color1', 'border-color2', 'border-color3'],
};
const LIGHT = Object.entries(INK)
  .flatMap(([color, names]) => names.map(name => `--jp-${name}: ${color} !important;`))
  .join(' ');

const PAGE = `
  :root, body { color-scheme: light; ${LIGHT} }
  @page { margin: 16mm 15mm; }
  html, body, main { display: block !important; position: static !important; overflow: visible !important; height: auto !important; }
  body { background: Canvas !important; color: CanvasText; margin: 0 !important; }
  main { max-width: 46rem; margin: 0 auto !important; }
  main > * { display: block !important; position: static !important; width: auto !important; }
  .course-print-text { white-space: pre-wrap; min-height: 1.6em; border-bottom: 1px dotted; margin: 2px 0 6px; }
  .course, .jp-RenderedHTMLCommon { break-inside: auto; max-inline-size: none; }
  h1, h2, h3, legend, summary { break-after: avoid; } .course-form, .course-piece { break-inside: avoid; } li, tr, label, figure, svg { break-inside: avoid; }
  .course-status, .course-arrows { display: none; }
  .course-after-title { display: block !important; }
  pre { white-space: pre-wrap; }
`;

/* Prints the notebook in `panel`; with `answers` false the boxes are empty, for a class to write in. */
/** @type {(panel: NotebookPanel, answers: boolean) => Promise<void>} */
export const printPage = async (panel, answers) => {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.style.cssText = 'position: fixed; inset-inline-start: -10000px; inline-size: 46rem; block-size: 10px; border: 0';
  document.body.append(frame);
  const page = /** @type {Document} */ (frame.contentDocument);
  const view = /** @type {Window} */ (frame.contentWindow);
  page.documentElement.lang = document.documentElement.lang;
  speakAs(page.documentElement, panel);
  page.title = panel.title.label.replace(/\.ipynb$/, '');
  document.querySelectorAll('link[rel="stylesheet"], style').forEach(sheet => page.head.append(page.importNode(sheet, true)));
  // Paper is white, whatever theme the screen has.
  const theme = document.createElement('style');
  theme.textContent = PAGE;
  page.head.append(theme);
  page.body.dataset.jpThemeLight = 'true';
  const main = page.createElement('main');
  /** @type {Element[]} */
  const answersToLooks = [];
  const numbers = numberSources(panel);
  /** @type {Set<string>} */
  const cited = new Set();
  for (const cell of panel.content.widgets.filter(candidate => !isLeftOut(candidate))) {
    const copies = copyCell(cell, answers);
    for (const id of copies.flatMap(copy => copyCitations(copy, numbers))) cited.add(id);
    answersToLooks.push(...copies.flatMap(takeAnswersToLooks));
    main.append(...copies);
  }
  if (answersToLooks.length) main.append(page.createElement('hr'), ...answersToLooks);
  leaveOutNoted(main, cited);
  if (cited.size) main.append(writeNotes(panel, cited, numbers));
  page.body.append(main);
  await new Promise(resolve => setTimeout(resolve, 400));
  document.dispatchEvent(new CustomEvent('course:printed', { detail: { page } }));
  view.addEventListener('afterprint', () => frame.remove());
  view.print();
  setTimeout(() => frame.remove(), 60000);
};

export const begin = (/** @type {Lab} */ { tracker, app }) => {
  document.addEventListener('course:print', event => printPage(event.detail.panel, event.detail.answers));
  document.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'p') return;
    const panel = tracker.currentWidget;
    if (!panel || app.shell.currentWidget !== panel || !courseOf(panel)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    printPage(panel, true);
  }, true);
};
