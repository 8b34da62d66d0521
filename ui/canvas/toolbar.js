/** Zoom, undo and redo, delete, and the help that lists the keys. */

import { button, html } from "./svg.js";

const KEYS = [
  ["Tab", "layers, then the drawing, then these buttons"],
  ["↑ ↓", "neighbouring neuron or connection; above the first neuron: its layer"],
  ["← →", "neuron to connection to neuron; layer to layer"],
  ["Page Up / Down", "layer before / after"],
  ["Home / End", "first / last neuron of the layer"],
  ["Escape", "let go of the selection"],
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

export class Toolbar {
  /**
   * @param {HTMLElement} root
   * @param {import("./network.js").NetworkView} view
   */
  constructor(root, view) {
    this.root = root;
    this.undo = button("Undo", "↶", { class: "tool" });
    this.redo = button("Redo", "↷", { class: "tool" });
    this.remove = button("Delete the selection", "Delete", { class: "tool wide" });
    this.more = button("Zoom in", "+", { class: "tool" });
    this.less = button("Zoom out", "−", { class: "tool" });
    this.fit = button("Fit the drawing into view", "Fit", { class: "tool wide" });
    this.grid = button("Show the weights as matrices", "Matrix", {
      class: "tool wide",
      "aria-pressed": "false",
    });
    this.help = button("Keyboard and pointer help", "Keyboard", {
      class: "tool wide",
      "aria-expanded": "false",
    });
    this.undo.addEventListener("click", () => view.send("undo", {}));
    this.redo.addEventListener("click", () => view.send("redo", {}));
    this.remove.addEventListener("click", () => view.removeSelected());
    this.more.addEventListener("click", () => view.zoom(1.3));
    this.less.addEventListener("click", () => view.zoom(1 / 1.3));
    this.fit.addEventListener("click", () => view.fit());
    this.grid.addEventListener("click", () => view.toggleMatrix());
    this.help.addEventListener("click", () => this.toggleHelp());
    this.remove.hidden = true;
    const edits = view.editable ? [this.undo, this.redo, this.remove] : [];
    this.bar = html("div", { class: "toolbar", role: "toolbar", "aria-label": "Canvas" }, [
      ...edits,
      this.less,
      this.fit,
      this.more,
      ...(view.editable ? [this.grid] : []),
      this.help,
    ]);
    this.keys = html(
      "div",
      { class: "keys", role: "dialog", "aria-label": "Keyboard and pointer help", tabindex: 0 },
      [
        table("Keyboard", view.editable ? [...KEYS, ...EDIT_KEYS] : KEYS),
        ...(view.editable ? [table("Mouse and touch", POINTER)] : []),
      ],
    );
    this.keys.hidden = true;
    this.keys.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.toggleHelp();
    });
    root.append(this.bar, this.keys);
  }

  history({ undo, redo }) {
    this.undo.disabled = !undo;
    this.redo.disabled = !redo;
  }

  selected(count) {
    this.remove.hidden = count === 0;
    this.remove.textContent = count > 1 ? `Delete ${count}` : "Delete";
  }

  toggleHelp() {
    this.keys.hidden = !this.keys.hidden;
    this.help.setAttribute("aria-expanded", String(!this.keys.hidden));
    (this.keys.hidden ? this.help : this.keys).focus();
  }
}

function table(title, rows) {
  return html("section", {}, [
    html("strong", { text: title }),
    html(
      "dl",
      {},
      rows.flatMap(([key, does]) => [html("dt", { text: key }), html("dd", { text: does })]),
    ),
  ]);
}
