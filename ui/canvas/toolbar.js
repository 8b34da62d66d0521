/** Zoom, undo and redo, delete, and the help that lists the keys. */

import { button, html } from "./svg.js";

const KEYS = [
  ["Tab", "layers, then the drawing, then these buttons"],
  ["↑ ↓", "neighbouring neuron or connection; above the first neuron: its layer"],
  ["← →", "neuron to connection to neuron; layer to layer"],
  ["Page Up / Down", "layer before / after"],
  ["Home / End", "first / last neuron of the layer"],
  ["Escape", "select nothing"],
];
const EDIT_KEYS = [
  ["Enter, a digit or −", "edit the number"],
  ["↑ ↓ while editing", "± 0.1; with Shift ± 1, with Alt ± 0.01"],
  ["Space", "select more than one"],
  ["Delete", "remove neurons, cut connections"],
  ["C, then Enter", "connect from this neuron to another one"],
  ["P", "pin or unpin the weight or bias"],
  ["+", "add a neuron to this layer; − at its name removes one"],
  ["N", "new layer after this one"],
  ["Shift + ← →", "move the hidden layer"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
];
const POINTER = [
  ["Click a number", "edit it"],
  ["Drag a number sideways", "change it like a slider"],
  ["Drag from a neuron's port", "connect it to a later neuron"],
  ["Shift + drag", "select a region"],
  ["Press and hold", "select more than one by touch"],
  ["Wheel or pinch", "zoom"],
];

/**
 * What the toolbar needs of the canvas.
 * @typedef {object} ToolbarContext
 * @property {boolean} editable
 * @property {import("./layer-controls.js").Send} send
 * @property {() => void} removeSelected
 * @property {(factor: number) => void} zoom
 * @property {() => void} fit
 * @property {() => boolean} toggleMatrix returns whether the matrices are shown now
 */

const ZOOM = 1.3;

export class Toolbar {
  /** @param {HTMLElement} canvas @param {ToolbarContext} context */
  constructor(canvas, { editable, send, removeSelected, zoom, fit, toggleMatrix }) {
    this.undo = tool("Undo", "↶", () => send("undo"));
    this.redo = tool("Redo", "↷", () => send("redo"));
    this.remove = tool("Delete the selection", "Delete", removeSelected);
    this.remove.hidden = true;
    const matrix = tool("Show the weights as matrices", "Matrix", () =>
      matrix.setAttribute("aria-pressed", String(toggleMatrix())),
    );
    matrix.setAttribute("aria-pressed", "false");
    this.help = tool("Keyboard and pointer help", "Keyboard", () => this.#toggleHelp());
    this.help.setAttribute("aria-expanded", "false");
    const bar = html("div", { class: "toolbar", role: "toolbar", "aria-label": "Canvas" }, [
      ...(editable ? [this.undo, this.redo, this.remove] : []),
      tool("Zoom out", "−", () => zoom(1 / ZOOM)),
      tool("Fit the drawing into view", "Fit", fit),
      tool("Zoom in", "+", () => zoom(ZOOM)),
      ...(editable ? [matrix] : []),
      this.help,
    ]);
    this.keys = html(
      "div",
      { class: "keys", role: "dialog", "aria-label": "Keyboard and pointer help", tabindex: 0 },
      editable
        ? [table("Keyboard", [...KEYS, ...EDIT_KEYS]), table("Mouse and touch", POINTER)]
        : [table("Keyboard", KEYS)],
    );
    this.keys.hidden = true;
    this.keys.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#toggleHelp();
    });
    canvas.append(bar, this.keys);
  }

  /** What undo and redo can do. @param {import("./model.js").History} history */
  history({ undo, redo }) {
    this.undo.disabled = !undo;
    this.redo.disabled = !redo;
  }

  /** @param {number} count of selected items */
  selected(count) {
    this.remove.hidden = count === 0;
    this.remove.textContent = count > 1 ? `Delete ${count}` : "Delete";
  }

  #toggleHelp() {
    this.keys.hidden = !this.keys.hidden;
    this.help.setAttribute("aria-expanded", String(!this.keys.hidden));
    (this.keys.hidden ? this.help : this.keys).focus();
  }
}

/** A button with a drawn sign, or a wider one with a word. @param {string} label @param {string} face @param {() => void} act */
function tool(label, face, act) {
  const made = button(label, face, { class: face.length > 1 ? "tool wide" : "tool" });
  made.addEventListener("click", act);
  return made;
}

/** @param {string} title @param {string[][]} rows */
function table(title, rows) {
  const lines = rows.flatMap(([key, does]) => [html("dt", { text: key }), html("dd", { text: does })]);
  return html("section", {}, [html("strong", { text: title }), html("dl", {}, lines)]);
}
