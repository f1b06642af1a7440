// The head of a lesson. Notices that must not be missed stand first.

function render({ model, el: host }) {
  const { html, notices } = model.get("spec");
  host.append(el("section", { class: "course course-opening" },
    ...notices.map((text) => el("p", { class: "course-notice", role: "note", text })),
    el("div", { html })));
}

export default { render };
