// A lab: puzzle, prediction, a model that follows the hand, and a question about the world.

function render({ model, el: host }) {
  const spec = model.get("spec");
  const words = spec.words;
  const { status, say, talk } = voice(model, words);

  const guess = CONTROLS.one({ options: spec.options }, words);
  const predict = el("form", { novalidate: true }, el("fieldset", {}, el("legend", { html: spec.question }),
    el("p", { class: "course-note", text: words.predict }), guess.node),
    el("div", { class: "course-buttons" }, el("button", { type: "submit", class: "course-main", text: words["predict-save"] })));
  predict.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = guess.read();
    if (!answer) { say(words.empty); return; }
    talk.send("predict", { chosen: answer.chosen });
  });
  const predicted = el("div", { class: "course-earlier" });

  // One move is under way at a time; the newest waits. So the picture never lags behind a fast hand.
  const values = { ...spec.start };
  let moving = 0;
  let waiting = false;
  const move = () => {
    if (moving && (model.get("state").n ?? 0) < moving) { waiting = true; return; }
    waiting = false;
    moving = talk.send("move", { values: { ...values } });
  };
  const shown = (knob, value) => `${Number(value)}${knob.unit ? ` ${knob.unit}` : ""}`;
  const setters = {};
  const knobs = spec.knobs.map((knob) => {
    const id = fresh("knob");
    if (knob.control === "switch") {
      const box = el("input", { id, type: "checkbox", onchange: () => { values[knob.id] = box.checked ? 1 : 0; move(); } });
      setters[knob.id] = (value) => (box.checked = value === 1);
      return el("div", { class: "course-knob", title: knob.help }, el("label", { for: id, class: "course-option" }, box, el("span", { text: knob.label })));
    }
    const out = el("output", { for: id });
    const range = el("input", { id, type: "range", min: knob.low, max: knob.high, step: knob.step, "aria-describedby": `${id}-help`,
      oninput: () => { values[knob.id] = Number(range.value); out.textContent = shown(knob, range.value); range.setAttribute("aria-valuetext", out.textContent); move(); } });
    setters[knob.id] = (value) => { range.value = value; out.textContent = shown(knob, value); range.setAttribute("aria-valuetext", out.textContent); };
    return el("div", { class: "course-knob" },
      el("div", { class: "course-knob-head" }, el("label", { for: id, text: knob.label }), out), range,
      el("div", { class: "course-knob-head course-note" }, el("span", { text: knob.lowText }), el("span", { text: knob.highText })),
      el("p", { id: `${id}-help`, class: "course-note", text: knob.help }));
  });
  const picks = spec.picks.map((pick) => {
    values[pick.id] = [];
    return el("fieldset", { class: "course-chips" }, el("legend", { text: pick.label }), ...pick.choices.map((choice) => {
      const box = el("input", { type: "checkbox", onchange: () => {
        values[pick.id] = box.checked ? [...values[pick.id], choice.id] : values[pick.id].filter((one) => one !== choice.id);
        move();
      } });
      return el("label", { class: "course-chip" }, box, el("span", { text: choice.text }));
    }));
  });
  const set = (given) => {
    Object.assign(values, given);
    for (const [id, setter] of Object.entries(setters)) setter(values[id]);
  };
  set(spec.start);

  const story = el("div", { class: "course-setting" });
  const presets = el("div", { class: "course-buttons" },
    ...spec.presets.map((preset) => el("button", { type: "button", text: preset.label, onclick: () => { set(preset.values); story.innerHTML = preset.html; move(); } })),
    el("button", { type: "button", text: words["start-over"], onclick: () => { set(spec.start); story.textContent = ""; move(); } }));
  const picture = el("div", { class: "course-canvas" });
  const sentence = el("p", { class: "course-sentence", role: "status", "aria-live": "polite" });
  const table = el("div");
  const bench = el("div", { class: "course-bench" },
    el("h3", { text: words.move }),
    el("p", { class: "course-note", text: words.presets }), presets, story,
    el("div", { class: "course-lab-grid" }, el("div", {}, ...knobs, ...picks), el("div", {}, picture, sentence)),
    el("details", {}, el("summary", { text: words.table }), table),
    el("p", { html: spec.sandbox }));

  const text = CONTROLS.text({ rows: 3, label: words.text }, words);
  let timer = null;
  const save = () => { clearTimeout(timer); timer = null; talk.send("answer", { text: text.read()?.text ?? "" }); };
  const slot = { record: spec.record, where: spec.where };
  const link = el("form", { class: "course-block", novalidate: true }, el("h3", { text: words.link }), el("p", { html: spec.link }), text.node);
  link.addEventListener("input", () => { pocket.put(slot, { text: text.read()?.text ?? "" }); say(words.unsaved); clearTimeout(timer); timer = setTimeout(save, 900); });
  link.addEventListener("focusout", () => { if (timer) save(); });
  link.addEventListener("submit", (event) => event.preventDefault());

  const after = el("div", {}, bench,
    el("details", {}, el("summary", { text: words.idea }), el("div", { html: spec.idea }),
      el("p", { text: words.simplifies }), el("div", { html: spec.simplifies })),
    el("details", {}, el("summary", { text: words["leaves-out"] }), el("div", { html: spec.leaves })), link);
  host.append(keepKeys(el("div", { class: "course course-lab" },
    el("p", { class: "course-eyebrow", text: spec.eyebrow }), el("p", { class: "course-claim" }, el("strong", { html: spec.title })),
    el("div", { html: spec.puzzle }), predict, predicted, after, status)));

  let written = false;
  const draw = () => {
    const state = model.get("state");
    if (state.chosen) guess.write({ chosen: state.chosen });
    predicted.innerHTML = state.predicted ?? "";
    after.hidden = !state.predicted;
    if (picture.dataset.now !== state.svg) { picture.dataset.now = state.svg; picture.innerHTML = state.svg ?? ""; }
    sentence.textContent = state.sentence ?? "";
    table.innerHTML = state.table ?? "";
    if (!written) { written = true; text.write(pocket.take(slot) ?? state.answer); }
    if (timer === null && (state.n ?? 0) >= talk.last() && state.answer?.text) pocket.drop(slot);
    if (moving && state.n >= moving) { moving = 0; if (waiting) move(); }
    if (state.trouble) say(state.trouble, true);
    else if (state.said) say(state.said, true);
    else if (state.at && timer === null) say(fill(words.saved, { at: when(state.at) }));
  };
  model.on("change:state", draw);
  draw();
  return () => { if (timer) save(); model.off("change:state", draw); };
}

export default { render };
