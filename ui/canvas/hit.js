/** What lies under a point of the screen. */

import { distanceSquared } from "./layout.js";
import { unitAt } from "./units.js";

/**
 * @typedef {{kind: "port"|"unit"|"badge"|"label"|"connection", id: string}} Hit
 * @param {import("./network.js").NetworkView} view
 * @param {boolean} coarse a finger rather than a mouse
 * @returns {Hit|null}
 */
export function hitAt(view, sx, sy, coarse) {
  const { model, viewport, editable } = view;
  const { x, y } = viewport.world(sx, sy);
  const slack = (coarse ? 12 : 3) / viewport.k;
  const found = unitAt(model, x, y, slack, editable);
  if (found) return { kind: found.kind, id: found.unit.id };
  const labelled = view.labels.at(x, y, slack / 2);
  if (labelled) return { kind: "label", id: labelled };
  const nearest = nearestConnection(model, x, y, (coarse ? 14 : 7) / viewport.k, editable);
  return nearest ? { kind: "connection", id: nearest.id } : null;
}

/** Drawn connections win over the traces of cut ones. */
function nearestConnection(model, x, y, reach, withCut) {
  let nearest = null;
  let least = reach * reach;
  for (const connection of model.connections.values()) {
    if (connection.cut && (!withCut || (nearest && !nearest.cut))) continue;
    const { points } = connection;
    if (x < points[0] - reach || x > points[points.length - 2] + reach) continue;
    const distance = distanceSquared(points, x, y);
    if (distance < least) {
      least = distance;
      nearest = connection;
    }
  }
  return nearest;
}

/** Ids of units and connections inside a rectangle of the picture. */
export function inside(model, box) {
  const within = (x, y) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  const ids = [...model.units.values()].filter((unit) => within(unit.x, unit.y)).map((unit) => unit.id);
  if (ids.length) return ids;
  return model.drawn
    .filter(({ points }) => within((points[0] + points.at(-2)) / 2, (points[1] + points.at(-1)) / 2))
    .map(({ id }) => id);
}
