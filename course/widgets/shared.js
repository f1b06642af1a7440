// All that each widget itself carries. Its script lies in a model of its own, which all widgets of a kind share. `tongue`
// is empty in English; else it says language and direction, so that what is alive stands as its face does.

/** @import { SharingContext } from "./types.d.ts" */

export default {
  /** @param {SharingContext} context */
  async render(context) {
    Object.entries(context.model.get("tongue")).forEach(([name, value]) => context.el.setAttribute(name, value));
    const { exports } = await context.host.getWidget(context.model.get("code"));
    return exports.render(context);
  },
};
