// In the head of a lesson: joining a live class with the code on the projector, and how it goes there.

import { makeField } from "./desk_fields.js";
import { fill, keepKeys, make, makeButton, makeButtonRow, makeForm, makeSubmit } from "./element.js";
import { follow, openVoice } from "./talk.js";

/** @import { Context, OpeningSpec, OpeningState } from "./types.d.ts" */

/**
 * Return the part of the head that joins a class, and how to stop it.
 * @param {Context<OpeningSpec, OpeningState>["model"]} model
 */
export const makeInClass = (model) => {
  const { words } = model.get("spec");
  const { status, say, talk } = openVoice(model, words);
  const code = makeField(words["join-code"], { type: "text", size: 12, autocomplete: "off", spellcheck: "false" });
  const address = makeField(words["join-address"], { type: "text", size: 32, inputmode: "url", spellcheck: "false" });
  const name = makeField(words["join-name"], { type: "text", size: 24, maxlength: 40, dir: "auto" });
  const join = () =>
    talk.press("join", { code: code.input.value, address: address.input.value, name: name.input.value });
  const fields = [code.node, address.node, name.node];
  const form = makeForm(null, join, ...fields, makeButtonRow(makeSubmit(words.join)));
  const fold = make("details", {}, make("summary", { text: words["join-fold"] }));
  fold.append(make("p", { class: "course-note", text: words["join-how"] }), form);
  const title = make("strong", { dir: "auto" });
  const counts = make("p", { class: "course-note" });
  const leave = makeButton(words["join-leave"], () => talk.press("leave"));
  const inside = make("div", {}, make("p", {}, title), counts, makeButtonRow(leave));
  const node = keepKeys(make("div", { class: "course-in-class" }, fold, inside, status));
  let isFilled = false;
  const draw = () => {
    const { room, trouble } = model.get("state");
    if (!room) return;
    fold.hidden = room.joined;
    inside.hidden = !room.joined;
    title.textContent = fill(words["join-in"], { title: room.title });
    counts.textContent = room.counts;
    if (!isFilled) {
      address.input.value = room.address;
      name.input.value = room.name;
      isFilled = true;
    }
    if (trouble) say(trouble, true);
    else say(room.told);
  };
  return { node, stop: follow(model, draw) };
};
