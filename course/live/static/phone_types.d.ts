/** What the student's page and the server of the live class say to each other. Only the type checker reads this file. */

import type { Answer, ControlSpec, Words } from "../../widgets/types.d.ts";

export type { Answer, Control, ControlSpec, Step, Words } from "../../widgets/types.d.ts";

/** Made by course/live/phone.py. `home` leads to the server's own address; `room` is the class, `code` what was scanned. */
export interface PageData {
  home: string;
  language: string;
  words: Words;
  /** What a claim is asked with, by round, and the words of the places from which one is chosen. */
  stands: Record<string, string>;
  places: string[];
  sure: string;
  sures: string[];
  room?: string;
  code?: string;
  /** Servers over the same database in other languages, and what this one is called; none where there is one only. */
  also?: { code: string; name: string; direction: string; href: string }[];
  own?: { code: string; name: string; label: string };
  /** Where people have accounts: under which mark this browser keeps what is this account's. */
  account?: string;
}

/** A question, made by `to_phone` in course/live/deck.py. Fields with HTML are made by Python. */
export interface Asked {
  id: string;
  call: "discuss" | "check" | "stand" | "look";
  round: number;
  first: string;
  exit: boolean;
  eyebrow: string;
  setting: string;
  asks: string;
  control: ControlSpec | null;
  reason: string;
  sure: boolean;
}

export interface Bar {
  id: string;
  says: string;
  count: number;
  mean: number | null;
}
/** Where an item of a sorting question was put. */
export interface SortedItem {
  says: string;
  parts: { says: string; count: number; right: boolean }[];
  others: number;
}
export interface Results {
  answered: number;
  few: boolean;
  still: boolean;
  withheld: boolean;
  by_mean: boolean;
  bars: Bar[];
  sorts: SortedItem[];
  /** The options that are right, by id. */
  right: string[];
  /** What a look shows, as HTML. */
  ours: string;
  texts: string[];
}
/** How a question stands, for everybody. */
export interface Entry {
  id: string;
  state: "open" | "closed";
  shown: boolean;
  first: string;
  results?: Results;
  before?: Results;
  groups?: { name: string; texts: string[] }[];
}
export interface ClassState {
  version: number;
  title: string;
  pace: "together" | "own";
  paused: boolean;
  ended: boolean;
  current: string;
  people: number;
  slides: Entry[];
  beside: string[];
  /** Whether people were sent into pairs; who is with whom is told to each of them alone. */
  paired?: boolean;
  tables?: boolean;
}
/** Somebody's pair, made by `pair_of` in course/live/board.py. */
export interface Pair {
  slide: string;
  number: number;
  size: number;
  names: string[];
}

/** What is kept here until the server has it. `held` says why it cannot go now; `says` why it was refused. */
export interface Waiting {
  press: string;
  rev: number;
  answer: Answer;
  held?: "closed" | "paused";
}
/** What the server has. `verdict` is HTML, of a check alone. */
export interface Saved {
  rev: number;
  at: string;
  answer: Answer;
  verdict?: string;
}
export interface Kinds {
  out: Waiting;
  saved: Saved;
  draft: Answer;
  refused: string;
  joined: { title: string; at: number };
}
export interface Memory {
  get<Kind extends keyof Kinds>(kind: Kind, slide?: string): Kinds[Kind] | null;
  put<Kind extends keyof Kinds>(kind: Kind, slide: string, value: Kinds[Kind]): void;
  drop(kind: keyof Kinds, slide?: string): void;
  all<Kind extends keyof Kinds>(kind: Kind): [slide: string, value: Kinds[Kind]][];
  /** Remove everything of this class from this device. */
  forget(): void;
}

/** A reply: `status` 0 where there was none, or none of ours; `wait` is seconds. */
export interface Reply {
  status: number;
  told: Record<string, any>;
  wait: number;
}

export interface Outbox {
  /** Keep an answer and send it. The same answer again is the same press. */
  press(slide: string, answer: Answer): void;
  /** Send what waits, at once. */
  pump(): void;
  /** Try again what was held back by what the state no longer says. */
  release(state: ClassState): void;
  isFailing(): boolean;
  stop(): void;
}

/** What every part of the page needs. */
export interface Page {
  data: PageData;
  words: Words;
  memory: Memory;
  outbox: Outbox;
  /** Have something read out. */
  say(text: string): void;
  isPaused(): boolean;
}

export interface Question {
  id: string;
  node: HTMLElement;
  heading: HTMLElement;
  /** Show how the question stands now. */
  update(entry: Entry | undefined): void;
  /** Show what became of the answer. */
  refresh(): void;
  /** Keep what stands in the boxes at once. */
  flush(): void;
  /** Show what another device saved, unless something is being written here. */
  fill(): void;
  isTyping(): boolean;
}

export interface News {
  /** Ask anew: the line may be dead though nothing said so. */
  renew(): void;
  stop(): void;
}
