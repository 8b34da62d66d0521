/** Points as a stroke leaves them on the plane, until the data bring them: added, moved and taken away at once. */

/** @import { Plane } from "./plane.js" */
/** @typedef {[number, number]} Place */

export class Sketch {
  /** @param {Plane} plane */
  constructor(plane) {
    this.plane = plane;
  }

  /** @param {Place} place @param {string[]|null} look colour and symbol of a class, null for a value @param {number} value */
  add([x, y], look, value) {
    if (!this.plane.drawn) return;
    const [{ x: across, y: up, marker, customdata }] = this.#traces;
    across.push(x);
    up.push(y);
    customdata?.push(-1);
    if (Array.isArray(marker.color)) marker.color.push(look ? look[0] : value);
    if (Array.isArray(marker.symbol) && look) marker.symbol.push(look[1]);
    this.plane.redraw();
  }

  /** Takes all points away. */
  clear() {
    this.#keep(() => false);
  }

  /** Takes points around a place away; returns whether there were any. @param {Place} place @param {number} radius */
  erase([x, y], radius) {
    return this.#keep((px, py) => Math.hypot(px - x, py - y) > radius);
  }

  /** @param {Place} from @param {Place} to */
  shift(from, to) {
    for (const trace of this.#traces) {
      trace.x.forEach((x, i) => {
        if (x === from[0] && trace.y[i] === from[1]) [trace.x[i], trace.y[i]] = to;
      });
    }
    this.plane.redraw();
  }

  /** The point nearest to a place, null where none is near. @param {Place} place @param {number} reach in pixels */
  nearest([x, y], reach) {
    const { xaxis, yaxis } = this.plane.layout;
    const box = this.plane.window.getBoundingClientRect();
    const across = box.width / (xaxis.range[1] - xaxis.range[0]);
    const up = box.height / (yaxis.range[1] - yaxis.range[0]);
    /** @type {Place|null} */
    let found = null;
    let least = reach;
    for (const trace of this.#traces) {
      for (let i = 0; i < trace.x.length; i += 1) {
        const away = Math.hypot(across * (trace.x[i] - x), up * (trace.y[i] - y));
        if (away < least) [found, least] = [[trace.x[i], trace.y[i]], away];
      }
    }
    return found;
  }

  /** Points that train, points that are held out, and the rings around those that are wrong. */
  get #traces() {
    if (!this.plane.drawn) return [];
    const { figure, index } = this.plane.drawn;
    return [figure.data[index.train], figure.data[index.test], figure.data[index.wrong]];
  }

  /** @param {(x: number, y: number) => boolean} keeps @returns {boolean} whether any is gone */
  #keep(keeps) {
    let gone = false;
    for (const trace of this.#traces) {
      const kept = trace.x.map((x, i) => keeps(x, trace.y[i]));
      if (kept.every(Boolean)) continue;
      gone = true;
      const some = (/** @type {any} */ values) =>
        Array.isArray(values) ? values.filter((_, /** @type {number} */ i) => kept[i]) : values;
      Object.assign(trace, { x: some(trace.x), y: some(trace.y), customdata: some(trace.customdata) });
      Object.assign(trace.marker, { color: some(trace.marker.color), symbol: some(trace.marker.symbol) });
    }
    if (gone) this.plane.redraw();
    return gone;
  }
}
