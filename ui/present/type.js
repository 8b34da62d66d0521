/** Type in Plotly's charts, which no style sheet reaches: larger while the tab presents. */

import { stage } from "./stage.js";

/** How many times larger the type of a layout is than Python made it. @type {WeakMap<object, number>} */
const grown = new WeakMap();

/**
 * Makes the type of a figure as large as the page's, in place, as Plotly writes into its layout.
 * @template {PlotlyFigure} Figure
 * @param {Figure} figure
 * @returns {Figure}
 */
export function sized(figure) {
  const factor = stage.grow / (grown.get(figure.layout) ?? 1);
  if (factor === 1) return figure;
  grown.set(figure.layout, stage.grow);
  enlarge(figure.layout, factor);
  for (const trace of figure.data) enlarge(trace, factor);
  return figure;
}

/**
 * Multiplies every size of type, and the room around a chart.
 * @param {Record<string, any>} values
 * @param {number} factor
 */
export function enlarge(values, factor) {
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) value.filter(isPlain).forEach((one) => enlarge(one, factor));
    else if (!isPlain(value)) continue;
    else if (name === "margin") scale(value, ["l", "r", "t", "b"], factor);
    else if (name.endsWith("font")) scale(value, ["size"], factor);
    else enlarge(value, factor);
  }
}

/** @param {Record<string, any>} values @param {string[]} names @param {number} factor */
function scale(values, names, factor) {
  for (const name of names) {
    if (typeof values[name] === "number") values[name] = Math.round(values[name] * factor * 1000) / 1000;
  }
}

/** @param {unknown} value */
function isPlain(value) {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
