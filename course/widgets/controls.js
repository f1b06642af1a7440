// Controls that a question is made of. Native inputs only, so that keyboard and screen reader work as everywhere.
// No words for learners stand here: they come in `words`. Text that a learner typed only ever goes into `value`
// or `textContent`.

let made = 0;
const fresh = (stem) => `course-${stem}-${(made += 1)}-${Math.random().toString(36).slice(2, 8)}`;

const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key === "html") node.innerHTML = value; // only HTML that Python has sanitized
    else if (key === "text") node.textContent = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

// JupyterLab would take arrow keys, Enter and letters typed inside an output as its own shortcuts.
const keepKeys = (node) => {
  node.dataset.lmSuppressShortcuts = "true";
  node.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") return;
    event.stopPropagation();
  });
  return node;
};

// Each builder returns {node, read, write}. `read()` gives the answer as plain data, null when nothing is given.
const CONTROLS = {
  one(spec) {
    const name = fresh("one");
    const inputs = spec.options.map((option) => {
      const input = el("input", { type: "radio", name, value: option.id });
      return [input, el("label", { class: "course-option" }, input, el("span", { html: option.html }))];
    });
    return {
      node: el("div", { class: "course-options" }, ...inputs.map(([, label]) => label)),
      read: () => {
        const chosen = inputs.find(([input]) => input.checked);
        return chosen ? { chosen: chosen[0].value } : null;
      },
      write: (answer) => inputs.forEach(([input]) => (input.checked = answer?.chosen === input.value)),
    };
  },

  several(spec, words) {
    const inputs = spec.options.map((option) => {
      const input = el("input", { type: "checkbox", value: option.id });
      return [input, el("label", { class: "course-option" }, input, el("span", { html: option.html }))];
    });
    const note = spec.most ? el("p", { class: "course-note", text: fill(words.most, { most: spec.most }) }) : null;
    const limit = () => {
      const full = spec.most && inputs.filter(([input]) => input.checked).length >= spec.most;
      inputs.forEach(([input]) => (input.disabled = Boolean(full && !input.checked)));
    };
    inputs.forEach(([input]) => input.addEventListener("change", limit));
    return {
      node: el("div", { class: "course-options" }, note, ...inputs.map(([, label]) => label)),
      read: () => {
        const chosen = inputs.filter(([input]) => input.checked).map(([input]) => input.value);
        return chosen.length ? { chosen } : null;
      },
      write: (answer) => {
        inputs.forEach(([input]) => (input.checked = Boolean(answer?.chosen?.includes(input.value))));
        limit();
      },
    };
  },

  scale(spec, words) {
    const name = fresh("scale");
    const inputs = Array.from({ length: spec.steps }, (_, n) => {
      const label = fill(words.step, { step: n + 1, steps: spec.steps, low: spec.low, high: spec.high });
      const input = el("input", { type: "radio", name, value: n + 1, "aria-label": label });
      return [input, el("label", { class: "course-step" }, input, el("span", { text: n + 1, "aria-hidden": "true" }))];
    });
    return {
      node: el(
        "div",
        { class: "course-scale" },
        el("span", { class: "course-pole", html: spec.lowHtml }),
        el("span", { class: "course-steps" }, ...inputs.map(([, label]) => label)),
        el("span", { class: "course-pole", html: spec.highHtml }),
      ),
      read: () => {
        const chosen = inputs.find(([input]) => input.checked);
        return chosen ? { value: Number(chosen[0].value) } : null;
      },
      write: (answer) => inputs.forEach(([input]) => (input.checked = Number(input.value) === answer?.value)),
    };
  },

  rank(spec, words, changed) {
    let order = [...spec.start];
    let touched = false;
    const list = el("ol", { class: "course-rank" });
    const said = el("p", { class: "course-hidden", role: "status", "aria-live": "polite" });
    const byId = Object.fromEntries(spec.options.map((option) => [option.id, option]));
    const move = (id, by, again) => {
      const from = order.indexOf(id);
      const to = from + by;
      if (to < 0 || to >= order.length) return;
      order.splice(to, 0, order.splice(from, 1)[0]);
      touched = true;
      draw();
      const buttons = list.children[to].querySelectorAll("button");
      const wanted = buttons[again].disabled ? buttons[1 - again] : buttons[again];
      wanted.focus();
      said.textContent = fill(words.moved, { item: byId[id].text, place: to + 1, total: order.length });
      changed();
    };
    const draw = () =>
      list.replaceChildren(
        ...order.map((id, n) => {
          const option = byId[id];
          const up = fill(words.up, { item: option.text });
          const down = fill(words.down, { item: option.text });
          return el(
            "li",
            {},
            el("span", { class: "course-rank-says", html: option.html }),
            el("span", { class: "course-arrows" },
              el("button", { type: "button", "aria-label": up, title: up, disabled: n === 0, text: "↑", onclick: () => move(id, -1, 0) }),
              el("button", { type: "button", "aria-label": down, title: down, disabled: n === order.length - 1, text: "↓", onclick: () => move(id, 1, 1) }),
            ),
          );
        }),
      );
    draw();
    return {
      node: el(
        "div",
        {},
        el("p", { class: "course-note", html: spec.firstHtml }),
        list,
        spec.lastHtml ? el("p", { class: "course-note", html: spec.lastHtml }) : null,
        said,
      ),
      // An order that nobody touched is no answer; Save without moving says "this order is mine".
      read: (pressed) => (touched || pressed ? { order: [...order] } : null),
      write: (answer) => {
        const known = answer?.order?.filter((id) => byId[id]) ?? [];
        touched = known.length > 0;
        order = [...known, ...spec.start.filter((id) => !known.includes(id))];
        draw();
      },
    };
  },

  place(spec, words) {
    const rows = spec.options.map((option) => {
      const control = CONTROLS.scale(spec, words);
      const group = el("fieldset", { class: "course-place" }, el("legend", { html: option.html }), control.node);
      return [option.id, control, group];
    });
    return {
      node: el("div", {}, ...rows.map(([, , group]) => group)),
      read: () => {
        const placed = {};
        for (const [id, control] of rows) {
          const answer = control.read();
          if (answer) placed[id] = answer.value;
        }
        return Object.keys(placed).length ? { placed } : null;
      },
      write: (answer) => rows.forEach(([id, control]) => control.write({ value: answer?.placed?.[id] })),
    };
  },

  sort(spec, words) {
    const rows = spec.items.map((item) => {
      const id = fresh("sort");
      const select = el(
        "select",
        { id },
        el("option", { value: "", text: words.choose }),
        ...spec.groups.map((group) => el("option", { value: group.id, text: group.text })),
      );
      return [item.id, select, el("div", { class: "course-sort" }, el("label", { for: id, html: item.html }), select)];
    });
    return {
      node: el("div", {}, ...rows.map(([, , row]) => row)),
      read: () => {
        const placed = {};
        for (const [id, select] of rows) if (select.value) placed[id] = select.value;
        return Object.keys(placed).length ? { placed } : null;
      },
      write: (answer) => rows.forEach(([id, select]) => (select.value = answer?.placed?.[id] ?? "")),
    };
  },

  number(spec, words) {
    const id = fresh("number");
    const input = el("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", size: "12" });
    return {
      node: el(
        "div",
        { class: "course-number" },
        el("label", { for: id, text: words.number }),
        input,
        spec.unit ? el("span", { text: spec.unit }) : null,
      ),
      read: () => (input.value.trim() ? { value: input.value } : null),
      write: (answer) => (input.value = answer?.value ?? ""),
    };
  },

  text(spec, words) {
    const id = fresh("text");
    const area = el("textarea", { id, rows: spec.rows, dir: "auto", spellcheck: "true" });
    const count = el("span", { class: "course-note" });
    const counted = () => {
      const found = area.value.match(/[\p{L}\p{N}_]+(?:['’-][\p{L}\p{N}_]+)*/gu) ?? [];
      if (spec.most) count.textContent = fill(words.count, { count: found.length, least: spec.least, most: spec.most });
    };
    area.addEventListener("input", counted);
    counted();
    return {
      node: el("div", {}, el("label", { for: id, class: "course-note", text: spec.label ?? words.text }), area, count),
      read: () => (area.value.trim() ? { text: area.value } : null),
      write: (answer) => {
        area.value = answer?.text ?? "";
        counted();
      },
    };
  },
};

// What the learner has typed and the record has not yet got lies in the browser until it has.
const pocket = {
  key: (spec) => `course:${spec.record}:${spec.where}`,
  put(spec, answer) {
    try { localStorage.setItem(this.key(spec), JSON.stringify(answer)); } catch { /* private window: nothing to do */ }
  },
  take(spec) {
    try { return JSON.parse(localStorage.getItem(this.key(spec))); } catch { return null; }
  },
  drop(spec) {
    try { localStorage.removeItem(this.key(spec)); } catch { /* as above */ }
  },
};

const when = (iso) => {
  if (!iso) return "";
  const then = new Date(iso);
  const today = then.toDateString() === new Date().toDateString();
  const time = then.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return today ? time : `${then.toLocaleDateString()} ${time}`;
};

const download = (name, type, parts) => {
  const link = el("a", { download: name, href: URL.createObjectURL(new Blob(parts, { type })) });
  document.body.append(link);
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); link.remove(); }, 10000);
};

// One line of talk with the kernel: numbered, so that an answer is known to belong to its question, and timed,
// so that silence is noticed.
const line = (model, said, words) => {
  let sent = 0;
  let timer = null;
  const quiet = () => { clearTimeout(timer); timer = null; };
  model.on("change:state", () => {
    if ((model.get("state").n ?? 0) >= sent) quiet();
  });
  return {
    send(action, more = {}, buffers = []) {
      sent = Date.now();
      quiet();
      timer = setTimeout(() => said(words.unreachable), 6000);
      // A kernel that has just died refuses at once; one that hangs says nothing.
      try { model.send({ do: action, n: sent, ...more }, undefined, buffers); } catch { quiet(); said(words.unreachable); }
      return sent;
    },
    last: () => sent,
  };
};

// A status line for those who see and those who listen, and the talk with the kernel that reports through it.
const voice = (model, words) => {
  const status = el("p", { class: "course-status", role: "status", "aria-live": "polite" });
  const say = (text, trouble = false) => {
    status.textContent = text;
    status.classList.toggle("course-trouble", trouble);
  };
  return { status, say, talk: line(model, (text) => say(text, true), words) };
};
