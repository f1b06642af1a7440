// One stand on every claim: a fieldset a claim, saved at once.

function render({ model, el: host }) {
  const spec = model.get("spec");
  const words = spec.words;
  const done = el("p", { class: "course-note" });
  const { status, say, talk } = voice(model, words);
  const rows = {};
  const before = {};
  const parts = spec.parts.map(({ title, claims }) =>
    el("section", {}, el("h3", { text: title }), ...claims.map((claim) => {
      const name = fresh("claim");
      const inputs = spec.stands.map(({ value, text }) => {
        const input = el("input", { type: "radio", name, value,
          onchange: () => { say(words.unsaved); talk.send("stand", { claim: claim.id, stand: value }); } });
        return [input, el("label", { class: "course-chip" }, input, el("span", { text }))];
      });
      rows[claim.id] = inputs;
      before[claim.id] = el("small", { class: "course-note" });
      return el("fieldset", { class: "course-chips course-claim-row" },
        el("legend", {}, el("b", { text: `${claim.id} ` }), el("span", { html: claim.html }),
          claim.note ? el("small", { class: "course-note", text: ` ${claim.note} ` }) : null, before[claim.id]),
        ...inputs.map(([, label]) => label));
    })));
  const root = keepKeys(el("div", { class: "course course-stands" }, el("p", { class: "course-eyebrow", text: spec.eyebrow }),
    el("p", { text: spec.asks }), ...parts, el("div", { class: "course-foot" }, done, status)));
  const draw = () => {
    const state = model.get("state");
    // A choice still on its way to the kernel must not be undone by the answer to an earlier one.
    if ((state.n ?? 0) >= talk.last() || state.trouble)
      for (const [id, inputs] of Object.entries(rows))
        inputs.forEach(([input]) => (input.checked = Number(input.value) === state.taken?.[id] && id in (state.taken ?? {})));
    for (const [id, node] of Object.entries(before)) node.textContent = state.before?.[id] ?? "";
    done.textContent = state.done ?? "";
    if (state.trouble) say(state.trouble, true);
    else if (state.at && (state.n ?? 0) >= talk.last()) say(fill(words.saved, { at: when(state.at) }));
  };
  model.on("change:state", draw);
  host.append(root);
  draw();
  return () => model.off("change:state", draw);
}

export default { render };
