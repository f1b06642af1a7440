// Pairs of those who answered differently: looked at here first, then told to each phone alone.

import { fill, make, makeButton, makeMainButton } from "./element.js";
import { ask } from "./server.js";

/** @import { Desk, DeskSlide, DeskState, PairList } from "./desk_types.d.ts" */

/** @param {Desk} desk */
export const makePairs = (desk) => {
  const { words } = desk;
  const body = make("div");
  const node = make("details", { class: "desk-pairs", hidden: true }, make("summary", { text: words.pairs }), body);
  /** @type {DeskSlide | null} */
  let slide = null;
  let asked = "";
  let of = "";

  const draw = (/** @type {PairList} */ list) => {
    const address = `pairs/${slide?.id}`;
    const button = list.sent
      ? makeButton(words["pairs-off"], () => desk.act(address, "DELETE"))
      : makeMainButton(words["pairs-send"], () => desk.act(address, "POST", {}));
    const hadFocus = body.contains(document.activeElement);
    const named = (/** @type {{ person: string }[]} */ pair) => pair.map(({ person }) => desk.nameOf(person)).join(" · ");
    body.replaceChildren(
      make("p", { class: "course-note", text: list.sent ? words["pairs-sent"] : words["pairs-note"] }),
      make("div", { class: "course-buttons" }, button),
      make(
        "ol",
        {},
        ...list.pairs.map((pair, place) =>
          make("li", {}, make("b", { text: fill(words.pair, { number: place + 1 }) }), " ", make("span", { text: named(pair), dir: "auto" })),
        ),
      ),
    );
    if (hadFocus) button.focus();
  };

  const look = async () => {
    if (!slide || !node.open || of === asked) return;
    asked = of;
    const reply = await ask(`pairs/${slide.id}`);
    if (reply.status === 200) draw(/** @type {PairList} */ (/** @type {unknown} */ (reply.told)));
    else asked = "";
  };
  node.addEventListener("toggle", look);

  return {
    node,
    /**
     * @param {DeskState} now
     * @param {DeskSlide} here
     */
    show(now, here) {
      if (slide && slide.id !== here.id) node.open = false;
      slide = here;
      node.hidden = !here.control || now.people < 2 || here.state === "hidden";
      of = JSON.stringify([here.id, now.version, here.answered, now.people]);
      look();
    },
  };
};
