// The way from the front page into a live class: its own page opens beside this one.

import { data, find } from "./site_page.js";

const JOIN = /^(.*)\/j\/([^/?#]+)/;

/**
 * The address of a class and the code, as they were typed or pasted; "" for what is missing.
 * @type {(address: string, code: string) => { base: string, code: string }}
 */
export const readAddress = (address, code) => {
  const pasted = JOIN.exec(code.trim()) ?? JOIN.exec(address.trim());
  // A code that was typed beside the address is newer than the one in it.
  const typed = pasted && (JOIN.test(code.trim()) || !code.trim()) ? pasted[2] : code.trim();
  let base = pasted ? pasted[1] : address.trim();
  if (base && !base.includes("://")) base = `${isNear(base) ? "http" : "https"}://${base}`;
  try {
    const { protocol, origin, pathname, username } = new URL(base);
    if (!["http:", "https:"].includes(protocol) || username) return { base: "", code: typed };
    return { base: (origin + pathname).replace(/\/+$/, ""), code: typed };
  } catch {
    return { base: "", code: typed };
  }
};

/** A number or a name without a point is in the room, and has no HTTPS. */
const isNear = (/** @type {string} */ address) => {
  const host = address.replace(/[:/].*$/, "");
  return /^[0-9.]+$/.test(host) || !host.includes(".") || host.endsWith(".local");
};

export const openClass = () => {
  const { words } = data;
  const told = find("#class-said");
  const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (find(id)).value;
  find("#class-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { base, code } = readAddress(field("#class-address"), field("#class-code"));
    const trouble = !base ? words["class-no-address"] : !code ? words["class-no-code"] : "";
    told.classList.toggle("site-told-bad", Boolean(trouble));
    if (trouble) {
      told.textContent = trouble;
      return;
    }
    const address = `${base}/j/${encodeURIComponent(code)}`;
    const link = Object.assign(document.createElement("a"), { href: address, textContent: address, target: "_blank" });
    link.rel = "noopener";
    if (globalThis.open(address, "_blank")) {
      const [before, after = ""] = words["class-opened"].split("{address}");
      told.replaceChildren(before, link, after);
    } else told.replaceChildren(`${words["class-blocked"]} `, link);
  });
};
