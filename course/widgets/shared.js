// All that each widget itself carries. Its script lies in a model of its own, which all widgets of a kind share.

/** @import { SharingContext } from "./types.d.ts" */

export default {
  /** @param {SharingContext} context */
  async render(context) {
    const { exports } = await context.host.getWidget(context.model.get("code"));
    return exports.render(context);
  },
};
