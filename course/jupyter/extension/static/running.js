/*
 * Runs a lesson. JupyterLab's own Run All scrolls to the last cell when it ends, is lost when it comes before the
 * kernel is connected, and asks two questions about trust when it stands on a button. So the cells are run here, one
 * after the other in the kernel's queue, and the page stays where it is.
 *
 * document.body.dataset.courseOpening tells tests how far the opening came: waiting, running, done.
 */

/** @import { Cell, Course, Lab, NotebookPanel } from './jupyterlab.d.ts' */

const RUN_ALL = 'notebook:run-all-cells';
export const BUTTON = `button[data-commandlinker-command="${RUN_ALL}"]`;
const PATIENCE_MS = 120000;
const DRAWING_MS = 15000;
const WIDGET = 'application/vnd.jupyter.widget-view+json';

export const pause = (/** @type {number} */ milliseconds) => new Promise(resolve => setTimeout(resolve, milliseconds));

/* What the notebook says about itself: {"autorun": true, "kind": "lesson", "stem": …}, null for any other notebook. */
/** @type {(panel: NotebookPanel) => Course | null} */
export const courseOf = panel => (panel.content.model && panel.content.model.getMetadata('course')) || null;

const say = (/** @type {NotebookPanel} */ panel, /** @type {string} */ state) => {
  document.body.dataset.courseOpening = state;
  panel.node.dataset.courseOpening = state;
};

const isReady = (/** @type {NotebookPanel} */ panel) => {
  const { sessionContext, content } = panel;
  if (!sessionContext.isReady || !content.model) return false;
  const kernel = sessionContext.session && sessionContext.session.kernel;
  // The page says "idle" before there is a kernel at all, so the connection is asked as well.
  return kernel != null && kernel.connectionStatus === 'connected' && kernel.status === 'idle'
    && content.widgets.length === content.model.cells.length;
};

const becomesReady = async (/** @type {NotebookPanel} */ panel) => {
  const end = Date.now() + PATIENCE_MS;
  while (!panel.isDisposed && Date.now() < end) {
    if (isReady(panel)) return true;
    await pause(50);
  }
  return false;
};

const isTrusted = (/** @type {NotebookPanel} */ panel) =>
  panel.content.widgets.filter(cell => cell.model.type === 'code').every(cell => cell.model.trusted);

/** @type {WeakSet<NotebookPanel>} */
const running = new WeakSet();

/* How many widgets of ours a cell has to show. */
/** @type {(cell: Cell) => number} */
export const readWidgets = ({ model: { outputs } }) => {
  const data = Array.from({ length: outputs?.length ?? 0 }, (_, place) => outputs?.get(place).data ?? {});
  return data.filter(bundle => WIDGET in bundle && String(bundle['text/html']).includes('class="course')).length;
};

/* Whether every widget of ours in a cell is there: one of which the page knows nothing leaves its output empty. */
/** @type {(cell: Cell) => boolean} */
export const isDrawn = cell =>
  cell.node.querySelectorAll('.jp-OutputArea-output .course').length >= readWidgets(cell);

const becomesDrawn = async (/** @type {NotebookPanel} */ panel) => {
  const end = Date.now() + DRAWING_MS;
  while (!panel.isDisposed && !panel.content.widgets.every(isDrawn) && Date.now() < end) await pause(250);
  return panel.isDisposed || panel.content.widgets.every(isDrawn);
};

/* Runs a lesson; where it does not come to be seen, runs it once more; and where that does not help, offers to start it. */
/** @type {(lab: Lab, panel: NotebookPanel) => Promise<void>} */
const run = async (lab, panel) => {
  for (const _ of [1, 2]) {
    await runCells(lab, panel);
    if (await becomesDrawn(panel)) return;
  }
  delete panel.node.dataset.courseOpening;
};

/* Runs every cell of the lesson that is open in `panel`, once at a time. */
/** @type {(lab: Lab, panel: NotebookPanel) => Promise<void>} */
const runCells = async ({ CodeCell }, panel) => {
  if (running.has(panel)) return;
  running.add(panel);
  say(panel, 'running');
  try {
    const { content, sessionContext } = panel;
    const cells = content.widgets.filter(cell => cell.model.type === 'code');
    // A learner's own mistake in a gray cell must not keep the cells below it from running.
    const quietly = (/** @type {Cell} */ cell) => CodeCell.execute(cell, sessionContext, { deletedCells: [], 'allow-errors': true })
      .catch(error => console.warn('course-opening', error));
    await Promise.all(cells.map(quietly));
  } finally {
    running.delete(panel);
  }
  if (panel.isDisposed) return;
  say(panel, 'done');
  // A new kernel knows nothing of the lesson: the way to start it must be there again.
  const forget = (/** @type {object} */ _, /** @type {string} */ status) => {
    if (!['restarting', 'autorestarting', 'terminating', 'dead'].includes(status)) return;
    panel.sessionContext.statusChanged.disconnect(forget);
    delete panel.node.dataset.courseOpening;
  };
  panel.sessionContext.statusChanged.connect(forget);
};

/* Runs a lesson by itself where it asks for that and JupyterLab trusts it; otherwise the button waits. */
/** @type {(lab: Lab, panel: NotebookPanel) => Promise<void>} */
export const runWhenReady = async (lab, panel) => {
  if (panel.isDisposed || courseOf(panel)?.autorun !== true || !isTrusted(panel)) return;
  say(panel, 'waiting');
  const ready = await becomesReady(panel);
  if (ready && !running.has(panel)) await run(lab, panel);
};

/*
 * A press on "Start the lesson". It is the learner's own wish to run this page, so nothing more is asked; a press that
 * comes before the kernel is kept until the kernel can hear it. Other notebooks keep JupyterLab's own ways.
 */
/** @type {(lab: Lab) => (event: MouseEvent) => Promise<void>} */
const start = lab => async event => {
  /** @type {HTMLButtonElement | null} */
  const button = event.target instanceof Element ? event.target.closest(BUTTON) : null;
  const panel = lab.tracker.find(candidate => candidate.node.contains(button));
  if (!button || !panel || !courseOf(panel)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (button.disabled || running.has(panel)) return;
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  const ready = await becomesReady(panel);
  button.disabled = false;
  button.removeAttribute('aria-busy');
  if (ready) await run(lab, panel);
};

/* Once the lesson has run by itself there is nothing to start, and nothing to say about starting. */
const hideStartButton = () => {
  const style = document.createElement('style');
  style.textContent = `.jp-NotebookPanel[data-course-opening] :is(${BUTTON}, p:has(> ${BUTTON})) { display: none; }`;
  document.head.append(style);
};

export const begin = (/** @type {Lab} */ lab) => {
  hideStartButton();
  document.addEventListener('click', start(lab), true);
};
