/*
 * Runs a Python file in Pyodide under Node, while the site is built: node pyodide.mjs PYODIDE SCRIPT FOLDER [WHEEL …]
 * PYODIDE is the folder of its core; SCRIPT finds FOLDER at /folder; WHEELs are loaded before.
 */

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const [core, script, folder, ...wheels] = process.argv.slice(2).map(path => resolve(path));

const run = async () => {
  const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`).href);
  // Without the columns of every expression, bytecode is a quarter smaller.
  const python = await loadPyodide({ indexURL: `${core}/`, env: { PYTHONNODEBUGRANGES: '1' } });
  python.FS.mkdir('/folder');
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, '/folder');
  const extractDir = python.runPython('import sysconfig; sysconfig.get_path("purelib")');
  for (const wheel of wheels) python.unpackArchive(new Uint8Array(readFileSync(wheel)), 'wheel', { extractDir });
  await python.runPythonAsync(readFileSync(script, 'utf-8'), { filename: script });
};

// Left to itself, Node prints the line in which it happened, and that is a megabyte long.
run().catch(problem => { console.error(String(problem.stack).slice(-2000)); process.exitCode = 1; });
