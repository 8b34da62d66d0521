/** Very many connections, painted on one <canvas> under the SVG. */

import { MOST_WIDTH, widthOf } from "./tone.js";

/** @typedef {import("./model.js").Connection} Connection */
/** @typedef {import("./viewport.js").Viewport} Viewport */

/**
 * Lines that look the same.
 * @typedef {object} Stroke
 * @property {boolean} negative the sign of their weights
 * @property {number} alpha
 * @property {number} width in the picture's units, as are the dashes
 * @property {number[]} dashes
 * @property {number[][]} lines x, y, x, y … of each
 */

const WIDTHS = 5;

export class Bulk {
  /** @param {HTMLCanvasElement} canvas its style holds both colours: `color` for positive, `outline-color` for negative */
  constructor(canvas) {
    this.canvas = canvas;
    /** Zoom and place at which it was painted. @type {{k: number, x: number, y: number}|null} */
    this.painted = null;
  }

  /**
   * Paints connections in a few strokes, one for each sign and width, however many there are.
   * @param {Connection[]} connections
   * @param {Viewport} viewport
   * @param {Float32Array} theta
   */
  paint(connections, viewport, theta) {
    const context = this.#clear(viewport);
    if (!context) return;
    const style = getComputedStyle(this.canvas);
    for (const { negative, alpha, width, dashes, lines } of strokesOf(connections, viewport, theta)) {
      context.globalAlpha = alpha;
      context.lineWidth = width;
      context.strokeStyle = negative ? style.outlineColor : style.color;
      context.setLineDash(dashes);
      context.beginPath();
      for (const points of lines) {
        context.moveTo(points[0], points[1]);
        for (let i = 2; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
      }
      context.stroke();
    }
  }

  /** An empty canvas of the viewport's size that draws in the picture's coordinates. @param {Viewport} viewport */
  #clear({ width, height, k, x, y }) {
    const { canvas } = this;
    const ratio = globalThis.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    }
    this.painted = { k, x, y };
    canvas.style.transform = "";
    const context = canvas.getContext("2d");
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.clearRect(0, 0, wide, high);
    context?.setTransform(ratio * k, 0, 0, ratio * k, ratio * x, ratio * y);
    return context;
  }

  /** Moves what is painted along with the viewport until `paint` makes it sharp again. @param {Viewport} viewport */
  move({ k, x, y }) {
    if (!this.painted) return;
    const scale = k / this.painted.k;
    const [dx, dy] = [x - scale * this.painted.x, y - scale * this.painted.y];
    this.canvas.style.transform = `translate(${dx}px, ${dy}px) scale(${scale})`;
  }
}

/**
 * What very many connections are painted with, thin ones first; the more there are, the paler.
 * @param {Connection[]} connections
 * @param {Viewport} viewport
 * @param {Float32Array} theta
 * @returns {Stroke[]}
 */
export function strokesOf(connections, viewport, theta) {
  const groups = grouped(connections, viewport, theta);
  const count = [...groups.values()].reduce((sum, lines) => sum + lines.length, 0);
  const alpha = count > 4000 ? 0.25 : count > 1500 ? 0.5 : 0.85;
  const thinFirst = [...groups].sort((one, other) => Math.abs(one[0]) - Math.abs(other[0]));
  return thinFirst.map(([key, lines]) => ({
    negative: key < 0,
    alpha: alpha * (0.35 + (0.65 * Math.abs(key)) / WIDTHS),
    width: (0.35 + Math.abs(key) * 0.75) / Math.max(viewport.k, 0.5),
    dashes: key < 0 && count < 4000 ? [6 / viewport.k, 4 / viewport.k] : [],
    lines,
  }));
}

/**
 * The lines of the connections in view by sign and width: key 1 … WIDTHS, negative for negative weights.
 * @param {Connection[]} connections
 * @param {Viewport} viewport
 * @param {Float32Array} theta
 * @returns {Map<number, number[][]>}
 */
function grouped(connections, viewport, theta) {
  const seen = viewport.seen(20);
  const groups = new Map();
  for (const { points, skip, slot } of connections) {
    const [x0, y0] = points;
    const x1 = points[points.length - 2];
    const y1 = points[points.length - 1];
    const outside = x1 < seen.left || x0 > seen.right || Math.max(y0, y1) < seen.top || Math.min(y0, y1) > seen.bottom;
    if (outside && !skip) continue;
    const width = Math.min(WIDTHS - 1, Math.floor((widthOf(theta[slot]) / MOST_WIDTH) * WIDTHS)) + 1;
    const key = theta[slot] < 0 ? -width : width;
    const lines = groups.get(key);
    if (lines) lines.push(points);
    else groups.set(key, [points]);
  }
  return groups;
}
