// What people wrote: nothing of it is seen by the class before the teacher lets it. Groups, two beside each other, words.

import { fill, make, makeButton, makeForm, makeLabel, makeMainButton, makeSubmit } from "./element.js";
import { ask } from "./server.js";

/** @import { Desk, DeskSlide, DeskState, View, WrittenText } from "./desk_types.d.ts" */

/** @type {View[]} */
const VIEWS = ["wall", "one", "groups", "cloud"];

/** @param {Desk} desk */
export const makeTexts = (desk) => {
  const { words } = desk;
  const body = make("div");
  const name = make("input", { type: "text", maxlength: "40" });
  const node = make("section", { class: "desk-texts", hidden: true, "aria-label": words.texts });
  /** @type {DeskState | null} */
  let state = null;
  /** @type {DeskSlide | null} */
  let slide = null;
  /** @type {WrittenText[]} */
  let texts = [];
  let asked = "";
  let drawn = "";
  /** Groups that were named and hold no text yet, by question. @type {Record<string, string[]>} */
  const empty = {};
  /** @type {Set<string>} */
  const chosen = new Set();

  const addGroup = makeForm("desk-new-group", () => {
    const typed = name.value.trim();
    if (!typed || !slide) return;
    empty[slide.id] = [...(empty[slide.id] ?? []), typed];
    name.value = "";
    draw();
  });
  addGroup.append(makeLabel(name, { text: words["new-group"] }), name, makeSubmit(words["make-group"], false));
  node.append(make("h3", { text: words.texts }), body, addGroup);

  const say = (/** @type {string} */ how, /** @type {WrittenText[]} */ said) =>
    desk.act(`texts/${slide?.id}`, "POST", { how, texts: said.map(({ person, rev }) => ({ person, rev })) });
  const set = (/** @type {object} */ change) => desk.act("board", "POST", change);

  const groupsOf = () => {
    const sorted = state?.board.groups?.[slide?.id ?? ""] ?? {};
    return { sorted, names: [...new Set([...Object.values(sorted), ...(empty[slide?.id ?? ""] ?? [])])].sort() };
  };

  const drawView = () => {
    const view = state?.board.views?.[slide?.id ?? ""] ?? {};
    const kind = view.kind ?? "wall";
    const place = view.place ?? 0;
    const shown = texts.filter((text) => text.approved === "approved").length;
    const choose = (/** @type {View} */ kind, /** @type {number} */ place = 0) => set({ view: { slide: slide?.id, kind, place } });
    const options = VIEWS.map((one) => {
      const input = make("input", { type: "radio", name: "view", value: one, "data-key": `view-${one}`, onchange: () => choose(one) });
      input.checked = one === kind;
      return make("label", { class: "course-chip" }, input, make("span", { text: words[`view-${one}`] }));
    });
    const turn =
      kind === "one" && shown > 1
        ? [
            makeButton(words["one-back"], () => choose("one", place - 1), { disabled: place < 1, "data-key": "one-back" }),
            make("span", { text: `${Math.min(place + 1, shown)} / ${shown}` }),
            makeButton(words["one-next"], () => choose("one", place + 1), { disabled: place >= shown - 1, "data-key": "one-next" }),
          ]
        : [];
    const legend = make("legend", { text: words.view });
    const note = slide?.shown ? null : make("p", { class: "course-note", text: words["not-shown"] });
    return make("div", {}, make("fieldset", { class: "course-chips" }, legend, ...options, ...turn), note);
  };

  const drawText = (/** @type {WrittenText} */ text) => {
    const { sorted, names } = groupsOf();
    const key = text.person;
    const button = (/** @type {string} */ says, /** @type {string} */ how, /** @type {string} */ to) =>
      makeButton(says, () => say(how, [text]), { "data-key": `${to}-${key}` });
    const acts =
      text.approved === ""
        ? [button(words.approve, "approved", "first"), button(words.decline, "declined", "second")]
        : [button(words["take-back"], "", "first")];
    const tick = make("input", { type: "checkbox", "data-key": `beside-${key}` });
    tick.checked = chosen.has(key);
    tick.addEventListener("change", () => {
      if (tick.checked) chosen.add(key);
      else chosen.delete(key);
      draw();
    });
    const select = make("select", { "data-key": `group-${key}`, "aria-label": fill(words["group-of"], { name: desk.nameOf(key) }) });
    select.append(...["", ...names].map((group) => make("option", { value: group, text: group || words["no-group"] })));
    select.value = sorted[key] ?? "";
    select.addEventListener("change", () => set({ group: { slide: slide?.id, person: key, name: select.value } }));
    return make(
      "li",
      { class: `desk-text desk-${text.approved || "new"}` },
      make("p", { class: "course-typed", text: text.text, dir: "auto" }),
      make(
        "div",
        { class: "desk-text-acts" },
        make("small", { text: `${desk.nameOf(key)} · ${words[`text-${text.approved || "new"}`]}`, dir: "auto" }),
        ...acts,
        make("label", {}, tick, " ", make("span", { text: words.compare })),
        names.length ? select : null,
      ),
    );
  };

  const draw = () => {
    if (!slide || !state) return;
    const { sorted, names } = groupsOf();
    const isSet = Boolean(state.board.beside?.length);
    const view = state.board.views?.[slide.id];
    const now = JSON.stringify([slide.id, slide.shown, texts, [...chosen], sorted, names, isSet, view]);
    if (now === drawn) return;
    drawn = now;
    const focused = body.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
    const waiting = texts.filter((text) => text.approved === "");
    const two = texts.filter((text) => chosen.has(text.person));
    const beside = two.map(({ person, rev }) => ({ slide: slide?.id, person, rev }));
    const all = makeMainButton(fill(words["approve-all"], { count: waiting.length }), () => say("approved", waiting));
    all.disabled = !waiting.length;
    all.dataset.key = "all";
    const setBeside = () => {
      chosen.clear();
      set({ beside });
    };
    const order = ["", "approved", "declined"];
    const sortedTexts = [...texts].sort((one, other) => order.indexOf(one.approved) - order.indexOf(other.approved));
    body.replaceChildren(
      make(
        "div",
        { class: "course-buttons" },
        all,
        makeButton(words.beside, setBeside, { disabled: two.length !== 2, "data-key": "beside" }),
        isSet ? makeButton(words["beside-off"], () => set({ beside: [] }), { "data-key": "beside-off", class: "course-main" }) : null,
      ),
      drawView(),
      make("ul", {}, ...sortedTexts.map(drawText)),
    );
    if (focused) /** @type {HTMLElement | null} */ (body.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
  };

  return {
    node,
    /**
     * @param {DeskState} now
     * @param {DeskSlide} here
     */
    async show(now, here) {
      if (here.id !== slide?.id) {
        texts = [];
        chosen.clear();
      }
      state = now;
      slide = here;
      const writes = here.control?.type === "text" || Boolean(here.reason);
      if (!writes || !here.answered) {
        node.hidden = true;
        return;
      }
      const revs = now.persons.map((one) => one.answers[here.id]?.rev ?? 0);
      const of = JSON.stringify([here.id, now.version, here.waiting, revs]);
      if (of !== asked) {
        asked = of;
        const reply = await ask(`texts/${here.id}`);
        if (reply.status !== 200) asked = "";
        else if (slide.id === here.id) ({ texts } = /** @type {{ texts: WrittenText[] }} */ (/** @type {unknown} */ (reply.told)));
      }
      node.hidden = !texts.length;
      draw();
    },
  };
};
