// Who is in the class: who has not answered, who is stuck, whose page is gone.

import { fill, make } from "./element.js";

/** @import { Desk, DeskPerson, DeskSlide, DeskState } from "./desk_types.d.ts" */

/**
 * @param {DeskState} state
 * @param {DeskSlide} slide
 * @param {Desk} desk
 */
export const drawPeople = (state, slide, desk) => {
  const { words } = desk;
  const listed = (/** @type {DeskPerson[]} */ people, /** @type {(one: DeskPerson) => string} */ more = () => "") =>
    make(
      "ul",
      {},
      ...people.map((one) =>
        make("li", {}, make("span", { text: desk.nameOf(one.person), dir: "auto" }), more(one) ? make("small", { text: ` ${more(one)}` }) : null),
      ),
    );
  const away = (/** @type {DeskPerson} */ one) => (one.away ? words.away : "");
  const stuck = state.persons.filter((one) => one.stuck.includes(slide.id));
  const missing = state.persons.filter((one) => !one.answers[slide.id]);
  const done = state.persons.filter((one) => one.answers[slide.id]);
  // More than half are done: whoever is not takes longer than most.
  const isLate = slide.state === "open" && done.length * 2 >= state.persons.length && missing.length > 0;
  return [
    make("h2", { text: fill(words.here, { people: state.people }) }),
    state.persons.length ? null : make("p", { class: "course-note", text: words.nobody }),
    stuck.length ? make("h3", { class: "desk-alarm", text: fill(words.stuck, { count: stuck.length }) }) : null,
    stuck.length ? listed(stuck) : null,
    slide.control && missing.length ? make("h3", { text: fill(words.missing, { count: missing.length }) }) : null,
    isLate ? make("p", { class: "course-note desk-alarm", text: words.late }) : null,
    slide.control && missing.length ? listed(missing, away) : null,
    slide.control && done.length
      ? make("details", { "data-key": "done" }, make("summary", { text: fill(words.done, { count: done.length }) }), listed(done, away))
      : null,
    slide.control ? null : listed(state.persons, away),
  ];
};
