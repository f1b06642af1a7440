// Keeps what a teacher types in this browser, and hands it over as one file. Nothing leaves the computer.
(() => {
  const { format, said } = JSON.parse(document.getElementById("setup").textContent);
  const status = document.getElementById("status");
  const by = document.getElementById("by");
  const forms = [...document.querySelectorAll("form[data-answer]")];
  const key = (name) => `${format}:${name}`;
  const keep = (name, value) => { try { localStorage.setItem(key(name), value); } catch { /* private window */ } };
  const kept = (name) => { try { return localStorage.getItem(key(name)); } catch { return null; } };
  const read = (form) => {
    const mark = { answer: form.dataset.answer, at: form.dataset.at, rubric: {}, comment: "", points: null };
    for (const box of form.querySelectorAll("textarea")) {
      if (box.dataset.side === "comment") mark.comment = box.value;
      else if (box.value.trim()) (mark.rubric[box.dataset.id] ??= {})[box.dataset.side] = box.value;
    }
    const number = form.querySelector("input[type=number]").value;
    if (number !== "") mark.points = Number(number);
    return mark;
  };
  const write = (form, mark) => {
    form.dataset.at = mark.at;
    for (const box of form.querySelectorAll("textarea")) {
      box.value = (box.dataset.side === "comment" ? mark.comment : mark.rubric[box.dataset.id]?.[box.dataset.side]) ?? "";
    }
    form.querySelector("input[type=number]").value = mark.points ?? "";
  };
  by.value = kept("by") ?? "";
  by.addEventListener("input", () => keep("by", by.value));
  for (const form of forms) {
    const before = kept(form.dataset.answer);
    if (before) write(form, JSON.parse(before));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      // Microseconds, as the course writes a moment.
      form.dataset.at = new Date().toISOString().replace("Z", "000Z");
      keep(form.dataset.answer, JSON.stringify(read(form)));
      status.textContent = said.kept;
    });
  }
  document.getElementById("download").addEventListener("click", () => {
    const marks = forms.filter((form) => form.dataset.at).map(read);
    const file = new Blob([JSON.stringify({ format, by: by.value, marks })], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "marks.json";
    link.click();
    status.textContent = said.downloaded.replace("{count}", marks.length);
  });
})();
