/**
 * The network canvas: shows a drawing and its values, and reports what the hand wants. It never decides:
 * Python answers each intent with a new drawing or new values.
 */

import { Announcer } from "./announce.js";
import { Editor } from "./editor.js";
import { Gestures } from "./gestures.js";
import { Heads } from "./heads.js";
import { Keyboard } from "./keyboard.js";
import { Labels } from "./labels.js";
import { RADIUS, layout, pointAt } from "./layout.js";
import { Matrix } from "./matrix.js";
import { Model, firstValues } from "./model.js";
import { setAttribute, html, svg } from "./svg.js";
import { Toolbar } from "./toolbar.js";
import { Tween } from "./tween.js";
import { Units } from "./units.js";
import { Viewport } from "./viewport.js";
import { Wires } from "./wires.js";
import { describeConnection, describeOutputs, describeUnit, tooltipOf } from "./words.js";

const STYLE = new URL("canvas.css", import.meta.url).href;
const TEXT = 13;
const SETTLE = 140;
const READABLE = 160; // milliseconds between two writings of numbers that keep moving: sooner, nobody can read them

export class NetworkView {
  /**
   * @param {HTMLElement} root an element with a height; the view fills it
   * @param {{mode?: "edit"|"watch", onIntent?: (edit: object) => void, onSelect?: (id: string|null) => void,
   *   label?: string}} [options]
   */
  constructor(
    root,
    { mode = "watch", onIntent = () => {}, onSelect = () => {}, label = "Network drawing" } = {},
  ) {
    this.root = root;
    this.editable = mode === "edit";
    this.onIntent = onIntent;
    this.onSelect = onSelect;
    /** @type {Model|null} */
    this.model = null;
    this.values = null;
    this.shown = null;
    /** @type {Set<string>} */
    this.selection = new Set();
    this.current = null;
    this.hovered = null;
    this.fixedLight = null;
    this.held = null;
    this.gestureCount = 0;
    /** Characters that fit into a neuron. */
    this.room = 5;
    this.pictures = null;
    this.moving = false;
    this.written = 0;
    this.#build(label);
    this.viewport = new Viewport(() => this.#moved());
    this.tween = new Tween((theta, a, done) => this.#paint(theta, a, done));
    this.announcer = new Announcer(this.live);
    this.units = new Units(this.unitGroup, this.editable);
    this.wires = new Wires(this.wireGroup, this.bulk);
    this.labels = new Labels(this.labelGroup);
    this.matrix = new Matrix(this.stage.parentElement, this);
    this.toolbar = new Toolbar(this.frame, this);
    this.heads = new Heads(this.headRow, this);
    this.editor = new Editor(this.frame, this);
    this.gestures = new Gestures(this.stage, this);
    this.keyboard = new Keyboard(this.frame, this);
    this.resizer = new ResizeObserver(() => this.#resized());
    this.resizer.observe(this.stage);
    this.motion = globalThis.matchMedia("(prefers-reduced-motion: reduce)");
  }

  #build(label) {
    this.wireGroup = svg("g", { class: "wires" });
    this.labelGroup = svg("g", { class: "labels", "aria-hidden": "true" });
    this.ink = svg("path", { class: "ink", hidden: "" });
    this.bandRect = svg("rect", { class: "band-select" });
    this.unitGroup = svg("g", { class: "units" });
    this.back = svg("g", {}, [this.wireGroup, this.labelGroup]);
    this.front = svg("g", {}, [this.ink, this.unitGroup, this.bandRect]);
    this.bulk = html("canvas", { class: "bulk", "aria-hidden": "true" });
    this.mapLayer = html("div", { class: "maps", "aria-hidden": "true" });
    this.stage = html("div", { class: "stage", role: "application", "aria-label": label, tabindex: -1 }, [
      this.bulk,
      svg("svg", { class: "back" }, [this.back]),
      this.mapLayer,
      svg("svg", { class: "front" }, [this.front]),
    ]);
    this.headRow = html("div", { class: "heads" });
    this.tip = html("div", { class: "tip", role: "tooltip" });
    this.tip.hidden = true;
    this.statusLine = html("div", { class: "status", "aria-hidden": "true" });
    this.live = html("div", { class: "said", "aria-live": "polite" });
    this.frame = html("div", { class: `netsketch-canvas ${this.editable ? "edit" : "watch"}` }, [
      this.headRow,
      this.stage,
      this.tip,
      this.statusLine,
      this.live,
    ]);
    this.root.replaceChildren(this.frame);
    if (![...this.root.getRootNode().querySelectorAll("link")].some(({ href }) => href === STYLE)) {
      this.root.prepend(html("link", { rel: "stylesheet", href: STYLE }));
    }
  }

  // ---- what Python sends -------------------------------------------------------------------------------------

  /** Shows a drawing; elements that stay keep their place in the document, the focus and the zoom. */
  draw(payload) {
    const had = this.model !== null;
    const focus = this.root.getRootNode().activeElement?.dataset?.id;
    this.model = new Model(payload);
    if (payload.layers.some((layer) => layer.units.some((unit) => unit.a !== undefined)) || !this.values)
      this.values = firstValues(payload);
    this.shown = null;
    for (const id of this.selection) if (!this.model.find(id)) this.selection.delete(id);
    if (!this.model.find(this.current)) this.current = [...this.model.units.keys()][0] ?? null;
    if (!this.model.find(this.hovered)) this.hovered = null;
    this.heads.draw(this.model);
    this.#layout(!had || this.viewport.fitted);
    this.units.draw(this.model, this.box?.namesAbove ?? false);
    this.wires.draw(this.model, this.values.theta);
    this.#paint(this.values.theta, this.values.a, true);
    this.matrix.draw(this.model);
    this.#name();
    this.#mapsDraw();
    this.#marks();
    if (payload.history) this.toolbar.history(payload.history);
    if (focus && this.model.find(focus)) this.focusItem(focus);
    this.#moved();
    this.#light();
  }

  /**
   * Shows new values in place.
   * @param {{theta: Float32Array, z: Float32Array, a: Float32Array, slope?: Float32Array}} values by slot and flat
   * @param {{tween?: number, settled?: boolean, moving?: boolean}} [how]
   *   settled: no edit is on its way, so a held number may go; moving: other values follow at once, as in training
   */
  update(values, { tween = 0, settled = true, moving = false } = {}) {
    if (!this.model) return;
    this.moving = moving;
    this.values = { ...values };
    if (this.held && (!settled || this.gestures.busy || this.editor.open)) this.#hold();
    else this.held = null;
    this.tween.run(this.shown, this.values, this.motion.matches ? 0 : tween);
    if (this.expecting) {
      const words = this.expecting;
      this.announcer.say(() => `${words}; ${describeOutputs(this.model, this.values)}`);
    }
    if (settled) this.expecting = null;
  }

  toggleMatrix() {
    this.matrix.toggle();
    this.toolbar.grid.setAttribute("aria-pressed", String(this.matrix.shown));
  }

  /** What undo and redo can do. @param {{undo: boolean, redo: boolean}} history */
  history(history) {
    this.toolbar.history(history);
  }

  /**
   * Paints a picture into each neuron.
   * @param {Map<string, Uint8Array>|Uint8Array[]|null} maps by unit id, or in the order of flat numbers
   * @param {number} size  side of a map in pixels
   * @param {Uint8ClampedArray|Uint8Array} palette 256 × RGBA
   */
  maps(maps, size, palette) {
    this.pictures = maps ? { maps, size, palette } : null;
    this.frame.classList.toggle("with-maps", Boolean(maps));
    this.#mapsDraw();
  }

  /** Lights a place up and leaves it lit; null lets go. @param {{units?: string[], connections?: string[]}|null} place */
  light(place) {
    this.fixedLight = place ? new Set([...(place.units ?? []), ...(place.connections ?? [])]) : null;
    this.#light();
  }

  /** Shows a message about a refused edit. */
  refuse(message) {
    this.status(message, true);
    this.announcer.say(() => message);
  }

  fit() {
    if (this.model) this.viewport.fit(this.box, this.#margins());
  }

  zoom(factor) {
    this.viewport.zoomAt(factor);
  }

  destroy() {
    this.tween.stop();
    this.announcer.destroy();
    this.gestures.destroy();
    this.keyboard.destroy();
    this.editor.destroy();
    this.resizer.disconnect();
    clearTimeout(this.settling);
    clearTimeout(this.describing);
    clearTimeout(this.statusTimer);
    cancelAnimationFrame(this.painting);
    this.root.replaceChildren();
  }

  // ---- intents -----------------------------------------------------------------------------------------------

  /** Reports an intent. The number n is given by the loop that carries it. */
  send(kind, fields, gesture) {
    const edit = { base: this.model.version, kind, ...fields };
    if (gesture !== undefined) edit.gesture = gesture;
    this.expecting = kind === "undo" ? "Undone" : kind === "redo" ? "Redone" : "Changed";
    this.onIntent(edit);
  }

  nextGesture() {
    this.gestureCount += 1;
    return this.gestureCount;
  }

  read(field) {
    return this.values[field.place][field.slot];
  }

  /** Shows the number itself at once and reports it; what depends on it comes back from Python. */
  setNumber(field, value, gesture) {
    this.held = { field, value };
    this.#hold();
    this.#paint(this.values.theta, this.values.a, false);
    this.send(field.kind, field.fields(value), gesture);
    this.expecting = `${field.long} is now ${value}`;
  }

  #hold() {
    const { field, value } = this.held;
    this.values[field.place] = this.values[field.place].slice();
    this.values[field.place][field.slot] = value;
  }

  /** The hand has let go: the next settled values are the truth. */
  release() {
    if (this.model) this.#describe();
  }

  removeSelected() {
    const ids = [...this.selection];
    if (!ids.length || !this.editable) return false;
    const neighbour = this.#nextTo(ids[0]);
    this.send("remove", { ids });
    this.select(null);
    if (neighbour) this.focusItem(neighbour);
    return true;
  }

  #nextTo(id) {
    const item = this.model.find(id);
    if (item?.source) return item.source.id;
    const mates = this.model.layers[item.layer].units;
    return (mates[item.index - 1] ?? mates[item.index + 1])?.id ?? null;
  }

  // ---- selection, focus, light -------------------------------------------------------------------------------

  select(id) {
    this.selectMany(id === null ? [] : [id]);
  }

  toggle(id) {
    const ids = new Set(this.selection);
    if (!ids.delete(id)) ids.add(id);
    this.selectMany([...ids]);
  }

  selectMany(ids) {
    this.selection = new Set(ids);
    this.#marks();
    this.onSelect(ids.length ? ids[ids.length - 1] : null);
  }

  edit(id, typed) {
    if (this.editable) this.editor.openItem(id, typed);
  }

  openLayer(index) {
    this.editor.openLayer(index);
  }

  /** Moves the keyboard focus to a unit or connection and brings it into view. */
  focusItem(id) {
    const item = this.model?.find(id);
    if (!item) return;
    if (item.source && !this.wires.element(id)) this.wires.show(item);
    this.#setCurrent(id);
    const at = this.#middle(item);
    this.viewport.reveal(at.x, at.y, this.#margins());
    this.#element(id)?.focus({ preventScroll: true });
  }

  /** The focus has reached an item, by whatever way. */
  focused(id) {
    this.#setCurrent(id);
    const item = this.model.find(id);
    if (item) this.#element(id)?.setAttribute("aria-label", this.#words(item));
    this.hovered = id;
    this.#light();
    const at = this.anchor(id);
    if (this.#element(id)?.matches(":focus-visible")) this.#tip(item, at);
  }

  #setCurrent(id) {
    const before = this.#element(this.current);
    if (before) before.setAttribute("tabindex", "-1");
    this.current = id;
    this.#element(id)?.setAttribute("tabindex", "0");
    const item = this.model.find(id);
    if (item) this.heads.rove(item.source ? item.target.layer : item.layer);
  }

  /** What the pointer is over. */
  hover(id, at) {
    if (this.hovered !== id) {
      this.hovered = id;
      this.#light();
    }
    const item = id && this.model?.find(id);
    if (item && at) this.#tip(item, at);
    else this.tip.hidden = true;
  }

  hideTip() {
    this.tip.hidden = true;
  }

  /** Where a popover about an item stands, on the screen. */
  anchor(id) {
    const item = this.model.find(id);
    const label = this.labels.shown.get(id)?.box;
    const at = label ?? (item ? this.#middle(item) : { x: 0, y: 0 });
    const top = this.stage.offsetTop;
    const screen = this.viewport.screen(at.x, at.y);
    return { x: screen.x, y: screen.y + top };
  }

  #middle(item) {
    return item.source ? pointAt(item.points, 0.5) : item;
  }

  #element(id) {
    return id ? (this.units.element(id) ?? this.wires.element(id)) : undefined;
  }

  /** The ids that belong together with one: what feeds it and what it feeds. */
  #around(id) {
    const item = this.model.find(id);
    if (!item) return null;
    if (item.source) return new Set([id, item.source.id, item.target.id]);
    const lit = new Set([id]);
    for (const connection of this.model.incoming.get(id)) lit.add(connection.id).add(connection.source.id);
    for (const connection of this.model.outgoing.get(id)) lit.add(connection.id).add(connection.target.id);
    return lit;
  }

  #light() {
    if (!this.model) return;
    const lit = this.hovered ? this.#around(this.hovered) : this.fixedLight;
    this.lit = lit;
    this.frame.classList.toggle("lighting", lit !== null);
    if (this.wires.many) {
      const wanted = new Set([...(lit ?? []), ...this.selection, this.current]);
      this.wires.only(wanted);
      for (const id of wanted) {
        const connection = this.model.connections.get(id);
        if (connection) this.wires.show(connection);
      }
      this.wires.update(this.values.theta);
    }
    for (const [id, part] of this.units.elements) part.g.classList.toggle("lit", Boolean(lit?.has(id)));
    for (const [id, path] of this.wires.paths) path.classList.toggle("lit", Boolean(lit?.has(id)));
    this.#marks();
    this.#label();
  }

  #marks() {
    for (const [id, part] of this.units.elements) {
      setAttribute(part.g, "aria-pressed", String(this.selection.has(id)));
      setAttribute(part.g, "tabindex", id === this.current ? "0" : "-1");
    }
    for (const [id, path] of this.wires.paths) {
      setAttribute(path, "aria-pressed", String(this.selection.has(id)));
      setAttribute(path, "tabindex", id === this.current ? "0" : "-1");
    }
    this.toolbar.selected(this.editable ? this.selection.size : 0);
  }

  // ---- painting ----------------------------------------------------------------------------------------------

  #paint(theta, a, done) {
    this.shown = { theta, a };
    this.units.update(this.model, theta, a);
    this.wires.update(theta, this.moving);
    if (!this.moving || this.held || performance.now() - this.written >= READABLE) this.#write();
    this.matrix.update(theta);
    this.#paintBulk();
    if (done) this.#describe();
  }

  #paintBulk() {
    if (!this.wires.many) return;
    cancelAnimationFrame(this.painting);
    this.painting = requestAnimationFrame(() => this.wires.paint(this.viewport, this.values.theta));
  }

  /** The numbers shown now, in figures. */
  #write() {
    const { theta, a } = this.shown;
    this.written = performance.now();
    this.units.write(this.model, theta, a, this.room);
    this.labels.update(this.model, { ...this.values, theta, a });
  }

  /** The last figures and accessible names, once the values have come to rest. */
  #describe() {
    clearTimeout(this.describing);
    this.describing = setTimeout(() => {
      this.#write();
      this.#name();
    }, SETTLE);
  }

  #name() {
    for (const [id, part] of this.units.elements)
      setAttribute(part.g, "aria-label", this.#words(this.model.units.get(id)));
    for (const [id, path] of this.wires.paths)
      setAttribute(path, "aria-label", this.#words(this.model.connections.get(id)));
  }

  #words(item) {
    return (item.source ? describeConnection : describeUnit)(item, this.model, this.values);
  }

  #label() {
    if (!this.model) return;
    const connections = this.lit && [...this.lit].filter((id) => this.model.connections.has(id));
    const single =
      connections?.length === 1 && this.model.connections.has(this.hovered) ? connections[0] : null;
    const lit = connections && new Set(connections);
    this.labels.place(this.model, this.viewport, this.values, { lit, size: this.textSize, product: single });
  }

  #tip(item, at) {
    const lines = tooltipOf(item, this.model, this.values).map((line, index) =>
      html(index ? "div" : "strong", { text: line }),
    );
    this.tip.replaceChildren(...lines);
    this.tip.hidden = this.editor.open;
    const top = this.stage.offsetTop;
    const x = Math.min(at.x + 18, this.frame.clientWidth - this.tip.offsetWidth - 8);
    const below = at.y + top + 22;
    const y =
      below + this.tip.offsetHeight > this.frame.clientHeight
        ? at.y + top - this.tip.offsetHeight - 14
        : below;
    this.tip.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(4, y)}px)`;
  }

  /** One line about what the hand is doing; a warning stays for a while. */
  status(words, warning = false) {
    clearTimeout(this.statusTimer);
    this.statusLine.textContent = words;
    this.statusLine.classList.toggle("warning", warning);
    if (warning) this.statusTimer = setTimeout(() => this.status(""), 6000);
  }

  /** The line that is being drawn from a unit. */
  sketch(source, end, landed = false) {
    this.ink.toggleAttribute("hidden", !source);
    if (!source) return;
    this.ink.setAttribute("d", `M${source.x + RADIUS} ${source.y}L${end.x} ${end.y}`);
    this.ink.classList.toggle("landed", landed);
  }

  bandBox(from, to) {
    const one = this.viewport.world(Math.min(from.x, to.x), Math.min(from.y, to.y));
    const other = this.viewport.world(Math.max(from.x, to.x), Math.max(from.y, to.y));
    return { left: one.x, top: one.y, right: other.x, bottom: other.y };
  }

  band(from, to) {
    this.bandRect.toggleAttribute("hidden", !from);
    if (!from) return;
    const box = this.bandBox(from, to);
    const size = { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top };
    for (const [name, value] of Object.entries(size)) this.bandRect.setAttribute(name, value);
  }

  #mapsDraw() {
    if (!this.model) return;
    if (!this.pictures) {
      this.mapLayer.replaceChildren();
      return;
    }
    const { maps, size, palette } = this.pictures;
    const colours = new Uint32Array(palette.buffer.slice(palette.byteOffset, palette.byteOffset + 1024));
    const seen = new Set();
    for (const unit of this.model.units.values()) {
      const map = maps instanceof Map ? maps.get(unit.id) : maps[unit.flat];
      if (!map) continue;
      seen.add(unit.id);
      let canvas = this.mapLayer.querySelector(`[data-map="${unit.id}"]`);
      if (!canvas) {
        canvas = html("canvas", { "data-map": unit.id });
        this.mapLayer.append(canvas);
      }
      if (canvas.width !== size) canvas.width = canvas.height = size;
      canvas.style.left = `${unit.x - RADIUS}px`;
      canvas.style.top = `${unit.y - RADIUS}px`;
      const image = new ImageData(size, size);
      const pixels = new Uint32Array(image.data.buffer);
      for (let i = 0; i < pixels.length; i += 1) pixels[i] = colours[map[i]];
      canvas.getContext("2d").putImageData(image, 0, 0);
    }
    for (const canvas of [...this.mapLayer.children]) if (!seen.has(canvas.dataset.map)) canvas.remove();
  }

  // ---- place and size ----------------------------------------------------------------------------------------

  #margins() {
    return { left: 8, right: 8, top: 12, bottom: 52 };
  }

  #layout(fit) {
    const { width, height } = this.viewport;
    if (!this.model || !width) return;
    const margins = this.#margins();
    this.box = layout(this.model, width - 16, height - margins.top - margins.bottom);
    if (fit) this.viewport.fit(this.box, margins);
  }

  #resized() {
    const { clientWidth, clientHeight } = this.stage;
    if (!clientWidth || (clientWidth === this.viewport.width && clientHeight === this.viewport.height))
      return;
    this.viewport.width = clientWidth;
    this.viewport.height = clientHeight;
    if (!this.model) return;
    this.#layout(this.viewport.fitted);
    this.units.draw(this.model, this.box?.namesAbove ?? false);
    this.wires.draw(this.model, this.values.theta);
    this.#mapsDraw();
    this.#marks();
    this.#moved();
  }

  /** After any change of zoom, place or size. */
  #moved() {
    if (!this.model || !this.viewport.width) return;
    const { k, x, y } = this.viewport;
    const transform = `translate(${x} ${y}) scale(${k})`;
    this.back.setAttribute("transform", transform);
    this.front.setAttribute("transform", transform);
    this.mapLayer.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    const size = parseFloat(getComputedStyle(this.frame).getPropertyValue("--canvas-text")) || TEXT;
    this.textSize = Math.min(22, Math.max(size - 1, size * Math.min(k, 1.4)));
    this.frame.style.setProperty("--type", `${this.textSize / k}px`);
    const across = 2 * RADIUS * k;
    const room = Math.floor((across - 4) / (this.textSize * 0.57));
    if (room !== this.room) {
      this.room = room;
      if (this.shown) this.units.write(this.model, this.shown.theta, this.shown.a, room);
    }
    this.frame.classList.toggle("no-values", room < 4);
    this.frame.classList.toggle("no-badges", across < this.textSize * 3.1);
    this.frame.classList.toggle("no-names", across < this.textSize * 0.75);
    this.heads.place(this.viewport);
    this.editor.place();
    this.wires.drag(this.viewport);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.#label();
      this.#paintBulk();
    }, 60);
  }
}
