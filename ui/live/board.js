/**
 * A board to draw points on, without a network: the page of data has one. Each stroke goes to Python as a state value
 * that holds all strokes Python hasn't acknowledged yet, so that none is lost.
 */

import { html } from "../canvas/svg.js";
import { Brush } from "./brush.js";
import { Plane } from "./plane.js";

export const styles = ["canvas/canvas.css", "live/studio.css", "live/board.css", "share/save-button.css"];

/**
 * What ui/streamlit/data_board.py tells. ack: number of the last stroke that is in the figure.
 * @typedef {{figure: import("./charts.js").Figure, backdrop: any, ack: number, empty: boolean}} Told
 */

export default class Board {
  /** @param {StreamlitComponent<Told>} component */
  constructor(component) {
    this.component = component;
    const root = html("div", { class: "studio board-of-points" });
    component.parentElement.append(root);
    /** @type {object[]} */
    this.strokes = [];
    this.number = 0;
    this.figure = "";
    this.started = false;
    this.plane = new Plane(root, { onProbe: () => {} });
    this.brush = new Brush(this.plane, {
      draw: (stroke) => this.#push({ kind: "points", ...stroke }),
      undo: () => this.#push({ kind: "undo" }),
      save: () => {},
    });
    this.brush.save.hidden = true;
    root.prepend(this.brush.bar);
  }

  /** @param {StreamlitComponent<Told>} component */
  update(component) {
    this.component = component;
    const { figure, backdrop, ack, empty } = component.data;
    this.strokes = this.strokes.filter((stroke) => /** @type {any} */ (stroke).n > ack);
    this.number = Math.max(this.number, ack);
    const words = JSON.stringify(figure);
    if (words === this.figure || this.strokes.length) return; // what is being drawn stays until Python has it all
    this.figure = words;
    this.plane.draw(figure, backdrop);
    this.brush.show(backdrop);
    if (this.started) return;
    this.started = true;
    this.brush.turn(true);
    if (empty) this.brush.clear();
  }

  destroy() {
    this.plane.destroy();
  }

  /** @param {object} stroke */
  #push(stroke) {
    this.number += 1;
    this.strokes.push({ n: this.number, ...stroke });
    this.component.setStateValue("strokes", this.strokes);
  }
}
