// A list that is brought into order with buttons, so that it can be done by keyboard and is told while it is done.

import { fill, make } from "./element.js";

/** @import { Control, Option, Order, RankSpec, Words } from "./types.d.ts" */

/**
 * @param {RankSpec} spec
 * @param {Words} words
 * @param {() => void} [change] called after every move
 * @returns {Control<Order>}
 */
export const makeRank = (spec, words, change) => {
  let order = [...spec.start];
  let isTouched = false;
  const list = make("ol", { class: "course-rank" });
  const moved = make("p", { class: "course-hidden", role: "status", "aria-live": "polite" });
  const options = new Map(spec.options.map((option) => [option.id, option]));

  /**
   * Move an option by one place; the keyboard stays on the button that moved it, or goes to its fellow at an end.
   * @param {Option} option
   * @param {-1 | 1} by
   */
  const move = (option, by) => {
    const from = order.indexOf(option.id);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    order.splice(from, 1);
    order.splice(to, 0, option.id);
    isTouched = true;
    draw();
    const [up, down] = list.children[to].querySelectorAll("button");
    const [button, fellow] = by < 0 ? [up, down] : [down, up];
    (button.disabled ? fellow : button).focus();
    moved.textContent = fill(words.moved, { item: option.text, place: to + 1, total: order.length });
    change?.();
  };

  /**
   * @param {Option} option
   * @param {string} template
   * @param {string} arrow
   * @param {-1 | 1} by
   * @param {boolean} isDisabled
   */
  const makeArrow = (option, template, arrow, by, isDisabled) => {
    const label = fill(template, { item: option.text });
    return make("button", {
      type: "button", "aria-label": label, title: label, disabled: isDisabled, text: arrow, onclick: () => move(option, by),
    });
  };

  const draw = () => {
    const shown = order.flatMap((id) => options.get(id) ?? []);
    list.replaceChildren(
      ...shown.map((option, place) =>
        make(
          "li",
          {},
          make("span", { class: "course-rank-says", html: option.html }),
          make(
            "span",
            { class: "course-arrows" },
            makeArrow(option, words.up, "↑", -1, place === 0),
            makeArrow(option, words.down, "↓", 1, place === shown.length - 1),
          ),
        ),
      ),
    );
  };
  draw();
  const last = spec.lastHtml ? make("p", { class: "course-note", html: spec.lastHtml }) : null;
  return {
    node: make("div", {}, make("p", { class: "course-note", html: spec.firstHtml }), list, last, moved),
    // An order that nobody touched is no answer; Save without moving says "this order is mine".
    read: (isPressed) => (isTouched || isPressed ? { order: [...order] } : null),
    write(answer) {
      const known = answer?.order?.filter((id) => options.has(id)) ?? [];
      isTouched = known.length > 0;
      order = [...known, ...spec.start.filter((id) => !known.includes(id))];
      draw();
    },
  };
};
