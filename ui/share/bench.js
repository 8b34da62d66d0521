/** How large a drawing is drawn that is to be saved. */

/** Pixels of the bench: as on a screen, or as high as numbers in neurons need, unless there are too many. */
const BENCH = { width: 960, height: 600, most: 2400, neuron: 80, around: 130, slant: 1.5 };

/**
 * The size of the bench for a drawing.
 * @param {import("../canvas/model.js").Payload} payload
 * @param {boolean} numbers whether they are to be read
 */
export function benchFor({ layers }, numbers) {
  const { width, height, most, neuron, around, slant } = BENCH;
  const tallest = Math.max(1, ...layers.map(({ units }) => units.length));
  const needed = tallest * neuron + around;
  if (!numbers || needed < height || needed > most) return { width, height };
  return { width: Math.max(width, Math.round(needed * slant)), height: needed };
}
