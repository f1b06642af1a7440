// Asks the server. What is no answer of ours (no network, a hotel's login page) is no answer: `status` 0.

/** @import { Reply } from "./phone_types.d.ts" */

const LONGEST_MS = 10_000;

/**
 * @param {string} address
 * @param {string} [method]
 * @param {object} [body]
 * @returns {Promise<Reply>}
 */
export const ask = async (address, method = "GET", body) => {
  const given_up = new AbortController();
  const timer = setTimeout(() => given_up.abort(), LONGEST_MS);
  try {
    const reply = await fetch(address, {
      method,
      cache: "no-store",
      headers: body ? { "content-type": "application/json" } : {},
      body: body && JSON.stringify(body),
      signal: given_up.signal,
    });
    const told = await reply.json();
    // In a hub: the page's own address leads to the login and back. What was written lies in this browser.
    if (told.trouble === "logged-out") location.reload();
    return { status: reply.status, told, wait: Number(reply.headers.get("retry-after")) || 0 };
  } catch {
    return { status: 0, told: {}, wait: 0 };
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Return the milliseconds until the next try: longer after each, and never the same for thirty phones.
 * @param {number} tries that failed
 * @param {number} [seconds] that the server asked for
 */
export const pauseAfter = (tries, seconds = 0) =>
  Math.max(seconds * 1000, Math.min(8000, 500 * 2 ** tries)) * (0.5 + Math.random());
