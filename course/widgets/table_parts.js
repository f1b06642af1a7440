// Parts of the negotiation table: choosing a seat, the plan, a package being built, the offers. `act(kind, more)` asks
// the kernel for a move. Lines of the log and typed words are text, never HTML.

import { makeBox } from "./box.js";
import { escapeText, fill, make, makeButton, makeButtonRow, makeForm, makeLabel, makeMainButton, makeSubmit } from "./element.js";
import { makeOptions, makeRadios } from "./radios.js";
import { makeRank } from "./rank.js";
import { openPocket } from "./saving.js";
import { makeText } from "./text.js";

/**
 * @import {
 *   Act, BoxDraft, Builder, Child, Desk, NamedChoice, Offer, Package, Part, Picker, PlanDraft, Pocket,
 *   PositionPart, Say, SayWith, Signing, TableIssue, TableSpec, TableState, Talk, Text, Words,
 * } from "./types.d.ts"
 */

/**
 * @param {string} title
 * @param {...Child} children
 */
export const makeBlock = (title, ...children) =>
  make("section", { class: "course-block" }, make("h3", { text: title }), ...children);

/** @param {string} text */
export const makeNote = (text) => make("p", { class: "course-note", text });

/**
 * Return a list to choose from. What was chosen stays chosen when the list is filled anew.
 * @param {string} text
 * @param {NamedChoice[]} choices
 * @param {string} [nothing] the first entry, where nothing need be chosen
 * @returns {Picker}
 */
export const makePicker = (text, choices, nothing) => {
  const select = make("select");
  const refill = (/** @type {NamedChoice[]} */ list) => {
    const before = select.value;
    const options = list.map(({ id, name }) => make("option", { value: id, text: name }));
    if (nothing !== undefined) options.unshift(make("option", { value: "", text: nothing }));
    select.replaceChildren(...options);
    if (list.some(({ id }) => String(id) === before)) select.value = before;
  };
  refill(choices);
  const node = make("div", { class: "course-pick-one" }, makeLabel(select, { text }), select);
  return { node, select, refill, read: () => select.value };
};

/**
 * Return the issues as a list to be ranked.
 * @param {TableIssue[]} issues
 * @param {string} firstHtml
 * @param {Words} words
 * @param {() => void} [change] called after every move
 */
export const makeIssueRank = (issues, firstHtml, words, change) => {
  const options = issues.map(({ id, label }) => ({ id, text: label, html: escapeText(label) }));
  return makeRank({ options, start: issues.map(({ id }) => id), firstHtml, lastHtml: "" }, words, change);
};

/**
 * @param {TableSpec} spec
 * @param {Say} say
 * @param {Talk["press"]} press
 * @returns {Part}
 */
export const makeSeatChoice = (spec, say, press) => {
  const words = spec.words;
  const seats = makeOptions(spec.seats);
  const take = () => {
    const seat = seats.read();
    if (seat === null) say(words["need-seat"], true);
    else press("seat", { seat });
  };
  const fieldset = make("fieldset", {}, make("legend", { text: words["choose-seat"] }), seats.node);
  return { node: makeForm(null, take, fieldset, makeButtonRow(makeSubmit(words["take-seat"]))), draw() {} };
};

/**
 * @param {Desk} desk
 * @param {TableState} state
 * @param {PositionPart | null} position what stands above the plan, for a side that asks for something
 * @returns {Part}
 */
export const makePlan = ({ model, voice, act, look }, state, position) => {
  const spec = model.get("spec");
  const words = spec.words;
  const makeNumber = (/** @type {string} */ text) => {
    const input = make("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: "6" });
    return { input, node: make("div", { class: "course-number" }, makeLabel(input, { text }), input) };
  };
  const target = makeNumber(words.target);
  const walkAway = makeNumber(words["walk-away"]);
  const others = spec.seats.filter((seat) => seat.party && seat.id !== state.seat);
  const guesses = others.map(({ id, name }) => {
    const rank = makeIssueRank(spec.issues, "", words, () => box.touch());
    const summary = make("summary", { text: fill(words["guess-of"], { name }) });
    return { id, rank, node: make("details", {}, summary, makeNote(words["guess-first"]), rank.node) };
  });
  const text = makeText({ rows: 3, label: words["plan-text"] }, words);
  /** @type {Pocket<BoxDraft>} */
  const pocket = openPocket(spec, `${state.game}/plan`);
  const readFields = () => ({
    target: target.input.value,
    walk_away: walkAway.input.value,
    guesses: Object.fromEntries(
      guesses.flatMap(({ id, rank }) => {
        const order = rank.read()?.order;
        return order ? [[id, order]] : [];
      }),
    ),
  });
  const read = () => {
    const values = readFields();
    const isBlank = !values.target && !values.walk_away && !Object.keys(values.guesses).length && !text.read();
    return isBlank ? null : { ...text.read(), values };
  };
  const box = makeBox(model, voice, words, {
    name: "plan",
    pocket,
    isTyped: false,
    isText: true,
    read,
    write(answer) {
      // Version 0.1.0 kept the fields of a plan beside its text.
      const fields = /** @type {PlanDraft} */ (answer?.values ?? answer ?? {});
      target.input.value = String(fields.target ?? "");
      walkAway.input.value = String(fields.walk_away ?? "");
      text.write(/** @type {Partial<Text> | null | undefined} */ (answer));
      for (const { id, rank } of guesses) rank.write({ order: fields.guesses?.[id] });
    },
    // A plan that is in the record ends this part.
    readSaved: () => null,
    send(message) {
      return act("plan", { ...message, ...readFields(), text: text.read()?.text ?? "" });
    },
    look,
    field: () => text.node.querySelector("textarea"),
  });
  const save = () => {
    // What was chosen a moment ago is in the record before the talks begin.
    position?.box.saving.flush();
    box.touch();
    box.save();
  };
  const form = makeForm(
    "course-block",
    save,
    make("h3", { text: words["plan-title"] }),
    make("p", { text: words["plan-how"] }),
    make("div", { html: state.party ? spec.questions : spec.mediatorQuestions }),
    ...(state.party ? [target.node, walkAway.node] : []),
    ...guesses.map((guess) => guess.node),
    text.node,
    makeButtonRow(makeSubmit(words["plan-save"])),
    ...box.nodes,
  );
  form.addEventListener("input", box.touch);
  return {
    node: make("div", {}, position?.node, form),
    draw(now) {
      position?.draw(now);
      box.draw();
    },
    boxes: () => (position ? [position.box, box] : [box]),
    // What was typed for a game that is only left for another one goes on lying there.
    end(now) {
      position?.box.saving.flush();
      if (now.game === state.game) pocket.drop();
    },
  };
};

/**
 * Return the package being built: radio buttons for each issue, own points beside each option, its worth as it changes.
 * @param {TableSpec} spec
 * @param {TableState} state
 * @param {(chosen: Package) => void} change
 * @returns {Builder}
 */
export const makeBuilder = (spec, state, change) => {
  const words = spec.words;
  /** @type {Pocket<Package>} */
  const pocket = openPocket(spec, `${state.game}/package`);
  const opening = Object.keys(state.opening ?? {}).length ? state.opening : undefined;
  let chosen = pocket.take() ?? opening ?? {};
  const choose = (/** @type {Package} */ given) => {
    chosen = given;
    pocket.put(chosen);
    change(chosen);
  };
  /**
   * @param {TableIssue} issue
   * @param {TableIssue["options"][number]} option
   */
  const makeFace = (issue, option) => {
    const points = state.points?.[issue.id]?.[option.id];
    const line = state.red?.find((red) => red.issue === issue.id && red.options.includes(option.id))?.text;
    return make(
      "span",
      {},
      make("b", { text: option.label }),
      " ",
      points === undefined ? null : make("span", { class: "course-own-points", text: fill(words.points, { points }) }),
      make("small", { class: "course-clause", text: ` ${option.text}` }),
      line ? make("small", { class: "course-red", text: ` ${line}` }) : null,
    );
  };
  const groups = spec.issues.map((issue) => {
    const faces = issue.options.map((option) => ({ value: option.id, face: makeFace(issue, option) }));
    const radios = makeRadios("course-option", faces, (option) => choose({ ...chosen, [issue.id]: option }));
    const legend = make("legend", { text: issue.label });
    const why = make("p", { class: "course-note", html: issue.why });
    return { id: issue.id, radios, node: make("fieldset", { class: "course-issue" }, legend, why, ...radios.labels) };
  });
  const show = () => {
    for (const { id, radios } of groups) radios.write(chosen[id]);
  };
  show();
  const how = makeNote(state.party ? words["build-how"] : words["build-how-mediator"]);
  const filled = makeNote(words["position-filled"]);
  const issues = make("div", { class: "course-issues" }, ...groups.map((group) => group.node));
  const worth = make("p", { class: "course-sentence course-own-worth", role: "status", "aria-live": "polite" });
  return {
    node: make("div", {}, how, filled, issues, worth),
    read: () => chosen,
    write(given) {
      choose({ ...given });
      show();
    },
    draw(now) {
      // Until the first package is tabled.
      filled.hidden = !Object.keys(now.opening ?? {}).length;
      if (now.worth !== undefined && worth.textContent !== now.worth) worth.textContent = now.worth;
    },
  };
};

/**
 * Return the offers on the table, with an answer to each; or the package that waits for signatures.
 * @param {TableSpec} spec
 * @param {Act} act
 * @param {(offered: Package) => void} copy
 * @param {SayWith} sayAloud
 * @returns {Part}
 */
export const makeOffers = (spec, act, copy, sayAloud) => {
  const words = spec.words;
  let game = "";
  const list = make("div");
  const compared = make("div");
  const makeOffer = (/** @type {Offer} */ offer) => {
    const why = make("input", { type: "text", dir: "auto", autocomplete: "off" });
    /** @type {Pocket<string>} */
    const pocket = openPocket(spec, `${game}/why/${offer.seq}`);
    why.value = pocket.take() ?? "";
    why.addEventListener("input", () => pocket.put(why.value));
    // It was refused, with what was typed here or without.
    if (!offer.reject) pocket.drop();
    const whyLabel = makeLabel(why, { class: "course-note", text: words["reject-why"] });
    const accept = makeMainButton(words.accept, () => sayAloud((text) => act("accept", { offer: offer.seq, text })));
    const reject = makeButton(words.reject, () => act("reject", { offer: offer.seq, text: why.value }));
    return make(
      "article",
      { class: "course-offer" },
      make("h4", { text: offer.title }),
      offer.worth ? make("p", { class: "course-own-worth", text: offer.worth }) : null,
      offer.stands ? makeNote(offer.stands) : null,
      offer.reject ? make("div", { class: "course-why" }, whyLabel, why) : null,
      makeButtonRow(
        offer.accept ? accept : null,
        offer.reject ? reject : null,
        makeButton(words["take-over"], () => copy(offer.package)),
      ),
    );
  };
  const makePaper = (/** @type {Signing} */ signing, /** @type {boolean} */ isSigner) => {
    const sign = makeMainButton(words.sign, () => sayAloud((text) => act("sign", { text })));
    const decline = makeButton(words.decline, () => sayAloud((text) => act("decline", { text })));
    return make(
      "article",
      { class: "course-offer course-signing" },
      make("h4", { text: signing.text }),
      make("p", { text: signing.terms }),
      make("p", { class: "course-own-worth", text: signing.worth }),
      isSigner ? makeButtonRow(sign, decline) : null,
    );
  };
  let shown = "";
  const summary = make("summary", { text: words["compared-title"] });
  return {
    node: make("div", {}, list, make("details", { open: true }, summary, compared)),
    draw(state) {
      const key = JSON.stringify([state.offers, state.signing, state.legal]);
      if (key === shown) return;
      shown = key;
      game = state.game;
      const cards = state.signing
        ? [makePaper(state.signing, Boolean(state.legal?.includes("sign")))]
        : (state.offers ?? []).map(makeOffer);
      list.replaceChildren(...(cards.length ? cards : [makeNote(words["nothing-tabled"])]));
      compared.innerHTML = state.compared ?? "";
    },
  };
};
