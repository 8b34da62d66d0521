/** Zoom and pan: the one transformation between the picture and the screen. */

import { clamp } from "./layout.js";

/** @typedef {import("./layout.js").Area} Area */

const MOST = 8;
/** Zoom at which a small picture is shown, at the most. */
export const USUAL = 1.25;

export class Viewport {
  /** @param {() => void} onChange called after every change of k, x or y */
  constructor(onChange) {
    this.k = 1;
    this.x = 0;
    this.y = 0;
    this.width = 0;
    this.height = 0;
    this.least = 0.05;
    this.usual = USUAL;
    /** True until the user zooms or pans; from then on a new size of the window leaves the zoom alone. */
    this.fitted = true;
    this.onChange = onChange;
  }

  /**
   * Shows a whole area of the picture between the given margins.
   * @param {Area} area
   * @param {Area} margins pixels on each side
   */
  fit(area, margins) {
    const width = Math.max(40, this.width - margins.left - margins.right);
    const height = Math.max(40, this.height - margins.top - margins.bottom);
    this.k = Math.min(this.usual, width / (area.right - area.left), height / (area.bottom - area.top));
    this.least = this.k * 0.5;
    this.x = margins.left + width / 2 - (this.k * (area.left + area.right)) / 2;
    this.y = margins.top + height / 2 - (this.k * (area.top + area.bottom)) / 2;
    this.fitted = true;
    this.onChange();
  }

  /**
   * Zooms by a factor around a point of the screen; false where the end of the range is reached.
   * @param {number} factor
   */
  zoomAt(factor, sx = this.width / 2, sy = this.height / 2) {
    const k = clamp(this.k * factor, this.least, MOST);
    if (k === this.k) return false;
    this.x = sx - (sx - this.x) * (k / this.k);
    this.y = sy - (sy - this.y) * (k / this.k);
    this.k = k;
    this.fitted = false;
    this.onChange();
    return true;
  }

  /** @param {number} dx @param {number} dy pixels */
  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.fitted = false;
    this.onChange();
  }

  /** Screen → picture. @param {number} sx @param {number} sy */
  world(sx, sy) {
    return { x: (sx - this.x) / this.k, y: (sy - this.y) / this.k };
  }

  /** Picture → screen. @param {number} x @param {number} y */
  screen(x, y) {
    return { x: x * this.k + this.x, y: y * this.k + this.y };
  }

  /** The part of the picture that is on the screen, and `margin` pixels around it. @returns {Area} */
  seen(margin = 0) {
    const start = this.world(-margin, -margin);
    const end = this.world(this.width + margin, this.height + margin);
    return { left: start.x, top: start.y, right: end.x, bottom: end.y };
  }

  /** Pans just enough to bring a point of the picture into view. @param {number} x @param {number} y @param {Area} margins */
  reveal(x, y, margins) {
    const at = this.screen(x, y);
    const pad = 30;
    const dx = clamp(at.x, pad, this.width - pad) - at.x;
    const dy = clamp(at.y, margins.top + pad, this.height - margins.bottom - pad) - at.y;
    if (dx || dy) this.pan(dx, dy);
  }
}
