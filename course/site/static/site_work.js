// A learner's work as it lies in this browser, read without Python: how much there is, and the backup file of it.

import { bytesOf, readFolder } from "./site_drive.js";
import { partsOf, sorted } from "./site_json.js";

/** @import { Entry, Work } from "./types.d.ts" */

// The forms of course/record/book.py and course/record/backup.py.
const FOLDER = "my_work/journal";
const BOOK = /^[0-9-]{10}-[0-9a-f]{12}\.[ab]\.txt$/;
const FORMAT = "mediation-course-backup";
const FIELDS = ["id", "at", "lesson", "item", "kind", "body"];
const SUM_BYTES = 16;

const encoder = new TextEncoder();

/** @type {(content: Uint8Array<ArrayBuffer>) => Promise<string>} */
const digest = async (content) => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** The event in a line; null where it does not read as it was saved. */
/** @type {(line: string) => Promise<Entry | null>} */
const readLine = async (line) => {
  try {
    const parts = partsOf(line);
    const values = FIELDS.map((field) => parts.get(field) ?? "");
    const [body = ""] = values.slice(-1);
    const row = [...values.slice(0, -1).map((value) => String(JSON.parse(value))), body];
    const sum = await digest(encoder.encode(row.join("\n")));
    if (JSON.parse(parts.get("sum") ?? '""') !== sum.slice(0, 2 * SUM_BYTES)) return null;
    const text = `{${FIELDS.map((field, place) => `"${field}":${values[place]}`).join(",")}}`;
    return { id: row[0], at: row[1], lesson: row[2], text };
  } catch {
    return null;
  }
};

/** Everything that was saved in this browser, oldest first; `damaged` lines cannot be read, and stand nowhere else. */
/** @type {() => Promise<Work>} */
export const readWork = async () => {
  const files = (await readFolder(FOLDER)).filter(({ name }) => BOOK.test(name));
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  /** @type {{ begun: string, record: string }[]} */
  const heads = [];
  /** @type {string[]} */
  const broken = [];
  for (const file of files) {
    const [head, ...lines] = new TextDecoder().decode(bytesOf(file)).split("\n").slice(0, -1);
    try {
      heads.push(JSON.parse(head ?? ""));
    } catch {
      // A book whose first line is damaged still has its events.
    }
    for (const line of lines) {
      const entry = await readLine(line);
      const other = entry && entries.get(entry.id);
      if (!entry) broken.push(line);
      else if (!other || entry.text < other.text) entries.set(entry.id, entry);
    }
  }
  const [first] = heads.sort((one, other) => (one.begun + one.record < other.begun + other.record ? -1 : 1));
  const lost = broken.filter((line) => !entries.has(/"id":"([0-9a-f]{32})"/.exec(line)?.[1] ?? ""));
  const ordered = [...entries.values()].sort((one, other) => (one.at + one.id < other.at + other.id ? -1 : 1));
  return { record: first?.record ?? "", entries: ordered, damaged: new Set(lost).size };
};

/** The backup of all work, as the button of a lesson makes it. */
/** @type {(work: Work, version: string, when?: Date) => Promise<Blob>} */
export const makeBackup = async ({ record, entries }, version, when = new Date()) => {
  const lines = entries.map(({ text }) => sorted(text) + "\n");
  const head = {
    format: FORMAT,
    version: 1,
    record,
    name: "",
    made_at: when.toISOString().replace("Z", "000Z"),
    course: version,
    sha256: await digest(encoder.encode(lines.join(""))),
  };
  const fields = Object.entries(head).map(([key, value]) => ` "${key}": ${JSON.stringify(value)}`);
  const events = entries.map(({ text }) => `  ${text}`).join(",\n");
  return new Blob([`{\n${fields.join(",\n")},\n "events": [\n${events}\n ]\n}\n`], { type: "application/json" });
};

/** A name without spaces, such as my-work-2026-11-22-1510.course.json. */
export const nameBackup = (when = new Date()) => {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const day = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  return `my-work-${day}-${two(when.getHours())}${two(when.getMinutes())}.course.json`;
};

/** Give the learner the file. Return its name. */
/** @type {(work: Work, version: string) => Promise<string>} */
export const download = async (work, version) => {
  const name = nameBackup();
  const address = URL.createObjectURL(await makeBackup(work, version));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
};
