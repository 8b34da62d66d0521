/** An SVG as pixels. */

/** Pixels along a side that every browser's canvas has. */
const MOST_SIDE = 8192;

/** How many pixels an SVG gets at `scale`, or as many as a canvas has. @param {number} width @param {number} height @param {number} scale */
export function pixelsOf(width, height, scale) {
  const kept = Math.min(scale, MOST_SIDE / Math.max(width, height));
  return { width: Math.round(kept * width), height: Math.round(kept * height) };
}

/**
 * @param {string} text an SVG that needs nothing else
 * @param {{width: number, height: number}} size in pixels
 * @returns {Promise<Blob>}
 */
export async function pngOf(text, { width, height }) {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = Object.assign(new Image(), { src: address });
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large for this browser")))),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
