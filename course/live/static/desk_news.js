// Hears how the class stands, for the teacher's pages: by server-sent events, by asking where these do not come through.

import { ask } from "./server.js";

const TRIES = 3;
const ASK_MS = 2000;
const AGAIN_MS = 30_000;

/**
 * @template State
 * @param {{ stream: string, event: string, look: string }} names the addresses, and what the event is called
 * @param {(state: State) => void} hear
 * @param {(isUp: boolean) => void} line called when the server answers, and when it does not
 * @returns {() => Promise<void>} looks at once
 */
export const listen = (names, hear, line) => {
  let failed = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let asking;

  const look = async () => {
    const reply = await ask(names.look);
    line(reply.status === 200);
    if (reply.status === 200) hear(/** @type {State} */ (/** @type {unknown} */ (reply.told)));
  };

  const open = () => {
    const source = new EventSource(names.stream);
    source.addEventListener("open", () => {
      failed = 0;
      clearInterval(asking);
      line(true);
    });
    source.addEventListener(names.event, (event) => hear(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      failed += 1;
      line(false);
      source.close();
      const isGivenUp = failed >= TRIES;
      if (isGivenUp) {
        clearInterval(asking);
        asking = setInterval(look, ASK_MS);
      }
      setTimeout(open, isGivenUp ? AGAIN_MS : 500 * failed);
    });
  };
  open();
  return look;
};
