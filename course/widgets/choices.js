// Choices that are saved at once, one by one: each lies in the browser until the record has it, and none wins over a
// choice that this page has not shown.

import { makePressId, readAnswered } from "./talk.js";

/** @import { AnyModel, Choices, ChoicesPart, ChoiceMade, Voice, Words } from "./types.d.ts" */

/**
 * @template {string | number} Value
 * @param {AnyModel} model
 * @param {Voice} voice
 * @param {Words} words
 * @param {ChoicesPart<Value>} part
 * @returns {Choices<Value>}
 */
export const makeChoices = (model, { say, talk }, words, part) => {
  /** @type {Map<string, string[]>} */
  const sent = new Map();
  /** @type {Record<string, ChoiceMade<Value>>} */
  let waiting = {};
  const send = (/** @type {string} */ id, /** @type {ChoiceMade<Value>} */ made) => {
    const press = makePressId();
    say(words.unsaved);
    waiting[id] = made;
    part.pocket.put(waiting);
    sent.set(id, [...(sent.get(id) ?? []), press]);
    part.send(id, made.value, { press, based: made.based });
  };
  let isBegun = false;
  return {
    choose: (id, value) => send(id, { value, based: [part.readHead(id), ...(sent.get(id) ?? [])] }),
    /** A choice still on its way to the kernel must not be undone by the answer to an earlier one. */
    isLatest: () => readAnswered(model) >= talk.last(),
    meet() {
      if (!isBegun) {
        isBegun = true;
        for (const [id, made] of Object.entries(part.pocket.take() ?? {})) send(id, made);
      } else if (readAnswered(model) >= talk.last() && !model.get("state").trouble) {
        waiting = {};
        part.pocket.drop();
      }
    },
  };
};
