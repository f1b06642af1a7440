// "My answers": what was answered here, the name, another device, taking it away, deleting it.

import { tell } from "./answer.js";
import { OWN, fill, make, makeButton, makeButtonRow, makeForm, makeLabel, makeMainButton, makeSubmit, showTime } from "./element.js";
import { ask } from "./server.js";

/** @import { Asked, Page } from "./phone_types.d.ts" */

/**
 * Return what takes the answers away.
 * @param {Page} page
 */
export const makeTake = ({ words, memory }) => {
  const unsent = memory.all("out").length;
  return make(
    "section",
    {},
    make("h3", { text: words["take-away"] }),
    make("p", { class: "course-note", text: words["take-note"] }),
    unsent ? make("p", { class: "course-note", text: fill(words["mine-unsent"], { count: unsent }) }) : null,
    make("p", {}, make("a", { class: "live-button", href: "take", download: true, text: words["take-button"] })),
  );
};

/**
 * Return what deletes everything, in two steps.
 * @param {Page} page
 * @param {() => void} deleted
 */
export const makeDelete = ({ words }, deleted) => {
  const status = make("p", { class: "course-status", role: "status" });
  const second = make("div", { hidden: true });
  const first = makeButton(words.delete, () => {
    second.hidden = false;
    first.hidden = true;
    keep.focus();
  });
  const keep = makeButton(words["delete-keep"], () => {
    second.hidden = true;
    first.hidden = false;
    first.focus();
  });
  const sure = makeButton(words["delete-sure"], async () => {
    const { status: code, told } = await ask("me", "DELETE");
    if (code === 200 || code === 410) deleted();
    else status.textContent = String(told.says ?? words["not-done"]);
  });
  sure.classList.add("live-danger");
  second.append(makeButtonRow(keep, sure));
  return make(
    "section",
    {},
    make("h3", { text: words.delete }),
    make("p", { class: "course-note", text: words["delete-note"] }),
    first,
    second,
    status,
  );
};

/** @param {Page} page */
const makeDevice = ({ words }) => {
  const status = make("p", { class: "course-status", role: "status" });
  const shown = make("div", {});
  const show = makeButton(words["device-show"], async () => {
    const here = location.origin + location.pathname;
    const { status: code, told } = await ask(`link?page=${encodeURIComponent(here)}`);
    if (code !== 200) {
      status.textContent = String(told.says ?? words["not-done"]);
      return;
    }
    const link = make("input", { type: "text", readonly: true, dir: "ltr", value: `${here}#key=${told.key}` });
    link.addEventListener("focus", () => link.select());
    // A page without HTTPS may not write to the clipboard: there the text is marked, to be copied by hand.
    const copy = navigator.clipboard
      ? makeButton(words.copy, async () => {
          await navigator.clipboard.writeText(link.value);
          status.textContent = words.copied;
        })
      : null;
    shown.replaceChildren(
      make("p", {}, makeLabel(link, { text: words["device-link"] }), link),
      ...(copy ? [copy] : []),
      make("p", {}, make("img", { class: "live-code", src: told.picture, alt: words["device-link"] })),
    );
    show.hidden = true;
    link.focus();
  });
  return make(
    "section",
    {},
    make("h3", { text: words.device }),
    make("p", { class: "course-note", text: words["device-note"] }),
    show,
    shown,
    status,
  );
};

/**
 * @param {Page} page
 * @param {string} name
 * @param {(name: string) => void} renamed
 */
const makeName = ({ words }, name, renamed) => {
  const input = make("input", { type: "text", dir: "auto", maxlength: 40, autocomplete: "nickname", value: name });
  const status = make("p", { class: "course-status", role: "status" });
  const save = async () => {
    const { status: code, told } = await ask("name", "PUT", { name: input.value });
    status.textContent = code === 200 ? words["name-saved"] : String(told.says ?? words["not-done"]);
    if (code === 200) renamed(String(told.name));
  };
  return make(
    "section",
    {},
    make("h3", { text: words["change-name"] }),
    makeForm(
      null,
      save,
      make("p", {}, makeLabel(input, { text: words.name }), input),
      make("p", { class: "course-note", text: words["name-note"] }),
      makeButtonRow(makeSubmit(words["change-name"], false)),
    ),
    status,
  );
};

/**
 * @param {Page} page
 * @param {(slide: string) => Promise<Asked | null>} find
 */
const makeList = async ({ data, words, memory }, find) => {
  const out = new Map(memory.all("out"));
  const saved = memory.all("saved").sort(([, one], [, other]) => (one.at < other.at ? -1 : 1));
  const all = [...saved.map(([slide]) => slide), ...[...out.keys()].filter((slide) => !memory.get("saved", slide))];
  const items = all.map(async (slide) => {
    const asked = await find(slide);
    const waits = out.get(slide);
    const kept = memory.get("saved", slide);
    const answer = waits?.answer ?? kept?.answer ?? {};
    const says = waits ? words["is-unsent"] : `${words["is-saved"]} ${showTime(kept?.at)}`;
    return make(
      "li",
      {},
      make("p", { class: "live-asked", dir: OWN, html: asked?.asks ?? "" }),
      asked?.round === 2 ? make("p", { class: "course-note", text: words["second-time"] }) : null,
      make("p", { class: "course-typed", dir: "auto", text: tell(asked, answer, data).join("\n") }),
      make("p", { class: "course-note", text: says }),
    );
  });
  if (!items.length) return make("p", { text: words["mine-none"] });
  return make("ul", { class: "live-mine" }, ...(await Promise.all(items)));
};

/**
 * Show the menu over the page.
 * @param {Page} page
 * @param {{
 *   name: string,
 *   renamed: (name: string) => void,
 *   find: (slide: string) => Promise<Asked | null>,
 *   deleted: () => void,
 * }} about
 */
export const openMine = async (page, { name, renamed, find, deleted }) => {
  const { words } = page;
  const dialog = make("dialog", { class: "course live-dialog", "aria-label": words.mine });
  const close = () => (dialog.close ? dialog.close() : dialog.remove());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(
    make("div", { class: "live-head" }, make("h2", { text: words.mine }), makeMainButton(words.close, close)),
    await makeList(page, find),
    makeName(page, name, renamed),
    makeDevice(page),
    makeTake(page),
    makeDelete(page, () => {
      close();
      deleted();
    }),
  );
  document.body.append(dialog);
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
};
