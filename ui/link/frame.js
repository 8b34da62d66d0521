/** Reads what ui/link/frame.py packs. */

const READERS = { f4: Float32Array, u1: Uint8Array };
const text = new TextDecoder();

/** @typedef {[name: string, type: keyof typeof READERS, shape: number[], offset: number]} Entry of the header's arrays */

/**
 * @param {Uint8Array} bytes at any alignment, as Streamlit delivers them
 * @returns {{header: any, arrays: Record<string, {data: any, shape: number[]}>}} data: a Float32Array or Uint8Array
 */
export function unpack(bytes) {
  const buffer = bytes.slice().buffer; // aligned, and ours to keep
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(text.decode(new Uint8Array(buffer, 4, length)));
  /** @type {Record<string, {data: any, shape: number[]}>} */
  const arrays = {};
  for (const [name, type, shape, offset] of /** @type {Entry[]} */ (header.arrays)) {
    const count = shape.reduce((product, side) => product * side, 1);
    arrays[name] = { data: new READERS[type](buffer, 4 + length + offset, count), shape };
  }
  return { header, arrays };
}
