/** A picture in each neuron: its output over the plane of the inputs. */

import { RADIUS } from "./layout.js";
import { html } from "./svg.js";

/** @typedef {import("./model.js").Model} Model */
/**
 * @typedef {object} Pictures
 * @property {Map<string, Uint8Array>|Uint8Array[]} maps by unit id, or in the order of flat numbers
 * @property {number} size side of a map in pixels
 * @property {Uint8ClampedArray|Uint8Array} palette 256 × RGBA
 */

export class Maps {
  /** @param {HTMLElement} layer */
  constructor(layer) {
    this.layer = layer;
    /** @type {Pictures|null} */
    this.pictures = null;
    /** @type {Map<string, HTMLCanvasElement>} by unit id */
    this.canvases = new Map();
  }

  /** @param {Model} model */
  draw(model) {
    for (const [id, canvas] of this.canvases) {
      const unit = model.units.get(id);
      if (unit && this.pictures && mapOf(this.pictures, unit)) continue;
      canvas.remove();
      this.canvases.delete(id);
    }
    if (!this.pictures) return;
    const { size, palette } = this.pictures;
    const colours = new Uint32Array(palette.buffer.slice(palette.byteOffset, palette.byteOffset + 1024));
    const image = new ImageData(size, size);
    const pixels = new Uint32Array(image.data.buffer);
    for (const unit of model.units.values()) {
      const map = mapOf(this.pictures, unit);
      if (!map) continue;
      const canvas = this.#canvas(unit.id);
      if (canvas.width !== size) canvas.width = canvas.height = size;
      canvas.style.left = `${unit.x - RADIUS}px`;
      canvas.style.top = `${unit.y - RADIUS}px`;
      for (let i = 0; i < pixels.length; i += 1) pixels[i] = colours[map[i]];
      canvas.getContext("2d")?.putImageData(image, 0, 0);
    }
  }

  /** @param {string} id */
  #canvas(id) {
    let canvas = this.canvases.get(id);
    if (!canvas) {
      canvas = html("canvas", { "data-map": id });
      this.canvases.set(id, canvas);
      this.layer.append(canvas);
    }
    return canvas;
  }
}

/** @param {Pictures} pictures @param {import("./model.js").Unit} unit @returns {Uint8Array|undefined} */
function mapOf({ maps }, unit) {
  return maps instanceof Map ? maps.get(unit.id) : maps[unit.flat];
}
