/*
 * The same page in another language opens beside the one that is open: JupyterLab need not be loaded anew, and what is
 * being written stays. Without this file the link is an ordinary one, and leads there too.
 */

/** @import { Lab, NotebookPanel } from './jupyterlab.d.ts' */

const LINK = 'a.course-edition';
const OPEN = 'docmanager:open';

/* The path of the notebook to which a link in the notebook at `path` leads. */
/** @type {(path: string, href: string) => string} */
const resolve = (path, href) => decodeURIComponent(new URL(href, `http://here/${encodeURI(path)}`).pathname.slice(1));

/* Lets the switch of `panel` open the other page. Inside a page of the site that page does it, and is asked first. */
/** @type {(lab: Lab, panel: NotebookPanel) => void} */
export const openEditions = ({ app }, panel) => {
  panel.node.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest(LINK) : null;
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || event.defaultPrevented || !app.commands.hasCommand(OPEN)) return;
    event.preventDefault();
    app.commands.execute(OPEN, { path: resolve(panel.context.path, link.getAttribute('href') ?? '') });
  });
};
