/** The drawing as matrices: one row for each neuron, one column for each unit it reads, and its bias. */

import { full, short } from "./format.js";
import { EMPTY, isConnection } from "./model.js";
import { html, setAttribute, setText } from "./svg.js";
import { shareOf, toneOf } from "./tone.js";
import { endsOf, nameOf } from "./words.js";

/** @typedef {import("./model.js").Connection} Connection */
/** @typedef {import("./model.js").Layer} Layer */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Unit} Unit */

const MOST_CELLS = 4096;
const MOST_SHARE = 60;
/** @type {Record<string, [number, number]>} rows and columns to go */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Matrix {
  /**
   * @param {HTMLElement} canvas
   * @param {{editable: boolean, onOpen: (id: string) => void}} how onOpen: the number of an item is to be edited
   */
  constructor(canvas, { editable, onOpen }) {
    this.canvas = canvas;
    this.editable = editable;
    this.model = EMPTY;
    /** @type {Float32Array} */
    this.theta = new Float32Array(0);
    /** @type {Map<string, HTMLButtonElement>} */
    this.cells = new Map();
    this.panel = html("div", { class: "matrices", role: "region", "aria-label": "Weights as matrices", tabindex: 0 });
    this.panel.hidden = true;
    this.panel.addEventListener("click", ({ target }) => {
      const id = /** @type {HTMLElement} */ (target).dataset.cell;
      if (id) onOpen(id);
    });
    this.panel.addEventListener("keydown", (event) => this.#walk(event));
    canvas.append(this.panel);
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** Shows or hides the matrices; true when they are shown. */
  toggle() {
    this.panel.hidden = !this.panel.hidden;
    this.draw(this.model, this.theta);
    return this.isOpen;
  }

  /** @param {Model} model @param {Float32Array} theta */
  draw(model, theta) {
    this.model = model;
    this.theta = theta;
    if (!this.isOpen) return;
    this.cells.clear();
    const count = model.drawn.length + model.units.size;
    if (count > MOST_CELLS) {
      const text = `${count} numbers are too many for a table here; zoom into the drawing instead.`;
      this.panel.replaceChildren(html("p", { text }));
      return;
    }
    const layers = model.layers.slice(1).filter((layer) => layer.units.length);
    this.panel.replaceChildren(...layers.map((layer) => this.#table(layer)));
    this.update(theta);
  }

  /** @param {Layer} layer */
  #table({ units, label }) {
    const rows = units.map((unit) => this.model.into(unit));
    const sources = [...new Set(rows.flat().map(({ source }) => source))].sort((one, other) => one.flat - other.flat);
    const head = [html("td"), ...sources.map((unit) => heading("col", unit.short)), heading("col", "bias")];
    const body = units.map((unit, index) => {
      const drawn = new Map(rows[index].map((connection) => [connection.source, connection]));
      const weights = sources.map((source) => this.#cell(drawn.get(source)));
      return html("tr", {}, [heading("row", unit.short), ...weights, this.#cell(unit)]);
    });
    return html("section", {}, [
      html("strong", { text: `${label}: ${units.length} × ${sources.length}` }),
      html("table", {}, [html("thead", {}, [html("tr", {}, head)]), html("tbody", {}, body)]),
    ]);
  }

  /** @param {Unit|Connection|undefined} item */
  #cell(item) {
    if (!item) return html("td", { class: "none" });
    const tabindex = this.cells.size ? -1 : 0;
    const made = html("button", { type: "button", "data-cell": item.id, tabindex, "aria-label": "" });
    made.disabled = !this.editable;
    this.cells.set(item.id, made);
    return html("td", {}, [made]);
  }

  /** @param {Float32Array} theta */
  update(theta) {
    this.theta = theta;
    if (!this.isOpen) return;
    for (const [id, cell] of this.cells) {
      const item = this.model.find(id);
      if (!item) continue;
      const value = theta[item.slot];
      const name = isConnection(item) ? endsOf(item, this.model) : `bias of ${nameOf(item, this.model)}`;
      setText(cell, short(value));
      setAttribute(cell, "data-tone", toneOf(value));
      setAttribute(cell, "title", full(value));
      setAttribute(cell, "aria-label", `${name}: ${short(value)}`);
      cell.style.setProperty("--share", `${shareOf(value, MOST_SHARE)}%`);
    }
  }

  /** A cell, for the editor that opens at it. @param {string} id @returns {import("./editor.js").Place} */
  placeOf(id) {
    return {
      at: () => {
        const box = this.cells.get(id)?.getBoundingClientRect() ?? new DOMRect();
        const canvas = this.canvas.getBoundingClientRect();
        return { x: box.left - canvas.left + box.width / 2, y: box.top - canvas.top + box.height / 2 };
      },
      focus: () => this.cells.get(id)?.focus(),
    };
  }

  /** Arrow keys go from cell to cell. @param {KeyboardEvent} event */
  #walk(event) {
    const cell = /** @type {HTMLElement} */ (event.target).closest("td");
    const step = STEPS[event.key];
    const row = cell?.parentElement;
    if (!cell || !row || !step) return;
    event.preventDefault();
    event.stopPropagation();
    const rows = [...(row.parentElement?.children ?? [])];
    const next = rows[rows.indexOf(row) + step[0]]?.children[cell.cellIndex + step[1]]?.querySelector("button");
    if (!next) return;
    for (const button of this.cells.values()) button.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

/** @param {"row"|"col"} scope @param {string} text cut short by CSS where it is long, so in full on hover */
function heading(scope, text) {
  return html("th", { scope, text, title: text });
}
