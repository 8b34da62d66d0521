/** The same by keyboard: one tab stop in the drawing, arrow keys walk along it. */

import { nameOf } from "./words.js";

export class Keyboard {
  /**
   * @param {HTMLElement} root
   * @param {import("./network.js").NetworkView} view
   */
  constructor(root, view) {
    this.root = root;
    this.view = view;
    /** The unit from which C started to connect. */
    this.from = null;
    this.abort = new AbortController();
    root.addEventListener("keydown", (event) => this.#key(event), { signal: this.abort.signal });
    root.addEventListener("focusin", (event) => this.#focus(event), { signal: this.abort.signal });
    root.addEventListener("focusout", () => view.hover(null), { signal: this.abort.signal });
  }

  #focus(event) {
    const id = event.target.dataset?.id;
    if (id) this.view.focused(id);
    const at = this.view.heads.indexOf(event.target);
    if (at >= 0) this.view.heads.rove(at);
  }

  #key(event) {
    const { view } = this;
    if (view.editable && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      view.send(event.shiftKey ? "redo" : "undo", {});
      event.preventDefault();
      return;
    }
    if (view.editable && event.ctrlKey && event.key.toLowerCase() === "y") {
      view.send("redo", {});
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    view.hideTip();
    const target = event.target;
    const head = target.closest?.(".head, .insert");
    const handled = head
      ? this.#atHead(event, target)
      : target.dataset?.id
        ? this.#atItem(event, target.dataset.id)
        : this.#atStage(event);
    if (handled) event.preventDefault();
  }

  /** On the stage itself any arrow key enters the drawing. */
  #atStage(event) {
    if (event.target !== this.view.stage) return false;
    if (event.key === "Delete" || event.key === "Backspace") return this.view.removeSelected();
    if (!event.key.startsWith("Arrow")) return false;
    this.view.focusItem(this.view.current);
    return true;
  }

  #atHead(event, target) {
    if (target instanceof HTMLSelectElement && event.key.startsWith("Arrow")) return false;
    const { view } = this;
    const at = view.heads.current;
    const sideways = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (sideways && event.shiftKey) return this.#moveLayer(at, at + sideways);
    if (sideways) view.heads.focus(Math.max(0, at + sideways));
    else if (event.key === "ArrowDown") view.focusItem(`${at}.0`);
    else return this.#layerKey(event, at);
    return true;
  }

  #layerKey(event, layer) {
    const { view } = this;
    if (!view.editable) return false;
    if (event.key === "+") view.send("add_unit", { layer });
    else if (event.key === "-" || event.key === "−")
      view.send("remove_unit", { id: `${layer}.${view.model.layers[layer].size - 1}` });
    else if (event.key.toLowerCase() === "n" && layer < view.model.layers.length - 1)
      view.send("add_layer", { at: layer + 1, size: 2 });
    else if (event.key === "Delete") view.send("remove_layer", { layer });
    else return false;
    return true;
  }

  #moveLayer(layer, to) {
    const last = this.view.model.layers.length - 1;
    const hidden = (index) => index > 0 && index < last;
    if (!this.view.editable || !hidden(layer) || !hidden(to)) return false;
    this.view.send("move_layer", { layer, to });
    this.view.heads.current = to;
    return true;
  }

  #atItem(event, id) {
    const item = this.view.model.find(id);
    if (!item) return false;
    const walked = item.source ? this.#alongConnection(event, item) : this.#alongUnit(event, item);
    return walked || this.#act(event, id, item);
  }

  #alongUnit(event, unit) {
    const { view } = this;
    const { model } = view;
    const layer = model.layers[unit.layer];
    const go = (index, within = layer) =>
      within.units.length > 0 &&
      view.focusItem(within.units[Math.max(0, Math.min(within.units.length - 1, index))].id);
    if (event.key === "ArrowUp" && unit.index === 0) view.heads.focus(unit.layer);
    else if (event.key === "ArrowUp") go(unit.index - 1);
    else if (event.key === "ArrowDown") go(unit.index + 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(Infinity);
    else if (event.key === "PageUp" && unit.layer > 0) go(unit.index, model.layers[unit.layer - 1]);
    else if (event.key === "PageDown" && unit.layer < model.layers.length - 1)
      go(unit.index, model.layers[unit.layer + 1]);
    else if (event.shiftKey && event.key === "ArrowLeft") return this.#moveLayer(unit.layer, unit.layer - 1);
    else if (event.shiftKey && event.key === "ArrowRight") return this.#moveLayer(unit.layer, unit.layer + 1);
    else if (event.key === "ArrowRight") this.#sideways(model.outgoing.get(unit.id), unit, 1, go);
    else if (event.key === "ArrowLeft") this.#sideways(model.incoming.get(unit.id), unit, -1, go);
    else return false;
    return true;
  }

  /** To the first connection on that side, or, without one (or while connecting), to the neighbouring layer. */
  #sideways(connections, unit, step, go) {
    const layer = this.view.model.layers[unit.layer + step];
    if (connections.length && !this.from) {
      this.side = { unit: unit.id, list: connections };
      this.view.focusItem(connections[0].id);
    } else if (layer) {
      go(unit.index, layer);
    }
  }

  #alongConnection(event, connection) {
    const { view } = this;
    const { model } = view;
    const lists = {
      [connection.source.id]: model.outgoing.get(connection.source.id),
      [connection.target.id]: model.incoming.get(connection.target.id),
    };
    const list = lists[this.side?.unit] ?? lists[connection.target.id];
    const at = list.indexOf(connection);
    if (event.key === "ArrowUp") view.focusItem(list[Math.max(0, at - 1)]?.id);
    else if (event.key === "ArrowDown") view.focusItem(list[Math.min(list.length - 1, at + 1)]?.id);
    else if (event.key === "ArrowLeft") view.focusItem(connection.source.id);
    else if (event.key === "ArrowRight") view.focusItem(connection.target.id);
    else return false;
    return true;
  }

  #act(event, id, item) {
    const { view } = this;
    if (event.key === "Escape") {
      this.#stopConnecting();
      view.select(null);
      return true;
    }
    if (event.key === "Enter" && this.from) return this.#connect(item);
    if (event.key === " ") {
      view.toggle(id);
      return true;
    }
    if (!view.editable) {
      if (event.key !== "Enter") return false;
      view.select(id);
      return true;
    }
    if (event.key === "Enter") {
      view.select(id);
      view.edit(id);
    } else if (/^[-−0-9.]$/.test(event.key)) {
      view.select(id);
      view.edit(id, event.key === "." ? "0." : event.key);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      if (!view.selection.size) view.select(id);
      view.removeSelected();
    } else if (event.key.toLowerCase() === "p") {
      view.send(item.pinned ? "unpin" : "pin", { id });
    } else if (event.key.toLowerCase() === "c" && !item.source && item.role !== "output") {
      this.from = item;
      view.status(
        `Connect from ${nameOf(item, view.model)}: go to a neuron of a later layer and press Enter`,
      );
    } else {
      return this.#layerKey(event, item.source ? item.target.layer : item.layer);
    }
    return true;
  }

  #connect(item) {
    if (!item.source && item.layer > this.from.layer)
      this.view.send("connect", { id: `${this.from.id}>${item.id}` });
    this.#stopConnecting();
    return true;
  }

  #stopConnecting() {
    this.from = null;
    this.view.status("");
  }

  destroy() {
    this.abort.abort();
  }
}
