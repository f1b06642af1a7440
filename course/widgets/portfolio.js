// The portfolio: how the stands moved, and two files.

import { keepKeys, make, makeButton, makeButtonRow, makeMainButton } from "./element.js";
import { follow, openVoice, takeFiles } from "./talk.js";

/** @import { Context, PortfolioSpec, PortfolioState } from "./types.d.ts" */

/** @param {Context<PortfolioSpec, PortfolioState>} context */
const render = ({ model, el: host }) => {
  const words = model.get("spec").words;
  const voice = openVoice(model, words);
  const { status, talk } = voice;
  const table = make("div");
  const buttons = makeButtonRow(
    makeMainButton(words.html, () => talk.press("file", { what: "html" })),
    makeButton(words.markdown, () => talk.press("file", { what: "markdown" })),
    makeButton(words.look, () => talk.send("look")),
  );
  const card = make("div", { class: "course course-work course-wide-card" });
  card.append(make("p", { text: words.how }), table, buttons, status);
  host.append(keepKeys(card));

  const leaveFiles = takeFiles(model);
  const unfollow = follow(model, () => {
    const state = model.get("state");
    table.innerHTML = state.table ?? "";
    voice.report(state);
  });
  return () => {
    leaveFiles();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
