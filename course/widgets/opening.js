// The head of a lesson. Notices that must not be missed stand first. It also tells the bar above the notebook, where
// there is one, how far the learner is: now, after every answer, and when the page says which blocks are open.

import { make } from "./element.js";
import { makeInClass } from "./in_class.js";
import { delaySaving } from "./saving.js";
import { ANSWERED, follow } from "./talk.js";

/** @import { Context, OpeningSpec, OpeningState } from "./types.d.ts" */

const COUNT_MS = 400;

/**
 * Make the switch to the same page in another language: this one's name, and a link to each other. Where the notebook
 * around it opens links itself, it opens this one beside the page, and nothing that is being written is lost.
 * @param {Context<OpeningSpec, OpeningState>["model"]} model
 */
const makeEditions = (model) => {
  const { editions, language } = model.get("spec");
  if (!editions || !language) return null;
  const links = editions.map(({ code, name, direction, href }) => {
    const choose = () => {
      try {
        model.send({ do: "speak", n: 0, code });
      } catch {
        // The kernel has gone: the page opens all the same, and the choice is not remembered.
      }
    };
    return make("a", { class: "course-edition", href, hreflang: code, lang: code, dir: direction, text: name, onclick: choose });
  });
  // A group, and no landmark: a page with two heads would have two of one name.
  return make(
    "div",
    { class: "course-editions", role: "group", "aria-label": language.label },
    make("b", { text: language.name, lang: language.code, "aria-current": "true" }),
    ...links,
  );
};

/** @param {Context<OpeningSpec, OpeningState>} context */
const render = ({ model, el: host }) => {
  const { html, notices, words } = model.get("spec");
  const lines = notices.map((text) => make("p", { class: "course-notice", role: "note", text }));
  const inClass = model.get("state").room ? makeInClass(model) : null;
  host.append(make("section", { class: "course course-opening" }, makeEditions(model), ...lines, make("div", { html }), inClass?.node));
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
    inClass?.stop();
  };
};

export default { initialize: () => ({ render }) };
