/** Names and sentences: what a screen reader says, and what the tooltip shows. */

import { full, product, short } from "./format.js";
import { isConnection } from "./model.js";

/** @typedef {import("./model.js").Connection} Connection */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Unit} Unit */
/** @typedef {import("./model.js").Values} Values */

const MOST_SOURCES = 8;
const MOST_OUTPUTS = 4;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Invisible characters that turn the direction of what follows. */
const TURNS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A name that can stand in a sentence: it never turns the numbers next to it around. @param {string} name */
export function isolated(name) {
  const plain = name.replace(TURNS, "");
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** What the units of a layer are. @param {{role: import("./model.js").Role}} layer */
export function unitWord({ role }) {
  return role === "input" ? "input" : "neuron";
}

/** "x1", "hidden 1 neuron 2", "output y". @param {Unit} unit @param {Model} model */
export function nameOf(unit, model) {
  if (unit.role === "input") return isolated(unit.name);
  if (unit.role === "output") return `output ${isolated(unit.name)}`;
  return `${model.layers[unit.layer].label.toLowerCase()} neuron ${unit.index + 1}`;
}

/** "x1 to output y". @param {Connection} connection @param {Model} model @param {string} [between] */
export function endsOf({ source, target }, model, between = "to") {
  return `${nameOf(source, model)} ${between} ${nameOf(target, model)}`;
}

/** The accessible name of a unit or a connection. @param {Unit|Connection} item @param {Model} model @param {Values} values */
export function describe(item, model, values) {
  return isConnection(item) ? describeConnection(item, model, values) : describeUnit(item, model, values);
}

/**
 * What a unit is, its values, what feeds it.
 * @param {Unit} unit
 * @param {Model} model
 * @param {Values} values
 */
function describeUnit(unit, model, { theta, a }) {
  if (unit.role === "input") return `input ${nameOf(unit, model)}, value ${short(a[unit.flat])}`;
  const parts = [
    nameOf(unit, model),
    `bias ${short(theta[unit.slot])}${unit.pinned ? " pinned" : ""}`,
    `output ${short(a[unit.flat])}`,
  ];
  const connections = model.into(unit);
  const from = connections
    .slice(0, MOST_SOURCES)
    .map(({ source, slot }) => `from ${nameOf(source, model)} weight ${short(theta[slot])}`);
  if (connections.length > MOST_SOURCES) from.push(`and ${connections.length - MOST_SOURCES} more`);
  if (!connections.length) from.push("nothing feeds it");
  return `${parts.join(", ")}; ${from.join(", ")}`;
}

/**
 * @param {Connection} connection
 * @param {Model} model
 * @param {Values} values
 */
function describeConnection(connection, model, { theta, a }) {
  const ends = `from ${endsOf(connection, model)}`;
  if (connection.cut) return `cut connection ${ends}`;
  const kind = connection.skip ? "skip connection" : "connection";
  const pinned = connection.pinned ? ", pinned" : "";
  const weight = theta[connection.slot];
  return `${kind} ${ends}, weight ${short(weight)}${pinned}, ${product(a[connection.source.flat], weight)}`;
}

/**
 * Lines of the tooltip: the values in full.
 * @param {Unit|Connection} item
 * @param {Model} model
 * @param {Values} values
 * @returns {string[]}
 */
export function tooltipOf(item, model, values) {
  const { theta, z, a, derivative } = values;
  if (isConnection(item)) {
    const ends = endsOf(item, model, "→");
    if (item.cut) return [ends, "cut; click to restore"];
    const lines = [
      ends,
      `weight ${full(theta[item.slot])}`,
      `a × w: ${product(a[item.source.flat], theta[item.slot])}`,
    ];
    if (derivative) lines.push(`derivative ${full(derivative[item.slot])}`);
    return lines;
  }
  if (item.role === "input") return [nameOf(item, model), `value ${full(a[item.flat])}`];
  const lines = [
    nameOf(item, model),
    `weighted sum z ${full(z[item.flat])}`,
    `output a ${full(a[item.flat])}`,
    `bias ${full(theta[item.slot])}`,
  ];
  if (derivative) lines.push(`derivative by the bias ${full(derivative[item.slot])}`);
  return lines;
}

/** What the outputs are, for the announcement after an edit. @param {Model} model @param {Values} values */
export function describeOutputs(model, { a }) {
  const outputs = model.layers[model.layers.length - 1].units.slice(0, MOST_OUTPUTS);
  return outputs.map((unit) => `${nameOf(unit, model)} ${short(a[unit.flat])}`).join(", ");
}
