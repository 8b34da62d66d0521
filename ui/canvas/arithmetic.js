/** The arithmetic of the selected neuron, beside the canvas: it changes with each frame of the canvas. */

import { html, setText } from "./svg.js";

export const styles = ["./canvas.css"];

/** Where the canvas says it: {detail: the words}. */
const told = new EventTarget();

/** @param {string} words */
export function tell(words) {
  told.dispatchEvent(new CustomEvent("words", { detail: words }));
}

export default class {
  constructor(component) {
    this.text = html("div", { class: "netsketch-arithmetic" });
    component.parentElement.append(this.text);
    this.leave = new AbortController();
    told.addEventListener("words", ({ detail }) => setText(this.text, detail), { signal: this.leave.signal });
  }

  update({ data }) {
    setText(this.text, data.words);
  }

  destroy() {
    this.leave.abort();
  }
}
