/** The plane of a board without Plotly: the map of answers, the points on it, the ends of both axes as text. */

import { html, setText, svg } from "../canvas/svg.js";
import { short } from "../canvas/format.js";
import { Field } from "../live/field.js";

/** @import { Tokens } from "../tokens.js" */

/**
 * @typedef {object} Backdrop what stays while it trains
 * @property {number[][]} range ends of both axes
 * @property {string[]} names of both axes
 * @property {string[]} classes names; none where values are learned
 * @property {string} task
 *
 * @typedef {{data: any, shape: number[]}} Sent an array of a frame
 */

/** Of the drawing, in its own units; points are drawn in them. */
const SIDE = 320;
const RADIUS = 3.8;

export class Plane {
  /** @param {Tokens} tokens */
  constructor(tokens) {
    this.window = html("div", { class: "map" });
    this.field = new Field(this.window);
    this.field.colours(tokens);
    this.marks = svg("svg", { class: "marks", viewBox: `0 0 ${SIDE} ${SIDE}`, preserveAspectRatio: "none" });
    this.points = svg("g", { class: "points" });
    this.line = svg("polyline", { class: "line" });
    this.probe = svg("path", { class: "probe", d: "" });
    this.marks.append(this.points, this.line, this.probe);
    this.window.append(this.marks);
    this.up = axis("up");
    this.across = axis("across");
    this.root = html("div", { class: "plane", role: "img" }, [this.up.root, this.window, this.across.root]);
    /** @type {Backdrop|null} */
    this.backdrop = null;
  }

  /** @param {Tokens} tokens */
  colours(tokens) {
    this.field.colours(tokens);
  }

  /**
   * What stays while it trains.
   * @param {Backdrop} backdrop
   * @param {Record<string, Sent>} arrays points (rows, 2), labels (rows,), tested (rows,) 1 for held-out rows
   */
  show(backdrop, { points, labels, tested }) {
    this.backdrop = backdrop;
    const [across, up] = backdrop.range;
    this.across.show(backdrop.names[0], across);
    this.up.show(backdrop.names[1] ?? "", up);
    const shown = points ? this.#points(points.data, labels.data, tested?.data) : [];
    this.points.replaceChildren(...shown);
    const over = backdrop.names.filter(Boolean).join(" and ");
    this.root.setAttribute("aria-label", `What the network answers over ${over}, with ${shown.length} points`);
  }

  /**
   * What the network answers now.
   * @param {Record<string, Sent>} arrays field (rows, columns) of one output, levels (outputs, rows, columns) of
   *   several, or line (points,) along a single column
   * @param {number} ms to reach it
   */
  answers({ field, levels, line }, ms) {
    if (field) this.field.show(field.data, [1, ...field.shape], ms);
    if (levels) this.field.show(levels.data, levels.shape, ms);
    if (line) this.#line(line);
    this.field.canvas.hidden = Boolean(line);
    this.line.toggleAttribute("hidden", !line);
  }

  /** @param {Sent} line */
  #line(line) {
    if (!this.backdrop) return;
    const last = Math.max(1, line.data.length - 1);
    const places = Array.from(line.data, (value, at) => `${(at / last) * SIDE},${this.#place(1, Number(value))}`);
    this.line.setAttribute("points", places.join(" "));
  }

  /** @param {number[]|null} place */
  cross(place) {
    const [x, y] = place && this.backdrop ? [this.#place(0, place[0]), this.#place(1, place[1])] : [0, 0];
    this.probe.setAttribute("d", place ? `M${x - 9} ${y}H${x + 9}M${x} ${y - 9}V${y + 9}` : "");
  }

  stop() {
    this.field.stop();
  }

  /** @param {number} dimension @param {number} value */
  #place(dimension, value) {
    const [low, high] = /** @type {Backdrop} */ (this.backdrop).range[dimension];
    const share = (value - low) / (high - low || 1);
    return Math.round((dimension ? 1 - share : share) * SIDE * 10) / 10;
  }

  /** @param {Float32Array} places @param {Float32Array} labels @param {Uint8Array|undefined} tested */
  #points(places, labels, tested) {
    const { classes } = /** @type {Backdrop} */ (this.backdrop);
    return Array.from(labels, (label, row) => {
      const [x, y] = [this.#place(0, places[2 * row]), this.#place(1, places[2 * row + 1])];
      const point = classes.length ? ofClass(label, x, y) : ofValue(x, y);
      if (tested?.[row]) point.classList.add("tested");
      return point;
    });
  }
}

/** A point of a class, told by colour and by shape. @param {number} label @param {number} x @param {number} y */
function ofClass(label, x, y) {
  const number = Math.max(0, Math.round(label));
  const d = SHAPES[number % SHAPES.length](x, y, RADIUS);
  return svg("path", { d, class: `class-${number % SHAPES.length}` });
}

/** @param {number} x @param {number} y */
function ofValue(x, y) {
  return svg("path", { d: SHAPES[0](x, y, RADIUS * 0.8), class: "value" });
}

/** The symbols of ui/theme.py, in its order. @type {((x: number, y: number, r: number) => string)[]} */
const SHAPES = [
  (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
  (x, y, r) => `M${x - 0.9 * r} ${y - 0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}Z`,
  (x, y, r) => `M${x} ${y - 1.3 * r}l${1.3 * r} ${1.3 * r}l${-1.3 * r} ${1.3 * r}l${-1.3 * r} ${-1.3 * r}Z`,
  (x, y, r) => `M${x} ${y - 1.2 * r}L${x + 1.2 * r} ${y + r}H${x - 1.2 * r}Z`,
  (x, y, r) =>
    `M${x - 0.4 * r} ${y - 1.2 * r}h${0.8 * r}v${0.8 * r}h${0.8 * r}v${0.8 * r}h${-0.8 * r}v${0.8 * r}h${-0.8 * r}` +
    `v${-0.8 * r}h${-0.8 * r}v${-0.8 * r}h${0.8 * r}Z`,
  (x, y, r) =>
    `M${x - 1.1 * r} ${y - 0.6 * r}l${0.5 * r} ${-0.5 * r}l${0.6 * r} ${0.6 * r}l${0.6 * r} ${-0.6 * r}l${0.5 * r} ` +
    `${0.5 * r}l${-0.6 * r} ${0.6 * r}l${0.6 * r} ${0.6 * r}l${-0.5 * r} ${0.5 * r}l${-0.6 * r} ${-0.6 * r}` +
    `l${-0.6 * r} ${0.6 * r}l${-0.5 * r} ${-0.5 * r}l${0.6 * r} ${-0.6 * r}Z`,
];

/** The name of an axis between the texts of its ends. @param {string} which */
function axis(which) {
  const [low, name, high] = ["low", "name", "high"].map((part) => html("span", { class: part }));
  const root = html("div", { class: `axis ${which}`, "aria-hidden": "true" }, [low, name, high]);
  return {
    root,
    /** @param {string} text @param {number[]} range */
    show(text, range) {
      setText(name, text);
      setText(low, range ? short(range[0]) : "");
      setText(high, range ? short(range[1]) : "");
    },
  };
}
