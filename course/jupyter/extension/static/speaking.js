/*
 * A notebook of another language says so in its metadata: {"lang": "ar", "dir": "rtl"}. Its prose is read so from the
 * moment it is opened, before there is a kernel and whether it is trusted or not. The window around it stays as it is.
 */

import { courseOf } from './running.js';

/** @import { NotebookPanel } from './jupyterlab.d.ts' */

/* Lets `node`, which stands outside the cells of `panel`, be read as they are. */
/** @type {(node: HTMLElement, panel: NotebookPanel) => void} */
export const speakAs = (node, panel) => {
  const { lang, dir } = courseOf(panel) ?? {};
  if (lang) node.lang = lang;
  if (dir) node.dir = dir;
};

/** @type {(panel: NotebookPanel) => void} */
export const speak = panel => speakAs(panel.content.node, panel);
