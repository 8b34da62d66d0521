/** A soft ring that follows the mouse, so that a room sees where it points. */

import { html } from "../canvas/svg.js";

export class Pointer {
  constructor() {
    this.root = html("div", { class: "ring", "aria-hidden": "true" });
    this.root.hidden = true;
    this.wanted = false;
    this.stop = new AbortController();
    addEventListener("pointermove", (event) => this.#move(event), { signal: this.stop.signal, passive: true });
  }

  /** @param {boolean} wanted it appears with the next move */
  show(wanted) {
    this.wanted = wanted;
    if (!wanted) this.root.hidden = true;
  }

  /** @param {PointerEvent} event */
  #move({ clientX, clientY }) {
    if (!this.wanted) return;
    this.root.hidden = false;
    this.root.style.translate = `${clientX}px ${clientY}px`;
  }

  destroy() {
    this.stop.abort();
  }
}
