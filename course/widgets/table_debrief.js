// The debrief: stages in order, each with its words; the numbers only after the briefs are open.

const debriefing = (spec, words, act, branch) => {
  const ended = el("p", { class: "course-sentence" });
  const list = el("div");
  const made = new Map();
  const stage = (one, game) => {
    const content = el("div", { html: one.html });
    const parts = [el("h3", { text: one.title, tabindex: "-1" }), el("p", { text: one.asks }), content];
    let area = null;
    if (one.field) {
      area = CONTROLS.text({ rows: one.rows, label: words["your-answer"], least: one.least, most: one.most }, words);
      const slot = { record: spec.record, where: `${spec.where}/${game}/${one.id}` };
      area.write(pocket.take(slot) ?? { text: one.text });
      const status = el("span", { class: "course-note", role: "status", "aria-live": "polite" });
      area.node.addEventListener("input", () => { status.textContent = words.unsaved; pocket.put(slot, { text: area.read()?.text ?? "" }); });
      parts.push(area.node, buttonRow(el("button", { type: "button", text: words.keep,
        onclick: () => act("reflect", { stage: one.id, text: area.read()?.text ?? "" }) }), status));
      area.saved = (text) => { if (text && text === area.read()?.text?.trim()) { status.textContent = words.kept; pocket.drop(slot); } };
    }
    if (one.id === "branches") parts.push(branch.node);
    return { node: el("section", { class: "course-block course-stage" }, ...parts), content, html: one.html, field: one.field, area };
  };
  const reveal = el("div", {}, el("p", { class: "course-note", text: words["reveal-how"] }), buttonRow(
    el("button", { type: "button", class: "course-main", text: words.reveal, onclick: () => act("reveal") })));
  return {
    node: el("div", {}, ended, list),
    draw: (state) => {
      const found = state.debrief;
      if (!found) return;
      ended.textContent = found.ended;
      for (const one of found.stages) {
        const before = made.get(one.id);
        if (!before || before.field !== one.field) {
          const now = stage(one, state.game);
          if (before) before.node.replaceWith(now.node);
          else list.append(now.node);
          made.set(one.id, now);
        }
        const here = made.get(one.id);
        if (here.html !== one.html) { here.html = one.html; here.content.innerHTML = one.html; }
        here.area?.saved(one.text);
        if (one.id === "reveal" && !found.revealed) here.content.replaceChildren(reveal);
      }
    },
  };
};
