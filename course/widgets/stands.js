// One stand on every claim: a fieldset a claim, saved at once.

import { keepKeys, make } from "./element.js";
import { makeRow } from "./radios.js";
import { lookOnReturn } from "./returning.js";
import { follow, makePressId, openVoice, readAnswered } from "./talk.js";

/** @import { Context, StandsSpec, StandsState } from "./types.d.ts" */

/** @param {Context<StandsSpec, StandsState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const { status, say, talk } = voice;
  const done = make("p", { class: "course-note" });

  const makeClaim = (/** @type {StandsSpec["parts"][number]["claims"][number]} */ claim) => {
    const before = make("small", { class: "course-note" });
    const legend = make(
      "legend",
      {},
      make("b", { text: `${claim.id} ` }),
      make("span", { html: claim.html }),
      claim.note ? make("small", { class: "course-note", text: ` ${claim.note} ` }) : null,
      before,
    );
    /** @type {string[]} */
    const sent = [];
    const take = (/** @type {number} */ stand) => {
      say(words.unsaved);
      const press = makePressId();
      const based = [model.get("state").based?.[claim.id] ?? "", ...sent];
      sent.push(press);
      talk.send("stand", { claim: claim.id, stand, press, based });
    };
    return { id: claim.id, before, row: makeRow(legend, spec.stands, take, "course-chips course-claim-row") };
  };
  const parts = spec.parts.map(({ title, claims }) => ({ title, claims: claims.map(makeClaim) }));
  const claims = parts.flatMap((part) => part.claims);
  const sections = parts.map((part) =>
    make("section", {}, make("h3", { text: part.title }), ...part.claims.map((claim) => claim.row.node)),
  );
  const card = make(
    "div",
    { class: "course course-stands" },
    make("p", { class: "course-eyebrow", text: spec.eyebrow }),
    make("p", { text: spec.asks }),
    ...sections,
    make("div", { class: "course-foot" }, done, status),
  );
  host.append(keepKeys(card, () => voice.keepNow()));

  const leave = lookOnReturn(card, () => talk.ask("look"));
  const unfollow = follow(model, () => {
    const state = model.get("state");
    const isLatest = readAnswered(model) >= talk.last();
    // A choice still on its way to the kernel must not be undone by the answer to an earlier one.
    if (isLatest || state.trouble) for (const { id, row } of claims) row.write(state.taken?.[id]);
    for (const { id, before } of claims) before.textContent = state.before?.[id] ?? "";
    done.textContent = state.done ?? "";
    if (!voice.report(state) && state.at && isLatest) voice.saySaved(state);
  });
  return () => {
    leave();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
