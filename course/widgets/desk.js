// The panels of the teacher's desk. Each is a small form; what they show comes from Python. What a learner typed only
// ever goes into textContent; HTML comes from Python, where it was escaped.

// The control stays while its options change: whoever chooses by keyboard keeps their place.
const choice = (label, act) => {
  const select = el("select", { id: fresh("choice") });
  let known = "";
  select.addEventListener("change", () => act(select.value));
  return {
    node: el("span", { class: "course-pick-one" }, el("label", { for: select.id, text: label }), select),
    set(options, chosen) {
      const now = JSON.stringify(options);
      if (now !== known) select.replaceChildren(...options.map((one) => el("option", { value: one.id, text: one.text })));
      known = now;
      select.value = chosen ?? "";
    },
  };
};

const field = (label, attributes) => {
  const id = fresh("field");
  const input = el("input", { id, ...attributes });
  return [input, el("div", { class: "course-filter" }, el("label", { for: id, text: label }), input)];
};

const tick = (label, checked, act) => {
  const input = el("input", { type: "checkbox" });
  input.checked = checked;
  input.addEventListener("change", () => act(input.checked));
  return el("label", { class: "course-option" }, input, el("span", { dir: "auto", class: "course-typed", text: label }));
};

const PANELS = {
  folder(words, talk) {
    const [name, nameField] = field(words["folder-name"], { type: "text", size: 40, list: fresh("folders") });
    const known = el("datalist", { id: name.getAttribute("list") });
    const report = el("div", { class: "course-scroll" });
    const write = el("button", { type: "button", text: words.write, onclick: () => talk.send("write") });
    return {
      node: el("div", {}, nameField, known,
        el("div", { class: "course-buttons" },
          el("button", { type: "button", class: "course-main", text: words.read, onclick: () => talk.send("read", { folder: name.value }) }), write), report),
      draw(state) {
        if (!name.value) name.value = state.folder;
        known.replaceChildren(...state.folders.map((one) => el("option", { value: one })));
        report.innerHTML = state.report;
        write.hidden = !state.open;
      },
    };
  },

  view(words, talk) {
    const lesson = choice(words.lesson, (id) => talk.send("choose", { lesson: id }));
    const refresh = el("button", { type: "button", text: words.refresh, onclick: () => talk.send("choose", {}) });
    const picture = el("div", { class: "course-class" });
    const pair = el("div", { class: "course-sides" });
    const picked = ["", ""];
    let texts = [];
    const none = el("p", { class: "course-note", text: words["compare-none"] });
    const sides = [0, 1].map((n) => choice(fill(words["compare-side"], { number: n + 1 }), (id) => { picked[n] = id; show(); }));
    const compare = el("div", { class: "course-buttons" }, ...sides.map((one) => one.node));
    const show = () => {
      pair.replaceChildren(...picked.map((id) => {
        const found = texts.find((one) => one.id === id);
        return el("blockquote", { dir: "auto", class: "course-typed", text: found ? found.text : "" });
      }));
    };
    const large = tick(words.large, false, (on) => picture.parentElement.classList.toggle("course-large", on));
    return {
      node: el("div", {}, el("div", { class: "course-buttons" }, lesson.node, refresh), large, picture,
        el("h3", { text: words.compare }), none, compare, pair),
      draw(state) {
        lesson.set(state.lessons, state.lesson);
        picture.innerHTML = state.view;
        texts = state.ticked;
        none.hidden = texts.length > 1;
        compare.hidden = pair.hidden = texts.length < 2;
        if (texts.length < 2) return;
        for (const n of [0, 1]) if (!texts.some((one) => one.id === picked[n])) picked[n] = texts[n].id;
        const options = texts.map((one, n) => ({ id: one.id, text: fill(words["text-number"], { number: n + 1 }) }));
        sides.forEach((one, n) => one.set(options, picked[n]));
        show();
      },
    };
  },

  texts(words, talk) {
    const lesson = choice(words.lesson, (id) => talk.send("choose", { lesson: id }));
    const list = el("div", {});
    let chosen = new Set();
    let shown = "";
    return {
      node: el("div", {}, lesson.node, list),
      draw(state) {
        chosen = new Set(state.chosen);
        lesson.set(state.lessons, state.lesson);
        const key = JSON.stringify(state.groups);
        if (key === shown) return;
        shown = key;
        list.replaceChildren(...state.groups.flatMap((group) => [
          el("h4", { text: group.asks }),
          ...group.texts.map((one) => tick(one.text, chosen.has(one.id), (on) => {
            if (on) chosen.add(one.id); else chosen.delete(one.id);
            talk.send("tick", { texts: [...chosen] });
          })),
        ]));
        if (!state.groups.length) list.replaceChildren(el("p", { class: "course-note", text: words["no-texts"] }));
      },
    };
  },

  mark(words, talk, say) {
    // What was typed beside one text is kept before another is shown.
    let dirty = false;
    let save = () => {};
    let saving = false;
    let next = null;
    const choose = (what) => {
      if (!dirty) { talk.send("choose", what); return; }
      next = what;
      save();
    };
    const lesson = choice(words.lesson, (id) => choose({ lesson: id }));
    const text = choice(words["mark-choose"], (writing) => choose({ writing }));
    const names = tick(words["show-names"], false, (on) => talk.send("choose", { names: on }));
    const body = el("div", {});
    let shown = null;
    let open = null;
    const draw = (state) => {
      if (saving) {
        // What could not be saved stays on the page.
        const then = next;
        saving = false;
        next = null;
        if (state.trouble) dirty = true;
        else if (then) talk.send("choose", then);
      }
      lesson.set(state.lessons, state.lesson);
      text.set(state.writings, state.writing?.id);
      const one = state.writing;
      const key = JSON.stringify([one?.id, one?.saved]);
      if (key === shown || (dirty && one?.id === open)) return;
      shown = key;
      open = one?.id;
      dirty = false;
      if (!one) { body.replaceChildren(el("p", { class: "course-note", text: words["mark-none"] })); return; }
      const boxes = [];
      const box = (id, side, label, value) => {
        const area = el("textarea", { id: fresh("mark"), rows: 2, dir: "auto" });
        area.value = value ?? "";
        boxes.push([id, side, area]);
        return el("div", {}, el("label", { for: area.id, class: "course-note", text: label }), area);
      };
      const rows = one.rubric.map((row) => el("div", { class: "course-criterion", role: "group", "aria-label": row.text },
        box(row.id, "grow", words.grow, one.mark.rubric?.[row.id]?.grow), el("p", { html: row.html }),
        box(row.id, "works", words.works, one.mark.rubric?.[row.id]?.works)));
      const comment = box("", "comment", words.comment, one.mark.comment);
      const [points, pointsField] = field(fill(words.points, { most: one.most }), { type: "number", min: 0, max: one.most, step: 0.5 });
      points.value = one.mark.points ?? "";
      const [by, byField] = field(words.by, { type: "text", dir: "auto", maxlength: 100 });
      by.value = state.by;
      save = () => {
        dirty = false;
        saving = true;
        const rubric = {};
        for (const [id, side, area] of boxes) if (id && area.value.trim()) (rubric[id] ??= {})[side] = area.value;
        talk.send("mark", { id: one.id, by: by.value, rubric, comment: boxes.at(-1)[2].value, points: points.value === "" ? null : Number(points.value) });
      };
      const form = el("form", { novalidate: true }, el("p", {}, el("strong", { html: one.asks })),
        el("blockquote", { dir: "auto", class: "course-typed", text: one.text }), ...rows, comment, pointsField, byField,
        el("div", { class: "course-buttons" }, el("button", { type: "submit", class: "course-main", text: words["mark-save"] })));
      form.addEventListener("input", () => { dirty = true; say(words.unsaved); });
      form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
      body.replaceChildren(form);
    };
    return { node: el("div", {}, lesson.node, text.node, names, body), draw };
  },

  grades(words, talk) {
    const [scale, scaleField] = field(words["out-of"], { type: "number", min: 0, step: 1 });
    const button = (what) => el("button", { type: "button", text: words[what], onclick: () => talk.send("file", { what, scale: Number(scale.value) || 0 }) });
    const buttons = el("div", { class: "course-buttons" }, button("plain"), button("moodle"), button("canvas"), button("feedback"));
    return { node: el("div", {}, scaleField, buttons), draw: (state) => { buttons.hidden = !state.open; } };
  },

  plan(words, talk) {
    const [minutes, minutesField] = field(words["plan-minutes"], { type: "number", min: 10, max: 240, value: 45 });
    const [students, studentsField] = field(words["plan-students"], { type: "number", min: 1, max: 200, value: 24 });
    const lesson = choice(words.lesson, (id) => talk.send("choose", { lesson: id }));
    return {
      node: el("div", {}, lesson.node, minutesField, studentsField, el("div", { class: "course-buttons" },
        el("button", { type: "button", class: "course-main", text: words["plan-make"], onclick: () => talk.send("file", { what: "plan", minutes: Number(minutes.value), students: Number(students.value) }) }))),
      draw: (state) => lesson.set(state.lessons, state.lesson),
    };
  },
};

function render({ model, el: host }) {
  const spec = model.get("spec");
  const words = spec.words;
  const status = el("p", { class: "course-status", role: "status", "aria-live": "polite" });
  const say = (text, trouble = false) => {
    status.textContent = text;
    status.classList.toggle("course-trouble", trouble);
  };
  const talk = line(model, (text) => say(text, true), words);
  const panel = PANELS[spec.panel](words, talk, say);
  host.append(keepKeys(el("div", { class: "course course-work course-wide-card course-desk" },
    el("p", { class: "course-eyebrow", text: words.eyebrow }), el("h3", { text: spec.title }),
    el("p", { class: "course-note", text: spec.how }), panel.node, status)));
  const received = (content, buffers) => download(content.file, content.type, buffers);
  const draw = () => {
    const state = model.get("state");
    panel.draw(state);
    if (state.trouble) say(state.trouble, true);
    else say(state.said || state.note || "");
  };
  model.on("msg:custom", received);
  model.on("change:state", draw);
  draw();
  return () => { model.off("msg:custom", received); model.off("change:state", draw); };
}

export default { render };
