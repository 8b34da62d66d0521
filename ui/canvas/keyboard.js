/** The same by keyboard: the drawing is one tab stop, arrow keys walk along it. */

import { addLayer, addUnit, removeUnit } from "./layer-controls.js";
import { clamp } from "./layout.js";
import { connectionId, isConnection, unitId } from "./model.js";
import { nameOf } from "./words.js";

/** @typedef {import("./model.js").Connection} Connection */
/** @typedef {import("./model.js").Layer} Layer */
/** @typedef {import("./model.js").Unit} Unit */

/**
 * What the keyboard needs of the canvas.
 * @typedef {object} KeyboardContext
 * @property {boolean} editable
 * @property {HTMLElement} stage
 * @property {() => import("./model.js").Model} model
 * @property {import("./selection.js").Selection} selection
 * @property {import("./feedback.js").Feedback} feedback
 * @property {import("./layer-headers.js").LayerHeaders} headers
 * @property {import("./layer-controls.js").Send} send
 * @property {(id: string|null|undefined) => void} focus moves the focus to an item
 * @property {(id: string) => void} onFocus an item has got the focus, in whatever way
 * @property {(id: string, typed?: string) => void} edit
 * @property {() => void} removeSelected
 */

export class Keyboard {
  /** @param {HTMLElement} canvas @param {KeyboardContext} context */
  constructor(canvas, context) {
    this.context = context;
    /** The unit from which C has begun a connection. @type {Unit|null} */
    this.source = null;
    /** The unit from which the arrow keys have walked onto its connections. @type {Unit|null} */
    this.origin = null;
    this.abort = new AbortController();
    const { signal } = this.abort;
    canvas.addEventListener("keydown", (event) => this.#key(event), { signal });
    canvas.addEventListener("focusin", (event) => this.#focused(event), { signal });
    canvas.addEventListener("focusout", () => this.#left(), { signal });
  }

  /** @param {FocusEvent} event */
  #focused(event) {
    const { onFocus, headers } = this.context;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.dataset?.id) onFocus(target.dataset.id);
    const index = headers.indexOf(target);
    if (index >= 0) headers.rove(index);
  }

  #left() {
    this.context.selection.hover(null);
    this.context.feedback.hideTip();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const withControl = event.ctrlKey || event.metaKey;
    const handled = withControl ? this.#undoOrRedo(event) : this.#plainKey(event);
    if (handled) event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  #undoOrRedo(event) {
    const { editable, send } = this.context;
    const key = event.key.toLowerCase();
    if (!editable) return false;
    if (key === "z") send(event.shiftKey ? "redo" : "undo");
    else if (key === "y" && event.ctrlKey) send("redo");
    else return false;
    return true;
  }

  /** @param {KeyboardEvent} event */
  #plainKey(event) {
    this.context.feedback.hideTip();
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest(".head, .insert")) return this.#atHeader(event, target);
    if (target.dataset?.id) return this.#atItem(event, target.dataset.id);
    return target === this.context.stage && this.#atStage(event);
  }

  /** On the stage itself any arrow key enters the drawing. @param {KeyboardEvent} event */
  #atStage(event) {
    const { selection, focus, editable, removeSelected } = this.context;
    if (isDelete(event)) {
      if (!editable || !selection.ids.size) return false;
      removeSelected();
      return true;
    }
    if (!event.key.startsWith("Arrow")) return false;
    focus(selection.current);
    return true;
  }

  // ---- layers ------------------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event @param {HTMLElement} target */
  #atHeader(event, target) {
    if (target instanceof HTMLSelectElement && event.key.startsWith("Arrow")) return false;
    const { headers, focus } = this.context;
    const at = headers.current;
    const sideways = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (sideways && event.shiftKey) return this.#moveLayer(at, at + sideways);
    if (sideways) headers.focus(Math.max(0, at + sideways));
    else if (event.key === "ArrowDown") focus(unitId(at, 0));
    else return this.#atLayer(event, at);
    return true;
  }

  /** Keys that change a layer, in its header and on its items. @param {KeyboardEvent} event @param {number} index */
  #atLayer(event, index) {
    const { editable, model, send } = this.context;
    const { layers } = model();
    if (!editable) return false;
    if (event.key === "+") addUnit(layers[index], send);
    else if (event.key === "-" || event.key === "−") removeUnit(layers[index], send);
    else if (event.key.toLowerCase() === "n" && index < layers.length - 1) addLayer(index + 1, send);
    else if (event.key === "Delete") send("remove_layer", { layer: index });
    else return false;
    return true;
  }

  /** @param {number} from @param {number} to */
  #moveLayer(from, to) {
    const { editable, model, send, headers } = this.context;
    const { layers } = model();
    if (!editable || layers[from]?.role !== "hidden" || layers[to]?.role !== "hidden") return false;
    send("move_layer", { layer: from, to });
    headers.current = to;
    return true;
  }

  // ---- units and connections ---------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event @param {string} id */
  #atItem(event, id) {
    const item = this.context.model().find(id);
    if (!item) return false;
    const walked = isConnection(item) ? this.#alongConnection(event, item) : this.#alongUnit(event, item);
    return walked || this.#act(event, item);
  }

  /** @param {KeyboardEvent} event @param {Unit} unit */
  #alongUnit(event, unit) {
    const { headers, model } = this.context;
    const { layers } = model();
    const { layer, index } = unit;
    if (event.shiftKey && event.key === "ArrowLeft") return this.#moveLayer(layer, layer - 1);
    if (event.shiftKey && event.key === "ArrowRight") return this.#moveLayer(layer, layer + 1);
    if (event.key === "ArrowUp" && index === 0) headers.focus(layer);
    else if (event.key === "ArrowUp") this.#goTo(layers[layer], index - 1);
    else if (event.key === "ArrowDown") this.#goTo(layers[layer], index + 1);
    else if (event.key === "Home") this.#goTo(layers[layer], 0);
    else if (event.key === "End") this.#goTo(layers[layer], Infinity);
    else if (event.key === "PageUp" && layer > 0) this.#goTo(layers[layer - 1], index);
    else if (event.key === "PageDown" && layer < layers.length - 1) this.#goTo(layers[layer + 1], index);
    else if (event.key === "ArrowRight") this.#sideways(model().outOf(unit), unit, layers[layer + 1]);
    else if (event.key === "ArrowLeft") this.#sideways(model().into(unit), unit, layers[layer - 1]);
    else return false;
    return true;
  }

  /** To a unit of a layer, or the one nearest to it. @param {Layer|undefined} layer @param {number} index */
  #goTo(layer, index) {
    if (layer?.units.length) this.context.focus(layer.units[clamp(index, 0, layer.units.length - 1)].id);
  }

  /**
   * To the first connection on a side, or, without one (or while connecting), to the layer there.
   * @param {Connection[]} connections
   * @param {Unit} unit
   * @param {Layer|undefined} layer
   */
  #sideways(connections, unit, layer) {
    if (!connections.length || this.source) return this.#goTo(layer, unit.index);
    this.origin = unit;
    this.context.focus(connections[0].id);
  }

  /** @param {KeyboardEvent} event @param {Connection} connection */
  #alongConnection(event, connection) {
    const { model, focus } = this.context;
    const { source, target } = connection;
    const list = this.origin?.id === source.id ? model().outOf(source) : model().into(target);
    const at = list.indexOf(connection);
    if (event.key === "ArrowUp") focus(list[Math.max(0, at - 1)]?.id);
    else if (event.key === "ArrowDown") focus(list[Math.min(list.length - 1, at + 1)]?.id);
    else if (event.key === "ArrowLeft") focus(source.id);
    else if (event.key === "ArrowRight") focus(target.id);
    else return false;
    return true;
  }

  /** @param {KeyboardEvent} event @param {Unit|Connection} item */
  #act(event, item) {
    const { editable, selection } = this.context;
    if (event.key === "Escape") {
      this.#stopConnecting();
      selection.select(null);
    } else if (event.key === "Enter" && this.source) this.#connect(this.source, item);
    else if (event.key === " ") selection.toggle(item.id);
    else if (editable) return this.#change(event, item);
    else if (event.key === "Enter") selection.select(item.id);
    else return false;
    return true;
  }

  /** @param {KeyboardEvent} event @param {Unit|Connection} item */
  #change(event, item) {
    const { selection, edit, send, removeSelected } = this.context;
    const { id } = item;
    if (event.key === "Enter") {
      selection.select(id);
      edit(id);
    } else if (/^[-−0-9.]$/.test(event.key)) {
      selection.select(id);
      edit(id, event.key === "." ? "0." : event.key);
    } else if (isDelete(event)) {
      if (!selection.ids.size) selection.select(id);
      removeSelected();
    } else if (event.key.toLowerCase() === "p") send(item.pinned ? "unpin" : "pin", { id });
    else if (event.key.toLowerCase() === "c" && !isConnection(item) && item.role !== "output")
      this.#startConnecting(item);
    else return this.#atLayer(event, isConnection(item) ? item.target.layer : item.layer);
    return true;
  }

  /** @param {Unit} source */
  #startConnecting(source) {
    const { feedback, model } = this.context;
    this.source = source;
    feedback.status(`Connect from ${nameOf(source, model())}: go to a neuron of a later layer and press Enter`);
  }

  /** @param {Unit} source @param {Unit|Connection} item */
  #connect(source, item) {
    if (!isConnection(item) && item.layer > source.layer)
      this.context.send("connect", { id: connectionId(source, item) });
    this.#stopConnecting();
  }

  #stopConnecting() {
    this.source = null;
    this.context.feedback.status("");
  }

  destroy() {
    this.abort.abort();
  }
}

/** @param {KeyboardEvent} event */
function isDelete(event) {
  return event.key === "Delete" || event.key === "Backspace";
}
