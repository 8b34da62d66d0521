/** The canvas of the Draw page: a view, and the loop that carries its intents to Python and the answers back. */

import { Channel } from "../link/channel.js";
import { publish } from "./arithmetic.js";
import { Loop } from "../link/loop.js";
import { NetworkView } from "./network.js";

export const styles = ["./canvas.css"];

export default class {
  /** @param {{data: object, parentElement: Node, setStateValue: (name: string, value: any) => void}} component */
  constructor(component) {
    this.root = document.createElement("div");
    this.root.className = "netsketch-board";
    component.parentElement.append(this.root);
    this.channel = new Channel((header, arrays) => this.loop.receive({ ...header, arrays }));
    this.loop = new Loop({
      send: (state) => this.channel.send(state),
      onFrame: (frame) => this.show(frame),
    });
    this.view = new NetworkView(this.root, {
      mode: "edit",
      label: "Drawing board: the network",
      onIntent: (edit) => this.loop.push(edit),
      onSelect: (id) => this.loop.push({ kind: "select", id }),
    });
    /** Name of the drawing that is shown. */
    this.drawn = null;
    this.told = 0;
    this.root.view = this.view;
    this.root.loop = this.loop;
  }

  update(component) {
    this.channel.update(component);
  }

  /** @param {object} frame see `answer` in ui/core/canvas.py */
  show(frame) {
    const { theta, z, a } = frame.arrays;
    const values = { theta: theta.data, z: z.data, a: a.data };
    const { settled } = this.loop;
    if (frame.payload && frame.drawing !== this.drawn) {
      this.drawn = this.loop.have = frame.drawing;
      this.view.draw(frame.payload);
    }
    if (frame.drawing === this.drawn) {
      this.view.update(values, { settled });
      this.view.history(frame.history);
    } else {
      this.loop.have = null;
      this.loop.ask();
    }
    if (frame.client === this.loop.client) this.#refuse(frame.refused);
    publish(frame.words);
  }

  /** Each refusal is said once, however often its frame arrives. */
  #refuse(refused) {
    for (const { n, message } of refused) {
      if (n <= this.told) continue;
      this.told = n;
      this.view.refuse(message);
    }
  }

  destroy() {
    this.loop.stop();
    this.channel.destroy();
    this.view.destroy();
  }
}
