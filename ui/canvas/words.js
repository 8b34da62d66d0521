/** Names and sentences: what a screen reader says, and what the tooltip shows. */

import { full, product, short } from "./format.js";

const MOST_SOURCES = 8;

/** "x1", "hidden 1 neuron 2", "output y". */
export function nameOf(unit, model) {
  if (unit.role === "input") return unit.name;
  if (unit.role === "output") return `output ${unit.name}`;
  return `${model.layers[unit.layer].label.toLowerCase()} neuron ${unit.index + 1}`;
}

/** The accessible name of a unit: what it is, its values, what feeds it. */
export function describeUnit(unit, model, { theta, a }) {
  if (unit.role === "input") return `input ${unit.name}, value ${short(a[unit.flat])}`;
  const parts = [
    nameOf(unit, model),
    `bias ${short(theta[unit.slot])}${unit.pinned ? " pinned" : ""}`,
    `output ${short(a[unit.flat])}`,
  ];
  const sources = model.incoming.get(unit.id);
  const from = sources
    .slice(0, MOST_SOURCES)
    .map(({ source, slot }) => `from ${nameOf(source, model)} weight ${short(theta[slot])}`);
  if (sources.length > MOST_SOURCES) from.push(`and ${sources.length - MOST_SOURCES} more`);
  if (!sources.length) from.push("nothing feeds it");
  return `${parts.join(", ")}; ${from.join(", ")}`;
}

/** The accessible name of a connection. */
export function describeConnection(connection, model, { theta, a }) {
  const ends = `from ${nameOf(connection.source, model)} to ${nameOf(connection.target, model)}`;
  if (connection.cut) return `cut connection ${ends}`;
  const pinned = connection.pinned ? ", pinned" : "";
  const weight = theta[connection.slot];
  return `${connection.skip ? "skip connection" : "connection"} ${ends}, weight ${short(weight)}${pinned}, ${product(a[connection.source.flat], weight)}`;
}

/** Lines of the tooltip: the values in full. */
export function tooltipOf(item, model, { theta, z, a, slope }) {
  if (item.source) {
    const ends = `${nameOf(item.source, model)} → ${nameOf(item.target, model)}`;
    if (item.cut) return [ends, "cut; click to restore"];
    const lines = [
      ends,
      `weight ${full(theta[item.slot])}`,
      `a × w: ${product(a[item.source.flat], theta[item.slot])}`,
    ];
    if (slope) lines.push(`slope ${full(slope[item.slot])}`);
    return lines;
  }
  if (item.role === "input") return [nameOf(item, model), `value ${full(a[item.flat])}`];
  const lines = [
    nameOf(item, model),
    `weighted sum z ${full(z[item.flat])}`,
    `output a ${full(a[item.flat])}`,
    `bias ${full(theta[item.slot])}`,
  ];
  if (slope) lines.push(`slope of the bias ${full(slope[item.slot])}`);
  return lines;
}

/** What the outputs are, for the announcement after an edit. */
export function describeOutputs(model, { a }) {
  const outputs = model.layers.at(-1).units.slice(0, 4);
  return outputs.map((unit) => `${nameOf(unit, model)} ${short(a[unit.flat])}`).join(", ");
}
