// The front page: a claim to try, what lies in this browser, how it is kept, the way into a live class.

import { openClass } from "./site_class.js";
import { deleteDrive } from "./site_drive.js";
import { canStore, countStored, deleteStored, register, storeGroups } from "./site_edition.js";
import { LANGUAGE, data as page, dayOf, fill, find, makeButton, megabytes, notify, remembered, root } from "./site_page.js";
import { askToKeep, findTrouble } from "./site_storage.js";
import { download, readWork } from "./site_work.js";

/** @import { FrontData, Stored, Trouble, Work } from "./types.d.ts" */

const data = /** @type {FrontData} */ (page);
const { words } = data;

/** What the page says of a browser in which nothing is: it says so again when everything is deleted. */
const AT_FIRST = ["begin", "begin-told", "go-on", "offline", "keep-all"].map(
  (id) => /** @type {HTMLElement} */ (find(`#${id}`).cloneNode(true)),
);

/* --- A claim to try --- */

const DEGREES = 4.5;

const openTaste = () => {
  const form = find("#taste");
  const opened = find("#taste-open");
  const closed = find("#taste-closed");
  opened.hidden = true;
  closed.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const place = Number(/** @type {HTMLInputElement} */ (event.target).value);
    find("#balance").style.setProperty("--lean", String(place * DEGREES));
    opened.hidden = false;
    closed.hidden = true;
  });
};

/* --- Where the learner was --- */

const showPlace = () => {
  /** @type {{ page: string, at: string } | null} */
  let last = null;
  try {
    last = JSON.parse(remembered("course-last") ?? "null");
  } catch {
    // Not ours.
  }
  // The place is the same in every language, and its title that of this one.
  if (!last || !(last.page in data.titles)) return;
  const told = find("#go-on");
  const link = Object.assign(document.createElement("a"), { href: last.page });
  link.textContent = fill(words["go-on"], { title: data.titles[last.page] });
  told.replaceChildren(link, ` ${fill(words["go-on-told"], { day: dayOf(last.at) })}`);
  told.hidden = false;
  const begin = find("#begin");
  begin.textContent = words["go-on-again"];
  begin.setAttribute("href", last.page);
  find("#begin-told").hidden = true;
};

/* --- The work in this browser --- */

/** @type {Work} */
let work = { record: "", entries: [], damaged: 0 };

const showWork = async () => {
  const saved = find("#saved");
  try {
    work = await readWork();
  } catch {
    saved.textContent = words["work-unread"];
    return;
  }
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { lesson } of work.entries) counts.set(lesson, (counts.get(lesson) ?? 0) + 1);
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-saved]"))) {
    const count = counts.get(mark.dataset.saved ?? "") ?? 0;
    mark.hidden = !count;
    mark.textContent = fill(words["saved-here"], { count });
  }
  const last = work.entries[work.entries.length - 1];
  saved.textContent = last
    ? fill(words["work-some"], { count: work.entries.length, day: dayOf(last.at) })
    : words["work-none"];
};

const giveBackup = async () => {
  const told = find("#downloaded");
  told.classList.remove("site-told-bad");
  try {
    await showWork();
    if (!work.entries.length && !work.damaged) {
      told.textContent = words["download-none"];
      return;
    }
    const name = await download(work, data.version);
    const damaged = work.damaged ? ` ${fill(words.damaged, { count: work.damaged })}` : "";
    told.textContent = fill(words["download-made"], { name, count: work.entries.length }) + damaged;
  } catch (error) {
    told.classList.add("site-told-bad");
    told.textContent = fill(words["download-failed"], { problem: String(error) });
  }
};

const deleteAll = async () => {
  const told = find("#deleted");
  try {
    await deleteDrive();
    await deleteStored();
    told.classList.remove("site-told-bad");
    told.textContent = words["where-deleted"];
    await showWork();
    for (const part of AT_FIRST) find(`#${part.id}`).replaceWith(part);
    find("#notices").replaceChildren();
  } catch (error) {
    told.classList.add("site-told-bad");
    told.textContent = fill(words["where-delete-failed"], { problem: String(error) });
  }
};

/* --- Whether it is kept --- */

/** @type {(trouble: Trouble) => string} */
const tell = ({ key, percent }) => {
  if (key === "forget-full") return fill(words["forget-full"], { percent });
  if (key === "forget-private") return words["forget-private"];
  return key === "forget-nothing" ? words["forget-nothing"] : words["forget-unkept"];
};

const warn = async () => {
  const trouble = await findTrouble();
  const hasWork = work.entries.length > 0;
  if (!trouble || !(trouble.always || hasWork)) return;
  const save = makeButton(words.download, () => giveBackup().then(() => find("#work").scrollIntoView()));
  const keep = makeButton(words["ask-to-keep"], async () => {
    const isKept = await askToKeep();
    notice.remove();
    notify("", isKept ? words["kept-now"] : words["kept-not"], isKept ? [] : [save], isKept ? "site-news" : "");
  }, "site-quiet");
  const buttons = [...(hasWork ? [save] : []), ...(trouble.key === "forget-unkept" ? [keep] : [])];
  const notice = notify(words["may-forget"], tell(trouble), buttons);
};

/* --- Without internet --- */

const WANTED = [...data.groups.read, ...data.groups.answer];

const sumUp = (/** @type {Stored} */ { have, all }) => {
  const [here, whole] = [have, all].map((sizes) => WANTED.reduce((sum, group) => sum + (sizes[group] ?? 0), 0));
  return { have: megabytes(here), all: megabytes(whole), isAll: here >= whole };
};

const showStored = async () => {
  const told = find("#offline");
  if (!canStore) {
    told.textContent = words["offline-no"];
    return;
  }
  const keepAll = find("#keep-all");
  const draw = (/** @type {Stored | null} */ stored, isKeeping = false) => {
    if (!stored) return;
    const sums = sumUp(stored);
    const line = sums.isAll ? words["offline-full"] : isKeeping ? words["offline-keeping"] : words["offline-some"];
    told.textContent = fill(line, sums);
    keepAll.hidden = sums.isAll;
  };
  keepAll.addEventListener("click", async () => {
    keepAll.setAttribute("disabled", "");
    const well = await storeGroups(WANTED, (stored) => draw(stored, true));
    keepAll.removeAttribute("disabled");
    draw(await countStored());
    if (!well) told.textContent = words["offline-failed"];
  });
  await register();
  await navigator.serviceWorker.ready;
  // The pages to read are small: they are kept at once, unless somebody pays for every byte.
  const { connection } = /** @type {Navigator & { connection?: { saveData?: boolean } }} */ (navigator);
  if (!connection?.saveData) await storeGroups(data.groups.read);
  draw(await countStored());
};

/* --- The language --- */

/** Whoever opens the site by its own address reads it in the language that they chose here last. */
const goToLanguage = () => {
  const chosen = remembered(LANGUAGE) ?? "";
  if (location.hash || data.home || chosen === data.language || !(chosen in data.editions)) return false;
  location.replace(new URL(data.editions[chosen], root));
  return true;
};

const begin = async () => {
  if (goToLanguage()) return;
  find("#no-script").remove();
  openTaste();
  showPlace();
  openClass();
  find("#download").addEventListener("click", giveBackup);
  find("#delete").addEventListener("click", deleteAll);
  await showWork();
  await warn();
  await showStored();
};

begin();
