/** Plotly's charts inside a component: they are kept and redrawn in place. */

import { sized } from "../present/type.js";
import { isHere, plotlyInTime, purge } from "../plotly.js";

/**
 * A figure of ui/figures as JSON, whose layout holds Plotly's values.
 * @typedef {{data: Trace[], layout: any}} Figure
 *
 * A set of points or a line in it.
 * @typedef {{name: string, uid?: string, x: number[], y: number[], customdata?: number[], marker?: any, text?: string[], visible?: boolean}} Trace
 *
 * The element that Plotly draws into; it gets `layout` and `on` with the first drawing.
 * @typedef {HTMLElement & {layout?: any, on?: (event: string, act: (event: any) => void) => void}} Chart
 */

const CONFIG = { displaylogo: false, displayModeBar: false };
const STYLE = "plotly.js-style-global";
/** @type {WeakSet<Node>} */
const styled = new WeakSet();

/** Charts that wait for Plotly, each with the newest figure that it was given. @type {Map<Chart, Figure>} */
const waiting = new Map();

/**
 * Draws a figure into a chart, as large as the chart is; the newest one once Plotly is here.
 * @param {Chart} chart
 * @param {Figure} figure
 * @param {"reset"|"autosize"} doubleClick what undoes a zoom
 * @returns {Promise<unknown>}
 */
export async function redraw(chart, figure, doubleClick) {
  if (figure.layout.template) flatten(figure.layout);
  if (!isHere()) {
    const first = !waiting.has(chart);
    waiting.set(chart, figure);
    if (!first || !(await arrived(chart))) return;
    figure = waiting.get(chart) ?? figure;
    waiting.delete(chart);
    if (!chart.isConnected) return;
  }
  const Plotly = /** @type {any} */ (globalThis).Plotly;
  if (!chart.layout) takeStyle(chart);
  sized(figure);
  Object.assign(figure.layout, { width: chart.clientWidth, height: chart.clientHeight });
  await Plotly.react(chart, figure.data, figure.layout, { ...CONFIG, doubleClick });
}

/** Whether Plotly has come; the chart says so where it hasn't. @param {Chart} chart */
async function arrived(chart) {
  try {
    await plotlyInTime();
    return true;
  } catch {
    chart.textContent = "The chart could not be loaded. Reload the page to try again.";
    waiting.delete(chart);
    return false;
  }
}

/** @param {Chart} chart */
export function discard(chart) {
  waiting.delete(chart);
  purge(chart);
}

/**
 * plotly.js puts its style into the document, out of reach of a component's shadow root: copy it there.
 * @param {Chart} chart
 */
function takeStyle(chart) {
  const root = chart.getRootNode();
  const style = /** @type {HTMLStyleElement|null} */ (document.getElementById(STYLE));
  const rules = style?.sheet?.cssRules;
  if (!rules || !(root instanceof ShadowRoot) || styled.has(root)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(Array.from(rules, (rule) => rule.cssText).join("\n"));
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  styled.add(root);
}

/**
 * Copies the template's layout into the figure's own: looking things up in a template takes a fifth of each redraw.
 * @param {any} layout
 */
function flatten(layout) {
  const { layout: defaults } = layout.template;
  delete layout.template;
  addDefaults(layout, defaults);
}

/** @param {Record<string, any>} values @param {Record<string, any>} defaults */
function addDefaults(values, defaults) {
  for (const [name, value] of Object.entries(defaults)) {
    if (!(name in values)) values[name] = value;
    else if (isPlain(value) && isPlain(values[name])) addDefaults(values[name], value);
  }
}

/** @param {unknown} value */
function isPlain(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
