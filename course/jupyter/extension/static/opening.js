/*
 * Opens a lesson alive. Written by hand as a module-federation container for JupyterLab 4.6: no npm, no webpack.
 *
 * A notebook with metadata {"course": {"autorun": true}} that JupyterLab trusts is run once when it is first shown.
 * JupyterLab drops a Run All that comes before the kernel is connected; a press on a "Start the lesson" button
 * that comes too early is kept here until the kernel is ready. document.body.dataset.courseOpening tells tests
 * how far the opening came: waiting, running, done.
 */
(() => {
  const NAME = 'course-opening';
  const RUN_ALL = 'notebook:run-all-cells';
  const BUTTON = `button[data-commandlinker-command="${RUN_ALL}"]`;
  const PATIENCE_MS = 120000;

  const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
  const say = state => {
    document.body.dataset.courseOpening = state;
  };

  const isReady = panel => {
    const { sessionContext, content } = panel;
    if (!sessionContext.isReady || !content.model) return false;
    const kernel = sessionContext.session && sessionContext.session.kernel;
    // The page says "idle" before there is a kernel at all, so the connection is asked as well.
    return Boolean(kernel) && kernel.connectionStatus === 'connected' && kernel.status === 'idle'
      && content.widgets.length === content.model.cells.length;
  };

  const becomesReady = async panel => {
    const end = Date.now() + PATIENCE_MS;
    while (!panel.isDisposed && Date.now() < end) {
      if (isReady(panel)) return true;
      await pause(50);
    }
    return false;
  };

  const wantsToRun = panel => {
    const model = panel.content.model;
    const course = model && model.getMetadata('course');
    return Boolean(course && course.autorun === true);
  };

  const isTrusted = panel =>
    panel.content.widgets.filter(cell => cell.model.type === 'code').every(cell => cell.model.trusted);

  const toTop = panel => {
    if (panel.isDisposed) return;
    panel.content.activeCellIndex = 0;
    const scroller = panel.content.node.querySelector('.jp-WindowedPanel-outer') || panel.content.node;
    scroller.scrollTop = 0;
  };

  /* Runs the lesson; goes to the top again unless the learner has meanwhile gone somewhere. */
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

  const opened = new WeakSet();
  const waiting = new WeakSet();

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
  const keepEarlyPress = tracker => async event => {
    const button = event.target instanceof Element ? event.target.closest(BUTTON) : null;
    const panel = button && tracker.find(candidate => candidate.node.contains(button));
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

  const plugin = INotebookTracker => ({
    id: `${NAME}:plugin`,
    description: 'Runs a trusted lesson when it opens.',
    autoStart: true,
    requires: [INotebookTracker],
    activate: (app, tracker) => {
      hideStartButton();
      document.addEventListener('click', keepEarlyPress(tracker), true);
      const begin = panel => open(app, panel).catch(error => console.warn(NAME, error));
      tracker.widgetAdded.connect((_, panel) => begin(panel));
      tracker.forEach(begin);
    },
  });

  let scope;
  const shared = async name => {
    const [offer] = Object.values(scope[name]);
    return (await offer.get())();
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init: given => { scope = given; },
    get: async name => {
      if (name !== './extension') throw new Error(`${NAME} has no module ${name}`);
      const { INotebookTracker } = await shared('@jupyterlab/notebook');
      return () => ({ __esModule: true, default: plugin(INotebookTracker) });
    },
  };
})();
