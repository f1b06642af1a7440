// The head of a lesson. Notices that must not be missed stand first.

import { make } from "./element.js";

/** @import { Context, OpeningSpec } from "./types.d.ts" */

/** @param {Context<OpeningSpec, object>} context */
const render = ({ model, el: host }) => {
  const { html, notices } = model.get("spec");
  const lines = notices.map((text) => make("p", { class: "course-notice", role: "note", text }));
  host.append(make("section", { class: "course course-opening" }, ...lines, make("div", { html })));
  return () => {};
};

export default { initialize: () => ({ render }) };
