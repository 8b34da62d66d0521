/** Moves numbers smoothly from the values on the screen to new ones, a step in each frame of the screen. */

/** @typedef {{theta: Float32Array, a: Float32Array}} Shown the values that are moved */

export class Tween {
  /** @param {(theta: Float32Array, a: Float32Array, done: boolean) => void} paint */
  constructor(paint) {
    this.paint = paint;
    this.frame = 0;
  }

  /**
   * @param {Shown|null} from
   * @param {Shown} to
   * @param {number} ms 0 paints at once
   */
  run(from, to, ms) {
    cancelAnimationFrame(this.frame);
    if (!from || ms <= 0 || from.theta.length !== to.theta.length || from.a.length !== to.a.length) {
      this.paint(to.theta, to.a, true);
      return;
    }
    const start = performance.now();
    const theta = new Float32Array(to.theta.length);
    const a = new Float32Array(to.a.length);
    /** @param {number} now */
    const step = (now) => {
      const share = Math.min(1, (now - start) / ms);
      if (share === 1) {
        this.paint(to.theta, to.a, true);
        return;
      }
      mix(theta, from.theta, to.theta, share);
      mix(a, from.a, to.a, share);
      this.paint(theta, a, false);
      this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  stop() {
    cancelAnimationFrame(this.frame);
  }
}

/** @param {Float32Array} out @param {Float32Array} from @param {Float32Array} to @param {number} share */
function mix(out, from, to, share) {
  for (let i = 0; i < out.length; i += 1) out[i] = from[i] + share * (to[i] - from[i]);
}
