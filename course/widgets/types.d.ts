/**
 * What Python and the page say to each other. Each spec and state is made in the .py file of the same name; a key that
 * is not here is a mistake on one of the two sides. Only the type checker reads this file: nothing of it is sent.
 */

// --- Elements ---

type Plain = string | number | boolean | null | undefined;
export type Child = Node | string | null | undefined;
/** `html` is for HTML that Python made or sanitized, `text` for everything else; `on…` takes a listener. */
export type Attributes = { html?: string; text?: string | number } & Record<string, Plain | ((event: Event) => void)>;

// --- The model of a widget ---

export type Words = Record<string, string>;

/** What every answer of the kernel carries: the number of the action that it answers, and how that went. */
export interface Answered {
  n?: number;
  trouble?: string;
  said?: string;
  at?: string;
}

/** A file that the kernel hands to the page; its bytes come in the buffers. */
export interface FileMessage {
  file: string;
  type?: string;
}

type HearState = () => void;
type HearFile = (message: FileMessage, buffers: DataView<ArrayBuffer>[]) => void;

export interface Model<Spec, State> {
  get(name: "spec"): Spec;
  get(name: "state"): State & Answered;
  on(name: "change:state", hear: HearState): void;
  on(name: "msg:custom", hear: HearFile): void;
  off(name: "change:state", hear: HearState): void;
  off(name: "msg:custom", hear: HearFile): void;
  send(content: object, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
}

/** Any model, for what does not look into its spec and state. */
export type AnyModel = Model<object, object>;

export interface Context<Spec, State> {
  model: Model<Spec, State>;
  el: HTMLElement;
}

/** What a script that widgets share offers to each of them; anywidget finds it for them. */
export interface SharedScript {
  render(context: object): () => void;
}
export interface SharingContext {
  model: { get(name: "code"): string; get(name: "tongue"): Record<string, string> };
  el: HTMLElement;
  host: { getWidget(reference: string): Promise<{ exports: SharedScript }> };
}

export type Say = (text: string, isTrouble?: boolean) => void;

/** The talk with the kernel. `send` returns the number of the action. */
export interface Talk {
  send(action: string, more?: object, buffers?: ArrayBuffer[]): number;
  /** Send what a button asks for: one at a time, and a double click once. Return 0 where nothing was sent. */
  press(action: string, more?: object, buffers?: ArrayBuffer[]): number;
  /** Ask for something that saves nothing: no answer is waited for, and a kernel that is gone is not complained of. */
  ask(action: string, more?: object): number;
  /** Whether what a button asked for is still on its way. */
  isPressed(): boolean;
  last(): number;
}

export interface Voice {
  status: HTMLElement;
  say: Say;
  talk: Talk;
  /** Say what went wrong or was said in answer; return whether there was anything to say. */
  report(state: Answered, isSaidTrouble?: boolean): boolean;
  saySaved(state: Answered): void;
  /** Answer Ctrl+S: save what waits to be saved, or say that nothing does. */
  keepNow(saving?: Autosave): void;
}

/** The place in the browser of what is typed at one place of the course: see `pocket` in setting.py. */
export interface PocketSpec {
  record: string;
  session: string;
  where: string;
}
/** What was typed and the record has not got yet, kept in the browser. */
export interface Pocket<Kept> {
  put(kept: Kept): void;
  take(): Kept | null;
  drop(): void;
}

export interface Autosave {
  delay(pauseMs?: number): void;
  isWaiting(): boolean;
  /** Save if something waits to be saved. */
  flush(): void;
  saveNow(): void;
  forget(): void;
}

// --- newer.js, versions.js: two pages and one answer ---

/** What the record holds in place of what this page shows; `text` tells `answer` in words. */
export interface Newer {
  id: string;
  at: string;
  answer: unknown;
  text: string;
}
export interface Version {
  id: string;
  at: string;
  /** Kept while it was being typed, and not by a button. */
  typed: boolean;
  text: string;
}
/** What a state says of the boxes in which something is written, by their names. */
export interface WithVersions {
  /** The event from which what stands there comes. */
  based?: Record<string, string>;
  newer?: Record<string, Newer>;
  /** How many earlier versions there are. */
  versions?: Record<string, number>;
  /** The earlier versions that were asked for. */
  listed?: Record<string, Version[]>;
  /** The version that was asked back. */
  put?: Answer | null;
}
/** What a message about a box says of it; and how a version gets into it. */
export interface VersionedBox {
  name(): string;
  about(): object;
  put(answer: Answer): void;
  field(): HTMLElement | null;
}
export interface GuardedBox extends VersionedBox {
  read(): unknown;
  readSaved(): unknown;
  isSame(answer: unknown): boolean;
  /** Whether something stands there that its writer may want to keep. */
  isOwn(): boolean;
  look(): object;
  /** Show what was saved. */
  fill(): void;
  /** Send once more what stands there, in place of the event `over`. */
  keep(over: string): void;
}
export interface Guard {
  node: HTMLElement;
  /** The box shows now what these events say. */
  begin(ids: string[]): void;
  isTouched(): boolean;
  known(): string[];
  isAsking(): boolean;
  /** Return an id for a press, and the events that the page knows of. */
  sign(): { press: string; based: string[] };
  /** The number of a press that saves. */
  expect(number: number): void;
  /** Whether the page knows what stands in the record. */
  isMet(): boolean;
  meet(): void;
}
export interface Versions {
  node: HTMLElement;
  draw(): void;
}

// --- box.js, choices.js: what holds for all that is written or chosen ---

/** What lies in the browser of a box: what stood there, and the events that the page knew of. */
export interface BoxDraft {
  answer: Answer | null;
  based?: string[];
}
/** A box as its widget describes it. `read` and `readSaved` give null where nothing is given. */
export interface BoxPart {
  name: string;
  pocket: Pocket<BoxDraft | Answer>;
  /** Whether it is saved by itself, a moment after the last key. */
  isTyped: boolean;
  isText: boolean;
  read(): Answer | null;
  write(answer: Answer | null | undefined): void;
  readSaved(): Answer | null;
  /** Where JSON does not tell whether two answers are the same. */
  isSame?(answer: unknown): boolean;
  send(message: object): number;
  look(): object;
  /** What a message about the box says of it, where it is not its name and its answer. */
  about?(): object;
  field(): HTMLElement | null;
}
export interface Box {
  name: string;
  /** What the guard and the earlier versions show. */
  nodes: HTMLElement[];
  guard: Guard;
  saving: Autosave;
  /** To be called when something in the box was changed by hand. */
  touch(): void;
  save(): void;
  /** Whether the record holds something that the page has not shown, while something else was given here. */
  isBehind(): boolean;
  /** To be called after every answer of the kernel. */
  draw(): void;
}
export interface ChoiceMade<Value> {
  value: Value;
  based: string[];
}
export interface ChoicesPart<Value> {
  pocket: Pocket<Record<string, ChoiceMade<Value>>>;
  /** Return the event from which a choice comes, "" for none. */
  readHead(id: string): string;
  send(id: string, value: Value, signed: { press: string; based: string[] }): void;
}
export interface Choices<Value> {
  choose(id: string, value: Value): void;
  isLatest(): boolean;
  /** To be called after every answer of the kernel. */
  meet(): void;
}

// --- Controls ---

/** `read` gives null where nothing was given. */
export interface Control<Answer> {
  node: HTMLElement;
  read(isPressed?: boolean): Answer | null;
  write(answer?: Partial<Answer> | null): void;
}

export interface Choice<Value> {
  value: Value;
  text: string;
}

/** A radio button: its value, what stands beside it, and its name where that is not enough. */
export interface Radio<Value> {
  value: Value;
  face: HTMLElement;
  label?: string;
}
export interface Radios<Value> {
  labels: HTMLElement[];
  read(): Value | null;
  write(value: Value | null | undefined): void;
}
export interface RadioRow<Value> extends Radios<Value> {
  node: HTMLElement;
}

export interface Picker {
  node: HTMLElement;
  select: HTMLSelectElement;
  read(): string;
  refill(choices: NamedChoice[]): void;
}
export interface NamedChoice {
  id: string | number;
  name: string;
}

export interface Option {
  id: string;
  html: string;
  text: string;
}
interface Poles {
  low: string;
  high: string;
  lowHtml: string;
  highHtml: string;
  steps: number;
}
export type OneSpec = { options: { id: string; html: string }[] };
export type SeveralSpec = { options: Option[]; most: number };
export type ScaleSpec = Poles;
export type RankSpec = { options: Option[]; start: string[]; firstHtml: string; lastHtml: string };
export type PlaceSpec = Poles & { options: Option[] };
export type SortSpec = { items: Option[]; groups: Option[] };
export type NumberSpec = { unit?: string };
export type TextSpec = { rows: number; label?: string; least?: number; most?: number };
/** Made by course/html/controls.py. */
export type ControlSpec =
  | ({ type: "one" } & OneSpec)
  | ({ type: "several" } & SeveralSpec)
  | ({ type: "scale" } & ScaleSpec)
  | ({ type: "rank" } & RankSpec)
  | ({ type: "place" } & PlaceSpec)
  | ({ type: "sort" } & SortSpec)
  | ({ type: "number" } & NumberSpec)
  | ({ type: "text" } & TextSpec);

export type Chosen = { chosen: string };
export type SeveralChosen = { chosen: string[] };
export type Step = { value: number };
export type Typed = { value: string };
export type Order = { order: string[] };
export type Placed<Place> = { placed: Record<string, Place> };
export type Text = { text: string };
export type Given = Chosen | SeveralChosen | Step | Typed | Order | Placed<number> | Placed<string> | Text;
/** An answer as the record keeps it: what the control gives, and the reason where one is asked for. */
export type Answer = Partial<Given> & { why?: string; values?: Record<string, unknown> };

// --- form.py ---

export type Side = "grow" | "works";
export type Review = Record<string, { [name in Side | "level"]?: string }>;
/** A row of the rubric; a teacher's has no levels to choose. Made by course/html/ladder.py. */
export interface Criterion extends Option {
  levels?: Option[];
}
export interface LevelRow {
  node: HTMLElement;
  read(): string | null;
  write(level: string | null | undefined): void;
}

export interface FormSpec {
  family: "prompt" | "task";
  record: string;
  session: string;
  where: string;
  eyebrow: string;
  asks: string;
  setting: string;
  control: ControlSpec | null;
  button: string;
  words: Words;
  /** Whether what another page has saved is shown before anything takes its place. */
  asksFirst: boolean;
  reason?: string;
  pair?: boolean;
  /** From here on: only of a text to write. */
  rubric?: Criterion[];
  samples?: string;
  rank?: RankSpec;
  frames?: string[];
  /** The parts of the text, each as the question in which sentence it is. */
  pointed?: Option[];
}
export interface FormState extends WithVersions {
  /** Whether the block is done, which its head shows. */
  ticked?: boolean;
  round?: number;
  answer?: Answer | null;
  draft?: boolean;
  empty?: boolean;
  earlier?: string;
  button?: string;
  panel?: string;
  hints?: boolean;
  /** How many hints are open. */
  taken?: number;
  model?: boolean;
  /** What the status line says after "Saved": of all that comes back, the word that matters most. */
  heard?: string;
  mark?: string;
  /** From here on: only of a text to write. */
  reviews?: Review;
  second?: Answer | null;
  /** Whether a first draft was saved. */
  canRevise?: boolean;
  ranking?: Answer | null;
  isSkipped?: boolean;
  /** Our ranking, once there is one to compare. */
  ours?: string;
  points?: Points;
}
/** The sentences of the text that counts, and by part what was chosen, what is said to it, and the event it comes from. */
export interface Points {
  sentences: string[];
  /** The parts that were not found. */
  asked: string[];
  chosen: Record<string, string>;
  says: Record<string, string>;
  based: Record<string, string>;
}
export interface FormDraft {
  answer: Answer;
  round?: number;
  based?: string[];
}

// --- stands.py ---

export interface StandsSpec {
  record: string;
  session: string;
  where: string;
  eyebrow: string;
  asks: string;
  parts: { title: string; claims: { id: string; html: string; text: string; note: string }[] }[];
  stands: Choice<number>[];
  words: Words;
}
export interface StandsState {
  taken?: Record<string, number>;
  before?: Record<string, string>;
  /** The event from which the stand on each claim comes. */
  based?: Record<string, string>;
  done?: string;
}

// --- concepts.py ---

export interface ConceptItem {
  id: string;
  number: string;
  scene: string;
  asks: string;
  control: { type: "one" } & OneSpec;
}
export interface ConceptsSpec {
  eyebrow: string;
  asks: string;
  record: string;
  session: string;
  where: string;
  items: ConceptItem[];
  words: Words;
}
export interface ConceptsState {
  /** Item to option. */
  chosen: Record<string, string>;
  /** The event from which each choice comes. */
  based: Record<string, string>;
  handed: boolean;
  ticked: boolean;
  done: string;
  plan: string;
  panel: string;
}
export interface ConceptsDraft {
  chosen: Record<string, string>;
}

// --- trial.py ---

export interface TrialSpec {
  eyebrow: string;
  claim: string;
  record: string;
  session: string;
  where: string;
  onlyFirst: boolean;
  stands: Choice<number>[];
  sures: Choice<number>[];
  weights: Choice<number>[];
  sides: { side: "for" | "against"; title: string; pieces: Piece[] }[];
  /** What the lesson taught, to be filed before our map opens, and where. */
  filing: { met: Met[]; sides: Choice<FiledSide>[] };
  words: Words;
}
export interface Piece {
  id: string;
  html: string;
  cited: string;
  /** What marks a piece that this lesson adds to the map, or that is no longer on it; "" for all others. */
  mark: string;
}
export type FiledSide = "for" | "against" | "neither";
export interface Met {
  id: string;
  html: string;
  text: string;
}
/** What our map says of something that was filed. */
export interface FilingLine {
  says: string;
  html: string;
  /** Whether it stands on another side of our map. */
  parts: boolean;
  /** Whether it may become an own argument, or is one. */
  keeps: "" | "offered" | "kept";
}
export interface FilingState {
  isOpen: boolean;
  /** Whether the step is shown: not where an older version had opened the map. */
  isAsked: boolean;
  filed: Record<string, { side: FiledSide | ""; why: string }>;
  /** The event from which the side of each comes. */
  sided: Record<string, string>;
  count: string;
  beside: Record<string, FilingLine>;
}
export interface Stand {
  round: number;
  stand: number | null;
  sure: number | null;
  why: string;
  based?: string[];
}
export interface OwnArgument {
  id: string;
  side: "for" | "against";
  text: string;
  source: string;
}
export interface TrialState extends WithVersions {
  /** Whether the block is done, which its head shows. */
  ticked?: boolean;
  first?: Stand;
  second?: Stand;
  weights?: Record<string, number>;
  /** The event from which the weight of each piece comes. */
  weighed?: Record<string, string>;
  own?: OwnArgument[];
  rebuttal?: { piece: string; text: string } | null;
  strongest?: { id: string; lead: string; text: string };
  map?: string;
  moved?: string;
  filing?: FilingState;
  /** What was decided on the claim in an earlier lesson. */
  again?: { says: string; why: string; last: string } | null;
}

// --- lab.py ---

export interface Knob {
  id: string;
  label: string;
  help: string;
  lowText: string;
  highText: string;
  low: number;
  high: number;
  step: number;
  unit: string;
  control: "slider" | "switch";
}
/** A knob has a number; a pick the ids of what was picked. */
export type Settings = Record<string, number | string[]>;
export interface LabSpec {
  record: string;
  session: string;
  where: string;
  eyebrow: string;
  title: string;
  puzzle: string;
  question: string;
  options: { id: string; html: string }[];
  knobs: Knob[];
  picks: { id: string; label: string; choices: { id: string; text: string }[] }[];
  presets: { id: string; label: string; html: string; values: Record<string, number> }[];
  start: Record<string, number>;
  sandbox: string;
  idea: string;
  leaves: string;
  simplifies: string;
  link: string;
  claims: string;
  words: Words;
}
export interface LabState extends WithVersions {
  /** Whether the block is done, which its head shows. */
  ticked?: boolean;
  answer?: Partial<Text>;
  chosen?: string;
  predicted?: string;
  svg?: string;
  sentence?: string;
  table?: string;
}

// --- document.py, phrases.js ---

/** How a phrase stands once it was checked: see course/checks/marking.py. */
export type Fit = "fits" | "missed" | "arguable" | "arguable-open" | "not";
export interface Marking {
  id: string;
  /** Which of several this is, "" where there is one. */
  number: string;
  html: string;
}
export interface DocumentQuestion {
  id: string;
  html: string;
  options: { id: string; html: string }[];
}
export interface DocumentText {
  id: string;
  title: string;
  name: string;
  when: string;
  before: string;
  paragraphs: { key: string; text: string }[][];
  english: string[];
  source: string;
  marks: Marking[];
  questions: DocumentQuestion[];
  missing: string;
}
export interface DocumentSpec {
  record: string;
  session: string;
  where: string;
  eyebrow: string;
  texts: DocumentText[];
  words: Words;
}
export interface DocumentState extends WithVersions {
  /** Whether the block is done, which its head shows. */
  ticked: boolean;
  /** What was done with each document, by its id. */
  texts: Record<
    string,
    {
      marks: Record<string, { phrases: string[]; fits: Record<string, Fit>; panel: string }>;
      replies: Record<string, { chosen: string; based: string; panel: string }>;
      missing: string;
      ours: string;
    }
  >;
}
/** The text on the page. `write` shows what is marked, and how it stands where that was checked. */
export interface Phrases {
  node: HTMLElement;
  field(): HTMLElement | null;
  /** Return keys in the order of the text; those that it has not are left out. */
  sort(keys: string[]): string[];
  write(marked: string[], fits: Record<string, Fit>): void;
}

// --- person.py ---

export interface PersonSpec {
  record: string;
  session: string;
  where: string;
  eyebrow: string;
  name: string;
  about: string;
  before: string;
  asks: string;
  options: { id: string; html: string }[];
  words: Words;
}
export interface PersonState extends WithVersions {
  /** Whether the block is done, which its head shows. */
  ticked: boolean;
  answer: Answer | null;
  /** What was decided, and what happened; "" until one of the two was asked for. */
  own: string;
  happened: string;
}

// --- boundary.py ---

/** Degrees east, degrees north. */
export type Point = [number, number];
export interface BoundarySpec {
  record: string;
  session: string;
  where: string;
  eyebrow: string;
  title: string;
  before: string;
  asks: string;
  hints: string;
  map: string;
  caution: string;
  /** West, south, east, north. */
  window: [number, number, number, number];
  /** Of the drawing, whose width is 360. */
  height: number;
  digits: number;
  start: Point[];
  west: string;
  east: string;
  places: { name: string; at: Point }[];
  words: Words;
}
export interface BoundaryState extends WithVersions {
  /** Whether the block is done, which its head shows. */
  ticked: boolean;
  lines: { first?: Answer; second?: Answer };
  /** The lines beside what the Court decided; "" until the first one was saved. */
  panel: string;
}
/** A line on the map. */
export interface BoundaryLine {
  node: HTMLElement;
  own: SVGElement;
  /** Return the line, null where it runs as it began. */
  read(): string | null;
  write(text: string | null | undefined): void;
  written(): string;
  points(): Point[];
  draw(): void;
  first(): HTMLElement | null;
}

// --- look.py ---

export interface AskField {
  id: string;
  label: string;
  choices: Choice<string>[];
  number: boolean;
  /** Whether it stands in a cell of what is shown, and not below. */
  slot: boolean;
  rows: number;
}
export interface LookSpec {
  record: string;
  session: string;
  where: string;
  eyebrow: string;
  asks: string;
  before: string;
  after: string;
  /** The field of an answer that holds what is guessed. */
  shape: "values" | "placed" | "value" | "text";
  fields: AskField[];
  button: string;
  words: Words;
}
export interface LookState extends WithVersions {
  ticked: boolean;
  shown: boolean;
  answer: Answer;
  draft: boolean;
  panel: string;
}

// --- work.py, portfolio.py, opening.py ---

export interface WorkSpec {
  /** Where the name lies until a backup keeps it. */
  pocket: PocketSpec;
  words: Words;
  where: string;
  name: string;
}
export interface WorkState {
  answers?: string;
  damaged?: string;
}
export interface PortfolioSpec {
  words: Words;
}
export interface PortfolioState {
  table?: string;
}
/** The same page in another language: a link that leads from this notebook to the other. */
export interface Edition {
  code: string;
  name: string;
  direction: "ltr" | "rtl";
  href: string;
}
export interface OpeningSpec {
  html: string;
  notices: string[];
  words: Words;
  /** None where the page lies here in one language only. */
  editions?: Edition[];
  language?: { code: string; name: string; label: string };
}
export interface ProgressBlock {
  title: string;
  label: string;
  minutes: number;
  more: boolean;
  work: boolean;
}
/** How a lesson stands to a live class. */
export interface InClass {
  joined: boolean;
  title: string;
  address: string;
  name: string;
  counts: string;
  told: string;
}
/** How far the learner is, for the bar above the notebook (none on a page without questions). */
export interface OpeningState {
  /** None on a page that belongs to no class. */
  room?: InClass;
  progress?: { record: string; done: number; total: number; label: string; blocks: ProgressBlock[] };
}

// --- atlas.py ---

export type YearCount = [year: number, count: number];
export type MapSide = "party" | "third";
export interface Tile {
  iso3: string;
  name: string;
  column: number;
  row: number;
}
export interface AtlasField {
  id: string;
  label: string;
  options: { value: string; text: string }[];
}
export interface AtlasSpec {
  eyebrow: string;
  asks: string;
  fields: AtlasField[];
  heads: { id: string; text: string }[];
  years: [low: number, high: number];
  all: YearCount[];
  tiles: Tile[];
  words: Words;
}
export interface Query {
  year_from: number | null;
  year_to: number | null;
  values: Record<string, string>;
  order: string;
  falling: boolean;
}
export interface CaseRow {
  id: string;
  cells: string[];
}
export interface AtlasState {
  of?: number;
  rows?: CaseRow[];
  counts?: Record<string, Record<string, number>>;
  years?: YearCount[];
  party?: Record<string, number>;
  third?: Record<string, number>;
  picked?: string;
  card?: string;
}

// --- desk.py; the states are made in course/pages/desk.py ---

export type PanelName = "folder" | "view" | "texts" | "mark" | "grades" | "plan" | "live";
export interface DeskSpec {
  /** Where marks lie that were not saved. */
  pocket: PocketSpec;
  panel: PanelName;
  title: string;
  how: string;
  words: Words;
}
export interface Listed {
  id: string;
  text: string;
}
export interface MarkedWriting {
  id: string;
  asks: string;
  text: string;
  /** Another draft, the ranking of the samples, what the learner says of the text. */
  beside: string;
  rubric: Option[];
  mark: { rubric: Review | null; comment: string | null; points: number | null };
  most: string;
  /** Ids of the marks that stand on the text. */
  saved: string[];
  /** What the latest of them says, and when it was saved; "" where there is none. */
  said: string;
  at: string;
  /** A sentence where several stand; "" otherwise. */
  both: string;
}
interface WithLesson {
  lessons: Listed[];
  lesson: string;
}
interface WithRoom {
  note: string;
  open: boolean;
}
/** The state of each panel. */
export interface DeskStates {
  folder: {
    folder: string;
    folders: string[];
    open: boolean;
    report: string;
    /** What a teacher must know of the results that were written. */
    told: string[];
    columns: Listed[];
    column: string;
    fills: string[];
  };
  view: WithLesson & WithRoom & { view: string; ticked: Listed[] };
  texts: WithLesson & WithRoom & { groups: { asks: string; texts: Listed[] }[]; chosen: string[] };
  mark: WithLesson & WithRoom & { writings: Listed[]; names: boolean; by: string; writing: MarkedWriting | null };
  grades: WithRoom;
  plan: WithLesson & { sessions: Listed[]; listed: string };
  /** The ids of links are their addresses. */
  live: WithLesson & WithRoom & { links: Listed[]; told: string; file: string };
}
export type DeskState = DeskStates[PanelName] & { note?: string };
export interface Panel<State> {
  node: HTMLElement;
  draw(state: State & Answered): void;
}
export type MakePanel<State> = (words: Words, talk: Talk, say: Say, spec: DeskSpec) => Panel<State>;

// --- table.py; the parts of its state are made in course/html/seat.py and course/html/debrief.py ---

/** Issue to option. */
export type Package = Record<string, string>;
export interface TableIssue {
  id: string;
  label: string;
  why: string;
  options: { id: string; label: string; text: string }[];
}
export interface Seat {
  id: string;
  name: string;
  html: string;
  party: boolean;
}
/** What a party has chosen to tell the mediator, before it is sent. */
export interface CaucusDraft {
  about: Asked;
  order: string[] | null;
  best: Record<string, string>;
  worst: Record<string, string>;
  live: string | null;
  scope: string | null;
}

export type Asked = "ranking" | "wishes" | "could_live";
export interface TableSpec {
  record: string;
  session: string;
  where: string;
  eyebrow: string;
  title: string;
  told: string;
  clock: string;
  seats: Seat[];
  issues: TableIssue[];
  questions: string;
  mediatorQuestions: string;
  asked: Record<Asked, string>;
  scopes: Record<string, string>;
  votes: Choice<number>[];
  words: Words;
}
export interface Offer {
  seq: number;
  title: string;
  package: Package;
  worth: string;
  stands: string;
  accept: boolean;
  reject: boolean;
}
export interface Signing {
  text: string;
  terms: string;
  worth: string;
}
export interface AskedQuestion {
  seq: number;
  about: Asked;
  terms: string;
}
export interface SingleText {
  version: number;
  terms: string;
  package: Package;
  votes: string;
}
export interface Stage {
  id: string;
  title: string;
  asks: string;
  html: string;
  field: boolean;
  rows: number;
  least: number;
  most: number;
  text: string;
}
export interface LogLine {
  seq: number;
  kind: string;
  text: string;
  more?: string;
  /** What it is worth to this seat, in words. */
  own?: string;
}
/** What was written in an earlier exercise: in short, in full, and on which issues it bears. */
export interface EarlierText {
  lesson: string;
  label: string;
  bears: string;
  short: string;
  text: string;
}
/** The opening position as it stands; earlier texts only as long as it can be changed. */
export interface TablePosition {
  answer: Answer | null;
  at: string;
  lines: string[];
  texts: EarlierText[];
}
export type Phase = "seat" | "plan" | "play" | "over";
export interface TableState extends WithVersions {
  phase: Phase;
  game: string;
  /** How many moves the page knows of: a button that was pressed on an older page is no move. */
  moves: number;
  games?: { id: string; at: string; label: string }[];
  unsaved: boolean;
  moved?: boolean;
  /** From here on: only in a game. */
  seat?: string;
  party?: boolean;
  clock?: string;
  folder?: string;
  plan?: { lines: string[] } | null;
  points?: Record<string, Record<string, number>>;
  red?: { issue: string; options: string[]; text: string }[];
  to?: NamedChoice[];
  log?: LogLine[];
  legal?: string[];
  branches?: { at: number; label: string }[];
  position?: TablePosition | null;
  /** With what the first package is filled in. */
  opening?: Package;
  debrief?: { ended: string; became: string; stages: Stage[]; revealed: boolean } | null;
  worth?: string;
  /** From here on: only while the talks go on. */
  offers?: Offer[];
  compared?: string;
  signing?: Signing | null;
  text?: SingleText | null;
  asked?: AskedQuestion[];
  ledger?: { seq: number; text: string; scope: string; share: boolean }[];
  guarantees?: { id: string; label: string; text: string }[];
  deadlines?: number[];
}
export interface PlanDraft {
  target?: string | number;
  walk_away?: string | number;
  guesses?: Record<string, string[]>;
}
/**
 * Ask the kernel for a move and return its number, 0 where none was asked for: one is under way, or no scope was chosen.
 * Then `needed` is said.
 */
export type Act = (kind: string, more?: { scope?: string | null } & Record<string, unknown>, needed?: string) => number;
/** Make a move with what is typed to be said beside it. */
export type SayWith = (move: (text: string) => number) => void;
export interface Part {
  node: HTMLElement;
  draw(state: TableState & Answered): void;
  /** When the part has been put on the page. */
  begin?(): void;
  /** When another part takes its place. */
  end?(state: TableState & Answered): void;
  /** Where something is written that another page may have written too. */
  boxes?(): Box[];
}
/** What is chosen and written of a position: `text` says what one would give. */
export interface PositionDraft {
  values?: Package;
  text?: string;
  why?: string;
}
export interface PositionPart {
  node: HTMLElement;
  box: Box;
  draw(state: TableState & Answered): void;
}
/** What the parts of the table in which something is written share. */
export interface Desk {
  model: Model<TableSpec, TableState>;
  voice: Voice;
  act: Act;
  look(): object;
}
/** The package that is being built. */
export interface Builder extends Part {
  read(): Package;
  write(chosen: Package): void;
}
