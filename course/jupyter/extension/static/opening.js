/*
 * Opens a lesson alive, as a page to read. Written by hand as a module-federation container for JupyterLab 4.6: no
 * npm, no webpack. This file only joins the parts; each of them lies beside it as an ordinary ES module.
 *
 *   running.js   runs the lesson once it may run, without moving the page and without asking the learner anything
 *   keeping.js   what running leaves in the notebook stays out of its file
 *   reading.js   one column to read, a bar that says how far one is, the last place of work, narrow windows
 *   speaking.js  the language of the notebook, and the way it runs
 *   folding.js   what is for those with more time stands behind a button
 *   citing.js    terms and citations open their entry
 *   scrolling.js what scrolls inside the page can be reached by keyboard
 *   printing.js  the lesson on paper
 *   remembering.js  what the browser keeps for the learner
 *   embedding.js the lesson inside a page of the browser-only edition
 *   switching.js the same page in another language opens beside it
 */

/** @import { Lab, JupyterFrontEnd, NotebookPanel, NotebookTracker, ShareScope } from './jupyterlab.d.ts' */
/**
 * @typedef {{
 *   running: typeof import('./running.js'),
 *   keeping: typeof import('./keeping.js'),
 *   reading: typeof import('./reading.js'),
 *   folding: typeof import('./folding.js'),
 *   citing: typeof import('./citing.js'),
 *   scrolling: typeof import('./scrolling.js'),
 *   printing: typeof import('./printing.js'),
 *   speaking: typeof import('./speaking.js'),
 *   embedding: typeof import('./embedding.js'),
 *   switching: typeof import('./switching.js'),
 * }} Parts
 */

(() => {
  const NAME = 'course-opening';
  const HERE = /** @type {HTMLScriptElement} */ (document.currentScript).src.replace(/[^/]*$/, '');

  /**
   * @param {object} INotebookTracker
   * @param {Lab['CodeCell']} CodeCell
   * @param {Lab['Widget']} Widget
   * @param {Parts} parts
   */
  const plugin = (INotebookTracker, CodeCell, Widget, parts) => ({
    id: `${NAME}:plugin`,
    description: 'Opens a lesson alive, as a page to read.',
    autoStart: true,
    requires: [INotebookTracker],
    activate: (/** @type {JupyterFrontEnd} */ app, /** @type {NotebookTracker} */ tracker) => {
      const lab = { app, tracker, CodeCell, Widget };
      document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${HERE}reading.css` }));
      parts.running.begin(lab);
      parts.reading.begin(lab);
      parts.printing.begin(lab);
      /** @type {WeakSet<NotebookPanel>} */
      const opened = new WeakSet();
      const open = async (/** @type {NotebookPanel} */ panel) => {
        if (opened.has(panel)) return;
        opened.add(panel);
        await panel.context.ready;
        const course = panel.isDisposed ? null : parts.running.courseOf(panel);
        if (!course) return;
        parts.keeping.keepFile(panel);
        parts.speaking.speak(panel);
        // Before the bar: it goes to the last place, and that may lie in a fold.
        parts.folding.foldMore(panel);
        parts.citing.openEntries(panel);
        parts.reading.openPage(lab, panel);
        parts.scrolling.reachBoxes(panel);
        parts.embedding.embed(panel);
        parts.switching.openEditions(lab, panel);
        await panel.revealed;
        await parts.running.runWhenReady(lab, panel);
      };
      const begin = (/** @type {NotebookPanel} */ panel) => open(panel).catch(error => console.warn(NAME, error));
      tracker.widgetAdded.connect((_, panel) => begin(panel));
      tracker.forEach(begin);
    },
  });

  /** @type {ShareScope} */
  let scope;
  /** @type {<Module>(name: string) => Promise<Module>} */
  const shared = async name => {
    const [offer] = Object.values(scope[name]);
    return /** @type {any} */ ((await offer.get())()); // what JupyterLab shares comes without types
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init: given => { scope = given; },
    get: async name => {
      if (name !== './extension') throw new Error(`${NAME} has no module ${name}`);
      /** @type {{ INotebookTracker: object }} */
      const { INotebookTracker } = await shared('@jupyterlab/notebook');
      /** @type {Pick<Lab, 'CodeCell'>} */
      const { CodeCell } = await shared('@jupyterlab/cells');
      /** @type {Pick<Lab, 'Widget'>} */
      const { Widget } = await shared('@lumino/widgets');
      const names = ['running', 'keeping', 'reading', 'speaking', 'folding', 'citing', 'scrolling', 'printing', 'embedding'];
      names.push('switching');
      const loaded = await Promise.all(names.map(part => import(`${HERE}${part}.js`)));
      const parts = /** @type {Parts} */ (Object.fromEntries(names.map((part, place) => [part, loaded[place]])));
      return () => ({ __esModule: true, default: plugin(INotebookTracker, CodeCell, Widget, parts) });
    },
  };
})();
