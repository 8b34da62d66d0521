/** The small window in which one unit, connection or layer is edited. */

import { unitField, weightField } from "./fields.js";
import { activationSelect, addLayer, unitCounter } from "./layer-controls.js";
import { clamp } from "./layout.js";
import { isConnection } from "./model.js";
import { numberField } from "./number-field.js";
import { button, html } from "./svg.js";
import { endsOf, nameOf, unitWord } from "./words.js";

/** @typedef {import("./layout.js").Point} Point */
/** @typedef {import("./model.js").Connection} Connection */
/** @typedef {import("./model.js").Unit} Unit */

/**
 * What the editor needs of the canvas.
 * @typedef {object} EditorContext
 * @property {() => import("./model.js").Model} model
 * @property {import("./number-field.js").Numbers} numbers
 * @property {import("./layer-controls.js").Send} send
 * @property {() => void} onClose
 *
 * What is edited, as the user sees it.
 * @typedef {object} Place
 * @property {() => Point} at where it is on the canvas
 * @property {() => void} focus takes the focus back to it
 */

const WIDEST_NAME = 24;
const GAP = { place: 34, edge: 6 };

export class Editor {
  /** @param {HTMLElement} canvas @param {EditorContext} context */
  constructor(canvas, context) {
    this.canvas = canvas;
    this.context = context;
    /** @type {{box: HTMLElement, place: Place}|null} */
    this.open = null;
    /** @param {Event} event */
    this.closeOutside = (event) => {
      if (this.open && !event.composedPath().includes(this.open.box)) this.close(false);
    };
    document.addEventListener("pointerdown", this.closeOutside, true);
  }

  get isOpen() {
    return this.open !== null;
  }

  /** Opens at a unit or connection. @param {string} id @param {Place} place @param {string} [typed] a first digit already pressed */
  openItem(id, place, typed = "") {
    const { model, numbers, send } = this.context;
    const item = model().find(id);
    if (!item) return;
    const title = isConnection(item) ? endsOf(item, model(), "→") : nameOf(item, model());
    if (isConnection(item) && item.cut) {
      this.#show(title, [this.#action("Restore the connection", "connect", { id })], place);
      return;
    }
    const field = isConnection(item) ? weightField(item, model()) : unitField(item, model());
    const number = numberField(field, numbers, typed, () => this.close(true));
    const rows = [number.element];
    if (!isConnection(item) && item.role !== "hidden")
      rows.push(this.#text("Name", item.name, (name) => send("rename", { id, name })));
    rows.push(...this.#actions(item));
    this.#show(title, rows, place, number.revert);
    const first = this.open?.box.querySelector("input");
    first?.setSelectionRange(typed ? first.value.length : 0, first.value.length);
  }

  /** What can be done with an item. @param {Unit|Connection} item */
  #actions(item) {
    const { id } = item;
    const remove = isConnection(item)
      ? this.#action("Cut the connection", "disconnect", { id })
      : this.#action(`Remove the ${unitWord(item)}`, "remove_unit", { id });
    if (!isConnection(item) && item.role === "input") return [remove];
    const what = isConnection(item) ? "weight" : "bias";
    const pin = item.pinned
      ? this.#action(`Unpin the ${what}`, "unpin", { id })
      : this.#action(`Pin the ${what}`, "pin", { id }, "Training leaves a pinned number alone");
    return [pin, remove];
  }

  /** Opens at a layer's header. @param {number} index @param {Place} place */
  openLayer(index, place) {
    const { send } = this.context;
    const model = this.context.model();
    const layer = model.layers[index];
    const rows = [];
    if (layer.role !== "input") rows.push(row("label", "Activation", activationSelect(layer, model, send)));
    rows.push(row("div", layer.role === "input" ? "Inputs" : "Neurons", unitCounter(layer, send)));
    if (layer.role === "hidden") {
      if (index > 1) rows.push(this.#action("Move left", "move_layer", { layer: index, to: index - 1 }));
      if (index < model.layers.length - 2)
        rows.push(this.#action("Move right", "move_layer", { layer: index, to: index + 1 }));
      rows.push(this.#action("Remove the layer", "remove_layer", { layer: index }));
    }
    if (layer.role !== "output") rows.push(this.#button("Add a layer after this one", () => addLayer(index + 1, send)));
    this.#show(layer.label, rows, place);
  }

  /** @param {string} title @param {HTMLElement[]} rows @param {Place} place @param {() => void} [revert] Escape takes changes back */
  #show(title, rows, place, revert = () => {}) {
    this.close(false);
    const close = button("Close", "×", { class: "close" });
    close.addEventListener("click", () => this.close(true));
    const head = html("div", { class: "editor-head" }, [html("strong", { text: title }), close]);
    const box = html("div", { class: "editor", role: "dialog", "aria-label": title }, [head, ...rows]);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        revert();
        this.close(true);
      }
      if (!(event.ctrlKey || event.metaKey)) event.stopPropagation();
    });
    this.open = { box, place };
    this.canvas.append(box);
    this.place();
    const first = /** @type {HTMLElement|null} */ (box.querySelector("input, select, .row button"));
    first?.focus({ preventScroll: true });
  }

  /** Keeps the window next to what it edits, inside the canvas. */
  place() {
    if (!this.open) return;
    const { box, place } = this.open;
    const { x, y } = place.at();
    const { clientWidth, clientHeight } = this.canvas;
    const { offsetWidth: width, offsetHeight: height } = box;
    const right = x + GAP.place;
    const left = right + width < clientWidth ? right : x - GAP.place - width;
    box.style.left = `${Math.max(GAP.edge, Math.min(clientWidth - width - GAP.edge, left))}px`;
    box.style.top = `${Math.max(GAP.edge, Math.min(clientHeight - height - GAP.edge, y - height / 3))}px`;
  }

  /** @param {boolean} refocus whether the focus goes back to what was edited */
  close(refocus) {
    if (!this.open) return;
    const { box, place } = this.open;
    this.open = null;
    box.remove();
    this.context.onClose();
    if (refocus) place.focus();
  }

  /** @param {string} label @param {string} kind @param {object} fields @param {string} [help] */
  #action(label, kind, fields, help) {
    return this.#button(label, () => this.context.send(kind, fields), help);
  }

  /** A button that closes the window and acts. @param {string} label @param {() => void} act @param {string} [help] */
  #button(label, act, help = label) {
    const made = html("button", { type: "button", class: "row", text: label, title: help });
    made.addEventListener("click", () => {
      this.close(true);
      act();
    });
    return made;
  }

  /** @param {string} label @param {string} value @param {(value: string) => void} onChange */
  #text(label, value, onChange) {
    const input = html("input", { type: "text", value, maxlength: WIDEST_NAME, "aria-label": label });
    const commit = () => {
      const name = input.value.trim();
      if (name && name !== value) onChange((value = name));
    };
    input.addEventListener("change", commit);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // else the key presses the button that gets the focus
      commit();
      this.close(true);
    });
    return row("label", label, input);
  }

  destroy() {
    document.removeEventListener("pointerdown", this.closeOutside, true);
    this.close(false);
  }
}

/** A control with its name. @param {"label"|"div"} kind @param {string} name @param {HTMLElement} control */
function row(kind, name, control) {
  return html(kind, { class: "row" }, [html("span", { text: name }), control]);
}
