// The files that JupyterLite keeps in this browser, read and put in order without it: a table of its own in IndexedDB.

import { app } from "./site_page.js";

/** @import { Kept } from "./types.d.ts" */

const FILES = "files";
const LAYOUT = "statedb"; // which notebooks were open, and how wide the sidebars were

/** The name of JupyterLite's store: it has one for each address. */
const NAME = `JupyterLite Storage - ${app.pathname}`;

/** @type {<Result>(request: IDBRequest<Result>) => Promise<Result>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Open the store; null where JupyterLite has made no such table yet, and it is not made here. */
/** @type {(table: string) => Promise<IDBDatabase | null>} */
const open = async (table) => {
  if (!globalThis.indexedDB) return null;
  const request = indexedDB.open(NAME);
  let isNew = false;
  request.onupgradeneeded = () => {
    isNew = true;
    request.transaction?.abort();
  };
  try {
    const store = await done(request);
    if (store.objectStoreNames.contains(table)) return store;
    store.close();
    return null;
  } catch (error) {
    if (isNew) return null;
    throw error;
  }
};

/** Do something with a table in one transaction, all of it or nothing; null where there is no table. */
/** @type {<Result>(mode: IDBTransactionMode, work: (files: IDBObjectStore) => Promise<Result>, table?: string) => Promise<Result | null>} */
const within = async (mode, work, table = FILES) => {
  const store = await open(table);
  if (!store) return null;
  try {
    const transaction = store.transaction(table, mode);
    const finished = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(null);
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await work(transaction.objectStore(table));
    await finished;
    return result;
  } finally {
    store.close();
  }
};

/** What a file holds, as bytes. */
/** @type {(file: Kept) => Uint8Array<ArrayBuffer>} */
export const bytesOf = ({ format, content }) => {
  if (format === "base64") return Uint8Array.from(atob(String(content)), (letter) => letter.charCodeAt(0));
  return new TextEncoder().encode(format === "json" ? JSON.stringify(content) : String(content ?? ""));
};

/** The files below a folder, by path. */
/** @type {(folder: string) => Promise<Kept[]>} */
export const readFolder = async (folder) => {
  const inside = IDBKeyRange.bound(`${folder}/`, `${folder}0`, false, true); // "0" comes after "/"
  const found = await within("readonly", (files) => done(files.getAll(inside)));
  return (found ?? []).filter((/** @type {Kept | null} */ file) => file && file.type !== "directory");
};

/** @type {(path: string) => Promise<Kept | null>} */
export const readFile = async (path) => (await within("readonly", (files) => done(files.get(path)))) ?? null;

/** @type {(path: string, type: string, now: string) => Partial<Kept>} */
const makeFolder = (path, type, now) => ({
  name: path, path, type, format: "json", content: null, mimetype: "", size: 0, writable: true, created: now, last_modified: now,
});

/** Put a file of the learner's aside into `folder`, in one step: the copy is there before the file is gone. */
/** @type {(path: string, folder: string, day: string) => Promise<string>} */
export const putAside = async (path, folder, day) => {
  const moved = await within("readwrite", async (files) => {
    const file = /** @type {Kept | undefined} */ (await done(files.get(path)));
    if (!file) return "";
    const known = new Set(await done(files.getAllKeys()));
    const [stem, ending] = [path.replace(/^.*\//, "").replace(/\.[^.]*$/, ""), path.replace(/^.*\./, ".")];
    let name = "";
    for (let number = 1; !name || known.has(`${folder}/${name}`); number += 1) {
      name = `${stem}_${day}${number > 1 ? `_${number}` : ""}${ending}`;
    }
    const now = new Date().toISOString();
    if (!known.has(folder)) files.put(makeFolder(folder, "directory", now), folder);
    files.put({ ...file, name, path: `${folder}/${name}` }, `${folder}/${name}`);
    files.delete(path);
    return `${folder}/${name}`;
  });
  return moved ?? "";
};

/**
 * Forget which notebooks were open. JupyterLite would open them again beside the one that is asked for, start a Python for
 * each, and the two would take each other's away.
 */
export const forgetLayout = async () => { await within("readwrite", (layout) => done(layout.clear()), LAYOUT); };

/** Delete all that JupyterLite has stored for this site; a page of it that is open keeps it from being deleted. */
export const deleteDrive = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve(null);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("a page is open"));
  });
