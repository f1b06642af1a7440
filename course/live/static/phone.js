// The student's page: where the class is joined, or the class itself.

import { openJoining } from "./joining.js";
import { openRoom } from "./room.js";

/** @import { PageData } from "./phone_types.d.ts" */

/** @type {PageData} */
const data = JSON.parse(document.querySelector("#page")?.textContent ?? "{}");
const main = /** @type {HTMLElement} */ (document.querySelector("#live"));
if (data.room) openRoom(data, data.room, main);
else openJoining(data, main);
