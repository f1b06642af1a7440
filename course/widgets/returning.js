// What happens when a reader comes back to the page: it looks once whether another page has saved something meanwhile.

const BETWEEN_LOOKS_MS = 1000;

/**
 * The looks of all widgets of this kind. One of them is enough: what it finds, its kernel tells the others.
 * @type {Set<() => void>}
 */
const looks = new Set();
let lookedAt = 0;

const lookNow = (/** @type {(() => void) | undefined} */ look) => {
  if (!look || Date.now() - lookedAt < BETWEEN_LOOKS_MS) return;
  lookedAt = Date.now();
  look();
};
const comeBack = () => {
  if (document.visibilityState === "visible") lookNow([...looks][0]);
};
document.addEventListener("visibilitychange", comeBack);
addEventListener("focus", comeBack);

/**
 * Look when the reader comes back to the page, or to this part of it. Return how to stop.
 * @param {HTMLElement} node
 * @param {() => void} look
 */
export const lookOnReturn = (node, look) => {
  const enter = (/** @type {FocusEvent} */ { relatedTarget }) => {
    if (!(relatedTarget instanceof Node && node.contains(relatedTarget))) lookNow(look);
  };
  looks.add(look);
  node.addEventListener("focusin", enter);
  return () => {
    looks.delete(look);
    node.removeEventListener("focusin", enter);
  };
};
