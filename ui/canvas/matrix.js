/** The drawing as matrices: one row for each neuron, one column for each unit it reads, and its bias. */

import { full, short } from "./format.js";
import { html, setAttribute, setText } from "./svg.js";
import { nameOf } from "./words.js";

const MOST_CELLS = 4096;

export class Matrix {
  /**
   * @param {HTMLElement} root
   * @param {import("./network.js").NetworkView} view
   */
  constructor(root, view) {
    this.view = view;
    this.panel = html("div", {
      class: "matrices",
      role: "region",
      "aria-label": "Weights as matrices",
      tabindex: 0,
    });
    this.panel.hidden = true;
    this.panel.addEventListener("click", (event) => this.#open(event.target));
    this.panel.addEventListener("keydown", (event) => this.#walk(event));
    /** @type {Map<string, HTMLElement>} */
    this.cells = new Map();
    root.append(this.panel);
  }

  get shown() {
    return !this.panel.hidden;
  }

  toggle() {
    this.panel.hidden = !this.panel.hidden;
    if (this.shown) this.draw(this.view.model);
  }

  draw(model) {
    if (!this.shown || !model) return;
    this.model = model;
    this.cells.clear();
    const cells = model.drawn.length + model.units.size;
    if (cells > MOST_CELLS) {
      this.panel.replaceChildren(
        html("p", { text: `${cells} numbers are too many for a table here; zoom into the drawing instead.` }),
      );
      return;
    }
    this.panel.replaceChildren(
      ...model.layers
        .slice(1)
        .filter((layer) => layer.units.length)
        .map((layer) => this.#table(layer)),
    );
    this.update(this.view.values.theta);
  }

  #table(layer) {
    const { model } = this;
    const rows = layer.units.map((unit) => model.incoming.get(unit.id));
    const sources = [...new Set(rows.flat().map(({ source }) => source))].sort(
      (one, other) => one.flat - other.flat,
    );
    const head = html("tr", {}, [
      html("td"),
      ...sources.map((unit) => html("th", { scope: "col", text: unit.short })),
      html("th", { scope: "col", text: "bias" }),
    ]);
    const body = layer.units.map((unit, index) => {
      const drawn = new Map(rows[index].map((connection) => [connection.source.id, connection]));
      const weights = sources.map((source) => this.#cell(drawn.get(source.id)));
      return html("tr", {}, [html("th", { scope: "row", text: unit.short }), ...weights, this.#cell(unit)]);
    });
    return html("section", {}, [
      html("strong", { text: `${layer.label}: ${layer.units.length} × ${sources.length}` }),
      html("table", {}, [html("thead", {}, [head]), html("tbody", {}, body)]),
    ]);
  }

  #cell(item) {
    if (!item) return html("td", { class: "none" });
    const made = html("button", {
      type: "button",
      "data-cell": item.id,
      tabindex: this.cells.size ? -1 : 0,
      "aria-label": "",
    });
    made.disabled = !this.view.editable;
    this.cells.set(item.id, made);
    return html("td", {}, [made]);
  }

  update(theta) {
    if (!this.shown) return;
    for (const [id, cell] of this.cells) {
      const item = this.model.find(id);
      const value = theta[item.slot];
      const share = Math.round(60 * (1 - Math.exp(-Math.abs(value) / 1.5)));
      setText(cell, short(value));
      setAttribute(cell, "data-tone", value < 0 ? "neg" : value > 0 ? "pos" : "zero");
      setAttribute(cell, "title", full(value));
      setAttribute(
        cell,
        "aria-label",
        `${item.source ? `${nameOf(item.source, this.model)} to ${nameOf(item.target, this.model)}` : `bias of ${nameOf(item, this.model)}`}: ${short(value)}`,
      );
      cell.style.setProperty("--share", `${share}%`);
    }
  }

  #open(target) {
    const id = target.dataset?.cell;
    if (!id) return;
    this.view.select(id);
    this.view.editor.openItem(id, "", target);
  }

  /** Arrow keys go from cell to cell. */
  #walk(event) {
    const cell = event.target.closest("td");
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!cell || !step) return;
    event.preventDefault();
    event.stopPropagation();
    const row = cell.parentElement;
    const rows = [...row.parentElement.children];
    const next =
      rows[rows.indexOf(row) + step[0]]?.children[cell.cellIndex + step[1]]?.querySelector("button");
    if (!next) return;
    for (const button of this.cells.values()) button.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}
