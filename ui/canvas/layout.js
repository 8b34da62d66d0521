/** Where everything stands: layers left to right, units top to bottom, in pixels at zoom 1. */

export const RADIUS = 27;
const BLOCK = { width: 76, height: 240 };
const GAP_X = { least: 92, most: 300 };
const GAP_Y = { least: 82, most: 136 };
const SIDE = { phone: 50, usual: 84 };
const PHONE = 600;
const LONG_NAME = 5;
const NAME_HEIGHT = 20;
const SKIP_CLEARANCE = 66;
const CURVE_POINTS = 17;
/** Pixels around the picture that stay free. */
export const MARGIN = 8;
const MOST_LETTERS = 100;

/** @typedef {import("./model.js").Connection} Connection */
/** @typedef {import("./model.js").Layer} Layer */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Area */

/**
 * @typedef {Area & {namesAbove: boolean, names: Map<string, string>}} Box the area of the picture
 *   namesAbove: whether names stand above their neurons, because there is no room next to them;
 *   names: by unit id, cut short where they are too long
 */

/**
 * Places units and connections of a model; the picture is centred on (0, 0).
 *
 * @param {Model} model
 * @param {number} width  free space on the screen
 * @param {number} height
 * @param {(text: string) => number} measure  width of a name on the screen, at zoom 1
 * @returns {Box}
 */
export function layout(model, width, height, measure) {
  const { layers } = model;
  const named = [...model.units.values()].filter(({ name }) => name);
  const beside = SIDE.usual - RADIUS - 10;
  const namesAbove =
    width < PHONE || named.some(({ name }) => name.length > LONG_NAME || (name.length > 1 && measure(name) > beside));
  const tallest = Math.max(1, ...layers.filter((layer) => !layer.block).map((layer) => layer.size));
  const several = namesAbove && Math.max(layers[0].units.length, layers[layers.length - 1].units.length) > 1;
  const gapY = clamp((height - 40) / tallest, GAP_Y.least + (several ? NAME_HEIGHT : 0), GAP_Y.most);
  // A tall drawing will be shown smaller: layers stand further apart, so that it still fills the width.
  const shrunk = Math.min(1, height / (tallest * gapY + 40));
  const side = (namesAbove && width < PHONE ? SIDE.phone : SIDE.usual) / shrunk;
  const space = (width / shrunk - 2 * side) / Math.max(1, layers.length - 1);
  const gapX = clamp(space, GAP_X.least, GAP_X.most / shrunk ** 0.9);
  for (const layer of layers) placeLayer(layer, layers.length, gapX, gapY, shrunk);
  for (const connection of model.connections.values()) {
    connection.points = trace(connection, layers);
    connection.path = pathOf(connection.points);
  }
  const { top, bottom } = extent(model);
  const area = {
    left: layers[0].x - side,
    right: layers[layers.length - 1].x + side,
    top: top - (namesAbove ? 12 + NAME_HEIGHT : 12),
    bottom: bottom + 30,
  };
  const zoom = Math.min(1, width / (area.right - area.left), height / (area.bottom - area.top));
  const most = namesAbove ? 2 * side * zoom + MARGIN : beside + MARGIN;
  const names = new Map(named.map(({ id, name }) => [id, clipped(name, most, measure)]));
  return { ...area, namesAbove, names };
}

/**
 * @param {Layer} layer
 * @param {number} count of all layers
 * @param {number} gapX
 * @param {number} gapY
 * @param {number} shrunk zoom at which the picture will be shown; a block keeps its size on the screen
 */
function placeLayer(layer, count, gapX, gapY, shrunk) {
  layer.x = (layer.index - (count - 1) / 2) * gapX;
  layer.height = layer.block ? BLOCK.height / shrunk : (layer.size - 1) * gapY + 2 * RADIUS;
  layer.reach = layer.block ? BLOCK.width / shrunk / 2 : RADIUS;
  for (const unit of layer.units) {
    unit.x = layer.x;
    unit.y = (unit.index - (layer.size - 1) / 2) * gapY;
  }
}

/** How far layers and arcs reach up and down. @param {Model} model */
function extent(model) {
  let bottom = Math.max(...model.layers.map((layer) => layer.height / 2));
  let top = -bottom;
  for (const { points } of model.connections.values()) {
    if (points.length <= 4) continue;
    for (let i = 1; i < points.length; i += 2) {
      top = Math.min(top, points[i]);
      bottom = Math.max(bottom, points[i]);
    }
  }
  return { top, bottom };
}

/**
 * A name that is at most so wide; what is left out is an ellipsis.
 * @param {string} name
 * @param {number} most
 * @param {(text: string) => number} measure
 */
export function clipped(name, most, measure) {
  if (measure(name) <= most) return name;
  const letters = [...name].slice(0, MOST_LETTERS);
  while (letters.length > 1 && measure(`${letters.join("")}…`) > most) letters.pop();
  return `${letters.join("")}…`;
}

/**
 * The line of a connection as x, y, x, y …: straight, or an arc around the layers it skips.
 * @param {Connection} connection
 * @param {Layer[]} layers
 */
function trace({ source, target }, layers) {
  if (target.layer - source.layer < 2) return [source.x + RADIUS, source.y, target.x - RADIUS, target.y];
  const between = layers.slice(source.layer + 1, target.layer);
  const tall = Math.max(...between.map((layer) => layer.height)) / 2;
  const up = source.y + target.y <= 0 ? -1 : 1;
  const middle = up * (tall + SKIP_CLEARANCE - RADIUS + 7 * ((source.index + target.index) % 4));
  const bend = 2 * middle - (source.y + target.y) / 2;
  const x0 = source.x + RADIUS * 0.6;
  const x1 = target.x - RADIUS * 0.6;
  const y0 = source.y + up * RADIUS * 0.8;
  const y1 = target.y + up * RADIUS * 0.8;
  const points = [];
  for (let i = 0; i < CURVE_POINTS; i += 1) {
    const t = i / (CURVE_POINTS - 1);
    points.push(
      (1 - t) ** 2 * x0 + t * (1 - t) * (x0 + x1) + t ** 2 * x1,
      (1 - t) ** 2 * y0 + 2 * t * (1 - t) * bend + t ** 2 * y1,
    );
  }
  return points;
}

/** SVG path through points. @param {number[]} points */
function pathOf(points) {
  let path = `M${points[0].toFixed(1)} ${points[1].toFixed(1)}`;
  for (let i = 2; i < points.length; i += 2) path += `L${points[i].toFixed(1)} ${points[i + 1].toFixed(1)}`;
  return path;
}

/** The point at a share t of a connection's line. @param {number[]} points @param {number} t @returns {Point} */
export function pointAt(points, t) {
  const pieces = points.length / 2 - 1;
  const piece = Math.min(pieces - 1, Math.floor(t * pieces));
  const rest = t * pieces - piece;
  const i = 2 * piece;
  return {
    x: points[i] + rest * (points[i + 2] - points[i]),
    y: points[i + 1] + rest * (points[i + 3] - points[i + 1]),
  };
}

/** Squared distance from (x, y) to the nearest point of a line. @param {number[]} points @param {number} x @param {number} y */
export function distanceSquared(points, x, y) {
  let least = Infinity;
  for (let i = 0; i + 3 < points.length; i += 2) {
    const dx = points[i + 2] - points[i];
    const dy = points[i + 3] - points[i + 1];
    const share = clamp(((x - points[i]) * dx + (y - points[i + 1]) * dy) / (dx * dx + dy * dy || 1), 0, 1);
    const ex = points[i] + share * dx - x;
    const ey = points[i + 1] + share * dy - y;
    least = Math.min(least, ex * ex + ey * ey);
  }
  return least;
}

/** @param {number} value @param {number} least @param {number} most */
export function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
