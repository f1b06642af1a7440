// The portfolio: how the stands moved, and two files.

function render({ model, el: host }) {
  const words = model.get("spec").words;
  const { status, say, talk } = voice(model, words);
  const table = el("div");
  const button = (text, main, act) => el("button", { type: "button", class: main ? "course-main" : "", text, onclick: act });
  host.append(keepKeys(el("div", { class: "course course-work course-wide-card" }, el("p", { text: words.how }), table,
    el("div", { class: "course-buttons" },
      button(words.html, true, () => talk.send("file", { what: "html" })),
      button(words.markdown, false, () => talk.send("file", { what: "markdown" })),
      button(words.look, false, () => talk.send("look"))), status)));
  const received = (content, buffers) => download(content.file, content.type, buffers);
  const draw = () => {
    const state = model.get("state");
    table.innerHTML = state.table ?? "";
    if (state.trouble) say(state.trouble, true);
    else if (state.said) say(state.said);
  };
  model.on("msg:custom", received);
  model.on("change:state", draw);
  draw();
  return () => { model.off("msg:custom", received); model.off("change:state", draw); };
}

export default { render };
