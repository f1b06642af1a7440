// The negotiation table: a seat, a plan, the talks, the debrief. What may be done stands in the state; every move is
// answered by a new state, and nothing is called saved before the record has it.

function render({ model, el: host }) {
  const spec = model.get("spec");
  const words = spec.words;
  const status = el("p", { class: "course-status", role: "status", "aria-live": "polite" });
  const say = (text, trouble = false) => { status.textContent = text; status.classList.toggle("course-trouble", trouble); };
  const talk = line(model, (text) => { waiting = 0; say(text, true); }, words);

  // One move at a time: a second press before the answer would be a second move.
  let waiting = 0;
  const free = () => !waiting || (model.get("state").n ?? 0) >= waiting;
  const act = (kind, more = {}, needed = "") => {
    if (needed && more.scope === null) { say(needed, true); return; }
    if (free()) waiting = talk.send("move", { kind, ...more });
  };
  let building = 0;
  let later = null;
  const build = (pack) => {
    if (building && (model.get("state").n ?? 0) < building) { later = pack; return; }
    later = null;
    building = talk.send("build", { package: pack });
  };

  const head = el("h3", { class: "course-clock", tabindex: "-1" });
  const folderBody = el("div", { role: "region", "aria-label": words.folder, tabindex: "0" });
  const folder = el("details", { class: "course-folder" }, el("summary", { text: words.folder }), folderBody);
  const planLines = el("div");
  const plan = el("details", {}, el("summary", { text: words["plan-kept"] }), planLines);
  const main = el("div");
  const log = el("div", { class: "course-log", role: "log", "aria-live": "polite", "aria-label": words.log, tabindex: "0" });
  const logBlock = block(words.log, log);
  const saveAgain = el("button", { type: "button", text: words.save, onclick: () => talk.send("save") });

  const branches = picker(words["branch-pick"], []);
  const branching = () => el("div", {}, el("p", { class: "course-note", text: words["branch-how"] }), branches.node,
    buttonRow(el("button", { type: "button", text: words.branch, onclick: () => { if (branches.read() !== "" && free()) waiting = talk.send("branch", { at: Number(branches.read()) }); } })));
  const branchBlock = el("details", {}, el("summary", { text: words["branch-title"] }));
  const known = picker(words.games, []);
  const games = el("details", {}, el("summary", { text: words.games }), el("p", { class: "course-note", text: words["anew-how"] }), known.node,
    buttonRow(el("button", { type: "button", text: words["open-game"], onclick: () => { if (known.read()) talk.send("open", { game: known.read() }); } }),
      el("button", { type: "button", text: words.anew, onclick: () => talk.send("anew") })));

  const talks = (state) => {
    const pack = builder(spec, words, state, build);
    const aloud = CONTROLS.text({ rows: 1, label: words["with-words"] }, words);
    const beside = () => aloud.read()?.text ?? "";
    const table = offers(words, act, (given) => pack.write(given), beside);
    const side = state.party ? (spec.seats.some((one) => !one.party) ? partyCaucus(spec, words, act) : null) : mediatorTools(spec, words, act, pack.read);
    const button = (kind, key, main = false) => [kind, el("button", { type: "button", class: main ? "course-main" : null, text: words[key],
      onclick: () => act(kind, { package: pack.read(), text: beside() }) })];
    const buttons = state.party
      ? [button("offer", "offer", true), button("draft", "draft"), button("pass", "pass"), button("walkout", "walkout"), button("return", "return", true)]
      : [button("bridge", "bridge", true), button("draft", "draft-mediator"), button("pass", "pass-mediator")];
    const away = el("p", { class: "course-verdict", text: words.away, hidden: true });
    const to = picker(words["message-to"], [{ id: "", name: words["to-all"] }, ...state.to, { id: "note", name: words["to-note"] }]);
    const message = CONTROLS.text({ rows: 2, label: words.message }, words);
    let sent = 0;
    const send = el("form", { novalidate: true }, to.node, message.node, buttonRow(el("button", { type: "submit", text: words.send })));
    send.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = message.read()?.text ?? "";
      act(to.read() === "note" ? "note" : "say", { text, to: to.read() && to.read() !== "note" ? [to.read()] : [] });
      sent = waiting;
    });
    return {
      node: el("div", {}, block(words["on-table"], table.node), block(words.build, pack.node, aloud.node,
        away, buttonRow(...buttons.map(([, one]) => one), el("button", { type: "button", text: words.clear, onclick: () => pack.write({}) }))),
        side?.node, block(words.messages, send)),
      draw: (now) => {
        for (const part of [table, pack, side]) part?.draw(now);
        for (const [kind, one] of buttons) one.hidden = !now.legal.includes(kind);
        away.hidden = !now.legal.includes("return");
        if (now.moved && now.n >= waiting && waiting) {
          if (sent === waiting) message.write({});
          else aloud.write({});
          if (Object.keys(pack.read()).length) build(pack.read());
        }
      },
      first: () => { if (Object.keys(pack.read()).length) build(pack.read()); },
    };
  };

  const root = keepKeys(el("div", { class: "course course-table-talk" },
    el("p", { class: "course-eyebrow", text: spec.eyebrow }), el("p", { class: "course-claim" }, el("strong", { html: spec.title })),
    el("details", { open: true, class: "course-told" }, el("summary", { text: spec.clock }), el("div", { html: spec.told })),
    head, folder, plan, main, status, buttonRow(saveAgain), logBlock, branchBlock, games));
  host.append(root);

  let now = { phase: null, game: null, part: null };
  let lines = [];
  const begin = (state) => {
    now.part?.done?.();
    const parts = {
      seat: () => seatChoice(spec, words, talk, say),
      plan: () => planForm(spec, words, act, state),
      play: () => talks(state),
      over: () => debriefing(spec, words, act, { node: branching() }),
    };
    now = { phase: state.phase, game: state.game, part: parts[state.phase]() };
    main.replaceChildren(now.part.node);
    root.querySelector(".course-told").open = state.phase === "seat";
    folder.open = state.phase === "plan";
    root.insertBefore(logBlock, state.phase === "play" ? main : branchBlock);
    if (state.phase === "play") branchBlock.replaceChildren(branchBlock.firstChild, branching());
  };
  const drawLog = (state) => {
    const given = state.log ?? [];
    const same = given.length >= lines.length && lines.every((seq, n) => given[n].seq === seq) && now.game === log.dataset.game;
    if (!same) { log.replaceChildren(); lines = []; log.dataset.game = now.game; }
    for (const one of given.slice(lines.length)) {
      log.append(el("p", { class: `course-line-${one.kind}` }, el("span", { dir: "auto", text: one.text }),
        one.more ? el("small", { dir: "auto", text: ` ${one.more}` }) : null));
      lines.push(one.seq);
    }
    log.scrollTop = log.scrollHeight;
  };
  const draw = () => {
    const state = model.get("state");
    const fresh = state.phase !== now.phase || state.game !== now.game;
    const held = root.contains(document.activeElement);
    if (fresh) begin(state);
    head.hidden = state.phase === "seat";
    head.textContent = state.phase === "over" ? words["clock-over"] : state.clock ?? "";
    folder.hidden = state.phase === "seat" || state.phase === "over";
    if (folderBody.dataset.now !== state.folder) { folderBody.dataset.now = state.folder ?? ""; folderBody.innerHTML = state.folder ?? ""; }
    plan.hidden = !state.plan || state.phase === "plan";
    planLines.replaceChildren(...(state.plan?.lines ?? []).filter(Boolean).map((text) => el("p", { dir: "auto", text })));
    logBlock.hidden = !(state.log ?? []).length || state.phase === "plan";
    branches.refill((state.branches ?? []).map((one) => ({ id: one.at, name: one.label })));
    branchBlock.hidden = state.phase !== "play" || !(state.branches ?? []).length;
    known.refill((state.games ?? []).map((one) => ({ id: one.id, name: `${one.label} · ${when(one.at)}` })));
    games.hidden = !(state.games ?? []).length;
    saveAgain.parentNode.hidden = !state.unsaved;
    now.part.draw(state);
    drawLog(state);
    if (fresh) now.part.first?.();
    if (state.trouble) say(`${state.trouble} ${state.unsaved ? words["unsaved-moves"] : ""}`, true);
    else if (state.said) say(state.said, true);
    else if (state.phase !== "seat") say(state.unsaved ? words["unsaved-moves"] : words["saved-moves"], state.unsaved);
    if (building && state.n >= building) { building = 0; if (later) build(later); }
    if (waiting && (state.n ?? 0) >= waiting) waiting = 0;
    // The button that was pressed may be gone; the keyboard goes on from the clock.
    if (held && !root.contains(document.activeElement) && state.phase !== "seat") head.focus({ preventScroll: !fresh });
  };
  model.on("change:state", draw);
  draw();
  return () => model.off("change:state", draw);
}

export default { render };
