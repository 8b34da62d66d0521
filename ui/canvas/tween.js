/** Moves numbers from what is shown to what is true, one frame of the screen at a time. */

export class Tween {
  /** @param {(theta: Float32Array, a: Float32Array, done: boolean) => void} paint */
  constructor(paint) {
    this.paint = paint;
    this.frame = 0;
  }

  /**
   * @param {{theta: Float32Array, a: Float32Array}|null} from what is shown
   * @param {{theta: Float32Array, a: Float32Array}} to
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

function mix(out, from, to, share) {
  for (let i = 0; i < out.length; i += 1) out[i] = from[i] + share * (to[i] - from[i]);
}
