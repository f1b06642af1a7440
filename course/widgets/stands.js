// One stand on every claim: a fieldset a claim, saved at once.

import { makeChoices } from "./choices.js";
import { keepKeys, make } from "./element.js";
import { makeRow } from "./radios.js";
import { lookOnReturn } from "./returning.js";
import { openPocket } from "./saving.js";
import { follow, openVoice } from "./talk.js";

/** @import { Choices, Context, StandsSpec, StandsState } from "./types.d.ts" */

/** @param {Context<StandsSpec, StandsState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const { status, talk } = voice;
  const done = make("p", { class: "course-note" });
  /** @type {Choices<number>} */
  const taken = makeChoices(model, voice, words, {
    pocket: openPocket(spec),
    readHead: (claim) => model.get("state").based?.[claim] ?? "",
    send: (claim, stand, signed) => talk.send("stand", { claim, stand, ...signed }),
  });

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
    const take = (/** @type {number} */ stand) => taken.choose(claim.id, stand);
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
    taken.meet();
    const isLatest = taken.isLatest();
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
