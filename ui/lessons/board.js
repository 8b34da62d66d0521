/** The drawing board inside a lesson: the Draw page's, less tall. */

import Board, { styles as own } from "../canvas/draw.js";

export const styles = [...own, "lessons/board.css"];

export default class extends Board {
  /** @param {StreamlitComponent} component */
  constructor(component) {
    super(component);
    this.root.classList.add("in-lesson");
  }
}
