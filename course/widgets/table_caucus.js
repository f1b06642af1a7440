// What passes between a party and the mediator: questions in confidence, the single text and its votes, the mandate.

// A party's answer: an order of issues, a best and a worst option for each, or yes, nearly, no.
const answerForm = (spec, words, act, asked) => {
  const label = (issue) => { const holder = document.createElement("span"); holder.textContent = issue.label; return holder.innerHTML; };
  const about = { now: asked?.about ?? "ranking" };
  const rank = CONTROLS.rank({ options: spec.issues.map((one) => ({ id: one.id, text: one.label, html: label(one) })),
    start: spec.issues.map((one) => one.id), firstHtml: words["guess-first"], lastHtml: "" }, words, () => {});
  const wishes = spec.issues.map((issue) => {
    const names = issue.options.map((one) => ({ id: one.id, name: one.label }));
    return [issue, picker(`${issue.label}: ${words.best}`, names, words.choose), picker(`${issue.label}: ${words.worst}`, names, words.choose)];
  });
  const live = chips(spec.asked.could_live, ["yes", "nearly", "no"].map((value) => ({ value, text: words[`live-${value}`] })));
  const panels = {
    ranking: rank.node,
    wishes: el("div", { class: "course-wishes" }, ...wishes.flatMap(([, best, worst]) => [best.node, worst.node])),
    could_live: live.node,
  };
  const scope = chips(words.scope, Object.entries(spec.scopes).map(([value, text]) => ({ value, text })));
  const read = () => {
    if (about.now === "ranking") return rank.read(true).order;
    if (about.now === "could_live") return live.read();
    const chosen = (which) => Object.fromEntries(wishes.map((row) => [row[0].id, row[which].read()]).filter(([, one]) => one));
    return { best: chosen(1), worst: chosen(2) };
  };
  const show = () => Object.entries(panels).forEach(([name, panel]) => (panel.hidden = name !== about.now));
  show();
  const choice = asked ? null : picker(words.about, ["ranking", "wishes"].map((id) => ({ id, name: spec.asked[id] })));
  choice?.select.addEventListener("change", () => { about.now = choice.read(); show(); });
  const send = (answer) => act("disclose", { question: asked?.seq ?? null, about: about.now, answer, scope: scope.read() ?? (answer === null ? "mediator_only" : null) }, words["need-scope"]);
  const head = asked ? [el("p", {}, el("b", { text: `${words["asked-you"]} ` }), el("span", { text: spec.asked[asked.about] })),
    asked.terms ? el("p", { text: asked.terms }) : null] : [choice.node];
  return el("div", { class: "course-answer" }, ...head, ...Object.values(panels), scope.node, buttonRow(
    el("button", { type: "button", class: "course-main", text: words.answer, onclick: () => send(read()) }),
    asked ? el("button", { type: "button", text: words["decline-answer"], onclick: () => send(null) }) : null));
};

const partyCaucus = (spec, words, act) => {
  const open = el("div");
  const forms = new Map();
  const own = el("details", {}, el("summary", { text: words.volunteer }), answerForm(spec, words, act, null));
  const text = el("p", { class: "course-terms-line" });
  const marks = chips(words.vote, spec.votes);
  const sorest = picker(words.sorest, spec.issues.map((one) => ({ id: one.id, name: one.label })), words.nowhere);
  const voting = el("div", {}, marks.node, sorest.node, buttonRow(el("button", { type: "button", text: words["vote-send"],
    onclick: () => { if (marks.read() !== null) act("vote", { vote: Number(marks.read()), issue: sorest.read() }); } })));
  const single = block(words.single, text, voting);
  let version = 0;
  return {
    node: el("div", {}, single, block(words.caucus, open, own)),
    draw: (state) => {
      const asked = state.asked ?? [];
      for (const one of asked) if (!forms.has(one.seq)) forms.set(one.seq, answerForm(spec, words, act, one));
      for (const seq of [...forms.keys()]) if (!asked.some((one) => one.seq === seq)) { forms.get(seq).remove(); forms.delete(seq); }
      open.append(...[...forms.values()].filter((form) => !form.isConnected || form.parentNode !== open));
      single.hidden = !state.text;
      voting.hidden = !state.legal.includes("vote");
      text.textContent = state.text ? `${fill(words.text, state.text)}. ${state.text.terms}` : "";
      if (state.text && state.text.version !== version) { version = state.text.version; marks.write(null); }
    },
  };
};

const mediatorTools = (spec, words, act, pack) => {
  const whom = picker(words["ask-whom"], spec.seats.filter((one) => one.party).map((one) => ({ id: one.id, name: one.name })));
  const what = picker(words["ask-what"], Object.entries(spec.asked).map(([id, name]) => ({ id, name })));
  const note = el("p", { class: "course-note", text: words["ask-could-live"], hidden: true });
  what.select.addEventListener("change", () => (note.hidden = what.read() !== "could_live"));
  const ask = el("div", {}, whom.node, what.node, note, buttonRow(el("button", { type: "button", class: "course-main", text: words.ask,
    onclick: () => act("ask", { to: whom.read(), question: what.read(), package: what.read() === "could_live" ? pack() : {} }) })));
  const ledger = el("ul", { class: "course-own" });
  const text = el("p");
  const given = el("div");
  const days = picker(words.deadline, []);
  const last = el("div", {}, days.node, buttonRow(el("button", { type: "button", text: words["deadline-set"], onclick: () => act("deadline", { round: Number(days.read()) }) })));
  let shown = "";
  return {
    node: el("div", {}, block(words["caucus-mediator"], ask, el("h4", { text: words.ledger }), ledger), block(words.single, text), block(words.guarantees, given, last)),
    draw: (state) => {
      const key = JSON.stringify([state.ledger, state.guarantees, state.deadlines, state.text, state.legal]);
      if (key === shown) return;
      shown = key;
      const told = (state.ledger ?? []).map((one) => el("li", {}, el("span", { dir: "auto", text: one.text }), el("small", { text: ` ${one.scope}` }),
        one.share ? el("button", { type: "button", text: words["pass-on"], onclick: () => act("share", { seq: one.seq }) }) : null));
      ledger.replaceChildren(...(told.length ? told : [el("li", { class: "course-note", text: words["ledger-empty"] })]));
      text.textContent = state.text ? `${fill(words.text, state.text)}. ${state.text.terms} ${state.text.votes}` : words["nothing-tabled"];
      const gifts = (state.guarantees ?? []).map((one) => el("p", {}, el("b", { text: `${one.label}. ` }), el("span", { text: `${one.text} ` }),
        el("button", { type: "button", text: words.guarantees, "aria-label": `${words.guarantees}: ${one.label}`, disabled: !state.legal.includes("guarantee"),
          onclick: () => act("guarantee", { guarantee: one.id }) })));
      given.replaceChildren(...(gifts.length ? gifts : [el("p", { class: "course-note", text: words["guarantees-none"] })]));
      days.refill((state.deadlines ?? []).map((one) => ({ id: one, name: String(one) })));
      last.hidden = !state.legal.includes("deadline") || !(state.deadlines ?? []).length;
    },
  };
};
