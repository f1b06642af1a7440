// A box in which something is given: what stands there lies in the browser until the record has it, never wins over what
// this page has not shown, and earlier versions can be put back. In the kernel, boxes.py is the other half of this.

import { makeGuard } from "./newer.js";
import { delaySaving } from "./saving.js";
import { readAnswered } from "./talk.js";
import { makeVersions } from "./versions.js";

/** @import { Answer, Box, BoxPart, Model, Voice, WithVersions, Words } from "./types.d.ts" */

/**
 * @param {Model<object, WithVersions>} model
 * @param {Voice} voice
 * @param {Words} words
 * @param {BoxPart} part
 * @returns {Box}
 */
export const makeBox = (model, voice, words, part) => {
  const { say, talk } = voice;
  const save = (over = "") => {
    saving.forget();
    guard.expect(part.send({ box: part.name, answer: part.read() ?? {}, over, ...guard.sign() }));
  };
  const saving = delaySaving(() => save());
  const touch = () => {
    part.pocket.put({ answer: part.read(), based: guard.known() });
    say(words.unsaved);
    if (part.isTyped) saving.delay();
  };
  const readHead = () => model.get("state").based?.[part.name] ?? "";
  const isSame = (/** @type {unknown} */ answer) =>
    part.isSame?.(answer) ?? JSON.stringify(answer ?? null) === JSON.stringify(part.read());
  const box = {
    name: () => part.name,
    read: part.read,
    readSaved: part.readSaved,
    isSame: (/** @type {unknown} */ answer) => isSame(answer),
    // An untouched choice may simply be shown anew; a text may be remembered as it stands there.
    isOwn: () => part.read() !== null && (part.isText || guard.isTouched()),
    about: part.about ?? (() => ({ box: part.name, answer: part.read() ?? {} })),
    look: part.look,
    fill() {
      saving.forget();
      part.write(part.readSaved());
      guard.begin([readHead()]);
    },
    keep: save,
    put(/** @type {Answer} */ answer) {
      part.write(answer);
      touch();
    },
    field: part.field,
  };
  const guard = makeGuard(model, voice, words, box);
  const versions = makeVersions(model, voice, words, box);
  /** What was given here and never reached the record: it goes on from where it began. */
  const goOn = () => {
    const kept = part.pocket.take();
    if (!kept) return;
    // Version 0.1.0 kept the answer alone.
    const answer = "answer" in kept ? kept.answer : kept;
    if (isSame(answer)) return;
    if ("based" in kept && kept.based) guard.begin(kept.based);
    part.write(answer);
    if (part.isTyped) saving.delay(50);
  };
  let isFilled = false;
  return {
    name: part.name,
    nodes: [guard.node, versions.node],
    guard,
    saving,
    touch,
    save: () => save(),
    isBehind: () => guard.isTouched() && !guard.isMet() && !isSame(part.readSaved()),
    draw() {
      if (!isFilled) {
        // Only once: what stands in the box is newer than what was saved.
        isFilled = true;
        box.fill();
        goOn();
      }
      guard.meet();
      versions.draw();
      const isAnswered = readAnswered(model) >= talk.last() && !saving.isWaiting() && !model.get("state").trouble;
      if (isAnswered && isSame(part.readSaved())) part.pocket.drop();
    },
  };
};

/**
 * Return what a look at the record says of boxes.
 * @param {Box[]} boxes
 */
export const lookFrom = (boxes) => ({ boxes: Object.fromEntries(boxes.map(({ name, guard }) => [name, guard.known()])) });
