/** As much of JupyterLab 4.6, Lumino and module federation as is used here. Only the type checker reads this file. */

export interface Signal<Sender, Message> {
  connect(hear: (sender: Sender, message: Message) => void): void;
  disconnect(hear: (sender: Sender, message: Message) => void): void;
}

export interface LuminoWidget {
  id: string;
  node: HTMLElement;
  isHidden: boolean;
  isDisposed: boolean;
  isVisible: boolean;
  setHidden(isHidden: boolean): void;
}

export interface Kernel {
  connectionStatus: string;
  status: string;
}

export interface SessionContext {
  isReady: boolean;
  session: { kernel: Kernel | null } | null;
  statusChanged: Signal<object, string>;
}

/** One cell as a notebook file has it. */
export interface StoredCell {
  id: string;
  cell_type: string;
  source: string | string[];
}

export interface StoredNotebook {
  metadata: object;
  cells: StoredCell[];
}

export interface CellModel {
  id: string;
  type: string;
  trusted: boolean;
  getMetadata(key: "jupyter"): { source_hidden?: boolean } | undefined;
  getMetadata(key: "tags"): string[] | undefined;
  sharedModel: { getSource(): string };
  /** Only a code cell has outputs. */
  outputs?: { length: number; get(place: number): { data: Record<string, unknown> } };
}

export interface Cell extends LuminoWidget {
  model: CellModel;
}

/** What a notebook of the course says about itself in its metadata. */
export interface Course {
  autorun?: boolean;
  kind: string;
  stem: string;
  /** The language, and the way it runs; neither where it is English. */
  lang?: string;
  dir?: "ltr" | "rtl";
}

export interface NotebookModel {
  cells: { length: number };
  dirty: boolean;
  stateChanged: Signal<object, { name: string; newValue: unknown }>;
  getMetadata(key: "course"): Course | undefined;
  toJSON(): StoredNotebook;
}

export interface Notebook {
  node: HTMLElement;
  model: NotebookModel | null;
  widgets: Cell[];
  activeCellChanged: Signal<object, Cell | null>;
}

export interface NotebookPanel extends LuminoWidget {
  content: Notebook;
  toolbar: LuminoWidget;
  contentHeader: { addWidget(widget: LuminoWidget): void };
  title: { label: string };
  sessionContext: SessionContext;
  context: { path: string; ready: Promise<void>; model: NotebookModel };
  revealed: Promise<void>;
}

export interface NotebookTracker {
  currentWidget: NotebookPanel | null;
  find(test: (panel: NotebookPanel) => boolean): NotebookPanel | undefined;
  forEach(act: (panel: NotebookPanel) => void): void;
  widgetAdded: Signal<object, NotebookPanel>;
  currentChanged: Signal<object, NotebookPanel | null>;
}

export type Side = "left" | "right";

/** The window around a notebook. What Notebook 7 has not got is optional. */
export interface Shell {
  currentWidget: object | null;
  layout: Iterable<LuminoWidget> | null;
  leftCollapsed?: boolean;
  mode?: string;
  layoutModified?: Signal<object, void>;
  collapseLeft?(): void;
  expandLeft?(): void;
  collapseRight?(): void;
  isSideTabBarVisible?(side: Side): boolean;
  toggleSideTabBarVisibility?(side: Side): void;
}

export interface JupyterFrontEnd {
  shell: Shell;
  commands: { hasCommand(id: string): boolean; execute(id: string, args: object): Promise<unknown> };
  restored: Promise<void>;
}

export interface Lab {
  app: JupyterFrontEnd;
  tracker: NotebookTracker;
  CodeCell: { execute(cell: Cell, session: SessionContext, metadata: object): Promise<unknown> };
  Widget: new (options: { node: HTMLElement }) => LuminoWidget;
}

/** A block of a lesson: what stands on its fold, and whether the record holds something that was done in it. */
export interface ProgressBlock {
  title: string;
  label: string;
  minutes: number;
  more: boolean;
  work: boolean;
}

/** What the head of a lesson tells its bar. */
export interface Progress {
  record: string;
  done: number;
  total: number;
  label: string;
  blocks: ProgressBlock[];
  words: { progress: string; lessons: string; print: string; tools: string; everything: string; close: string; notes: string };
}

export type Offers = Record<string, { get(): Promise<() => object> }>;
export type ShareScope = Record<string, Offers>;
export interface Container {
  init(scope: ShareScope): void;
  get(name: string): Promise<() => object>;
}

declare global {
  interface Window {
    _JUPYTERLAB?: Record<string, Container>;
  }
  interface DocumentEventMap {
    "course:print": CustomEvent<{ panel: NotebookPanel; answers: boolean }>;
    "course:printed": CustomEvent<{ page: Document }>;
  }
  interface HTMLElementEventMap {
    "course:progress": CustomEvent<Progress>;
  }
}
