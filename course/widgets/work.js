// My work: what was written, a backup down, a backup up.

import { keepKeys, make, makeButton, makeButtonRow, makeLabel } from "./element.js";
import { openPocket } from "./saving.js";
import { follow, openVoice, takeFiles } from "./talk.js";

/** @import { Context, Pocket, WorkSpec, WorkState } from "./types.d.ts" */

const MOST_BYTES = 50 * 1024 * 1024;

/** @param {Context<WorkSpec, WorkState>} context */
const render = ({ model, el: host }) => {
  const spec = model.get("spec");
  const words = spec.words;
  const voice = openVoice(model, words);
  const { status, say, talk } = voice;

  const name = make("input", { type: "text", dir: "auto", maxlength: 120, autocomplete: "name" });
  /** @type {Pocket<string>} */
  const pocket = openPocket(spec.pocket);
  name.value = pocket.take() ?? spec.name;
  name.addEventListener("input", () => pocket.put(name.value));
  let backing = 0;
  const keepBackup = () => {
    backing = talk.press("backup", { name: name.value }) || backing;
  };
  const backUp = makeButton(words.backup, keepBackup, {
    class: "course-main course-backup",
  });
  const backup = make(
    "div",
    { class: "course-block" },
    make("p", { text: words["backup-how"] }),
    makeLabel(name, { text: words.name }),
    name,
    makeButtonRow(backUp),
  );

  const file = make("input", { type: "file", accept: ".json,application/json" });
  file.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) {
      say(words["too-big"], true);
      file.value = "";
      return;
    }
    try {
      // Not a press: a double click on the button that chooses a file says nothing of the file.
      talk.send("restore", {}, [await chosen.arrayBuffer()]);
    } catch {
      // It was moved or taken away since it was chosen, or lies in a cloud that does not answer.
      say(words["cannot-read"], true);
    }
    // So that the same file can be chosen once more.
    file.value = "";
  });
  const restore = make(
    "div",
    { class: "course-block" },
    make("p", { text: words["restore-how"] }),
    makeLabel(file, { text: words.restore }),
    file,
  );

  const damage = make("p");
  const setAside = makeButtonRow(makeButton(words["set-aside"], () => talk.press("set_aside")));
  const rescue = make("div", { class: "course-notice" }, damage, setAside);
  const answers = make("div", { class: "course-answers" });
  const given = make("details", {}, make("summary", { text: words.answers }), answers);
  given.addEventListener("toggle", () => {
    if (given.open) talk.send("look");
  });
  const where = make("p", { class: "course-note", text: spec.where });
  host.append(keepKeys(make("div", { class: "course course-work" }, given, where, backup, restore, rescue, status), () => voice.keepNow()));

  const leaveFiles = takeFiles(model);
  const unfollow = follow(model, () => {
    const state = model.get("state");
    answers.innerHTML = state.answers ?? "";
    damage.textContent = state.damaged ?? "";
    rescue.hidden = !state.damaged;
    if (backing && state.n === backing && !state.trouble) pocket.drop();
    voice.report(state);
  });
  return () => {
    leaveFiles();
    unfollow();
  };
};

export default { initialize: () => ({ render }) };
