/** The network to watch: lights a place up and reports what is clicked. Fed by ui/explain/picture.py. */

import { NetworkView } from "../canvas/network.js";
import { unpack } from "../link/frame.js";

export const styles = ["canvas/canvas.css", "explain/picture.css"];

const TWEEN = 250;

export default class Picture {
  /** @param {StreamlitComponent<Uint8Array>} component */
  constructor(component) {
    this.root = document.createElement("div");
    this.root.className = "netsketch-picture";
    /** @type {NetworkView | undefined} made with the first data */
    this.view = undefined;
    component.parentElement.append(this.root);
    this.component = component;
    this.drawn = "";
    this.clicks = Date.now();
  }

  /** @param {StreamlitComponent<Uint8Array>} component */
  update(component) {
    this.component = component;
    const { header, arrays } = unpack(component.data);
    this.view ??= new NetworkView(this.root, {
      mode: "watch",
      label: header.label,
      onSelect: (/** @type {string|null} */ id) => this.#clicked(id),
    });
    this.root.style.setProperty("--room", `${header.room}px`);
    const drawing = JSON.stringify(header.payload);
    const fresh = drawing !== this.drawn;
    if (fresh) this.view.draw(header.payload);
    this.drawn = drawing;
    /** @type {any} */
    const values = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.data]));
    this.view.update(values, { tween: fresh ? 0 : TWEEN });
    this.view.light(header.light);
  }

  /** @param {string|null} id */
  #clicked(id) {
    if (!id) return;
    this.clicks += 1;
    this.component.setStateValue("selected", { id, n: this.clicks });
    this.view?.selectMany([]);
  }

  destroy() {
    this.view?.destroy();
  }
}
