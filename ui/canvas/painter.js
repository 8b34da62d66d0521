/** The numbers on the screen: new values move in, a number in the user's hand keeps its place, figures are written. */

import { EMPTY } from "./model.js";
import { Price } from "./price.js";
import { setAttribute } from "./svg.js";
import { Tween } from "./tween.js";
import { describe } from "./words.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Values} Values */

/**
 * What the numbers are shown on.
 * @typedef {object} Parts
 * @property {import("./neurons.js").Neurons} neurons
 * @property {import("./connections.js").Connections} connections
 * @property {import("./labels.js").Labels} labels
 * @property {import("./marks.js").Marks} marks
 * @property {import("./matrix.js").Matrix} matrix
 * @property {import("./viewport.js").Viewport} viewport
 */

/** Milliseconds of rest after which the last figures and the accessible names are written. */
const SETTLE = 140;
/** Milliseconds between two writings of figures that keep changing: sooner, nobody can read them. */
const READABLE = 160;
/** Milliseconds between two pictures of the screen. */
const PICTURE = 17;

export class Painter {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.model = EMPTY;
    /** The newest values, which the screen reaches at the end of the tween. @type {Values} */
    this.values = { theta: new Float32Array(0), z: new Float32Array(0), a: new Float32Array(0) };
    /** The values on the screen. @type {import("./tween.js").Shown|null} */
    this.shown = null;
    /** A number the user is changing: values from before the change must not take it back. @type {{field: Field, value: number}|null} */
    this.held = null;
    /** Whether other values follow at once, as in training. */
    this.moving = false;
    /** Moving in every picture of the screen, writing figures, painting very many connections. */
    this.steps = new Price(0.35);
    this.figures = new Price(0.15, READABLE);
    this.many = new Price(0.2);
    /** The weights that very many connections were painted with. @type {Float32Array} */
    this.paintedMany = new Float32Array(0);
    this.room = 5;
    this.tween = new Tween((theta, a, done) => this.#paint(theta, a, done));
    this.frame = 0;
    this.timer = 0;
  }

  /** Shows a new drawing. @param {Model} model @param {Values} values @param {import("./layout.js").Box|null} box */
  draw(model, values, box) {
    this.model = model;
    this.values = values;
    this.place(box);
    this.parts.labels.draw(model);
    this.#paint(values.theta, values.a, true);
    this.parts.matrix.draw(model, values.theta);
    this.#describe();
  }

  /** Shows the drawing in its new place. @param {import("./layout.js").Box|null} box */
  place(box) {
    this.parts.neurons.draw(this.model, box);
    this.parts.connections.draw(this.model, this.values.theta);
  }

  /**
   * Shows new values.
   * @param {Values} values
   * @param {number} tween milliseconds
   * @param {boolean} moving whether other values follow at once
   * @param {boolean} holding whether a number that is being changed stays as it is
   */
  update(values, tween, moving, holding) {
    this.moving = moving;
    this.values = { ...values };
    if (holding) this.#hold();
    else this.held = null;
    this.tween.run(this.shown, this.values, this.steps.pause <= PICTURE ? tween : 0); // else it steps from frame to frame
  }

  /** @param {Field} field */
  read(field) {
    return this.values[field.place][field.slot];
  }

  /** Shows a number before Python has answered; what depends on it comes back later. @param {Field} field @param {number} value */
  set(field, value) {
    this.held = { field, value };
    this.#hold();
    this.#paint(this.values.theta, this.values.a, false);
  }

  #hold() {
    if (!this.held) return;
    const { field, value } = this.held;
    const numbers = this.values[field.place].slice();
    numbers[field.slot] = value;
    this.values[field.place] = numbers;
  }

  /** @param {Float32Array} theta @param {Float32Array} a @param {boolean} done */
  #paint(theta, a, done) {
    const { neurons, connections, matrix } = this.parts;
    this.shown = { theta, a };
    this.steps.pay(() => {
      neurons.update(this.model, a);
      connections.update(theta, this.moving);
    });
    if (!this.moving || this.held || this.figures.due()) this.figures.pay(() => this.#write());
    matrix.update(theta);
    const painted = this.values.theta === this.paintedMany;
    if (!this.moving || this.held || (!painted && this.many.due())) this.paintMany();
    if (done) this.settle();
  }

  /** Paints the connections that are too many for a path each, in the next frame of the screen. */
  paintMany() {
    const { connections, viewport } = this.parts;
    if (!connections.many) return;
    cancelAnimationFrame(this.frame);
    this.paintedMany = this.values.theta;
    this.frame = requestAnimationFrame(() => this.many.pay(() => connections.paint(viewport, this.values.theta)));
  }

  /** Writes the values in at most `room` characters. @param {number} room */
  fit(room) {
    if (room === this.room) return;
    this.room = room;
    if (this.shown) this.parts.neurons.write(this.model, this.shown.theta, this.shown.a, room);
  }

  #write() {
    if (!this.shown) return;
    this.parts.neurons.write(this.model, this.shown.theta, this.shown.a, this.room);
    this.parts.labels.update(this.shown);
  }

  /** Writes the last figures and accessible names once the values have come to rest. */
  settle() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.#write();
      this.#describe();
    }, SETTLE);
  }

  #describe() {
    this.parts.marks.each((id, element) => this.describe(id, element));
  }

  /** Gives the element of an item its accessible name. @param {string} id @param {Element} element */
  describe(id, element) {
    const item = this.model.find(id);
    if (item) setAttribute(element, "aria-label", describe(item, this.model, this.values));
  }

  /** Chooses which weights are written. @param {import("./selection.js").Selection} selection @param {number} size of type */
  placeLabels({ lit, connection }, size) {
    const { labels, viewport } = this.parts;
    const only = lit && [...lit].flatMap((id) => this.model.connections.get(id) ?? []);
    labels.place(this.model, viewport, this.values, { lit: only, size, multiplied: connection });
  }

  destroy() {
    this.tween.stop();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
  }
}
