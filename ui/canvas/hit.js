/** What lies under a point of the screen. */

import { distanceSquared } from "./layout.js";
import { unitAt } from "./neurons.js";

/** @typedef {import("./layout.js").Point} Point */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {{kind: "port"|"unit"|"badge"|"label"|"connection", id: string}} Hit */

/** Pixels around an item in which it still counts as hit. */
const SLACK = {
  mouse: { unit: 3, connection: 7 },
  finger: { unit: 12, connection: 14 },
};

/**
 * @param {{model: Model, viewport: import("./viewport.js").Viewport, labels: import("./labels.js").Labels,
 *   editable: boolean}} canvas
 * @param {Point} at on the screen
 * @param {boolean} coarse a finger rather than a mouse
 * @returns {Hit|null}
 */
export function hitAt({ model, viewport, labels, editable }, at, coarse) {
  const { x, y } = viewport.world(at.x, at.y);
  const { unit, connection } = coarse ? SLACK.finger : SLACK.mouse;
  const slack = unit / viewport.k;
  const found = unitAt(model, x, y, slack, editable);
  if (found) return { kind: found.kind, id: found.unit.id };
  const label = labels.at(x, y, slack / 2);
  if (label) return { kind: "label", id: label };
  const nearest = nearestConnection(model, x, y, connection / viewport.k, editable);
  return nearest ? { kind: "connection", id: nearest.id } : null;
}

/**
 * Drawn connections win over the traces of cut ones.
 * @param {Model} model
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 * @param {boolean} withCut
 */
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

/**
 * Ids of the units inside an area of the picture, or of the connections if there is no unit in it.
 * @param {Model} model
 * @param {import("./layout.js").Area} area
 */
export function inside(model, area) {
  /** @param {number} x @param {number} y */
  const within = (x, y) => x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
  const units = [...model.units.values()].filter(({ x, y }) => within(x, y));
  if (units.length) return units.map(({ id }) => id);
  const connections = model.drawn.filter(({ points }) => {
    const [x1, y1] = points.slice(-2);
    return within((points[0] + x1) / 2, (points[1] + y1) / 2);
  });
  return connections.map(({ id }) => id);
}
