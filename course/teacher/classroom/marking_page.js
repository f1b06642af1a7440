// Keeps what a teacher types in this browser, and hands it over as one file. Nothing leaves the computer.
//
// Two pages, one text: what another page has kept, or the class's marks hold by now, is never written over unseen. The
// page says so and offers both.

/**
 * What marking_page.py puts on the page, and what course/teacher/classroom/marking.py reads.
 * @typedef {"kept" | "downloaded" | "newer" | "newer-box" | "take" | "keep" | "choose-first"} Said
 * @typedef {{ format: string, said: Record<Said, string> }} Setup
 * @typedef {{ works?: string, grow?: string }} Comments
 * @typedef {{
 *   answer: string, text: string, at: string, rubric: Record<string, Comments>, comment: string, points: number | null,
 *   over?: string[],
 * }} Mark
 */
// `over` are the marks of the class that were seen when a mark was made; a page of an earlier version did not say so.

(() => {
  /**
   * Find a part of the page.
   * @template {Element} Kind
   * @param {new () => Kind} kind
   * @param {string} selector
   * @param {ParentNode} [within]
   * @returns {Kind}
   */
  const find = (kind, selector, within = document) => {
    const part = within.querySelector(selector);
    if (!(part instanceof kind)) throw new Error(`The page for marking has no ${selector}.`);
    return part;
  };

  /** @type {Setup} */
  const { format, said } = JSON.parse(find(HTMLScriptElement, "#setup").text);
  const status = find(HTMLElement, "#status");
  const by = find(HTMLInputElement, "#by");
  /** @type {HTMLFormElement[]} */
  const forms = [...document.querySelectorAll(/** @type {"form"} */ ("form[data-answer]"))];

  const keep = (/** @type {string} */ name, /** @type {string} */ value) => {
    try {
      localStorage.setItem(`${format}:${name}`, value);
    } catch {
      // A private window: nothing to do.
    }
  };
  const take = (/** @type {string} */ name) => {
    try {
      return localStorage.getItem(`${format}:${name}`);
    } catch {
      return null;
    }
  };

  const drop = (/** @type {string} */ name) => {
    try {
      localStorage.removeItem(`${format}:${name}`);
    } catch {
      // As above.
    }
  };
  /** Return what is kept under names that begin so. */
  const list = (/** @type {string} */ start) => {
    try {
      const begins = `${format}:${start}`;
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(begins))
        .map((key) => key.slice(format.length + 1));
    } catch {
      return [];
    }
  };
  // What is typed on this page while a choice is open lies under a name that no other page has.
  const page = Math.random().toString(36).slice(2);
  const nameAside = (/** @type {string} */ text, own = page) => `aside:${text}:${own}`;

  const findPoints = (/** @type {HTMLFormElement} */ form) => find(HTMLInputElement, "input[type=number]", form);
  /** Return the boxes of a form: a comment has no criterion, all others have one and a side. */
  const findBoxes = (/** @type {HTMLFormElement} */ form) =>
    [...form.querySelectorAll("textarea")].map((box) => ({
      box,
      criterion: box.dataset.id ?? "",
      side: /** @type {keyof Comments | "comment"} */ (box.dataset.side),
    }));

  /** @param {HTMLFormElement} form */
  const read = (form) => {
    const points = findPoints(form).value;
    /** @type {Mark} */
    const mark = {
      answer: form.dataset.answer ?? "",
      text: form.dataset.text ?? "",
      at: form.dataset.at ?? "",
      rubric: {},
      comment: "",
      points: points === "" ? null : Number(points),
      over: JSON.parse(form.dataset.over ?? "[]"),
    };
    for (const { box, criterion, side } of findBoxes(form)) {
      if (side === "comment") mark.comment = box.value;
      else if (box.value.trim()) (mark.rubric[criterion] ??= {})[side] = box.value;
    }
    return mark;
  };

  /**
   * @param {HTMLFormElement} form
   * @param {Mark} mark
   */
  const write = (form, mark) => {
    form.dataset.at = mark.at;
    form.dataset.over = JSON.stringify(mark.over ?? []);
    for (const { box, criterion, side } of findBoxes(form)) {
      box.value = (side === "comment" ? mark.comment : mark.rubric[criterion]?.[side]) ?? "";
    }
    findPoints(form).value = String(mark.points ?? "");
  };

  /** Return what a mark says, to compare two of them: their moments and what they were made over do not count. */
  const say = (/** @type {Mark} */ { rubric, comment, points }) => {
    const sides = Object.entries(rubric).flatMap(([id, { grow = "", works = "" }]) =>
      grow.trim() || works.trim() ? [[id, grow.trim(), works.trim()]] : [],
    );
    return JSON.stringify([sides.sort(), comment.trim(), points]);
  };
  /**
   * Return what a mark says, as lines beneath the sentences of the rubric.
   * @param {HTMLFormElement} form
   * @param {Mark} mark
   */
  const tell = (form, mark) => {
    const parts = findBoxes(form).flatMap(({ box, criterion, side }) => {
      const text = side === "comment" ? mark.comment : (mark.rubric[criterion]?.[side] ?? "");
      return text.trim() ? [`${box.labels?.[0]?.textContent ?? ""}: ${text}`] : [];
    });
    const label = findPoints(form).labels?.[0]?.textContent ?? "";
    return [...parts, ...(mark.points === null ? [] : [`${label}: ${mark.points}`])].join("\n");
  };
  const showTime = (/** @type {string} */ at) => (at ? new Date(at).toLocaleString() : "");
  /** @param {string | null} kept */
  const parse = (kept) => {
    try {
      return /** @type {Mark | null} */ (JSON.parse(kept ?? "null"));
    } catch {
      return null;
    }
  };

  /**
   * Watch over one form.
   * @param {HTMLFormElement} form
   */
  const watch = (form) => {
    const { answer = "", text = "", given = "" } = form.dataset;
    const offers = find(HTMLElement, ".newer", form);
    /**
     * What this page has kept for the text, or found there and shown.
     * @type {string | null}
     */
    let known = null;
    /**
     * Marks that wait for a choice, and what each of them was kept as, if it was kept.
     * @type {{ mark: Mark, kept: string | null, drops: string[] }[]}
     */
    let waiting = [];

    const keepOwn = () => {
      known = JSON.stringify(read(form));
      keep(text, known);
      drop(nameAside(text));
    };
    const keepAside = () => keep(nameAside(text), JSON.stringify(read(form)));
    /** Take over what is found where nothing of one's own would be lost. */
    const show = (/** @type {Mark} */ mark, /** @type {string | null} */ kept) => {
      write(form, mark);
      known = kept;
    };
    const choose = (/** @type {boolean} */ isTaken) => {
      const [offer, ...rest] = waiting;
      waiting = rest;
      const own = read(form);
      const over = [...new Set([...(own.over ?? []), ...(offer.mark.over ?? [])])];
      write(form, { ...(isTaken ? offer.mark : own), over });
      for (const name of offer.drops) drop(name);
      keepOwn();
      draw();
      find(HTMLTextAreaElement, "textarea[data-side=comment]", form).focus();
    };
    const draw = () => {
      offers.replaceChildren();
      const [offer] = waiting;
      if (!offer) return;
      const says = document.createElement("p");
      says.role = "status";
      says.textContent = said.newer.replace("{at}", showTime(offer.mark.at));
      const group = document.createElement("div");
      group.role = "group";
      group.setAttribute("aria-label", said["newer-box"]);
      const other = document.createElement("div");
      other.className = "said";
      other.dir = "auto";
      other.id = `${form.id}-other`;
      other.textContent = tell(form, offer.mark);
      const buttons = [true, false].map((isTaken) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = isTaken ? said.take : said.keep;
        button.setAttribute("aria-describedby", other.id);
        button.addEventListener("click", () => choose(isTaken));
        return button;
      });
      group.append(other, ...buttons);
      offers.append(says, group);
    };
    /**
     * Offer another mark beside what stands in the form, unless it says the same.
     * @param {Mark} mark
     * @param {string | null} kept
     * @param {string[]} [drops] names that are free once somebody has chosen
     */
    const offer = (mark, kept, drops = []) => {
      if (say(mark) === say(read(form))) {
        known = kept ?? known;
        for (const name of drops) drop(name);
        return;
      }
      // Of what one page keeps, the newest is enough.
      waiting = [...waiting.filter((other) => !kept || other.kept === null), { mark, kept, drops }];
      draw();
    };

    const ofClass = { ...read(form), at: given };
    // Copied work has one answer in several forms, so an answer alone says whose form it is only where it is alone.
    const isAlone = forms.filter((other) => other.dataset.answer === answer).length === 1;
    const before = take(text) ?? (isAlone ? take(answer) : null);
    const found = parse(before);
    if (found) {
      const seen = found.over ?? [];
      const isNewer = (ofClass.over ?? []).some((id) => !seen.includes(id));
      if (!isNewer) {
        show(found, before);
      } else if (say(found) === say(ofClass)) {
        // It has reached the class's marks since.
        known = before;
      } else {
        show(found, before);
        offer(ofClass, null);
      }
    }
    for (const name of list(`aside:${text}:`)) {
      const aside = parse(take(name));
      if (aside) offer(aside, null, [name]);
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      // Microseconds, as the course writes a moment.
      form.dataset.at = new Date().toISOString().replace("Z", "000Z");
      const now = take(text);
      const other = parse(now);
      if (other && now !== known) {
        known = now;
        offer(other, now);
      }
      if (waiting.length) keepAside();
      else keepOwn();
      status.textContent = said.kept;
    });
    addEventListener("storage", ({ key, newValue }) => {
      const other = key === `${format}:${text}` ? parse(newValue) : null;
      if (!other || newValue === known) return;
      // What stands here lies in the browser already, as this page kept it or found it: nothing is lost by the newer.
      if (!waiting.length && (!form.dataset.at || JSON.stringify(read(form)) === known)) {
        show(other, newValue);
      } else {
        known = newValue;
        offer(other, newValue);
        if (waiting.length) keepAside();
      }
    });
    return { isWaiting: () => waiting.length > 0 };
  };

  by.value = take("by") ?? "";
  by.addEventListener("input", () => keep("by", by.value));
  const watched = forms.map(watch);
  find(HTMLButtonElement, "#download").addEventListener("click", () => {
    const open = forms.filter((_, n) => watched[n].isWaiting());
    if (open.length) {
      status.textContent = said["choose-first"].replace("{count}", String(open.length));
      find(HTMLButtonElement, ".newer button", open[0]).focus();
      return;
    }
    const given = forms.filter((form) => form.dataset.at);
    // The browser shows what is wrong beside the box.
    if (!given.every((form) => form.reportValidity())) return;
    const marks = given.map(read);
    const file = new Blob([JSON.stringify({ format, by: by.value, marks })], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "marks.json";
    link.click();
    status.textContent = said.downloaded.replace("{count}", String(marks.length));
  });
})();
