/** The numbers that can be changed on the drawing: a weight, a bias, an input's value. */

import { nameOf } from "./words.js";

/**
 * @typedef {import("./model.js").Unit} Unit
 * @typedef {import("./model.js").Connection} Connection
 * @typedef {import("./model.js").Model} Model
 * @typedef {{kind: "set_weight"|"set_bias"|"set_input", label: string, long: string, place: "theta"|"a", slot: number,
 *   fields: (value: number) => object}} Field
 *   label, long: its name in the editor and for screen readers; place: the array that holds the number, at index slot;
 *   fields: what an edit says that sets it to a value
 */

/** @param {Connection} connection @param {Model} model @returns {Field} */
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

/** @param {Unit} unit @param {Model} model @returns {Field} */
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

/** How much one pixel of dragging is: 0.02 near zero, a hundredth of what is large. @param {number} value */
export function stepOf(value) {
  const size = Math.abs(value);
  return size < 10 ? 0.02 : 10 ** (Math.floor(Math.log10(size)) - 2);
}

/** Rounds away what adding up steps leaves: 0.1 + 0.2 is 0.3 here, and 0 is never −0. @param {number} value */
export function tidy(value) {
  return Number(Number(value.toPrecision(10)).toFixed(6)) || 0;
}

/** What an arrow key adds: ±0.1, with Shift ±1, with Alt ±0.01. @param {KeyboardEvent} event */
export function arrowStep(event) {
  const size = event.shiftKey ? 1 : event.altKey ? 0.01 : 0.1;
  if (event.key === "ArrowUp" || event.key === "ArrowRight") return size;
  if (event.key === "ArrowDown" || event.key === "ArrowLeft") return -size;
  return 0;
}
