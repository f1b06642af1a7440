// Keeps what a teacher types in this browser, and hands it over as one file. Nothing leaves the computer.

/**
 * What marking_page.py puts on the page, and what course/teacher/classroom/marking.py reads.
 * @typedef {{ format: string, said: { kept: string, downloaded: string } }} Setup
 * @typedef {{ works?: string, grow?: string }} Comments
 * @typedef {{
 *   answer: string, text: string, at: string, rubric: Record<string, Comments>, comment: string, points: number | null,
 * }} Mark
 */

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
    for (const { box, criterion, side } of findBoxes(form)) {
      box.value = (side === "comment" ? mark.comment : mark.rubric[criterion]?.[side]) ?? "";
    }
    findPoints(form).value = String(mark.points ?? "");
  };

  by.value = take("by") ?? "";
  by.addEventListener("input", () => keep("by", by.value));
  for (const form of forms) {
    const { answer = "", text = "" } = form.dataset;
    // Copied work has one answer in several forms, so an answer alone says whose form it is only where it is alone.
    const isAlone = forms.filter((other) => other.dataset.answer === answer).length === 1;
    const before = take(text) ?? (isAlone ? take(answer) : null);
    if (before) write(form, JSON.parse(before));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      // Microseconds, as the course writes a moment.
      form.dataset.at = new Date().toISOString().replace("Z", "000Z");
      keep(text, JSON.stringify(read(form)));
      status.textContent = said.kept;
    });
  }
  find(HTMLButtonElement, "#download").addEventListener("click", () => {
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
