/** Hands the stage what Python says of the demonstration, where a part of a page changes it by itself: the Share panel. */

import { stage } from "./stage.js";

export default class Told {
  /** @param {StreamlitComponent<import("./stage.js").Told>} component */
  update({ data }) {
    stage.take(data);
  }
}
