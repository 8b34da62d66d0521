/** The field in which a weight, a bias or an input's value is typed, dragged, stepped by arrow keys or slid. */

import { arrowStep, stepOf, tidy } from "./fields.js";
import { full, parse } from "./format.js";
import { html } from "./svg.js";

/** @typedef {import("./fields.js").Field} Field */

/**
 * Access to the numbers of the drawing.
 * @typedef {object} Numbers
 * @property {(field: Field) => number} read
 * @property {(field: Field, value: number, gesture: number) => void} set shows and reports a number
 * @property {() => number} nextGesture all changes under one gesture are undone together
 */

/**
 * @param {Field} field
 * @param {Numbers} numbers
 * @param {string} typed what has been typed already; it replaces the number
 * @param {() => void} onDone Enter has been pressed on a number
 * @returns {{element: HTMLElement, revert: () => void}} revert: sets the number it had at first
 */
export function numberField(field, numbers, typed, onDone) {
  const start = numbers.read(field);
  const gesture = numbers.nextGesture();
  let current = start;
  const label = html("span", { class: "scrub", text: field.label, title: "Drag sideways to change" });
  const input = html("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": field.long,
    value: typed || full(start),
    "data-field": field.kind,
  });
  const slider = sliderFor(field, start);
  const note = html("span", { class: "note", role: "alert" });

  /** @param {number} value @param {HTMLElement} [source] the control that shows it already */
  const set = (value, source) => {
    if (value !== current) numbers.set(field, (current = value), gesture);
    if (source !== input) input.value = full(value);
    if (source !== slider) slider.value = String(value);
    input.removeAttribute("aria-invalid");
    note.textContent = "";
  };
  const finish = () => {
    if (!Number.isNaN(parse(input.value))) return onDone();
    input.setAttribute("aria-invalid", "true");
    note.textContent = `“${input.value}” is not a number; try 0.5 or −2`;
  };

  input.addEventListener("input", () => {
    const value = parse(input.value);
    if (!Number.isNaN(value)) set(value, input);
  });
  input.addEventListener("keydown", (event) => {
    const vertical = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (vertical) set(tidy(current + arrowStep(event)));
    else if (event.key === "Enter") finish();
    else return;
    event.preventDefault();
  });
  slider.addEventListener("input", () => set(tidy(Number(slider.value)), slider));
  makeScrubber(label, () => current, set);
  if (!Number.isNaN(parse(typed))) set(parse(typed), input);
  const element = html("div", { class: "number" }, [html("div", { class: "row" }, [label, input]), slider, note]);
  return { element, revert: () => set(start) };
}

/** A slider around a number. @param {Field} field @param {number} value */
function sliderFor(field, value) {
  const span = Math.max(5, 2 * Math.abs(value));
  return html("input", {
    type: "range",
    min: -span,
    max: span,
    step: span > 20 ? span / 500 : 0.01,
    value,
    "aria-label": `${field.long}, slider`,
    tabindex: -1,
  });
}

/**
 * Lets a number be changed by dragging an element sideways.
 * @param {HTMLElement} element
 * @param {() => number} read
 * @param {(value: number) => void} write
 */
function makeScrubber(element, read, write) {
  /** @type {{x: number, value: number}|null} */
  let from = null;
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    from = { x: event.clientX, value: read() };
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (from) write(dragged(from.value, event.clientX - from.x, event));
  });
  const end = () => {
    from = null;
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
}

/**
 * A number after dragging `pixels` sideways: Shift ten times as fast, Alt ten times as fine.
 * @param {number} start
 * @param {number} pixels
 * @param {{shiftKey: boolean, altKey: boolean}} event
 */
export function dragged(start, pixels, event) {
  const step = stepOf(start) * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
  return tidy(Math.round((start + pixels * step) / step) * step);
}
