/** Colours of maps: a byte, 0 to 255 with 128 for zero, or several classes' bytes, to the colour of a pixel. */

/** @import { Tokens } from "../tokens.js" */

/** How far the ends of the ground go from the soft colour towards the full one. */
const PALE = 0.25;

/** From negative over zero to positive. @param {Tokens} tokens @returns {Uint8ClampedArray} 256 × RGBA */
export function diverging(tokens) {
  const { negative, negative_soft, zero, positive_soft, positive } = tokens;
  return ramp([negative, negative_soft, zero, positive_soft, positive].map(rgb));
}

/**
 * The same, paler at its ends, so that points of the same hue stand out on it.
 * @param {Tokens} tokens
 * @returns {Uint8ClampedArray} 256 × RGBA
 */
export function ground(tokens) {
  const zero = rgb(tokens.zero);
  const [below, above] = [rgb(tokens.negative_soft), rgb(tokens.positive_soft)];
  return ramp([
    between(below, rgb(tokens.negative), PALE),
    between(zero, below, 0.6),
    zero,
    between(zero, above, 0.6),
    between(above, rgb(tokens.positive), PALE),
  ]);
}

/** Two sides without a transition. @param {Tokens} tokens @returns {Uint8ClampedArray} 256 × RGBA */
export function sides(tokens) {
  const [below, above] = [rgb(tokens.negative_soft), rgb(tokens.positive_soft)];
  return palette((byte) => (byte < 128 ? below : above));
}

/** Colours of regions, one a class, softened towards zero's. @param {Tokens} tokens @returns {number[][]} */
export function regions(tokens) {
  return tokens.classes.map((hex) => between(rgb(tokens.zero), rgb(hex), 0.45));
}

/** Evenly from one colour to the next. @param {number[][]} stops five of them */
function ramp(stops) {
  return palette((byte) => {
    const at = (byte / 255) * 4;
    const low = Math.min(3, Math.floor(at));
    return between(stops[low], stops[low + 1], at - low);
  });
}

/** @param {(byte: number) => number[]} colourOf */
function palette(colourOf) {
  const colours = new Uint8ClampedArray(1024);
  for (let byte = 0; byte < 256; byte += 1) colours.set([...colourOf(byte), 255], 4 * byte);
  return colours;
}

/** @param {number[]} from @param {number[]} to @param {number} share */
function between(from, to, share) {
  return from.map((part, index) => part + share * (to[index] - part));
}

/** @param {string} hex #rrggbb @returns {number[]} red, green, blue */
function rgb(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
