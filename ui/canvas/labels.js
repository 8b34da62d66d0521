/** Weights written on their connections: where there is room, and where the light falls. */

import { RADIUS, distanceSquared, pointAt } from "./layout.js";
import { product, short } from "./format.js";
import { setAttribute, setText, svg } from "./svg.js";

const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8];
const MOST = 400;
/** More than this share of a gap under labels is a crowd, and none is written. */
const CROWD = 0.3;

export class Labels {
  /** @param {SVGGElement} group */
  constructor(group) {
    this.group = group;
    /** @type {Map<string, {g: SVGElement, text: SVGElement, ground: SVGElement, box: object}>} */
    this.shown = new Map();
  }

  /**
   * Chooses which weights are written and where.
   *
   * @param {import("./model.js").Model} model
   * @param {import("./viewport.js").Viewport} viewport
   * @param {{theta: Float32Array, a: Float32Array}} values
   * @param {{lit: Set<string>|null, size: number, product: string|null}} how
   *   lit: only these, however crowded; size: type size on the screen; product: this one as "a × w = …"
   */
  place(model, viewport, values, { lit, size, product: multiplied }) {
    const chosen = this.#candidates(model, viewport, lit, size);
    const boxes = [];
    const placed = new Set();
    const world = 1 / viewport.k;
    const obstacles = chosen.length < 120 ? chosen : [];
    const seen = viewport.seen(-20);
    for (const connection of chosen) {
      const written = this.#words(connection, values, connection.id === multiplied);
      const width = (Math.max(2, written.length) * size * 0.56 + 6) * world;
      const height = (size + 3) * world;
      const room = Math.abs(connection.points.at(-2) - connection.points[0]);
      if (width > room * 0.9 && connection.id !== multiplied) continue;
      const box = best(connection, obstacles, boxes, { width, height, world, seen });
      if (!box) continue;
      boxes.push(box);
      placed.add(connection.id);
      this.#write(connection, box);
    }
    for (const [id, label] of this.shown) {
      if (placed.has(id)) continue;
      label.g.remove();
      this.shown.delete(id);
    }
    this.multiplied = multiplied;
    this.update(model, values);
  }

  #candidates(model, viewport, lit, size) {
    if (lit)
      return [...lit]
        .map((id) => model.connections.get(id))
        .filter((connection) => connection && !connection.cut)
        .slice(0, MOST);
    const seen = viewport.seen();
    const inside = model.drawn.filter(({ points }) =>
      SHARES.some((share) => within(seen, pointAt(points, share))),
    );
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

  #words(connection, { theta, a }, multiplied) {
    const weight = theta[connection.slot];
    return multiplied ? product(a[connection.source.flat], weight) : short(weight);
  }

  #write(connection, box) {
    let label = this.shown.get(connection.id);
    if (!label) {
      const text = svg("text", { "text-anchor": "middle", dy: "0.36em" });
      const ground = svg("rect");
      const g = svg("g", { class: "weight", "data-label": connection.id }, [ground, text]);
      label = { g, text, ground, box };
      this.shown.set(connection.id, label);
      this.group.append(g);
    }
    label.box = box;
    setAttribute(label.g, "transform", `translate(${box.x.toFixed(1)} ${box.y.toFixed(1)})`);
    const ground = {
      x: -box.width / 2,
      y: -box.height / 2,
      width: box.width,
      height: box.height,
      rx: box.height / 4,
    };
    for (const [name, value] of Object.entries(ground)) setAttribute(label.ground, name, value.toFixed(1));
  }

  update(model, values) {
    for (const [id, { g, text }] of this.shown) {
      const connection = model.connections.get(id);
      if (!connection || connection.cut) {
        g.remove();
        this.shown.delete(id);
        continue;
      }
      setText(text, this.#words(connection, values, id === this.multiplied));
      setAttribute(g, "data-tone", values.theta[connection.slot] < 0 ? "neg" : "pos");
    }
  }

  /** The connection whose label lies under a point of the picture. */
  at(x, y, slack) {
    for (const [id, { box }] of this.shown) {
      if (Math.abs(x - box.x) < box.width / 2 + slack && Math.abs(y - box.y) < box.height / 2 + slack)
        return id;
    }
    return null;
  }
}

function within(box, { x, y }) {
  return x > box.left && x < box.right && y > box.top && y < box.bottom;
}

/** The freest place along a connection that touches no other label. */
function best(connection, others, boxes, { width, height, world, seen }) {
  let chosen = null;
  let most = -Infinity;
  for (const share of SHARES) {
    const { x, y } = pointAt(connection.points, share);
    if (!within(seen, { x, y })) continue;
    const free = boxes.every(
      (box) =>
        Math.abs(box.x - x) > (box.width + width) / 2 || Math.abs(box.y - y) > (box.height + height) / 2,
    );
    if (!free) continue;
    let clearance = 26 * world;
    for (const other of others) {
      if (other === connection) continue;
      clearance = Math.min(clearance, Math.sqrt(distanceSquared(other.points, x, y)));
    }
    const score = clearance - Math.abs(share - 0.5) * 14 * world;
    if (score > most) {
      most = score;
      chosen = { x, y, width, height };
    }
    if (!others.length) break;
  }
  return chosen;
}
