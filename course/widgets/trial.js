// A claim on trial: first stand, evidence on two sides, own arguments, the strongest one answered, second stand.

function render({ model, el: host }) {
  const spec = model.get("spec");
  const words = spec.words;
  const { status, say, talk } = voice(model, words);

  const radios = (name, label, choices, changed) => {
    const group = fresh(name);
    const inputs = choices.map(({ value, text }) => {
      const input = el("input", { type: "radio", name: group, value, onchange: () => changed?.(value) });
      return [input, el("label", { class: "course-chip" }, input, el("span", { text }))];
    });
    return {
      node: el("fieldset", { class: "course-chips" }, el("legend", { text: label }), ...inputs.map(([, l]) => l)),
      read: () => { const on = inputs.find(([i]) => i.checked); return on ? Number(on[0].value) : null; },
      write: (value) => inputs.forEach(([i]) => (i.checked = value !== null && value !== undefined && Number(i.value) === value)),
    };
  };

  const stand = (round, title, button) => {
    const where = radios("stand", title, spec.stands);
    const sure = radios("sure", words.sure, spec.sures);
    const why = CONTROLS.text({ rows: 2, label: words.why }, words);
    const slot = { record: spec.record, where: `${spec.where}/${round}` };
    const form = el("form", { class: "course-stand", novalidate: true }, where.node, sure.node, why.node,
      el("div", { class: "course-buttons" }, el("button", { type: "submit", class: "course-main", text: button })));
    const read = () => ({ round, stand: where.read(), sure: sure.read(), why: why.read()?.text ?? "" });
    form.addEventListener("input", () => { pocket.put(slot, read()); say(words.unsaved); });
    form.addEventListener("submit", (event) => { event.preventDefault(); talk.send("stand", read()); });
    let shown = null;
    return {
      node: form,
      write(saved) {
        const key = JSON.stringify(saved ?? null);
        if (key === shown) return;
        const kept = shown === null ? pocket.take(slot) : null;
        shown = key;
        const value = kept ?? saved;
        where.write(value?.stand);
        sure.write(value?.sure);
        why.write({ text: value?.why });
        if (saved && !kept) pocket.drop(slot);
      },
    };
  };

  const first = stand(1, words.stand, words["save-first"]);
  const second = stand(2, words["stand-again"], words["save-second"]);

  const scales = {};
  const sides = spec.sides.map(({ side, title, pieces }) =>
    el("section", { class: `course-side course-side-${side}` }, el("h3", { text: title }),
      ...pieces.map((piece) => {
        scales[piece.id] = radios("weight", words.weigh, spec.weights, (weight) => talk.send("weigh", { piece: piece.id, weight }));
        return el("div", { class: "course-piece" }, el("p", { html: piece.html }),
          el("p", { class: "course-note", html: piece.cited }), scales[piece.id].node);
      })));

  const ownText = CONTROLS.text({ rows: 2, label: words["own-text"] }, words);
  const ownSource = CONTROLS.text({ rows: 1, label: words["own-source"] }, words);
  const ownSide = radios("side", words["own-side"], [{ value: 1, text: words.for }, { value: -1, text: words.against }]);
  const ownList = el("ul", { class: "course-own" });
  const ownSlot = { record: spec.record, where: `${spec.where}/own` };
  const own = el("form", { class: "course-block", novalidate: true }, el("h3", { text: words.own }), ownList, ownText.node,
    ownSource.node, ownSide.node, el("div", { class: "course-buttons" }, el("button", { type: "submit", text: words["own-add"] })));
  own.addEventListener("input", () => pocket.put(ownSlot, { text: ownText.read()?.text, source: ownSource.read()?.text }));
  let adding = 0;
  own.addEventListener("submit", (event) => {
    event.preventDefault();
    const side = ownSide.read();
    adding = talk.send("argue", {
      text: ownText.read()?.text, source: ownSource.read()?.text, side: side === null ? null : side > 0 ? "for" : "against",
    });
  });
  const kept = pocket.take(ownSlot);
  if (kept) { ownText.write({ text: kept.text }); ownSource.write({ text: kept.source }); }

  const lead = el("p");
  const quote = el("blockquote");
  const answer = CONTROLS.text({ rows: 3, label: words["strongest-box"] }, words);
  const rebut = el("form", { class: "course-block", novalidate: true }, el("h3", { text: words.strongest }), lead, quote, answer.node,
    el("div", { class: "course-buttons" }, el("button", { type: "submit", text: words["strongest-save"] })));
  let timer = null;
  const sendRebuttal = () => {
    clearTimeout(timer);
    timer = null;
    talk.send("rebut", { piece: model.get("state").strongest?.id, text: answer.read()?.text ?? "" });
  };
  rebut.addEventListener("input", () => { say(words.unsaved); clearTimeout(timer); timer = setTimeout(sendRebuttal, 900); });
  rebut.addEventListener("focusout", () => { if (timer) sendRebuttal(); });
  rebut.addEventListener("submit", (event) => { event.preventDefault(); sendRebuttal(); });

  const map = el("div", { class: "course-map" });
  const moved = el("p", { class: "course-moved", role: "status", "aria-live": "polite" });
  const evidence = el("div", {}, el("p", { class: "course-note", text: words["first-saved"] }),
    el("div", { class: "course-sides" }, ...sides), own, rebut, second.node, moved, map);

  const root = keepKeys(el("div", { class: "course course-trial" },
    el("p", { class: "course-eyebrow", text: spec.eyebrow }),
    el("p", { class: "course-claim" }, el("span", { class: "course-note", text: `${words.article}: ` }), el("strong", { html: spec.claim })),
    first.node, status, spec.onlyFirst ? null : evidence));

  let rebuttal = null;
  const draw = () => {
    const state = model.get("state");
    first.write(state.first);
    if (!spec.onlyFirst) {
      evidence.hidden = !state.first;
      second.write(state.second);
      for (const [id, scale] of Object.entries(scales)) scale.write(state.weights?.[id]);
      ownList.replaceChildren(...(state.own ?? []).map((one) => el("li", {},
        el("strong", { text: `${one.side === "for" ? words["map-for"] : words["map-against"]}: ` }),
        el("span", { class: "course-typed", dir: "auto", text: one.text }),
        one.source ? el("small", { class: "course-typed", dir: "auto", text: ` (${one.source})` }) : null,
        el("button", { type: "button", text: "✕", title: fill(words["own-remove"], { text: one.text }),
          "aria-label": fill(words["own-remove"], { text: one.text }), onclick: () => talk.send("withdraw", { id: one.id }) }))));
      if (adding && state.n === adding && !state.said && !state.trouble) {
        adding = 0;
        ownText.write({}); ownSource.write({}); ownSide.write(null); pocket.drop(ownSlot);
      }
      lead.textContent = state.strongest?.lead ?? "";
      quote.textContent = state.strongest?.text ?? "";
      quote.hidden = !state.strongest?.text;
      if (rebuttal === null) { rebuttal = state.rebuttal?.text ?? ""; answer.write({ text: rebuttal }); }
      moved.textContent = state.moved ?? "";
      map.innerHTML = state.map ?? "";
    }
    if (state.trouble) say(state.trouble, true);
    else if (state.said) say(state.said);
    else if (state.at && timer === null) say(fill(words.saved, { at: when(state.at) }));
  };
  model.on("change:state", draw);
  host.append(root);
  draw();
  return () => { if (timer) sendRebuttal(); model.off("change:state", draw); };
}

export default { render };
