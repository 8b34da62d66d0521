/**
 * Puts what a frame brings of pictures and curves together with what is here; ui/live/sent.py leaves out what stays.
 *
 * @typedef {import("../link/conversation.js").Arrays} Arrays
 * @typedef {{number: number, on: number, parts: Record<string, "whole"|"added"|number>}} Difference
 */

const MOST_KEPT = 4; // frames that one may build upon: answers to two requests may be on their way at once

export class Received {
  constructor() {
    /** What was known after each frame. @type {Map<number, Arrays>} */
    this.states = new Map();
    /** The frame on which the next one may build; 0 for none. */
    this.number = 0;
  }

  /** All that is known now. @returns {Arrays} */
  get known() {
    return this.states.get(this.number) ?? {};
  }

  /**
   * @param {Difference} difference as the frame's header says it
   * @param {Arrays} arrays of the frame
   * @returns {Arrays} what is new, in full; nothing where the frame builds upon one that isn't here
   */
  take({ number, on, parts }, arrays) {
    const before = on ? this.states.get(on) : {};
    if (!before) {
      this.number = 0; // the next one brings everything
      return {};
    }
    /** @type {Arrays} */
    const fresh = {};
    for (const [name, how] of Object.entries(parts)) fresh[name] = joined(before[name], arrays[name], how);
    this.states.set(number, { ...before, ...fresh });
    this.number = number;
    for (const old of [...this.states.keys()].sort((a, b) => a - b).slice(0, -MOST_KEPT)) this.states.delete(old);
    return fresh;
  }
}

/**
 * @param {Arrays[string]} known
 * @param {Arrays[string]} array
 * @param {"whole"|"added"|number} how
 * @returns {Arrays[string]}
 */
function joined(known, array, how) {
  if (how === "whole") return array;
  if (how === "added") {
    const sum = array.data; // a frame's arrays are ours to change
    for (let i = 0; i < sum.length; i += 1) sum[i] += known.data[i]; // bytes wrap around
    return array;
  }
  const [rows, width] = [array.shape[0], how + array.shape[1]];
  const data = new Float32Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const start = row * known.shape[1];
    data.set(known.data.subarray(start, start + how), row * width);
    data.set(array.data.subarray(row * array.shape[1], (row + 1) * array.shape[1]), row * width + how);
  }
  return { data, shape: [rows, width] };
}
