/**
 * How often something is drawn: one rule for all that is drawn again and again.
 *
 * What it takes is measured each time, and it is drawn as often as its share of the time allows. On a screen that can't
 * keep up, everything takes longer than the script that draws it, so `load` counts that in. A weak machine draws less
 * of what is dear and all of what is cheap.
 */

const SMOOTHING = 0.3;
const USUAL = 17; // milliseconds between two pictures of a screen that keeps up

/** Milliseconds between two pictures of the screen while something moves: a running mean. */
export const screen = {
  gap: USUAL,
  /** @param {number} gap */
  saw(gap) {
    if (gap < 1000) this.gap += 0.05 * (gap - this.gap);
  },
  /** How much longer than its script a drawing takes. */
  get load() {
    return Math.max(1, this.gap / USUAL);
  },
};

export class Price {
  /**
   * @param {number} share of the time that it may take
   * @param {number} [least] milliseconds from one time to the next, however cheap it is
   * @param {number} [most] milliseconds, however dear
   */
  constructor(share, least = 0, most = 1000) {
    this.share = share;
    this.least = least;
    this.most = most;
    /** Milliseconds of script that it takes: a running mean. */
    this.cost = 0;
    this.at = -Infinity;
  }

  /** Milliseconds from one time to the next. */
  get pause() {
    return Math.min(Math.max((this.cost * screen.load) / this.share, this.least), this.most);
  }

  /** Whether it is time again. @param {number} [now] */
  due(now = performance.now()) {
    return now - this.at >= this.pause;
  }

  /** Draws it, and takes the time. @param {() => void} draw */
  pay(draw) {
    this.at = performance.now();
    draw();
    this.cost += SMOOTHING * (performance.now() - this.at - this.cost);
  }
}
