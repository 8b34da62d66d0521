/**
 * How fast training plays: from one sample at a time to as fast as the machine can.
 *
 * every: milliseconds from one unit to the next; 0 leaves out the waiting.
 * @typedef {{unit: "sample"|"step"|"epoch", every: number, label: string}} Speed
 */

/** @type {Speed[]} */
export const SPEEDS = [
  { unit: "sample", every: 1500, label: "sample by sample, slowly" },
  { unit: "sample", every: 400, label: "sample by sample" },
  { unit: "step", every: 800, label: "step by step, slowly" },
  { unit: "step", every: 150, label: "step by step" },
  { unit: "epoch", every: 1000, label: "1 epoch/s" },
  { unit: "epoch", every: 200, label: "5 epochs/s" },
  { unit: "epoch", every: 50, label: "20 epochs/s" },
  { unit: "epoch", every: 20, label: "50 epochs/s" },
  { unit: "epoch", every: 4, label: "250 epochs/s" },
  { unit: "epoch", every: 0, label: "as fast as possible" },
];

export const USUAL = 7;

/** Milliseconds between two requests at the least; the screen tweens in between. */
export const FASTEST = 34;

const LONGEST = 1000;

/** Turns the time that passes into samples, steps or epochs that are due. */
export class Pace {
  constructor() {
    this.speed = SPEEDS[USUAL];
    this.due = 0;
    this.last = 0;
  }

  /** Training starts now: the first unit is due at once. @param {number} now in milliseconds */
  start(now) {
    this.last = now;
    this.due = 1;
  }

  /** Another speed while training. @param {Speed} speed */
  change(speed) {
    this.speed = speed;
    this.due = 1;
  }

  /**
   * What to ask for now.
   * @param {number} now in milliseconds
   * @returns {{unit: string, count: number}|null} count 0: as many as time allows
   */
  take(now) {
    const { unit, every } = this.speed;
    if (every === 0) return { unit, count: 0 };
    this.due += Math.min(now - this.last, LONGEST) / every;
    this.last = now;
    const count = Math.floor(this.due + 1e-6);
    this.due -= count;
    return count > 0 ? { unit, count } : null;
  }

  /**
   * Milliseconds from now until the next request should leave.
   * @param {number} now
   * @param {number} asked when the last one left
   * @param {number} [fastest] milliseconds between two; more where many learn on one server
   */
  wait(now, asked, fastest = FASTEST) {
    const rest = this.speed.every === 0 ? 0 : this.speed.every * (1 - this.due) - (now - this.last);
    return Math.max(rest, fastest - (now - asked), 0);
  }
}
