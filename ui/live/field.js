/** The map under the points: what the network answers at every place of the plane, moving smoothly. */

import { screen } from "../canvas/price.js";
import { html } from "../canvas/svg.js";
import { ground, regions, sides } from "./palette.js";

/** @import { Tokens } from "../tokens.js" */

export class Field {
  /** @param {HTMLElement} root the window over the plot; the picture may be larger and is clipped */
  constructor(root) {
    this.canvas = html("canvas", { "aria-hidden": "true" });
    root.append(this.canvas);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    /** The bytes on screen, on their way to those of the last frame. */
    this.shown = new Float32Array(0);
    this.shape = [0, 0, 0];
    /** Whether only the side or the class shows, not how sure the network is. */
    this.discrete = false;
    this.frame = 0;
    /** @type {{shades: Uint32Array, sides: Uint32Array, classes: number[][]}|null} */
    this.palette = null;
    this.image = new ImageData(1, 1);
  }

  /** @param {Tokens} tokens */
  colours(tokens) {
    this.palette = {
      shades: new Uint32Array(ground(tokens).buffer),
      sides: new Uint32Array(sides(tokens).buffer),
      classes: regions(tokens),
    };
    this.paint();
  }

  /** @param {boolean} discrete */
  discretise(discrete) {
    this.discrete = discrete;
    this.paint();
  }

  /**
   * @param {Uint8Array} bytes outputs × rows × columns, the top row first
   * @param {number[]} shape
   * @param {number} ms time to reach it
   */
  show(bytes, shape, ms) {
    cancelAnimationFrame(this.frame);
    this.shape = shape;
    const target = Float32Array.from(bytes);
    if (this.shown.length !== target.length || ms <= 0) {
      this.shown = target;
      this.paint();
      return;
    }
    const from = this.shown.slice();
    const start = performance.now();
    let last = start;
    /** @param {number} now */
    const step = (now) => {
      screen.saw(now - last);
      last = now;
      const share = Math.min(1, (now - start) / ms);
      for (let i = 0; i < from.length; i += 1) this.shown[i] = from[i] + share * (target[i] - from[i]);
      this.paint();
      if (share < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  stop() {
    cancelAnimationFrame(this.frame);
  }

  paint() {
    const [outputs, rows, columns] = this.shape;
    if (!outputs || !this.palette) return;
    if (this.canvas.width !== columns || this.canvas.height !== rows) {
      Object.assign(this.canvas, { width: columns, height: rows });
      this.image = new ImageData(columns, rows);
    }
    const { shades, sides, classes } = this.palette;
    if (outputs === 1) this.#paintOne(this.discrete ? sides : shades);
    else this.#paintClasses(classes, outputs, rows * columns);
    this.context.putImageData(this.image, 0, 0);
  }

  /** @param {Uint32Array} colours of each byte */
  #paintOne(colours) {
    const pixels = new Uint32Array(this.image.data.buffer);
    for (let at = 0; at < pixels.length; at += 1) pixels[at] = colours[Math.round(this.shown[at])];
  }

  /**
   * @param {number[][]} colours of each class
   * @param {number} outputs
   * @param {number} size
   */
  #paintClasses(colours, outputs, size) {
    for (let at = 0; at < size; at += 1) this.#blend(colours, at, outputs, size);
  }

  /**
   * Paint a pixel: each class's colour by its share of the answer, or that of the largest alone.
   * @param {number[][]} colours
   * @param {number} at
   * @param {number} outputs
   * @param {number} size
   */
  #blend(colours, at, outputs, size) {
    let winner = 0;
    let total = 0;
    for (let k = 0; k < outputs; k += 1) {
      const value = this.shown[k * size + at];
      total += value;
      if (value > this.shown[winner * size + at]) winner = k;
    }
    const { data } = this.image;
    for (let part = 0; part < 3; part += 1) {
      let sum = 0;
      if (this.discrete || total === 0) sum = colours[winner % colours.length][part];
      else {
        for (let k = 0; k < outputs; k += 1) {
          sum += (this.shown[k * size + at] / total) * colours[k % colours.length][part];
        }
      }
      data[4 * at + part] = sum;
    }
    data[4 * at + 3] = 255;
  }
}
