// One stand on every claim: a fieldset a claim, saved at once.

import { keepKeys, make } from "./element.js";
import { makeRow } from "./radios.js";
import { follow, openVoice, readAnswered } from "./talk.js";

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
    const take = (/** @type {number} */ stand) => {
      say(words.unsaved);
      talk.send("stand", { claim: claim.id, stand });
    };
    return { id: claim.id, before, row: makeRow(legend, spec.stands, take, "course-chips course-claim-row") };
  };
  const parts = spec.parts.map(({ title, claims }) => ({ title, claims: claims.map(makeClaim) }));
  const claims = parts.flatMap((part) => part.claims);
  const sections = parts.map((part) =>
    make("section", {}, make("h3", { text: part.title }), ...part.claims.map((claim) => claim.row.node)),
  );
  host.append(
    keepKeys(
      make(
        "div",
        { class: "course course-stands" },
        make("p", { class: "course-eyebrow", text: spec.eyebrow }),
        make("p", { text: spec.asks }),
        ...sections,
        make("div", { class: "course-foot" }, done, status),
      ),
      () => voice.keepNow(),
    ),
  );

  return follow(model, () => {
    const state = model.get("state");
    const isLatest = readAnswered(model) >= talk.last();
    // A choice still on its way to the kernel must not be undone by the answer to an earlier one.
    if (isLatest || state.trouble) for (const { id, row } of claims) row.write(state.taken?.[id]);
    for (const { id, before } of claims) before.textContent = state.before?.[id] ?? "";
    done.textContent = state.done ?? "";
    if (state.trouble) say(state.trouble, true);
    else if (state.at && isLatest) voice.saySaved(state);
  });
};

export default { initialize: () => ({ render }) };
