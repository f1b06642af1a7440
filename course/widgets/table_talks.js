// The talks at the negotiation table: what lies on it, the package being built, the moves, and messages.

import { make, makeButton, makeButtonRow, makeForm, makeSubmit } from "./element.js";
import { openPocket } from "./saving.js";
import { makeMediatorTools, makePartyCaucus } from "./table_caucus.js";
import { makeBlock, makeBuilder, makeNote, makeOffers, makePicker } from "./table_parts.js";
import { makeText } from "./text.js";

/** @import { Act, Answered, Package, Part, Pocket, SayWith, TableSpec, TableState, Text, TextSpec } from "./types.d.ts" */

/** @typedef {{ kind: string, key: string, isMain?: boolean }} Move `key` names its words */

/** @type {Move[]} */
const PARTY_MOVES = [
  { kind: "offer", key: "offer", isMain: true },
  { kind: "draft", key: "draft" },
  { kind: "pass", key: "pass" },
  { kind: "walkout", key: "walkout" },
  { kind: "return", key: "return", isMain: true },
];
/** @type {Move[]} */
const MEDIATOR_MOVES = [
  { kind: "bridge", key: "bridge", isMain: true },
  { kind: "draft", key: "draft-mediator" },
  { kind: "pass", key: "pass-mediator" },
];

/**
 * Return a text that lies in the browser until it is said.
 * @param {TableSpec} spec
 * @param {string} place
 * @param {TextSpec} field
 */
const makeKeptText = (spec, place, field) => {
  const text = makeText(field, spec.words);
  /** @type {Pocket<Text>} */
  const pocket = openPocket(spec, place);
  text.write(pocket.take());
  const read = () => text.read()?.text ?? "";
  text.node.addEventListener("input", () => pocket.put({ text: read() }));
  /** The number of the move with which it is being said, 0 for none; and what was said then. */
  let saying = 0;
  let said = "";
  return {
    node: text.node,
    /** @type {SayWith} */
    say(move) {
      const now = read();
      const number = move(now);
      if (number) [saying, said] = [number, now];
    },
    /** Once it was said it goes from here, unless something else stands here by now. */
    meet(/** @type {TableState & Answered} */ { n = 0, moved }) {
      if (!saying || n < saying) return;
      saying = 0;
      if (!moved || read() !== said) return;
      text.write();
      pocket.drop();
    },
  };
};

/**
 * @param {TableSpec} spec
 * @param {TableState} state
 * @param {Act} act
 * @param {() => number} readWaiting the number of the move that is under way, 0 if none is
 * @param {(chosen: Package) => void} build asks what a package is worth
 * @returns {Part}
 */
export const makeTalks = (spec, state, act, readWaiting, build) => {
  const words = spec.words;
  const builder = makeBuilder(spec, state, build);
  const aloud = makeKeptText(spec, `${state.game}/aloud`, { rows: 1, label: words["with-words"] });
  const offers = makeOffers(spec, act, builder.write, aloud.say);
  const hasMediator = spec.seats.some((seat) => !seat.party);
  const makeSide = () => {
    if (!state.party) return makeMediatorTools(spec, act, builder.read);
    return hasMediator ? makePartyCaucus(spec, act) : null;
  };
  const side = makeSide();
  const moves = (state.party ? PARTY_MOVES : MEDIATOR_MOVES).map(({ kind, key, isMain }) => {
    const press = () => aloud.say((text) => act(kind, { package: builder.read(), text }));
    return { kind, button: makeButton(words[key], press, { class: isMain ? "course-main" : null }) };
  });
  const clear = makeButton(words.clear, () => builder.write({}));
  const away = make("p", { class: "course-verdict", text: words.away, hidden: true });

  const everybody = { id: "", name: words["to-all"] };
  const oneself = { id: "note", name: words["to-note"] };
  const to = makePicker(words["message-to"], [everybody, ...(state.to ?? []), oneself]);
  const message = makeKeptText(spec, `${state.game}/message`, { rows: 2, label: words.message });
  const send = () => {
    const receiver = to.read();
    const isNote = receiver === oneself.id;
    message.say((text) => act(isNote ? "note" : "say", { text, to: receiver && !isNote ? [receiver] : [] }));
  };
  const form = makeForm(null, send, to.node, message.node, makeButtonRow(makeSubmit(words.send, false)));

  const askWorth = () => {
    if (Object.keys(builder.read()).length) build(builder.read());
  };
  const buttons = makeButtonRow(...moves.map((move) => move.button), clear);
  return {
    node: make(
      "div",
      {},
      makeBlock(words["on-table"], offers.node),
      makeBlock(words.build, builder.node, aloud.node, away, buttons, makeNote(state.party ? words["answers-when"] : words["answers-when-mediator"])),
      side?.node,
      makeBlock(words.messages, makeNote(words["reads-packages"]), form),
    ),
    draw(now) {
      for (const part of [offers, builder, side]) part?.draw(now);
      for (const { kind, button } of moves) button.hidden = !now.legal?.includes(kind);
      away.hidden = !now.legal?.includes("return");
      for (const text of [aloud, message]) text.meet(now);
      const waiting = readWaiting();
      if (now.moved && waiting && (now.n ?? 0) >= waiting) askWorth();
    },
    begin: askWorth,
  };
};
