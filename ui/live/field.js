/** The map under the points: what the network answers at every place of the plane, moving smoothly. */

import { html } from "../canvas/svg.js";
import { ground, regions, sides } from "./palette.js";

export class Field {
  /** @param {HTMLElement} root the window over the plot; the picture may be larger and is clipped */
  constructor(root) {
    this.canvas = html("canvas", { "aria-hidden": "true" });
    root.append(this.canvas);
    this.shown = new Float32Array(0);
    this.target = new Float32Array(0);
    this.shape = [0, 0, 0];
    this.hard = false;
    this.frame = 0;
    /** Milliseconds between two pictures of the screen while the map moves, as they come. */
    this.gap = 16;
  }

  /** @param {object} tokens colours of ui/theme.py */
  colours(tokens) {
    this.soft = new Uint32Array(ground(tokens).buffer);
    this.sharp = new Uint32Array(sides(tokens).buffer);
    this.regions = regions(tokens);
    this.paint();
  }

  /** Two regions, or the full range of answers. */
  discretise(hard) {
    this.hard = hard;
    this.paint();
  }

  /**
   * @param {Uint8Array} bytes outputs × rows × columns, the top row first
   * @param {number[]} shape
   * @param {number} ms time to reach it
   */
  show(bytes, shape, ms) {
    cancelAnimationFrame(this.frame);
    const from = this.shown.length === bytes.length && ms > 0 ? this.shown.slice() : null;
    this.shape = shape;
    this.target = Float32Array.from(bytes);
    if (!from) {
      this.shown = this.target;
      this.paint();
      return;
    }
    const start = performance.now();
    let last = start;
    this.shown = new Float32Array(bytes.length);
    const step = (now) => {
      this.gap += 0.05 * (now - last - this.gap);
      last = now;
      const share = Math.min(1, (now - start) / ms);
      for (let i = 0; i < from.length; i += 1) this.shown[i] = from[i] + share * (this.target[i] - from[i]);
      this.paint();
      if (share < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  paint() {
    const [outputs, rows, columns] = this.shape;
    if (!outputs || !this.soft) return;
    if (this.canvas.width !== columns || this.canvas.height !== rows) {
      this.canvas.width = columns;
      this.canvas.height = rows;
    }
    const context = this.canvas.getContext("2d");
    this.image = this.image?.width === columns && this.image.height === rows ? this.image : new ImageData(columns, rows);
    const pixels = new Uint32Array(this.image.data.buffer);
    if (outputs === 1) this.#paintOne(pixels, rows, columns);
    else this.#paintClasses(this.image.data, outputs, rows, columns);
    context.putImageData(this.image, 0, 0);
  }

  #paintOne(pixels, rows, columns) {
    const colours = this.hard ? this.sharp : this.soft;
    for (let at = 0; at < rows * columns; at += 1) pixels[at] = colours[Math.round(this.shown[at])];
  }

  #paintClasses(data, outputs, rows, columns) {
    const size = rows * columns;
    for (let at = 0; at < size; at += 1) this.#blend(data, 4 * at, at, outputs, size);
  }

  /** Each class's colour by its share of the answer, or the largest alone. */
  #blend(data, to, at, outputs, size) {
    let most = 0;
    let total = 0;
    for (let k = 0; k < outputs; k += 1) {
      const value = this.shown[k * size + at];
      total += value;
      if (value > this.shown[most * size + at]) most = k;
    }
    for (let part = 0; part < 3; part += 1) {
      let sum = 0;
      if (this.hard || total === 0) sum = this.regions[most % this.regions.length][part];
      else for (let k = 0; k < outputs; k += 1) sum += (this.shown[k * size + at] / total) * this.regions[k % this.regions.length][part];
      data[to + part] = sum;
    }
    data[to + 3] = 255;
  }

  stop() {
    cancelAnimationFrame(this.frame);
  }
}
