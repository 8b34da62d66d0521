/** The numbers that a hand can change: a weight, a bias, an input's value. */

import { nameOf } from "./words.js";

/**
 * @typedef {{kind: "set_weight"|"set_bias"|"set_input", label: string, long: string, place: "theta"|"a", slot: number,
 *   fields: (value: number) => object}} Field
 *   place: "theta" or "a", the array that holds the number, at index slot
 */

/** @returns {Field} */
export function weightField(connection, model) {
  const ends = `${nameOf(connection.source, model)} to ${nameOf(connection.target, model)}`;
  return {
    kind: "set_weight",
    label: "Weight",
    long: `weight from ${ends}`,
    place: "theta",
    slot: connection.slot,
    fields: (value) => ({ id: connection.id, value }),
  };
}

/** @returns {Field} */
export function unitField(unit, model) {
  if (unit.role === "input") {
    return {
      kind: "set_input",
      label: "Value",
      long: `input ${unit.name}`,
      place: "a",
      slot: unit.flat,
      fields: (value) => ({ index: unit.index, value }),
    };
  }
  return {
    kind: "set_bias",
    label: "Bias",
    long: `bias of ${nameOf(unit, model)}`,
    place: "theta",
    slot: unit.slot,
    fields: (value) => ({ id: unit.id, value }),
  };
}

/** How much one pixel of dragging is: 0.02 near zero, a hundredth of what is large. */
export function stepOf(value) {
  const size = Math.abs(value);
  return size < 10 ? 0.02 : 10 ** (Math.floor(Math.log10(size)) - 2);
}

/** Rounds away the dust of adding up steps: 0.1 + 0.2 is 0.3 here. */
export function tidy(value) {
  return Number(value.toPrecision(10)) === 0 ? 0 : Number(Number(value.toPrecision(10)).toFixed(6));
}

/** What an arrow key adds: ±0.1, with Shift ±1, with Alt ±0.01. */
export function arrowStep(event) {
  const size = event.shiftKey ? 1 : event.altKey ? 0.01 : 0.1;
  if (event.key === "ArrowUp" || event.key === "ArrowRight") return size;
  if (event.key === "ArrowDown" || event.key === "ArrowLeft") return -size;
  return 0;
}
