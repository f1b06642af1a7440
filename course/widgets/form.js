// One question: a form with a fieldset, buttons, a status line and a place for what comes back.

function render({ model, el: host }) {
  const spec = model.get("spec");
  const words = spec.words;
  const panel = el("div", { class: "course-panel", role: "status", "aria-live": "polite" });
  const { status, say, talk } = voice(model, words);

  const control = spec.control ? CONTROLS[spec.control.type](spec.control, words, () => touched()) : null;
  const reason = spec.reason ? CONTROLS.text({ rows: 2, label: spec.reason }, words) : null;
  const earlier = el("div", { class: "course-earlier" });
  const mark = el("div", { class: "course-marks" });
  const legend = el("legend", { html: spec.asks });
  const fieldset = control && el("fieldset", {}, legend, earlier, control.node, reason?.node);

  const read = (pressed) => {
    const answer = control?.read(pressed) ?? null;
    const why = reason?.read()?.text;
    if (!answer && !why) return null;
    return { ...answer, ...(why ? { why } : {}) };
  };
  const write = (answer) => {
    control?.write(answer);
    reason?.write({ text: answer?.why });
  };

  // A draft goes to the record a moment after the last key, and at once when the box is left.
  let pending = null;
  const flush = () => {
    if (pending === null) return;
    clearTimeout(pending);
    pending = null;
    const answer = read();
    if (answer) talk.send("draft", { answer });
  };
  const touched = () => {
    const answer = read();
    if (answer) pocket.put(spec, { answer, round: model.get("state").round });
    clearTimeout(pending);
    pending = setTimeout(flush, 900);
    say(words.unsaved);
  };

  const submit = el("button", { type: "submit", class: "course-main", text: spec.button });
  const hint = el("button", { type: "button", text: words.hint, onclick: () => talk.send("hint") });
  const show = el("button", { type: "button", text: words.model, onclick: () => talk.send("model") });
  const buttons = el("div", { class: "course-buttons" }, control ? submit : null, hint, show);

  const form = keepKeys(
    el(
      "form",
      { class: `course course-form course-${spec.family}`, novalidate: true },
      el("p", { class: "course-eyebrow", text: spec.eyebrow }),
      spec.setting ? el("div", { class: "course-setting", html: spec.setting }) : null,
      fieldset ?? el("div", { class: "course-asks", html: spec.asks }),
      buttons,
      status,
      panel,
      mark,
      spec.rubric?.length ? rubric(spec, words, model, talk, say) : null,
    ),
  );
  form.addEventListener("input", touched);
  form.addEventListener("focusout", flush);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pending);
    pending = null;
    const answer = read(true);
    if (answer) pocket.put(spec, { answer, round: model.get("state").round });
    talk.send("save", { answer: answer ?? {} });
  });

  let round = null;
  const draw = () => {
    const state = model.get("state");
    if (state.round !== round) {
      round = state.round;
      const kept = pocket.take(spec);
      const fits = kept && kept.round === round && JSON.stringify(kept.answer) !== JSON.stringify(state.answer);
      write(fits ? kept.answer : state.answer);
      if (fits && control) pending = setTimeout(flush, 50);
    }
    if ((state.n ?? 0) >= talk.last() && pending === null && !state.trouble) pocket.drop(spec);
    earlier.innerHTML = state.earlier ?? "";
    if (mark.dataset.shown !== (state.mark ?? "")) mark.innerHTML = mark.dataset.shown = state.mark ?? "";
    hint.hidden = !state.hints;
    show.hidden = !state.model;
    submit.textContent = state.button ?? spec.button;
    if (panel.innerHTML !== (state.panel ?? "") && panel.dataset.shown !== state.panel) {
      panel.dataset.shown = state.panel ?? "";
      panel.innerHTML = state.panel ?? "";
    }
    if (state.trouble) say(state.trouble, true);
    else if (pending === null && state.empty) say(words.empty);
    else if (pending === null) say(state.at ? fill(state.draft ? words.draft : words.saved, { at: when(state.at) }) : "");
  };
  model.on("change:state", draw);
  host.append(form);
  draw();
  return () => { flush(); model.off("change:state", draw); };
}

// The single-point rubric: what a good text does stands in the middle; both sides are free for comments.
function rubric(spec, words, model, talk, say) {
  const boxes = [];
  const saved = model.get("state").reviews ?? {};
  const rows = spec.rubric.map((criterion) => {
    const box = (side, label) => {
      const id = fresh("rubric");
      const area = el("textarea", { id, rows: 2, dir: "auto" });
      area.value = saved[criterion.id]?.[side] ?? "";
      boxes.push([criterion.id, side, area]);
      return el("div", {}, el("label", { for: id, class: "course-note", text: label }), area);
    };
    return el(
      "div",
      { class: "course-criterion", role: "group", "aria-label": criterion.text },
      box("grow", words.grow),
      el("p", { html: criterion.html }),
      box("works", words.works),
    );
  });
  let timer = null;
  const send = () => {
    clearTimeout(timer);
    timer = null;
    const review = {};
    for (const [id, side, area] of boxes) if (area.value.trim()) (review[id] ??= {})[side] = area.value;
    talk.send("review", { review });
  };
  const body = el("details", { class: "course-rubric" }, el("summary", { text: words.rubric }),
    el("p", { class: "course-note", text: words["rubric-how"] }), ...rows);
  body.addEventListener("input", (event) => {
    event.stopPropagation();
    say(words.unsaved);
    clearTimeout(timer);
    timer = setTimeout(send, 900);
  });
  body.addEventListener("focusout", (event) => { event.stopPropagation(); if (timer) send(); });
  return body;
}

export default { render };
