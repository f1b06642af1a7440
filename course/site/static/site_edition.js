// The service worker of the site: it stores pages on the device, and says when a newer edition is there.

import { app, data, makeButton, notify, remember, root } from "./site_page.js";

/** @import { Group, Stored } from "./types.d.ts" */

// JupyterLite registers its own under this address, and with another one it would take ours away.
const ADDRESS = new URL("service-worker.js?enableCache=false", root).href;
const PATIENCE_MS = 4000;

/** Whether pages can be stored at all: not over plain HTTP, and not in some private windows. */
export const canStore = "serviceWorker" in navigator && "caches" in globalThis && globalThis.isSecureContext;

/** @type {Promise<ServiceWorkerRegistration | null> | undefined} */
let registered;

/** Register the worker; null where that cannot be. */
export const register = () => {
  registered ??= (async () => {
    if (!canStore) return null;
    // JupyterLite takes away every worker when this is not its own version.
    remember(`${ADDRESS}-version`, data.lite.version);
    try {
      const registration = await navigator.serviceWorker.register(ADDRESS, { scope: root.pathname });
      watch(registration);
      return registration;
    } catch {
      return null;
    }
  })();
  return registered;
};

/**
 * Wait until the worker answers for this page; false where it does not come. One that is there already takes a page over
 * only when asked: after a reload past all caches, or where all was deleted while another tab was open.
 */
export const becomesReady = async () => {
  const registration = await register();
  if (!registration) return false;
  if (navigator.serviceWorker.controller) return true;
  return new Promise((/** @type {(ready: boolean) => void} */ resolve) => {
    const end = setTimeout(() => resolve(Boolean(navigator.serviceWorker.controller)), PATIENCE_MS);
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      clearTimeout(end);
      resolve(true);
    }, { once: true });
    registration.active?.postMessage({ course: "claim" });
  });
};

/** After everything was deleted nothing is stored any more, until the page is opened again. */
let isForgotten = false;

/** @type {(message: object) => Promise<Stored | null>} */
const ask = async (message) => {
  const registration = await register();
  const active = navigator.serviceWorker?.controller ?? registration?.active;
  if (!active || isForgotten) return null;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data: told }) => resolve(told);
    active.postMessage(message, [port2]);
    setTimeout(() => resolve(null), 60_000);
  });
};

/** How much of the site is stored. */
export const countStored = () => ask({ course: "status" });

/** Store a file of the site before it is asked for; where it does not come, whoever asks fetches it. */
export const storeAhead = (/** @type {string} */ path) => { ask({ course: "ahead", path }); };

/** Store all of some groups, bit by bit; `told` hears how far it is. Return false where it could not go on. */
/** @type {(groups: Group[], told?: (stored: Stored) => void) => Promise<boolean>} */
export const storeGroups = async (groups, told = () => {}) => {
  for (const group of groups) {
    for (;;) {
      const stored = await ask({ course: "keep", group });
      if (!stored || stored.failed) return false;
      told(stored);
      if (stored.have[group] >= stored.all[group]) break;
    }
  }
  return true;
};

/** @type {(registration: ServiceWorkerRegistration) => void} */
const watch = (registration) => {
  const offer = () => {
    // The first worker of a browser is no news.
    if (registration.waiting && navigator.serviceWorker.controller) offerNewer(registration);
  };
  // Another tab has loaded it: this one goes on with what it has, and its next file may be gone.
  if (navigator.serviceWorker.controller) {
    navigator.serviceWorker.addEventListener("controllerchange", () => offerNewer(registration));
  }
  const follow = () => registration.installing?.addEventListener("statechange", offer);
  registration.addEventListener("updatefound", follow);
  follow();
  offer();
};

/** @type {HTMLElement | undefined} */
let offered;

/** Offer the newer edition; what is open stays as it is until the learner says so. */
/** @type {(registration: ServiceWorkerRegistration) => void} */
const offerNewer = (registration) => {
  if (offered?.isConnected) return;
  const { words } = data;
  const load = () => {
    if (!registration.waiting) return location.reload();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    return registration.waiting.postMessage({ course: "take-over" });
  };
  const later = () => offered?.remove();
  const buttons = [makeButton(words["newer-load"], load), makeButton(words["newer-later"], later, "site-quiet")];
  offered = notify(words.newer, "", buttons, "site-news");
};

/** Take away the worker and all that it has stored, in this site alone. */
export const deleteStored = async () => {
  await ask({ course: "forget" });
  isForgotten = true;
  const registration = await navigator.serviceWorker?.getRegistration(root.href);
  await registration?.unregister();
  for (const memory of [localStorage, sessionStorage]) {
    for (const key of Object.keys(memory)) if (isOurs(key)) memory.removeItem(key);
  }
};

// What was typed and not sent lies under "course:", with the id of its record.
const isOurs = (/** @type {string} */ key) => /^course[-:]/.test(key) || key.includes(app.pathname);
