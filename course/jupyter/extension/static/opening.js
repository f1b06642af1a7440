/*
 * Opens a lesson alive. Written by hand as a module-federation container for JupyterLab 4.6: no npm, no webpack.
 *
 * A notebook with metadata {"course": {"autorun": true}} that JupyterLab trusts is run once when it is first shown.
 * JupyterLab drops a Run All that comes before the kernel is connected; a press on a "Start the lesson" button
 * that comes too early is kept here until the kernel is ready. document.body.dataset.courseOpening tells tests
 * how far the opening came: waiting, running, done.
 */

/* As much of JupyterLab 4.6 as is used here. */
/**
 * @template Sender, Message
 * @typedef {{ connect(hear: (sender: Sender, message: Message) => void): void }} Signal
 */
/**
 * @typedef {{ connectionStatus: string, status: string }} Kernel
 * @typedef {{
 *   isReady: boolean,
 *   session: { kernel: Kernel | null } | null,
 *   statusChanged: Signal<object, string>,
 * }} SessionContext
 * @typedef {{ model: { type: string, trusted: boolean } }} Cell
 * @typedef {{ cells: { length: number }, getMetadata(key: 'course'): { autorun?: boolean } | undefined }} NotebookModel
 * @typedef {{ node: HTMLElement, model: NotebookModel | null, widgets: Cell[], activeCellIndex: number }} Notebook
 * @typedef {{
 *   id: string,
 *   node: HTMLElement,
 *   content: Notebook,
 *   sessionContext: SessionContext,
 *   context: { ready: Promise<void> },
 *   revealed: Promise<void>,
 *   isDisposed: boolean,
 *   isVisible: boolean,
 * }} NotebookPanel
 * @typedef {{
 *   find(test: (panel: NotebookPanel) => boolean): NotebookPanel | undefined,
 *   forEach(act: (panel: NotebookPanel) => void): void,
 *   widgetAdded: Signal<object, NotebookPanel>,
 * }} NotebookTracker
 * @typedef {{
 *   commands: { execute(command: string): Promise<void> },
 *   shell: { currentWidget: object | null, activateById(id: string): void },
 * }} JupyterFrontEnd
 */

/* As much of module federation as is used here. */
/**
 * @typedef {{ [version: string]: { get(): Promise<() => object> } }} Offers
 * @typedef {{ [module: string]: Offers }} ShareScope
 * @typedef {{ init(scope: ShareScope): void, get(name: string): Promise<() => object> }} Container
 */

(() => {
  const NAME = 'course-opening';
  const RUN_ALL = 'notebook:run-all-cells';
  const BUTTON = `button[data-commandlinker-command="${RUN_ALL}"]`;
  const PATIENCE_MS = 120000;

  const pause = (/** @type {number} */ milliseconds) => new Promise(resolve => setTimeout(resolve, milliseconds));
  const say = (/** @type {string} */ state) => {
    document.body.dataset.courseOpening = state;
  };

  const isReady = (/** @type {NotebookPanel} */ panel) => {
    const { sessionContext, content } = panel;
    if (!sessionContext.isReady || !content.model) return false;
    const kernel = sessionContext.session && sessionContext.session.kernel;
    if (!kernel) return false;
    // The page says "idle" before there is a kernel at all, so the connection is asked as well.
    return kernel.connectionStatus === 'connected' && kernel.status === 'idle'
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

  const wantsToRun = (/** @type {NotebookPanel} */ panel) => {
    const model = panel.content.model;
    const course = model && model.getMetadata('course');
    return Boolean(course && course.autorun === true);
  };

  const isTrusted = (/** @type {NotebookPanel} */ panel) =>
    panel.content.widgets.filter(cell => cell.model.type === 'code').every(cell => cell.model.trusted);

  const toTop = (/** @type {NotebookPanel} */ panel) => {
    if (panel.isDisposed) return;
    panel.content.activeCellIndex = 0;
    const scroller = panel.content.node.querySelector('.jp-WindowedPanel-outer') || panel.content.node;
    scroller.scrollTop = 0;
  };

  /**
   * Runs the lesson; goes to the top again unless the learner has meanwhile gone somewhere.
   * @param {JupyterFrontEnd} app
   * @param {NotebookPanel} panel
   */
  const runLesson = async (app, panel) => {
    let learnerMoved = false;
    const moved = () => { learnerMoved = true; };
    const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'];
    signs.forEach(sign => panel.node.addEventListener(sign, moved, { capture: true, passive: true }));
    say('running');
    panel.node.dataset.courseOpening = 'running';
    try {
      // The command runs the notebook that is in front, and the learner may have gone to another.
      while (!panel.isDisposed && !panel.isVisible) await pause(100);
      if (panel.isDisposed) return;
      if (app.shell.currentWidget !== panel) app.shell.activateById(panel.id);
      const running = app.commands.execute(RUN_ALL);
      if (!learnerMoved) toTop(panel);
      await running;
      await pause(0);
      if (!learnerMoved) toTop(panel);
    } finally {
      signs.forEach(sign => panel.node.removeEventListener(sign, moved, { capture: true }));
    }
    panel.node.dataset.courseOpening = 'done';
    say('done');
    // A new kernel knows nothing of the lesson: the way to start it must be there again.
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (['restarting', 'autorestarting', 'terminating', 'dead'].includes(status)) {
        delete panel.node.dataset.courseOpening;
      }
    });
  };

  /** @type {WeakSet<NotebookPanel>} */
  const opened = new WeakSet();
  /** @type {WeakSet<NotebookPanel>} */
  const waiting = new WeakSet();

  /**
   * Opens a lesson alive, once.
   * @param {JupyterFrontEnd} app
   * @param {NotebookPanel} panel
   */
  const open = async (app, panel) => {
    if (opened.has(panel)) return;
    opened.add(panel);
    await panel.context.ready;
    await panel.revealed;
    if (panel.isDisposed || !wantsToRun(panel) || !isTrusted(panel)) return;
    waiting.add(panel);
    say('waiting');
    const ready = await becomesReady(panel);
    waiting.delete(panel);
    if (ready) await runLesson(app, panel);
  };

  /* A press on Start before the kernel is there: keep it, and press again when it can be heard. */
  const keepEarlyPress = (/** @type {NotebookTracker} */ tracker) => async (/** @type {MouseEvent} */ event) => {
    const button = event.target instanceof Element ? event.target.closest(BUTTON) : null;
    if (!(button instanceof HTMLButtonElement)) return;
    const panel = tracker.find(candidate => candidate.node.contains(button));
    if (!panel || isReady(panel)) return;
    const kernel = panel.sessionContext.session && panel.sessionContext.session.kernel;
    const isBusy = kernel && kernel.connectionStatus === 'connected' && kernel.status === 'busy';
    if (isBusy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting.has(panel) || button.disabled) return;
    button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    const ready = await becomesReady(panel);
    button.disabled = false;
    button.removeAttribute('aria-busy');
    if (ready) button.click();
  };

  /* Once the lesson has run by itself there is nothing to start, and nothing to say about starting. */
  const hideStartButton = () => {
    const style = document.createElement('style');
    style.textContent = `.jp-NotebookPanel[data-course-opening] :is(${BUTTON}, p:has(> ${BUTTON})) { display: none; }`;
    document.head.append(style);
  };

  const plugin = (/** @type {object} */ INotebookTracker) => ({
    id: `${NAME}:plugin`,
    description: 'Runs a trusted lesson when it opens.',
    autoStart: true,
    requires: [INotebookTracker],
    /**
     * @param {JupyterFrontEnd} app
     * @param {NotebookTracker} tracker
     */
    activate: (app, tracker) => {
      hideStartButton();
      document.addEventListener('click', keepEarlyPress(tracker), true);
      const begin = (/** @type {NotebookPanel} */ panel) => open(app, panel).catch(error => console.warn(NAME, error));
      tracker.widgetAdded.connect((_, panel) => begin(panel));
      tracker.forEach(begin);
    },
  });

  /** @type {ShareScope} */
  let scope;
  const shareNotebook = async () => {
    const [offer] = Object.values(scope['@jupyterlab/notebook']);
    return /** @type {{ INotebookTracker: object }} */ ((await offer.get())());
  };

  const page = /** @type {{ _JUPYTERLAB?: Record<string, Container> }} */ (/** @type {unknown} */ (window));
  page._JUPYTERLAB = page._JUPYTERLAB || {};
  page._JUPYTERLAB[NAME] = {
    init: given => { scope = given; },
    get: async name => {
      if (name !== './extension') throw new Error(`${NAME} has no module ${name}`);
      const { INotebookTracker } = await shareNotebook();
      return () => ({ __esModule: true, default: plugin(INotebookTracker) });
    },
  };
})();
