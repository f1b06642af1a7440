// Earlier versions of a text: folded, asked for when they are opened, and put back into the box.

import { fill, make, makeButton, showTime } from "./element.js";

/** @import { Model, Version, VersionedBox, Versions, Voice, WithVersions, Words } from "./types.d.ts" */

/**
 * @param {Model<object, WithVersions>} model
 * @param {Voice} voice
 * @param {Words} words
 * @param {VersionedBox} box
 * @returns {Versions}
 */
export const makeVersions = (model, { talk, say }, words, box) => {
  const summary = make("summary");
  const list = make("ul");
  const node = make("details", { class: "course-versions", hidden: true }, summary, list);
  let count = 0;
  let putting = 0;
  const ask = () => {
    talk.ask("versions", box.about());
  };
  node.addEventListener("toggle", () => {
    if (node.open) ask();
  });

  const makeLine = (/** @type {Version} */ version) => {
    const at = showTime(version.at);
    const label = fill(words["put-back-of"], { at });
    const putBack = () => {
      putting = talk.press("put_back", { ...box.about(), version: version.id });
    };
    return make(
      "li",
      {},
      make("p", { class: "course-note", text: version.typed ? fill(words["version-typed"], { at }) : at }),
      make("blockquote", { class: "course-typed", dir: "auto", text: version.text }),
      makeButton(words["put-back"], putBack, { "aria-label": label, title: label }),
    );
  };
  return {
    node,
    draw() {
      const state = model.get("state");
      const before = count;
      count = state.versions?.[box.name()] ?? 0;
      node.hidden = count === 0;
      const title = fill(words.versions, { count });
      if (summary.textContent !== title) summary.textContent = title;
      const listed = state.listed?.[box.name()];
      const key = JSON.stringify(listed);
      if (listed && list.dataset.shown !== key) {
        list.dataset.shown = key;
        list.replaceChildren(...listed.map(makeLine));
      }
      if (putting && state.n === putting) {
        putting = 0;
        if (state.put && !state.trouble) {
          box.put(state.put);
          box.field()?.focus();
          say(words["put-back-done"]);
          ask();
        }
      } else if (count !== before && node.open) {
        ask();
      }
    },
  };
};
