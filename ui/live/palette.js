/** Colours of maps: a byte, 0 to 255 with 128 for zero, or several classes' bytes, to the colour of a pixel. */

const PALE = 0.25;

/** @param {string} hex #rrggbb @returns {number[]} red, green, blue */
function parts(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** @returns {Uint8ClampedArray} 256 × RGBA, from negative over zero to positive */
export function diverging(tokens) {
  return ramp(["negative", "negative_soft", "zero", "positive_soft", "positive"].map((name) => parts(tokens[name])));
}

/** The same, paler at its ends, so that points of the same hue stand out on it. @returns {Uint8ClampedArray} */
export function ground(tokens) {
  const end = (name) => between(parts(tokens[`${name}_soft`]), parts(tokens[name]), PALE);
  const half = (name) => between(parts(tokens.zero), parts(tokens[`${name}_soft`]), 0.6);
  return ramp([end("negative"), half("negative"), parts(tokens.zero), half("positive"), end("positive")]);
}

function between(from, to, share) {
  return from.map((part, index) => part + share * (to[index] - part));
}

function ramp(stops) {
  const palette = new Uint8ClampedArray(1024);
  for (let byte = 0; byte < 256; byte += 1) {
    const at = (byte / 255) * 4;
    const low = Math.min(3, Math.floor(at));
    for (let part = 0; part < 3; part += 1) {
      palette[4 * byte + part] = stops[low][part] + (at - low) * (stops[low + 1][part] - stops[low][part]);
    }
    palette[4 * byte + 3] = 255;
  }
  return palette;
}

/** Two regions without a transition. @returns {Uint8ClampedArray} 256 × RGBA */
export function sides(tokens) {
  const palette = new Uint8ClampedArray(1024);
  const below = parts(tokens.negative_soft);
  const above = parts(tokens.positive_soft);
  for (let byte = 0; byte < 256; byte += 1) palette.set([...(byte < 128 ? below : above), 255], 4 * byte);
  return palette;
}

/** Colours of regions, one a class, softened towards the ground. */
export function regions(tokens) {
  return tokens.classes.map((hex) => between(parts(tokens.zero), parts(hex), 0.45));
}
