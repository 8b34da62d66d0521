/**
 * The network canvas: shows a drawing and its values, and reports what the user wants. It never decides:
 * Python answers each intent with a new drawing or new values.
 *
 * One room each: selection (what is selected, focused, lit), painter (values on the screen), placement (layout
 * and zoom), intents (what is reported), feedback (tooltip, status line), controls (what the user acts on). This
 * class joins them.
 */

import { Announcer } from "./announce.js";
import { Connections } from "./connections.js";
import { makeControls } from "./controls.js";
import { focusedNear, makeElements, mount } from "./elements.js";
import { Feedback } from "./feedback.js";
import { Intents } from "./intents.js";
import { RADIUS } from "./layout.js";
import { Labels } from "./labels.js";
import { Maps } from "./maps.js";
import { Marks } from "./marks.js";
import { EMPTY, Model, firstValues, isConnection } from "./model.js";
import { Neurons } from "./neurons.js";
import { Painter } from "./painter.js";
import { Placement, middleOf } from "./placement.js";
import { Selection } from "./selection.js";
import { describeOutputs, tooltipOf } from "./words.js";

/** @typedef {import("./layout.js").Point} Point */
/** @typedef {import("./model.js").Payload} Payload */
/** @typedef {import("./model.js").Values} Values */

/** Milliseconds of rest after a zoom before labels are placed anew. */
const SETTLE = 60;

export class NetworkView {
  /**
   * @param {HTMLElement} root an element with a height; the view fills it
   * @param {{mode?: "edit"|"watch", onIntent?: (edit: import("../link/loop.js").NewEdit) => void, onSelect?: (id: string|null) => void,
   *   label?: string}} [options]
   */
  constructor(root, { mode = "watch", onIntent = () => {}, onSelect = () => {}, label = "Network drawing" } = {}) {
    this.root = root;
    this.editable = mode === "edit";
    this.model = EMPTY;
    const elements = makeElements(label, this.editable);
    this.elements = elements;
    mount(root, elements);
    this.placement = new Placement(elements, () => this.#moved());
    this.selection = new Selection({ onSelect, onMark: () => this.#mark(), onLight: () => this.#light() });
    this.feedback = new Feedback(elements);
    this.announcer = new Announcer(elements.announcement);
    this.intents = new Intents({
      onIntent,
      version: () => this.model.version,
      say: (text) => this.announcer.say(text),
      outcome: () => describeOutputs(this.model, this.values),
    });
    this.labels = new Labels(elements.labels);
    this.pictures = new Maps(elements.maps);
    const neurons = new Neurons(elements.neurons, this.editable);
    this.connections = new Connections(elements.connections, elements.bulk);
    this.marks = new Marks(elements.canvas, neurons, this.connections);
    this.controls = makeControls(this, {
      model: () => this.model,
      numbers: {
        read: (field) => this.painter.read(field),
        set: (field, value, gesture) => {
          this.painter.set(field, value);
          this.intents.sendNumber(field, value, gesture);
        },
        nextGesture: () => this.intents.nextGesture(),
      },
      send: (kind, fields, gesture) => this.#send(kind, fields, gesture),
      hover: (id, at) => this.#hover(id, at),
      focus: (id) => this.#focus(id),
      onFocus: (id) => this.#focused(id),
      anchor: (id) => this.#anchor(id),
      removeSelected: () => this.#removeSelected(),
      onEnd: () => this.painter.settle(),
    });
    const { connections, labels, marks, placement, controls } = this;
    const { matrix } = controls;
    this.painter = new Painter({ neurons, connections, labels, marks, matrix, viewport: placement.viewport });
    this.timer = 0;
    this.resizer = new ResizeObserver(() => this.#resized());
    this.resizer.observe(elements.stage);
    this.reducedMotion = globalThis.matchMedia("(prefers-reduced-motion: reduce)");
  }

  // ---- what Python sends -------------------------------------------------------------------------------------

  /** Shows a drawing; elements that stay keep their place in the document, the focus and the zoom. @param {Payload} payload */
  draw(payload) {
    const first = this.model === EMPTY;
    const focused = focusedNear(this.root)?.dataset?.id;
    const { placement, controls } = this;
    this.model = new Model(payload);
    if (first) placement.resize(); // so that nothing moves once its size is heard of
    const hasValues = payload.layers.some(({ units }) => units.some(({ a }) => a !== undefined));
    const values = hasValues || first ? firstValues(payload) : this.values;
    this.selection.draw(this.model);
    controls.headers.draw(this.model);
    placement.layout(this.model, first || placement.viewport.fitted);
    this.painter.draw(this.model, values, placement.box);
    this.pictures.draw(this.model);
    this.#mark();
    if (focused) this.#focus(focused);
    this.#moved();
    this.#light();
  }

  /**
   * Shows new values in place.
   * @param {Values} values
   * @param {{tween?: number, settled?: boolean, moving?: boolean}} [how]
   *   tween: milliseconds in which they move there; settled: no edit is on its way, so a number that was being
   *   changed may be replaced; moving: other values follow at once, as in training
   */
  update(values, { tween = 0, settled = true, moving = false } = {}) {
    if (this.model === EMPTY) return;
    const { gestures, editor } = this.controls;
    const holding = !settled || gestures.busy || editor.isOpen;
    this.painter.update(values, this.reducedMotion.matches ? 0 : tween, moving, holding);
    this.intents.answered(settled);
  }

  /** The newest values. */
  get values() {
    return this.painter.values;
  }

  /** A number of the newest values. @param {import("./fields.js").Field} field */
  read(field) {
    return this.painter.read(field);
  }

  /** Milliseconds from one painting of very many connections to the next. */
  get manyPause() {
    return this.painter.many.pause;
  }

  /** Pixels of the screen across a neuron. */
  get neuronPixels() {
    return 2 * RADIUS * this.placement.viewport.k * (globalThis.devicePixelRatio || 1);
  }

  /** What moves the values on the screen. */
  get tween() {
    return this.painter.tween;
  }

  /** What undo and redo can do. @param {import("./model.js").History} history */
  history(history) {
    this.controls.toolbar.history(history);
  }

  /**
   * Paints a picture into each neuron; null takes them away.
   * @param {import("./maps.js").Pictures["maps"]|null} maps by unit id, or in the order of flat numbers
   * @param {number} [size]  side of a map in pixels
   * @param {Uint8ClampedArray|Uint8Array} [palette] 256 × RGBA
   */
  maps(maps, size = 0, palette = new Uint8Array(0)) {
    this.pictures.pictures = maps && { maps, size, palette };
    this.elements.canvas.classList.toggle("with-maps", maps !== null);
    this.pictures.draw(this.model);
  }

  /** Lights items up and leaves them lit; null ends it. @param {{units?: string[], connections?: string[]}|null} place */
  light(place) {
    this.selection.fix(place && new Set([...(place.units ?? []), ...(place.connections ?? [])]));
  }

  /** @param {string[]} ids */
  selectMany(ids) {
    this.selection.selectMany(ids);
  }

  /** Shows a message about a refused edit. @param {string} message */
  refuse(message) {
    this.feedback.warn(message);
    this.announcer.say(() => message);
  }

  fit() {
    this.placement.fit();
  }

  destroy() {
    const { gestures, keyboard, editor } = this.controls;
    gestures.destroy();
    keyboard.destroy();
    editor.destroy();
    this.painter.destroy();
    this.announcer.destroy();
    this.feedback.destroy();
    this.resizer.disconnect();
    clearTimeout(this.timer);
    this.root.replaceChildren();
  }

  // ---- what the user does ------------------------------------------------------------------------------------

  /** @type {import("./layer-controls.js").Send} */
  #send(kind, fields, gesture) {
    if (this.model !== EMPTY) this.intents.send(kind, fields, gesture);
  }

  #removeSelected() {
    const ids = [...this.selection.ids];
    if (!ids.length || !this.editable) return;
    const neighbour = this.selection.neighbour(ids[0]);
    this.#send("remove", { ids });
    this.selection.select(null);
    this.#focus(neighbour);
  }

  /** Moves the keyboard focus to a unit or connection and brings it into view. @param {string|null|undefined} id */
  #focus(id) {
    const item = this.model.find(id ?? null);
    if (!item) return;
    if (isConnection(item) && !this.marks.element(item.id)) this.connections.show(item);
    this.#setCurrent(item.id);
    this.placement.reveal(item);
    this.marks.element(item.id)?.focus({ preventScroll: true });
  }

  /** The focus has reached an item, in whatever way. @param {string} id */
  #focused(id) {
    const item = this.model.find(id);
    const element = this.marks.element(id);
    if (!item || !element) return;
    this.#setCurrent(id);
    this.painter.describe(id, element);
    this.selection.hovered = id;
    this.#light();
    if (element.matches(":focus-visible")) this.#tip(id, this.#anchor(id));
  }

  /** @param {string} id */
  #setCurrent(id) {
    this.marks.moveStop(this.selection.current, id);
    this.selection.current = id;
    const item = this.model.find(id);
    if (item) this.controls.headers.rove(isConnection(item) ? item.target.layer : item.layer);
  }

  /** What the pointer is over. @param {string|null} id @param {Point} [at] */
  #hover(id, at) {
    this.selection.hover(id);
    if (id && at) this.#tip(id, at);
    else this.feedback.hideTip();
  }

  /** @param {string} id @param {Point} at */
  #tip(id, at) {
    const item = this.model.find(id);
    if (item && !this.controls.editor.isOpen) this.feedback.showTip(tooltipOf(item, this.model, this.values), at);
    else this.feedback.hideTip();
  }

  /** Where the editor of an item opens: at its label, else at its middle. @param {string} id */
  #anchor(id) {
    const item = this.model.find(id);
    return this.placement.onCanvas(this.labels.boxOf(id) ?? (item ? middleOf(item) : { x: 0, y: 0 }));
  }

  // ---- what follows from it on the screen --------------------------------------------------------------------

  #mark() {
    this.marks.select(this.selection);
    this.controls.toolbar.selected(this.editable ? this.selection.ids.size : 0);
  }

  #light() {
    this.marks.light(this.selection, this.values.theta);
    this.#mark();
    this.painter.placeLabels(this.selection, this.placement.typeSize);
  }

  #resized() {
    if (!this.placement.resize() || this.model === EMPTY) return;
    this.placement.layout(this.model, this.placement.viewport.fitted);
    this.painter.place(this.placement.box);
    this.pictures.draw(this.model);
    this.#mark();
    this.#moved();
  }

  /** After any change of zoom, place or size. */
  #moved() {
    const { placement, controls, painter } = this;
    if (this.model === EMPTY || !placement.viewport.width) return;
    placement.apply();
    painter.fit(placement.room);
    controls.headers.place();
    controls.editor.place();
    this.connections.move(placement.viewport);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      painter.placeLabels(this.selection, placement.typeSize);
      painter.paintMany();
    }, SETTLE);
  }
}
