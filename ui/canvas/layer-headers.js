/** The row above the picture: each layer's name, activation, number of units, and the places for new layers. */

import { activationSelect, addLayer, countOf, unitCounter } from "./layer-controls.js";
import { focusedNear } from "./elements.js";
import { clamp } from "./layout.js";
import { EMPTY } from "./model.js";
import { button, html, setAttribute, setText } from "./svg.js";

/** @typedef {import("./layer-controls.js").Send} Send */
/** @typedef {import("./model.js").Layer} Layer */
/** @typedef {import("./model.js").Model} Model */

/**
 * What the headers need of the canvas.
 * @typedef {object} HeadersContext
 * @property {boolean} editable
 * @property {import("./viewport.js").Viewport} viewport
 * @property {Send} send
 * @property {(index: number) => void} onOpen a layer is to be edited
 */

const WIDTH = { least: 72, most: 148 };
/** Under a finger every button is 40 pixels wide. */
const TOUCHED = { least: 112, most: 160 };
const INSERT = 34; // pixels for the button between two headers
const DRAG = 6; // pixels after which a press is a drag

export class LayerHeaders {
  /** @param {HTMLElement} row @param {HeadersContext} context */
  constructor(row, context) {
    this.row = row;
    this.context = context;
    this.model = EMPTY;
    this.touched = globalThis.matchMedia("(pointer: coarse)");
    /** The layer whose controls are tab stops. */
    this.current = 0;
    /** @type {HTMLElement[]} */
    this.headers = [];
    /** @type {HTMLButtonElement[]} */
    this.inserts = [];
  }

  /** @param {Model} model */
  draw(model) {
    const focused = focusedNear(this.row);
    const key = focused && this.row.contains(focused) ? focused.dataset.key : undefined;
    this.model = model;
    this.headers = model.layers.map((layer) => this.#header(layer));
    this.inserts = this.context.editable ? model.layers.slice(1).map((layer) => this.#insert(layer)) : [];
    this.row.replaceChildren(
      ...this.headers.flatMap((header, index) =>
        index && this.inserts.length ? [this.inserts[index - 1], header] : [header],
      ),
    );
    this.rove(this.current);
    this.place();
    if (key) this.#control(key)?.focus();
  }

  /** @param {string} key @returns {HTMLElement|undefined} */
  #control(key) {
    const controls = /** @type {NodeListOf<HTMLElement>} */ (this.row.querySelectorAll("[data-key]"));
    return [...controls].find(({ dataset }) => dataset.key === key);
  }

  /** @param {Layer} layer */
  #header(layer) {
    const { editable, send, onOpen } = this.context;
    const hasActivation = layer.role !== "input";
    const activation = this.model.activations.find(({ name }) => name === layer.activation)?.label ?? layer.activation;
    const named = [layer.label, countOf(layer), ...(hasActivation ? [activation] : [])].join(", ");
    const header = html("div", { class: "head", role: "group", "aria-label": named });
    if (!editable) {
      header.append(html("span", { class: "title", text: layer.label }));
      if (hasActivation) header.append(html("span", { class: "activation", text: activation }));
      return header;
    }
    const title = button(`${named}: edit this layer`, layer.label, {
      class: "title",
      "data-key": `title${layer.index}`,
      "aria-haspopup": "dialog",
    });
    title.title = layer.role === "hidden" ? "Click to edit, drag to reorder" : "Click to edit";
    title.addEventListener("click", () => onOpen(layer.index));
    if (layer.role === "hidden") this.#makeDraggable(title, header, layer);
    header.append(
      title,
      hasActivation ? activationSelect(layer, this.model, send) : html("span", { class: "activation" }),
      unitCounter(layer, send),
    );
    return header;
  }

  /** The button for a new layer before this one. @param {Layer} layer */
  #insert(layer) {
    const before = this.model.layers[layer.index - 1];
    const made = button(`Add a layer between ${before.label} and ${layer.label}`, "+", {
      class: "insert",
      "data-key": `insert${layer.index}`,
    });
    made.addEventListener("click", () => addLayer(layer.index, this.context.send));
    return made;
  }

  /** Lets a hidden layer be dragged by its title to another place. @param {HTMLElement} title @param {HTMLElement} header @param {Layer} layer */
  #makeDraggable(title, header, layer) {
    /** @type {number|null} */
    let start = null;
    title.addEventListener("pointerdown", (event) => {
      start = event.clientX;
    });
    title.addEventListener("pointermove", (event) => {
      if (start === null || Math.abs(event.clientX - start) < DRAG) return;
      title.setPointerCapture(event.pointerId);
      header.classList.add("dragged");
      header.style.setProperty("--drag", `${event.clientX - start}px`);
    });
    /** @param {PointerEvent} event */
    const end = (event) => {
      if (start !== null && header.classList.contains("dragged")) {
        const to = this.#nearest(event.clientX - this.row.getBoundingClientRect().left);
        header.classList.remove("dragged");
        // The click that follows must not open the editor.
        title.addEventListener("click", (click) => click.stopImmediatePropagation(), { capture: true, once: true });
        if (event.type === "pointerup" && to !== layer.index)
          this.context.send("move_layer", { layer: layer.index, to });
      }
      start = null;
    };
    title.addEventListener("pointerup", end);
    title.addEventListener("pointercancel", end);
  }

  /** The hidden layer nearest to a place in the row. @param {number} x */
  #nearest(x) {
    const hidden = this.model.layers.filter((layer) => layer.role === "hidden");
    /** @param {Layer} layer */
    const distance = (layer) => Math.abs(this.context.viewport.screen(layer.x, 0).x - x);
    return hidden.reduce((best, layer) => (distance(layer) < distance(best) ? layer : best)).index;
  }

  /** Puts each header above its layer; narrow ones show the number of units only. */
  place() {
    const { layers } = this.model;
    const width = this.touched.matches ? TOUCHED : WIDTH;
    const at = layers.map((layer) => this.context.viewport.screen(layer.x, 0).x);
    const gap = at.length > 1 ? at[1] - at[0] : width.most;
    const withInserts = gap - INSERT > width.least;
    const room = gap - (this.inserts.length && withInserts ? INSERT : 8);
    const narrow = room < width.least;
    this.row.classList.toggle("narrow", narrow);
    this.headers.forEach((header, index) => {
      header.style.transform = `translateX(${at[index].toFixed(1)}px) translateX(-50%)`;
      header.style.width = `${clamp(narrow ? gap - 4 : room, 30, width.most).toFixed(0)}px`;
      const title = header.firstElementChild;
      if (title) setText(title, narrow ? String(layers[index].size) : layers[index].label);
    });
    this.inserts.forEach((insert, index) => {
      insert.hidden = !withInserts;
      insert.style.transform = `translateX(${((at[index] + at[index + 1]) / 2).toFixed(1)}px) translateX(-50%)`;
    });
  }

  /** The layer whose header holds an element; −1 for any other element. @param {Node} element */
  indexOf(element) {
    const index = this.headers.findIndex((header) => header.contains(element));
    return index >= 0 ? index : this.inserts.findIndex((insert) => insert === element);
  }

  /** Makes one layer's controls the only tab stops; arrow keys reach the others. @param {number} index */
  rove(index) {
    this.current = Math.min(index, this.headers.length - 1);
    this.headers.forEach((header, number) => {
      for (const control of header.querySelectorAll("button, select")) this.#stop(control, number);
    });
    this.inserts.forEach((insert, number) => this.#stop(insert, number));
  }

  /** @param {Element} control @param {number} index of its layer */
  #stop(control, index) {
    setAttribute(control, "tabindex", index === this.current ? "0" : "-1");
  }

  /** @param {number} index */
  focus(index) {
    this.rove(index);
    this.headers[this.current]?.querySelector("button")?.focus();
  }
}
