/** What the teacher's pages of the live class and the server say to each other. Only the type checker reads this file. */

import type { Asked, Bar, Results, SortedItem, Words } from "./phone_types.d.ts";

export type { Asked, Bar, Reply, Results, SortedItem, Words } from "./phone_types.d.ts";
export type { ControlSpec } from "../../widgets/types.d.ts";

/** Made by course/live/console.py and projector.py. */
export interface DeskData {
  home: string;
  language: string;
  words: Words;
  title: string;
  address: string;
  /** For the projector alone: what a claim is asked with, by round. */
  stands: Record<string, string>;
  /** For the console alone: the rest. What stands between two entries of a line is in the language of the page. */
  code: string;
  plan: PlannedBlock[];
  heard: Record<string, { guide?: string; right?: string; ours?: string }>;
}

/** A block of the lesson in the run-sheet, made by course/live/plan.py. `start` is null where there is no room for it. */
export interface PlannedBlock {
  session: number;
  block: string;
  do: string;
  minutes: number;
  start: number | null;
  shares: number;
  more: boolean;
}

export type View = "wall" | "one" | "groups" | "cloud";
export type State = "hidden" | "open" | "closed";

// --- The projector: course/live/screen.py ---

export interface ShownSlide extends Asked {
  state: State;
  shown: boolean;
  answered: number;
  /** Whether people were sent into pairs about this question. */
  paired: boolean;
  view: View;
  place: number;
  results?: Results;
  before?: Results;
  moved?: { moved: number; both: number } | null;
  groups?: { name: string; texts: string[] }[];
  cloud?: { word: string; count: number }[];
}
export interface Screen {
  mark: string;
  code: string;
  people: number;
  kind: "join" | "paused" | "over" | "beside" | "question";
  slide?: ShownSlide;
  beside?: string[];
  /** What both texts beside each other answer, as HTML. */
  about?: string;
}

// --- The console: `teacher` in course/live/board.py ---

export interface DeskSlide extends Asked {
  session: number;
  block: string;
  more: boolean;
  state: State;
  shown: boolean;
  answered: number;
  /** How many changed since the class saw results, null where it did not. */
  changed: number | null;
  spread: { answered: number; bars: Bar[]; sorts: SortedItem[] };
  waiting: number;
}
export interface DeskPerson {
  person: string;
  name: string;
  joined: string;
  away: boolean;
  stuck: string[];
  answers: Record<string, { rev: number; at: string; verdict: string }>;
}
export interface DeskState {
  version: number;
  title: string;
  pace: "together" | "own";
  paused: boolean;
  ended: boolean;
  current: string;
  code: string;
  people: number;
  mark: string;
  ahead: "open" | "close" | "show" | "go" | "end";
  ahead_to: string;
  beside: string[];
  paired: boolean;
  board: {
    beside?: [string, string][];
    groups?: Record<string, Record<string, string>>;
    views?: Record<string, { kind?: View; place?: number }>;
  };
  slides: DeskSlide[];
  persons: DeskPerson[];
}
export interface WrittenText {
  person: string;
  name: string;
  rev: number;
  text: string;
  approved: "" | "approved" | "declined";
}
export interface PairList {
  sent: boolean;
  pairs: { person: string; name: string }[][];
}

/** What the parts of the console share. */
export interface Desk {
  words: Words;
  plan: PlannedBlock[];
  heard: DeskData["heard"];
  /** What somebody is called here: their name, or the number in which they came. */
  nameOf(person: string): string;
  /** Ask the server for a change, and say so where it did not happen. */
  act(address: string, method: string, body?: object): Promise<boolean>;
  turn(change: object): Promise<boolean>;
}
