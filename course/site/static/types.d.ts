/* What the scripts of the site share. */

export type Words = Record<string, string>;

/** The sum of a file, its size in bytes, and who needs it: who reads, who answers, in one language, or only few lessons. */
export type Listed = [sum: string, size: number, group: Group];
export type Group = "alive" | "extra" | `shown-${string}` | `alive-${string}`;

export interface PageData {
  words: Words;
  home: string;
  look: string;
  language: string;
  /** Where this page is in each language, from the root of the site. */
  editions: Record<string, string>;
  /** What is stored for who reads, and for who answers, in this language. */
  groups: { read: Group[]; answer: Group[] };
  /** What the course says in this language, where Python does not start with it. */
  texts: string[];
  /** The version of the course. */
  version: string;
  /** JupyterLite: its folder in the site, and the version that it compares before it keeps a service worker. */
  lite: { app: string; version: string };
}

export interface FrontData extends PageData {
  /** The title of each page, by its folder below the front page. */
  titles: Record<string, string>;
}

export interface LessonData extends PageData {
  /** Where the notebook is alive, from the root of the site. */
  app: string;
  /** Its folder below the front page, the same in every language. */
  page: string;
  title: string;
  notebook: string;
  /** The sum of the notebook as this site ships it. */
  sum: string;
  homes: Record<string, string>;
}

/** A file as JupyterLite's drive keeps it. */
export interface Kept {
  name: string;
  path: string;
  type: string;
  format: "text" | "json" | "base64" | null;
  content: unknown;
  mimetype: string;
  size: number;
  created: string;
  last_modified: string;
  writable: boolean;
}

/** How much of the site lies on this device, in bytes. */
export interface Stored {
  edition: string;
  have: Record<string, number>;
  all: Record<string, number>;
  /** The part of it that is Python. */
  python: { have: number; all: number };
  failed: boolean;
}

export interface Trouble {
  key: "forget-private" | "forget-unkept" | "forget-full" | "forget-nothing";
  percent: number;
  /** Whether it is to be said before anything was written. */
  always: boolean;
}

export interface Entry {
  id: string;
  at: string;
  lesson: string;
  /** The event as it was written, byte for byte. */
  text: string;
}

export interface Work {
  record: string;
  entries: Entry[];
  damaged: number;
}

/** What the living page says to the page around it: the ids of the cells that are alive, and whether it has run. */
export interface Living {
  course: "living";
  alive: string[];
  state: string;
  done: boolean;
}

/** A place in a lesson: a cell, and how far its top is above that of the window. */
export interface Place {
  cell: string;
  inside: number;
}

declare global {
  const SITE: { edition: string; files: Record<string, Listed> };
  function importScripts(...addresses: string[]): void;
}
