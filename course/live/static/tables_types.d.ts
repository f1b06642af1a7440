import type { Package, TableSpec, TableState, Words } from "../../widgets/types.d.ts";

export interface TablesPage {
  words: Words;
  room: string;
  home: string;
  language: string;
}
export interface SeatAtTable {
  role: string;
  name: string;
  party: boolean;
  computer: boolean;
  mine: boolean;
  people: { name: string; away: boolean }[];
}
export interface RoleAtTable extends TableState {
  role: string;
  name: string;
  speaks: boolean;
  step: number;
  party: boolean;
}
export interface NewsItem {
  id: string;
  title: string;
  text: string;
  at: string;
}
export interface TableView {
  version: number;
  table: number;
  number: number;
  scenario: string;
  state: "none" | "waiting" | "playing" | "over";
  dealt: boolean;
  clock_end: string;
  now: string;
  news: NewsItem[];
  seats: SeatAtTable[];
  turn: string | null;
  round: number;
  rounds: number;
  roles: RoleAtTable[];
  log: NonNullable<TableState["log"]>;
  tasks: string[];
  released: "" | "own" | "all";
}
export interface SentMove {
  press: string;
  table: number;
  role: string;
  kind: string;
  step: number;
  n: number;
}
export interface PlaceAtTable {
  role: string;
  person: string;
  computer: boolean;
  observer: boolean;
  name: string;
}
export interface DeskTable {
  table: number;
  number: number;
  scenario: string;
  title: string;
  state: "waiting" | "playing" | "over";
  dealt: boolean;
  released: string;
  clock_end: string;
  version: number;
  round: number;
  rounds: number;
  turn: string;
  agreed: boolean;
  news: string[];
  places: PlaceAtTable[];
  roles: { id: string; name: string }[];
}
export interface DeskScenario {
  id: string;
  title: string;
  minutes: number;
  seats: number;
  issues: { id: string; label: string; options: { id: string; name: string }[] }[];
  injects: { id: string; title: string; text: string; when: string }[];
}
export interface TablesDesk {
  tables: DeskTable[];
  people: { person: string; name: string }[];
  standing: string[];
  scenarios: DeskScenario[];
}
export type { Package, TableSpec, TableState, Words };
