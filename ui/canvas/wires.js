/**
 * Connections. Few of them are SVG paths, each of which can be focused; of many, only those in the light are,
 * and the rest are painted on a <canvas> underneath.
 */

import { setAttribute, svg } from "./svg.js";

const MOST_PATHS = 700;
const BUCKETS = 5;

/** Width on the screen of a weight: grows with its size, never past 6 px. */
export function widthOf(weight) {
  const size = Math.abs(weight);
  return Number.isFinite(size) ? 0.8 + (5.2 * size) / (size + 1.6) : 6;
}

function toneOf(weight) {
  return weight < 0 ? "neg" : weight > 0 ? "pos" : "zero";
}

export class Wires {
  /**
   * @param {SVGGElement} group
   * @param {HTMLCanvasElement} canvas lies under the SVG; its style holds both colours
   */
  constructor(group, canvas) {
    this.group = group;
    this.canvas = canvas;
    /** @type {Map<string, SVGElement>} */
    this.paths = new Map();
    this.many = false;
  }

  draw(model, theta) {
    this.model = model;
    this.many = model.drawn.length > MOST_PATHS;
    this.canvas.hidden = !this.many;
    const keep = this.many ? [] : [...model.connections.values()];
    const kept = new Set(keep.map((connection) => connection.id));
    for (const [id, path] of this.paths) {
      if (kept.has(id)) continue;
      path.remove();
      this.paths.delete(id);
    }
    for (const band of this.bands ?? []) band.remove();
    this.bands = bandsOf(model);
    this.group.append(...this.bands);
    for (const connection of keep) this.show(connection);
    this.update(theta);
  }

  /** The path of one connection, made now if it was only painted so far. */
  show(connection) {
    let path = this.paths.get(connection.id);
    if (!path) {
      path = svg("path", { "data-id": connection.id, role: "button", tabindex: -1 });
      this.paths.set(connection.id, path);
      this.group.append(path);
    }
    setAttribute(path, "d", connection.path);
    path.classList.value = "wire";
    path.classList.toggle("cut", connection.cut);
    path.classList.toggle("pinned", connection.pinned);
    return path;
  }

  /** Leaves only these paths where connections are painted in bulk. */
  only(ids) {
    if (!this.many) return;
    for (const [id, path] of this.paths) {
      if (ids.has(id)) continue;
      path.remove();
      this.paths.delete(id);
    }
  }

  /** moving: widths change in steps that the eye can tell, so that most of them stay as they are. */
  update(theta, moving = false) {
    const steps = moving ? 4 : 100;
    for (const [id, path] of this.paths) {
      const connection = this.model.connections.get(id);
      if (connection.cut) continue;
      const weight = theta[connection.slot];
      setAttribute(path, "data-tone", toneOf(weight));
      setAttribute(path, "stroke-width", String(Math.round(steps * widthOf(weight)) / steps));
    }
  }

  /** Paints the bulk; a few strokes per sign and width, whatever the number of connections. */
  paint(viewport, theta, ratio = globalThis.devicePixelRatio || 1) {
    if (!this.many) return;
    const { canvas } = this;
    const width = Math.round(viewport.width * ratio);
    const height = Math.round(viewport.height * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    this.painted = { k: viewport.k, x: viewport.x, y: viewport.y };
    canvas.style.transform = "";
    const style = getComputedStyle(canvas);
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(
      ratio * viewport.k,
      0,
      0,
      ratio * viewport.k,
      ratio * viewport.x,
      ratio * viewport.y,
    );
    const seen = viewport.seen(20);
    const sorted = new Map();
    for (const connection of this.model.drawn) {
      const [x0, y0] = connection.points;
      const x1 = connection.points.at(-2);
      const y1 = connection.points.at(-1);
      if (
        !connection.skip &&
        (x1 < seen.left || x0 > seen.right || Math.max(y0, y1) < seen.top || Math.min(y0, y1) > seen.bottom)
      )
        continue;
      const weight = theta[connection.slot];
      const bucket = Math.min(BUCKETS - 1, Math.floor((widthOf(weight) / 6) * BUCKETS));
      const key = (weight < 0 ? -1 : 1) * (bucket + 1);
      if (!sorted.has(key)) sorted.set(key, []);
      sorted.get(key).push(connection.points);
    }
    const shown = [...sorted.values()].reduce((sum, lines) => sum + lines.length, 0);
    const calm = shown > 4000 ? 0.25 : shown > 1500 ? 0.5 : 0.85;
    for (const [key, lines] of [...sorted].sort((one, other) => Math.abs(one[0]) - Math.abs(other[0]))) {
      const bucket = Math.abs(key);
      context.globalAlpha = calm * (0.35 + (0.65 * bucket) / BUCKETS);
      context.lineWidth = (0.35 + bucket * 0.75) / Math.max(viewport.k, 0.5);
      context.strokeStyle = key < 0 ? style.outlineColor : style.color;
      context.setLineDash(key < 0 && shown < 4000 ? [6 / viewport.k, 4 / viewport.k] : []);
      context.beginPath();
      for (const points of lines) {
        context.moveTo(points[0], points[1]);
        for (let i = 2; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
      }
      context.stroke();
    }
  }

  /** Moves what is painted with the hand; `paint` makes it sharp again. */
  drag(viewport) {
    if (!this.many || !this.painted) return;
    const { k, x, y } = this.painted;
    const scale = viewport.k / k;
    this.canvas.style.transform = `translate(${viewport.x - scale * x}px, ${viewport.y - scale * y}px) scale(${scale})`;
  }

  element(id) {
    return this.paths.get(id);
  }
}

/** Beside a block of many units, one band stands for all its connections. */
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
