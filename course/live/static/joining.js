// Joining: a code that is typed, or the ticket in a QR code, and a name or none.

import { make, makeButtonRow, makeForm, makeLabel, makeSubmit } from "./element.js";
import { recordId, roomsHere } from "./memory.js";
import { ask } from "./server.js";

/** @import { PageData } from "./phone_types.d.ts" */

/**
 * @param {PageData} data
 * @param {HTMLElement} main
 */
export const openJoining = ({ home, words, code = "", also = [], own }, main) => {
  const ticket = new URLSearchParams(location.search).get("t") ?? "";
  const status = make("p", { class: "course-status course-trouble", role: "alert" });
  const input = make("input", {
    type: "text", class: "live-join-code", dir: "ltr", value: code, maxlength: 12, required: true,
    autocomplete: "off", autocapitalize: "characters", autocorrect: "off", spellcheck: "false",
  });
  const name = make("input", { type: "text", dir: "auto", maxlength: 40, autocomplete: "nickname" });
  const note = make("p", { class: "course-note", text: words["name-note"], id: "name-note" });
  name.setAttribute("aria-describedby", note.id);
  const button = makeSubmit(words.join);
  const typed = make("p", { hidden: Boolean(ticket && code) }, makeLabel(input, { text: words.code }), input);
  let isBusy = false;

  const join = async () => {
    if (isBusy) return;
    if (!ticket && !input.value.trim()) {
      status.textContent = words["code-empty"];
      input.focus();
      return;
    }
    isBusy = true;
    status.textContent = "";
    button.textContent = words.joining;
    const sent = { code: input.value, ticket, name: name.value, record: recordId() };
    const reply = await ask(`${home}join`, "POST", sent);
    isBusy = false;
    button.textContent = words.join;
    if (reply.status === 200) {
      location.assign(`${home}r/${reply.told.room}/`);
      return;
    }
    status.textContent = reply.status ? String(reply.told.says ?? words["not-done"]) : words["no-answer"];
    if (reply.told.trouble !== "no-code") return;
    // The ticket is of a class that is no more: its code can be compared and typed.
    typed.hidden = false;
    input.focus();
  };

  const rooms = roomsHere();
  // The ticket is good at every server of this class.
  const others = also.map((other) =>
    make("a", { href: other.href + location.search, hreflang: other.code, lang: other.code, dir: other.direction, text: other.name }));
  const here = own ? make("b", { text: own.name, lang: own.code, "aria-current": "true" }) : null;
  const switches = own ? [make("nav", { class: "course-editions", "aria-label": own.label }, here, ...others)] : [];
  main.append(
    ...switches,
    make("h1", { text: words["join-title"] }),
    makeForm(
      "course-form live-join",
      join,
      ticket && code ? make("p", { text: words.scanned }) : null,
      typed,
      make("p", {}, makeLabel(name, { text: words.name }), name),
      note,
      makeButtonRow(button),
      status,
    ),
    ...(rooms.length ? [make("h2", { text: words["go-on"] })] : []),
    ...rooms.map(({ room, title }) => {
      const text = title || room.slice(0, 6);
      return make("p", {}, make("a", { class: "live-button", href: `${home}r/${room}/`, dir: "auto", text }));
    }),
  );
  (code ? name : input).focus();
};
