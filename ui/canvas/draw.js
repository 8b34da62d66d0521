/** The canvas of the Draw page: a view, and the conversation that carries its edits to Python and frames back. */

import { Conversation } from "../link/conversation.js";
import { publish } from "./arithmetic.js";
import { NetworkView } from "./network.js";

/** @typedef {import("../link/conversation.js").Arrays} Arrays */

export const styles = ["canvas/canvas.css"];

export default class Board {
  /** @param {StreamlitComponent<Uint8Array>} component */
  constructor(component) {
    this.root = document.createElement("div");
    this.root.className = "netsketch-board";
    component.parentElement.append(this.root);
    this.conversation = new Conversation({
      show: (header, arrays) => this.show(header, arrays),
      refuse: (text) => this.view.refuse(text),
      wishes: () => ({ have: { drawing: this.drawn } }),
    });
    this.view = new NetworkView(this.root, {
      mode: "edit",
      label: "Drawing board: the network",
      onIntent: (edit) => this.conversation.push(edit),
      onSelect: (id) => this.conversation.push({ kind: "select", id }),
    });
    /** Version of the drawing that is shown. @type {number|null} */
    this.drawn = null;
    Object.assign(this.root, { view: this.view, conversation: this.conversation }); // for tests and measurements
  }

  /** @param {StreamlitComponent<Uint8Array>} component */
  update(component) {
    this.conversation.update(component);
  }

  /** @param {any} header see CanvasState.frame in ui/core/canvas.py @param {Arrays} arrays */
  show(header, { theta, z, a }) {
    const values = { theta: theta.data, z: z.data, a: a.data };
    if (header.drawing && header.version !== this.drawn) {
      this.drawn = header.version;
      this.view.draw(header.drawing);
    }
    if (header.version === this.drawn) {
      this.view.update(values, { settled: this.conversation.settled });
      this.view.history(header.history);
    } else {
      this.drawn = null;
      this.conversation.ask();
    }
    publish(header.words);
  }

  destroy() {
    this.conversation.destroy();
    this.view.destroy();
  }
}
