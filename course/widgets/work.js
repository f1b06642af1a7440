// My work: what was written, a backup down, a backup up.

function render({ model, el: host }) {
  const spec = model.get("spec");
  const words = spec.words;
  const { status, say, talk } = voice(model, words);
  const nameId = fresh("name");
  const name = el("input", { id: nameId, type: "text", dir: "auto", maxlength: 120, autocomplete: "name" });
  name.value = spec.name;
  const fileId = fresh("file");
  const file = el("input", { id: fileId, type: "file", accept: ".json,application/json" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > 50 * 1024 * 1024) { say(words["too-big"], true); return; }
    talk.send("restore", {}, [await chosen.arrayBuffer()]);
    file.value = "";
  });
  const damage = el("p");
  const rescue = el("div", { class: "course-notice" }, damage, el("div", { class: "course-buttons" },
    el("button", { type: "button", text: words["set-aside"], onclick: () => talk.send("set_aside") })));
  const answers = el("div", { class: "course-answers" });
  const written = el("details", {}, el("summary", { text: words.answers }), answers);
  written.addEventListener("toggle", () => { if (written.open) talk.send("look"); });
  host.append(keepKeys(el("div", { class: "course course-work" },
    written,
    el("p", { class: "course-note", text: spec.where }),
    el("div", { class: "course-block" }, el("p", { text: words["backup-how"] }),
      el("label", { for: nameId, text: words.name }), name,
      el("div", { class: "course-buttons" },
        el("button", { type: "button", class: "course-main course-backup", text: words.backup, onclick: () => talk.send("backup", { name: name.value }) }))),
    el("div", { class: "course-block" }, el("p", { text: words["restore-how"] }),
      el("label", { for: fileId, text: words.restore }), file),
    rescue, status)));
  const received = (content, buffers) => download(content.file, "application/json", buffers);
  const draw = () => {
    const state = model.get("state");
    answers.innerHTML = state.answers ?? "";
    damage.textContent = state.damaged ?? "";
    rescue.hidden = !state.damaged;
    if (state.trouble) say(state.trouble, true);
    else if (state.said) say(state.said);
  };
  model.on("msg:custom", received);
  model.on("change:state", draw);
  draw();
  return () => { model.off("msg:custom", received); model.off("change:state", draw); };
}

export default { render };
