// The head of a lesson. Notices that must not be missed stand first. It also tells the bar above the notebook, where
// there is one, how far the learner is: now, after every answer, and when the page says which blocks are open.

import { make } from "./element.js";
import { delaySaving } from "./saving.js";
import { ANSWERED, follow } from "./talk.js";

/** @import { Context, OpeningSpec, OpeningState } from "./types.d.ts" */

const COUNT_MS = 400;

/** @param {Context<OpeningSpec, OpeningState>} context */
const render = ({ model, el: host }) => {
  const { html, notices, words } = model.get("spec");
  const lines = notices.map((text) => make("p", { class: "course-notice", role: "note", text }));
  host.append(make("section", { class: "course course-opening" }, ...lines, make("div", { html })));
  const tell = () => {
    const { progress } = model.get("state");
    const detail = { ...progress, words };
    if (progress) host.dispatchEvent(new CustomEvent("course:progress", { bubbles: true, detail }));
  };
  /** @type {string[] | undefined} */
  let opened;
  const count = delaySaving(() => {
    try {
      model.send({ do: "look", n: 0, ...(opened && { opened }) });
    } catch {
      // The kernel has gone: there is nobody to count, and the lesson says so where something is to be saved.
    }
  });
  const recount = () => count.delay(COUNT_MS);
  const open = (/** @type {Event} */ event) => {
    ({ opened } = /** @type {CustomEvent<{ opened: string[] }>} */ (event).detail);
    recount();
  };
  document.addEventListener(ANSWERED, recount);
  host.addEventListener("course:opened", open);
  // The event can only rise to the notebook once this head is on the page.
  const unfollow = follow(model, () => requestAnimationFrame(tell));
  return () => {
    count.forget();
    document.removeEventListener(ANSWERED, recount);
    host.removeEventListener("course:opened", open);
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
