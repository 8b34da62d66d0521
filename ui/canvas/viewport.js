/** Zoom and pan: the one transformation between the picture and the screen. */

import { clamp } from "./layout.js";

const MOST = 8;

export class Viewport {
  /** @param {() => void} onChange called after every change of k, x or y */
  constructor(onChange) {
    this.k = 1;
    this.x = 0;
    this.y = 0;
    this.width = 0;
    this.height = 0;
    this.least = 0.05;
    /** True until the reader zooms or pans; then a new size of the window leaves the zoom alone. */
    this.fitted = true;
    this.onChange = onChange;
  }

  /** Shows the whole box between the given margins. */
  fit(box, margins) {
    const width = Math.max(40, this.width - margins.left - margins.right);
    const height = Math.max(40, this.height - margins.top - margins.bottom);
    this.k = Math.min(1.25, width / (box.right - box.left), height / (box.bottom - box.top));
    this.least = this.k * 0.5;
    this.x = margins.left + width / 2 - (this.k * (box.left + box.right)) / 2;
    this.y = margins.top + height / 2 - (this.k * (box.top + box.bottom)) / 2;
    this.fitted = true;
    this.onChange();
  }

  /** Zooms by a factor around a point of the screen; false where the end of the range is reached. */
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

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.fitted = false;
    this.onChange();
  }

  /** Screen → picture. */
  world(sx, sy) {
    return { x: (sx - this.x) / this.k, y: (sy - this.y) / this.k };
  }

  /** Picture → screen. */
  screen(x, y) {
    return { x: x * this.k + this.x, y: y * this.k + this.y };
  }

  /** The part of the picture that is on the screen. */
  seen(margin = 0) {
    const start = this.world(-margin, -margin);
    const end = this.world(this.width + margin, this.height + margin);
    return { left: start.x, top: start.y, right: end.x, bottom: end.y };
  }

  /** Pans just enough to bring a point of the picture into view. */
  reveal(x, y, margins) {
    const at = this.screen(x, y);
    const pad = 30;
    const dx = clamp(at.x, pad, this.width - pad) - at.x;
    const dy = clamp(at.y, margins.top + pad, this.height - margins.bottom - pad) - at.y;
    if (dx || dy) this.pan(dx, dy);
  }
}
