// JSON as it was written, with every number and text as it stands: a sum over it comes out as Python's does.

/**
 * A value of JSON: where it stands in its text, and what is in it. `keys` of an object stand beside its `parts`.
 * @typedef {{ start: number, end: number, keys?: string[], parts?: Value[] }} Value
 */

const BLANK = /[ \t\n\r]*/y;
const PLAIN = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null/y;

/** Read the value that begins at `place`; what is no JSON raises SyntaxError. */
/** @type {(text: string, place: number) => Value} */
const readValue = (text, place) => {
  const skip = (/** @type {number} */ from) => {
    BLANK.lastIndex = from;
    BLANK.test(text);
    return BLANK.lastIndex;
  };
  const start = skip(place);
  const closes = { "{": "}", "[": "]" }[text[start]];
  if (!closes) {
    PLAIN.lastIndex = start;
    if (!PLAIN.test(text)) throw new SyntaxError(`no value at ${start}`);
    return { start, end: PLAIN.lastIndex };
  }
  const isObject = closes === "}";
  /** @type {Value[]} */
  const parts = [];
  /** @type {string[]} */
  const keys = [];
  let here = skip(start + 1);
  while (text[here] !== closes) {
    if (isObject) {
      const key = readValue(text, here);
      keys.push(text.slice(key.start, key.end));
      here = skip(key.end);
      if (text[here] !== ":") throw new SyntaxError(`no colon at ${here}`);
      here += 1;
    }
    const part = readValue(text, here);
    parts.push(part);
    here = skip(part.end);
    if (text[here] === ",") here = skip(here + 1);
    else if (text[here] !== closes) throw new SyntaxError(`no end at ${here}`);
  }
  return { start, end: here + 1, parts, ...(isObject ? { keys } : {}) };
};

/** Read a text that holds one value; SyntaxError otherwise. */
/** @type {(text: string) => Value} */
export const readJson = (text) => {
  JSON.parse(text); // the strict one; what follows only finds the places
  return readValue(text, 0);
};

/** The parts of an object by name, each as it stands. */
/** @type {(text: string) => Map<string, string>} */
export const partsOf = (text) => {
  const { keys, parts } = readJson(text);
  if (!keys || !parts) throw new SyntaxError("no object");
  return new Map(keys.map((key, place) => [JSON.parse(key), text.slice(parts[place].start, parts[place].end)]));
};

const points = (/** @type {string} */ key) => [...JSON.parse(key)].map((letter) => letter.codePointAt(0) ?? 0);

/** Compare two keys letter by letter, as Python does. */
/** @type {(one: string, other: string) => number} */
const compareKeys = (one, other) => {
  const [left, right] = [points(one), points(other)];
  const place = left.findIndex((point, index) => point !== right[index]);
  if (place === -1) return left.length - right.length;
  return place < right.length ? left[place] - right[place] : 1;
};

/** The same value without blanks, the keys of every object in order. */
/** @type {(text: string, value?: Value) => string} */
export const sorted = (text, value = readJson(text)) => {
  const { start, end, keys, parts } = value;
  if (!parts) return text.slice(start, end);
  if (!keys) return `[${parts.map((part) => sorted(text, part)).join(",")}]`;
  const places = keys.map((_, place) => place).sort((one, other) => compareKeys(keys[one], keys[other]));
  return `{${places.map((place) => `${keys[place]}:${sorted(text, parts[place])}`).join(",")}}`;
};
