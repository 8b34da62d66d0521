/** The arithmetic of the selected neuron, next to the canvas: it changes with each frame of the canvas. */

import { html, setText } from "./svg.js";

export const styles = ["canvas/canvas.css"];

/** The canvas and this text are two components of the page; the canvas publishes the text here. */
const published = new EventTarget();

/** @param {string} text */
export function publish(text) {
  published.dispatchEvent(new CustomEvent("text", { detail: text }));
}

export default class {
  /** @param {{parentElement: Node & ParentNode}} component */
  constructor(component) {
    this.element = html("div", { class: "netsketch-arithmetic" });
    component.parentElement.append(this.element);
    this.abort = new AbortController();
    /** @param {Event} event */
    const show = (event) => setText(this.element, /** @type {CustomEvent<string>} */ (event).detail);
    published.addEventListener("text", show, { signal: this.abort.signal });
  }

  /** @param {{data: {words: string}}} component */
  update({ data }) {
    setText(this.element, data.words);
  }

  destroy() {
    this.abort.abort();
  }
}
