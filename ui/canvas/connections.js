/**
 * Connections. Up to some hundreds are SVG paths, each of which can take the focus. Of more, only those that are
 * lit, selected or focused are paths; all of them are painted on a <canvas> underneath.
 */

import { Bulk } from "./bulk.js";
import { EMPTY } from "./model.js";
import { setAttribute, svg } from "./svg.js";
import { toneOf, widthOf } from "./tone.js";

/** @typedef {import("./model.js").Connection} Connection */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./viewport.js").Viewport} Viewport */

const MOST_PATHS = 700;
/** Steps per pixel in which a width changes. While values keep moving they are coarse, so that most paths stay as they are. */
const STEPS = { moving: 4, atRest: 100 };

export class Connections {
  /**
   * @param {SVGGElement} group
   * @param {HTMLCanvasElement} canvas lies under the SVG
   */
  constructor(group, canvas) {
    this.group = group;
    this.bulk = new Bulk(canvas);
    this.model = EMPTY;
    /** @type {Map<string, SVGPathElement>} */
    this.paths = new Map();
    /** @type {SVGPathElement[]} */
    this.bands = [];
    /** Whether there are too many for a path each. */
    this.many = false;
  }

  /** @param {Model} model @param {Float32Array} theta */
  draw(model, theta) {
    this.model = model;
    this.many = model.drawn.length > MOST_PATHS;
    this.bulk.canvas.hidden = !this.many;
    const shown = this.many ? [] : [...model.connections.values()];
    this.#keep(new Set(shown.map(({ id }) => id)));
    for (const band of this.bands) band.remove();
    this.bands = bandsOf(model);
    this.group.append(...this.bands);
    for (const connection of shown) this.show(connection);
    this.update(theta, false);
  }

  /** Makes or refreshes the path of one connection. @param {Connection} connection */
  show(connection) {
    let path = this.paths.get(connection.id);
    if (!path) {
      path = svg("path", { "data-id": connection.id, role: "button", tabindex: -1 });
      this.paths.set(connection.id, path);
      this.group.append(path);
    }
    setAttribute(path, "d", connection.path);
    path.classList.value = "connection";
    path.classList.toggle("cut", connection.cut);
    path.classList.toggle("pinned", connection.pinned);
  }

  /** Where there are too many for a path each: gives one to these only. @param {Set<string>} ids @param {Float32Array} theta */
  showOnly(ids, theta) {
    if (!this.many) return;
    this.#keep(ids);
    for (const id of ids) {
      const connection = this.model.connections.get(id);
      if (connection) this.show(connection);
    }
    this.update(theta, false);
  }

  /** @param {Set<string>} ids */
  #keep(ids) {
    for (const [id, path] of this.paths) {
      if (ids.has(id)) continue;
      path.remove();
      this.paths.delete(id);
    }
  }

  /** @param {Float32Array} theta @param {boolean} moving whether other values follow at once */
  update(theta, moving) {
    const steps = moving ? STEPS.moving : STEPS.atRest;
    for (const [id, path] of this.paths) {
      const connection = this.model.connections.get(id);
      if (!connection || connection.cut) continue;
      const weight = theta[connection.slot];
      setAttribute(path, "data-tone", toneOf(weight));
      setAttribute(path, "stroke-width", String(Math.round(steps * widthOf(weight)) / steps));
    }
  }

  /** Paints all of them where there are too many for a path each. @param {Viewport} viewport @param {Float32Array} theta */
  paint(viewport, theta) {
    if (this.many) this.bulk.paint(this.model.drawn, viewport, theta);
  }

  /** Follows a change of zoom or place at once. @param {Viewport} viewport */
  move(viewport) {
    if (this.many) this.bulk.move(viewport);
  }
}

/** Next to a layer drawn as one block, one band stands for all its connections. @param {Model} model */
function bandsOf(model) {
  const bands = [];
  for (const layer of model.layers.slice(1)) {
    const before = model.layers[layer.index - 1];
    if (!layer.block && !before.block) continue;
    const [x0, x1] = [before.x + before.reach, layer.x - layer.reach];
    const [h0, h1] = [before.height / 2, layer.height / 2];
    bands.push(svg("path", { class: "band", d: `M${x0} ${-h0}L${x1} ${-h1}L${x1} ${h1}L${x0} ${h0}Z` }));
  }
  return bands;
}
