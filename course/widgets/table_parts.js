// Parts of the negotiation table: choosing a seat, the plan, a package being built, the offers. Each builder returns
// {node, draw}; `act(kind, more)` asks the kernel for a move. Lines of the log and typed words are text, never HTML.

const block = (title, ...children) => el("section", { class: "course-block" }, el("h3", { text: title }), ...children);

const buttonRow = (...buttons) => el("div", { class: "course-buttons" }, ...buttons);

// Radio buttons in one row, with a legend. `choices` are [{value, text}].
const chips = (label, choices, changed) => {
  const group = fresh("chips");
  const inputs = choices.map(({ value, text }) => {
    const input = el("input", { type: "radio", name: group, value, onchange: () => changed?.(value) });
    return [input, el("label", { class: "course-chip" }, input, el("span", { text }))];
  });
  return {
    node: el("fieldset", { class: "course-chips" }, el("legend", { text: label }), ...inputs.map(([, one]) => one)),
    read: () => inputs.find(([input]) => input.checked)?.[0].value ?? null,
    write: (value) => inputs.forEach(([input]) => (input.checked = input.value === String(value))),
  };
};

const picker = (label, choices, first = null) => {
  const id = fresh("pick");
  const select = el("select", { id });
  const refill = (list) => {
    const before = select.value;
    select.replaceChildren(...(first === null ? [] : [el("option", { value: "", text: first })]),
      ...list.map((one) => el("option", { value: one.id, text: one.name })));
    if (list.some((one) => String(one.id) === before)) select.value = before;
  };
  refill(choices);
  return { node: el("div", { class: "course-pick-one" }, el("label", { for: id, text: label }), select), refill, select, read: () => select.value };
};

const seatChoice = (spec, words, talk, say) => {
  const seats = CONTROLS.one({ options: spec.seats }, words);
  const form = el("form", { novalidate: true },
    el("fieldset", {}, el("legend", { text: words["choose-seat"] }), seats.node),
    buttonRow(el("button", { type: "submit", class: "course-main", text: words["take-seat"] })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const seat = seats.read()?.chosen;
    if (!seat) say(words["need-seat"], true);
    else talk.send("seat", { seat });
  });
  return { node: form, draw: () => {} };
};

const planForm = (spec, words, act, state) => {
  const number = (label) => {
    const id = fresh("plan");
    const input = el("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", size: "6" });
    return [el("div", { class: "course-number" }, el("label", { for: id, text: label }), input), input];
  };
  const [targetRow, target] = number(words.target);
  const [walkRow, walk] = number(words["walk-away"]);
  const options = spec.issues.map((issue) => ({ id: issue.id, text: issue.label, html: fresh("label") }));
  for (const option of options) {
    const holder = document.createElement("span");
    holder.textContent = option.text;
    option.html = holder.innerHTML;
  }
  const others = spec.seats.filter((seat) => seat.party && seat.id !== state.seat);
  const guesses = others.map((seat) => {
    const rank = CONTROLS.rank({ options, start: options.map((one) => one.id), firstHtml: "", lastHtml: "" }, words, () => {});
    const group = el("details", {}, el("summary", { text: fill(words["guess-of"], { name: seat.name }) }),
      el("p", { class: "course-note", text: words["guess-first"] }), rank.node);
    return [seat.id, rank, group];
  });
  const text = CONTROLS.text({ rows: 3, label: words["plan-text"] }, words);
  const form = el("form", { class: "course-block", novalidate: true }, el("h3", { text: words["plan-title"] }),
    el("p", { text: words["plan-how"] }), el("div", { html: spec.questions }),
    ...(state.party ? [targetRow, walkRow] : []), ...guesses.map(([, , group]) => group), text.node,
    buttonRow(el("button", { type: "submit", class: "course-main", text: words["plan-save"] })));
  const slot = { record: spec.record, where: `${spec.where}/${state.game}/plan` };
  const read = () => ({
    target: target.value, walk_away: walk.value, text: text.read()?.text ?? "",
    guesses: Object.fromEntries(guesses.map(([id, rank]) => [id, rank.read(false)?.order]).filter(([, order]) => order)),
  });
  const kept = pocket.take(slot);
  if (kept) {
    target.value = kept.target ?? "";
    walk.value = kept.walk_away ?? "";
    text.write({ text: kept.text });
    for (const [id, rank] of guesses) if (kept.guesses?.[id]) rank.write({ order: kept.guesses[id] });
  }
  form.addEventListener("input", () => pocket.put(slot, read()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pocket.put(slot, read());
    act("plan", read());
  });
  return { node: form, draw: () => {}, done: () => pocket.drop(slot) };
};

// The package being built: radio buttons for each issue, own points beside each option, its worth told as it changes.
const builder = (spec, words, state, changed) => {
  const slot = { record: spec.record, where: `${spec.where}/${state.game}/package` };
  let chosen = pocket.take(slot) ?? {};
  const inputs = [];
  const pick = (issue, option) => { chosen = { ...chosen, [issue]: option }; pocket.put(slot, chosen); changed(chosen); };
  const red = (issue, option) => (state.red ?? []).find((one) => one.issue === issue && one.options.includes(option))?.text;
  const groups = spec.issues.map((issue) => {
    const name = fresh("issue");
    const rows = issue.options.map((option) => {
      const input = el("input", { type: "radio", name, value: option.id, onchange: () => pick(issue.id, option.id) });
      inputs.push([issue.id, option.id, input]);
      const points = state.points?.[issue.id]?.[option.id];
      const worth = points === undefined ? null : el("span", { class: "course-own-points", text: fill(words.points, { points }) });
      const line = red(issue.id, option.id);
      return el("label", { class: "course-option" }, input, el("span", {}, el("b", { text: option.label }), " ", worth,
        el("small", { class: "course-clause", text: ` ${option.text}` }), line ? el("small", { class: "course-red", text: ` ${line}` }) : null));
    });
    return el("fieldset", { class: "course-issue" }, el("legend", { text: issue.label }), el("p", { class: "course-note", html: issue.why }), ...rows);
  });
  const worth = el("p", { class: "course-sentence", role: "status", "aria-live": "polite" });
  const show = () => inputs.forEach(([issue, option, input]) => (input.checked = chosen[issue] === option));
  show();
  return {
    node: el("div", {}, el("p", { class: "course-note", text: state.party ? words["build-how"] : words["build-how-mediator"] }), el("div", { class: "course-issues" }, ...groups), worth),
    read: () => chosen,
    write: (given) => { chosen = { ...given }; pocket.put(slot, chosen); show(); changed(chosen); },
    draw: (now) => { if (now.worth !== undefined && worth.textContent !== now.worth) worth.textContent = now.worth; },
  };
};

// The offers on the table, with an answer to each; or the package that waits for signatures.
const offers = (words, act, copy, beside) => {
  const list = el("div");
  const compared = el("div");
  const card = (offer) => {
    const why = el("input", { type: "text", dir: "auto", id: fresh("why"), autocomplete: "off" });
    return el("article", { class: "course-offer" }, el("h4", { text: offer.title }), offer.worth ? el("p", { text: offer.worth }) : null,
      offer.stands ? el("p", { class: "course-note", text: offer.stands }) : null,
      offer.reject ? el("div", { class: "course-why" }, el("label", { for: why.id, class: "course-note", text: words["reject-why"] }), why) : null,
      buttonRow(
        offer.accept ? el("button", { type: "button", class: "course-main", text: words.accept, onclick: () => act("accept", { offer: offer.seq, text: beside() }) }) : null,
        offer.reject ? el("button", { type: "button", text: words.reject, onclick: () => act("reject", { offer: offer.seq, text: why.value }) }) : null,
        el("button", { type: "button", text: words["take-over"], onclick: () => copy(offer.package) })));
  };
  const paper = (signing, legal) => el("article", { class: "course-offer course-signing" }, el("h4", { text: signing.text }),
    el("p", { text: signing.terms }), el("p", { text: signing.worth }),
    legal.includes("sign") ? buttonRow(
      el("button", { type: "button", class: "course-main", text: words.sign, onclick: () => act("sign", { text: beside() }) }),
      el("button", { type: "button", text: words.decline, onclick: () => act("decline", { text: beside() }) })) : null);
  let shown = "";
  return {
    node: el("div", {}, list, el("details", { open: true }, el("summary", { text: words["compared-title"] }), compared)),
    draw: (state) => {
      const key = JSON.stringify([state.offers, state.signing, state.legal]);
      if (key === shown) return;
      shown = key;
      const cards = state.signing ? [paper(state.signing, state.legal)] : (state.offers ?? []).map(card);
      list.replaceChildren(...(cards.length ? cards : [el("p", { class: "course-note", text: words["nothing-tabled"] })]));
      compared.innerHTML = state.compared ?? "";
    },
  };
};
