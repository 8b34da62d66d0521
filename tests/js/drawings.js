/**
 * What ui/canvas/payload.py sends for a network of layers of these sizes, fully connected: slots of weights first.
 * @param {number[]} sizes
 * @param {{names?: string[], skips?: string[], cut?: string[], blocks?: number[]}} [how]
 *   names: of the inputs; skips: ids of connections that pass over a layer; cut: ids of connections taken away;
 *   blocks: layers that are too large to draw
 */
export function payload(sizes, { names = [], skips = [], cut = [], blocks = [] } = {}) {
  let flat = 0;
  let slot = 0;
  const connections = [];
  for (let layer = 1; layer < sizes.length; layer += 1) {
    if (blocks.includes(layer) || blocks.includes(layer - 1)) continue;
    for (let from = 0; from < sizes[layer - 1]; from += 1) {
      for (let to = 0; to < sizes[layer]; to += 1) {
        const id = `${layer - 1}.${from}>${layer}.${to}`;
        if (!cut.includes(id)) connections.push({ id, slot: slot++, weight: slot / 8, pinned: false, skip: false });
      }
    }
  }
  for (const id of skips) connections.push({ id, slot: slot++, weight: 1, pinned: false, skip: true });
  const layers = sizes.map((size, layer) => {
    const unit = (index) => {
      const shared = { id: `${layer}.${index}`, flat: flat++, z: flat, a: -flat };
      if (layer === 0) return { ...shared, name: names[index] ?? `x${index + 1}` };
      return { ...shared, slot: slot++, bias: slot / 8, biasPinned: false };
    };
    const block = blocks.includes(layer);
    const units = block ? [] : Array.from({ length: size }, (_, index) => unit(index));
    return { label: `Layer ${layer}`, activation: layer ? "tanh" : "linear", size, block, units };
  });
  return { version: 1, layers, connections, cut: cut.map((id) => ({ id })) };
}
