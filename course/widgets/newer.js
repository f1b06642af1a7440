// Two pages, one answer: a page says when the record holds another text than the one it shows, offers both, and never
// wins over a text that it has not shown.

import { fill, make, makeButton, makeButtonRow, makeId, showTime } from "./element.js";
import { makePressId } from "./talk.js";

/** @import { GuardedBox, Guard, Model, Newer, Voice, WithVersions, Words } from "./types.d.ts" */

/**
 * Watch over one box. `meet` is to be called after every answer of the kernel.
 * @param {Model<object, WithVersions>} model
 * @param {Voice} voice
 * @param {Words} words
 * @param {GuardedBox} box
 * @returns {Guard}
 */
export const makeGuard = (model, { talk }, words, box) => {
  /**
   * Ids of events: the one that the box began from, and what was sent from here since.
   * @type {string[]}
   */
  let known = [];
  let began = "null";
  /** @type {Newer | null} */
  let newer = null;
  let lookedFor = "";
  let saving = 0;
  let taking = 0;

  const read = () => JSON.stringify(box.read());
  const isTouched = () => read() !== began;
  const readHead = () => model.get("state").based?.[box.name()] ?? "";
  const readNewer = () => model.get("state").newer?.[box.name()];
  const learn = (/** @type {string} */ id) => {
    if (!known.includes(id)) known.push(id);
  };

  const take = () => {
    if (newer) taking = talk.press("take", box.about());
  };
  const keep = () => {
    // While a press is on its way nothing else can be pressed: what is offered stays until it can be chosen.
    if (!newer || talk.isPressed()) return;
    const { id } = newer;
    learn(id);
    show(null);
    box.keep(id);
  };
  // Heard when it is filled, and without a role: an empty second status would be read out after the first.
  const says = make("p", { class: "course-newer-says", "aria-live": "polite", "aria-atomic": "true" });
  const text = make("blockquote", { class: "course-typed", dir: "auto", id: makeId("newer") });
  const buttons = makeButtonRow(
    makeButton(words.take, take, { "aria-describedby": text.id }),
    makeButton(words.keep, keep, { "aria-describedby": text.id }),
  );
  const choice = make("div", { role: "group", "aria-label": words["newer-box"], hidden: true }, text, buttons);
  const node = make("div", { class: "course-newer" }, says, choice);

  const show = (/** @type {Newer | null} */ news) => {
    const hadFocus = choice.contains(document.activeElement);
    newer = news;
    const sentence = news ? fill(words.newer, { at: showTime(news.at) }) : "";
    // Written once, so that it is read out once.
    if (says.textContent !== sentence) says.textContent = sentence;
    text.textContent = news?.text ?? "";
    choice.hidden = !news;
    node.classList.toggle("course-newer-open", news !== null);
    // Whoever chose with the keyboard goes on in the box; nobody else is moved.
    if (!news && hadFocus) box.field()?.focus();
  };

  const begin = (/** @type {string[]} */ ids) => {
    known = ids;
    began = read();
    show(null);
  };
  const meetNewer = (/** @type {Newer} */ news) => {
    if (box.isSame(news.answer)) {
      learn(news.id);
      show(null);
    } else if (box.isOwn()) {
      show(news);
    } else if (!taking) {
      // Nothing of one's own stands here, so there is nothing to choose.
      taking = talk.ask("take", box.about());
    }
  };
  /** Another view of the same widget has saved: its answer came here too. */
  const meetView = (/** @type {string} */ head) => {
    if (box.isSame(box.readSaved())) {
      learn(head);
      show(null);
    } else if (!isTouched()) {
      box.fill();
    } else if (lookedFor !== head) {
      lookedFor = head;
      talk.ask("look", box.look());
    }
  };
  return {
    node,
    begin,
    isTouched,
    known: () => [...known],
    isAsking: () => newer !== null,
    sign() {
      const press = makePressId();
      const based = [...known];
      known.push(press);
      return { press, based };
    },
    expect(number) {
      if (number) saving = number;
    },
    isMet() {
      const { n } = model.get("state");
      return known.includes(readHead()) || (saving > 0 && n === saving && !readNewer());
    },
    meet() {
      const { n, trouble } = model.get("state");
      const head = readHead();
      const news = readNewer();
      // What this page has saved stands there, under an id that the kernel chose.
      if (saving && n === saving && head && !news && !trouble) learn(head);
      if (taking && n === taking) {
        taking = 0;
        if (!trouble) box.fill();
        return;
      }
      if (news && !known.includes(news.id)) {
        meetNewer(news);
      } else if (head && !known.includes(head)) {
        meetView(head);
      } else {
        known = known.slice(Math.max(known.indexOf(head), 0));
        if (box.isSame(box.readSaved())) began = read();
        show(null);
      }
    },
  };
};
