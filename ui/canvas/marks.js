/** Shows on the elements what is selected, focused and lit. */

import { setAttribute } from "./svg.js";

/** @typedef {import("./selection.js").Selection} Selection */

export class Marks {
  /**
   * @param {HTMLElement} canvas
   * @param {import("./neurons.js").Neurons} neurons
   * @param {import("./connections.js").Connections} connections
   */
  constructor(canvas, neurons, connections) {
    this.canvas = canvas;
    this.neurons = neurons;
    this.connections = connections;
  }

  /** The element of a unit or connection, where it has one. @param {string|null} id @returns {SVGElement|undefined} */
  element(id) {
    return id === null ? undefined : (this.neurons.parts.get(id)?.g ?? this.connections.paths.get(id));
  }

  /** @param {(id: string, element: SVGElement) => void} act */
  each(act) {
    for (const [id, { g }] of this.neurons.parts) act(id, g);
    for (const [id, path] of this.connections.paths) act(id, path);
  }

  /** @param {Selection} selection @param {Float32Array} theta */
  light({ lit, ids, current }, theta) {
    this.canvas.classList.toggle("lighting", lit !== null);
    this.connections.showOnly(new Set([...(lit ?? []), ...ids, ...(current === null ? [] : [current])]), theta);
    this.each((id, element) => element.classList.toggle("lit", Boolean(lit?.has(id))));
  }

  /** The selected are pressed; the current one is the tab stop. @param {Selection} selection */
  select({ ids, current }) {
    this.each((id, element) => {
      setAttribute(element, "aria-pressed", String(ids.has(id)));
      setAttribute(element, "tabindex", id === current ? "0" : "-1");
    });
  }

  /** Moves the tab stop. @param {string|null} from @param {string} to */
  moveStop(from, to) {
    this.element(from)?.setAttribute("tabindex", "-1");
    this.element(to)?.setAttribute("tabindex", "0");
  }
}
