/** How the size and the sign of a number look: a tone for CSS, a share of colour, the width of a line. */

export const MOST_WIDTH = 6;

/** @param {number} value @returns {"neg"|"pos"|"zero"} */
export function toneOf(value) {
  return value < 0 ? "neg" : value > 0 ? "pos" : "zero";
}

/** Per cent of colour in a fill: 0 for zero, never more than `most`. @param {number} value @param {number} most */
export function shareOf(value, most) {
  return Math.round(most * (1 - Math.exp(-Math.abs(value || 0) / 1.5)));
}

/** Width on the screen of a weight, in pixels: grows with its size, never past MOST_WIDTH. @param {number} weight */
export function widthOf(weight) {
  const size = Math.abs(weight);
  return Number.isFinite(size) ? 0.8 + (5.2 * size) / (size + 1.6) : MOST_WIDTH;
}
