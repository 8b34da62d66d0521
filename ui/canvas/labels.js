/** Weights written on their connections: where there is room, or on what is lit. */

import { RADIUS, distanceSquared, pointAt } from "./layout.js";
import { product, short } from "./format.js";
import { EMPTY } from "./model.js";
import { setAttribute, setText, svg } from "./svg.js";

/** @typedef {import("./layout.js").Area} Area */
/** @typedef {import("./layout.js").Point} Point */
/** @typedef {import("./model.js").Connection} Connection */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./tween.js").Shown} Shown */
/** @typedef {import("./viewport.js").Viewport} Viewport */

/** A label, by its middle. @typedef {{x: number, y: number, width: number, height: number}} Box */

/** Places along a connection where its label may stand, the best first. */
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8];
const MOST = 400;
/** If labels would cover more than this share of a gap between two layers, none is written there. */
const CROWD = 0.3;
/** Fewer labels than this look for the place with the fewest lines around it. */
const FEW = 120;

export class Labels {
  /** @param {SVGGElement} group */
  constructor(group) {
    this.group = group;
    this.model = EMPTY;
    /** @type {Map<string, {g: SVGGElement, text: SVGTextElement, ground: SVGRectElement, box: Box}>} */
    this.labels = new Map();
    /** The connection that shows the whole product. @type {string|null} */
    this.multiplied = null;
  }

  /**
   * Chooses which weights are written and where.
   *
   * @param {Model} model
   * @param {Viewport} viewport
   * @param {Shown} shown
   * @param {{lit: Connection[]|null, size: number, multiplied: string|null}} how
   *   lit: only these, however crowded; size: type size on the screen; multiplied: this one as "a × w = …"
   */
  place(model, viewport, shown, { lit, size, multiplied }) {
    this.model = model;
    this.multiplied = multiplied;
    const chosen = lit ? lit.filter((connection) => !connection.cut).slice(0, MOST) : uncrowded(model, viewport, size);
    /** @type {Box[]} */
    const boxes = [];
    const placed = new Set();
    const pixel = 1 / viewport.k;
    const obstacles = chosen.length < FEW ? chosen : [];
    const seen = viewport.seen(-20);
    for (const connection of chosen) {
      const written = this.#figures(connection, shown);
      const width = (Math.max(2, written.length) * size * 0.56 + 6) * pixel;
      const height = (size + 3) * pixel;
      const { points } = connection;
      const room = Math.abs(points[points.length - 2] - points[0]);
      if (width > room * 0.9 && connection.id !== multiplied) continue;
      const at = freest(connection, obstacles, boxes, { width, height, pixel, seen });
      if (!at) continue;
      const box = { ...at, width, height };
      boxes.push(box);
      placed.add(connection.id);
      this.#show(connection.id, box);
    }
    for (const id of this.labels.keys()) if (!placed.has(id)) this.#remove(id);
    this.update(shown);
  }

  /** @param {Connection} connection @param {Shown} shown */
  #figures({ id, source, slot }, { theta, a }) {
    return id === this.multiplied ? product(a[source.flat], theta[slot]) : short(theta[slot]);
  }

  /** @param {string} id @param {Box} box */
  #show(id, box) {
    let label = this.labels.get(id);
    if (!label) {
      const text = svg("text", { "text-anchor": "middle", dy: "0.36em" });
      const ground = svg("rect");
      label = { g: svg("g", { class: "weight", "data-label": id }, [ground, text]), text, ground, box };
      this.labels.set(id, label);
      this.group.append(label.g);
    }
    label.box = box;
    const { x, y, width, height } = box;
    setAttribute(label.g, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    const ground = { x: -width / 2, y: -height / 2, width, height, rx: height / 4 };
    for (const [name, value] of Object.entries(ground)) setAttribute(label.ground, name, value.toFixed(1));
  }

  /** @param {string} id */
  #remove(id) {
    this.labels.get(id)?.g.remove();
    this.labels.delete(id);
  }

  /** Labels of connections that are gone go at once; the others follow when they are placed anew. @param {Model} model */
  draw(model) {
    this.model = model;
    for (const id of this.labels.keys()) if (model.connections.get(id)?.cut ?? true) this.#remove(id);
  }

  /** Writes the values anew. @param {Shown} shown */
  update(shown) {
    for (const [id, { g, text }] of this.labels) {
      const connection = this.model.connections.get(id);
      if (!connection) continue;
      setText(text, this.#figures(connection, shown));
      setAttribute(g, "data-tone", shown.theta[connection.slot] < 0 ? "neg" : "pos");
    }
  }

  /** Where the label of a connection stands, if it has one. @param {string} id @returns {Point|undefined} */
  boxOf(id) {
    return this.labels.get(id)?.box;
  }

  /**
   * The connection whose label lies under a point of the picture.
   * @param {number} x
   * @param {number} y
   * @param {number} slack
   */
  at(x, y, slack) {
    for (const [id, { box }] of this.labels) {
      if (Math.abs(x - box.x) < box.width / 2 + slack && Math.abs(y - box.y) < box.height / 2 + slack) return id;
    }
    return null;
  }
}

/**
 * The connections in view, without those between two layers where labels would be a crowd.
 * @param {Model} model
 * @param {Viewport} viewport
 * @param {number} size
 */
function uncrowded(model, viewport, size) {
  const seen = viewport.seen();
  const inside = model.drawn.filter(({ points }) => SHARES.some((share) => within(seen, pointAt(points, share))));
  if (inside.length > MOST) return [];
  const perGap = new Map();
  for (const { target } of inside) perGap.set(target.layer, (perGap.get(target.layer) ?? 0) + 1);
  return inside.filter(({ target }) => {
    const layer = model.layers[target.layer];
    const before = model.layers[target.layer - 1];
    const tall = Math.min(Math.max(layer.height, before.height), seen.bottom - seen.top) * viewport.k;
    const wide = (layer.x - before.x - 2 * RADIUS) * viewport.k;
    const cells = Math.max(1, (tall / (size + 4)) * (wide / (size * 4)));
    return perGap.get(target.layer) / cells < CROWD;
  });
}

/** @param {Area} area @param {Point} point */
function within(area, { x, y }) {
  return x > area.left && x < area.right && y > area.top && y < area.bottom;
}

/**
 * The freest place along a connection where its label touches no other label.
 * @param {Connection} connection
 * @param {Connection[]} others
 * @param {Box[]} boxes of the labels placed so far
 * @param {{width: number, height: number, pixel: number, seen: Area}} label
 * @returns {Point|null}
 */
function freest(connection, others, boxes, { width, height, pixel, seen }) {
  let chosen = null;
  let most = -Infinity;
  for (const share of SHARES) {
    const { x, y } = pointAt(connection.points, share);
    if (!within(seen, { x, y })) continue;
    const free = boxes.every(
      (box) => Math.abs(box.x - x) > (box.width + width) / 2 || Math.abs(box.y - y) > (box.height + height) / 2,
    );
    if (!free) continue;
    let clearance = 26 * pixel;
    for (const other of others) {
      if (other !== connection) clearance = Math.min(clearance, Math.sqrt(distanceSquared(other.points, x, y)));
    }
    const score = clearance - Math.abs(share - 0.5) * 14 * pixel;
    if (score > most) {
      most = score;
      chosen = { x, y };
    }
    if (!others.length) break;
  }
  return chosen;
}
