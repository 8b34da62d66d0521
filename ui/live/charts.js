/** Plotly's charts inside a component: they are kept and redrawn in place. */

import { Plotly } from "../plotly.js";

const CONFIG = { displaylogo: false, displayModeBar: false };
const STYLE = "plotly.js-style-global";

/** plotly.js puts its style into the document, out of reach of a component's shadow root: take it along. */
function dress(chart) {
  const root = chart.getRootNode();
  const rules = document.getElementById(STYLE)?.sheet?.cssRules;
  if (!rules || !(root instanceof ShadowRoot) || root.adoptedStyleSheets.length) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(Array.from(rules, (rule) => rule.cssText).join("\n"));
  root.adoptedStyleSheets = [sheet];
}

/**
 * Draws a figure into a chart, as large as the chart is.
 * @param {HTMLElement} chart @param {object} figure @param {"reset"|"autosize"} doubleClick what undoes a zoom
 */
export function redraw(chart, figure, doubleClick) {
  if (!chart.layout) dress(chart);
  if (figure.layout.template) flatten(figure.layout);
  Object.assign(figure.layout, { width: chart.clientWidth, height: chart.clientHeight });
  return Plotly.react(chart, figure.data, figure.layout, { ...CONFIG, doubleClick });
}

/** Puts a template's layout under the figure's own: looking things up in it takes a fifth of each redraw. */
function flatten(layout) {
  const { layout: below } = layout.template;
  delete layout.template;
  underlay(layout, below);
}

function underlay(over, below) {
  for (const [name, value] of Object.entries(below)) {
    if (!(name in over)) over[name] = value;
    else if (isPlain(value) && isPlain(over[name])) underlay(over[name], value);
  }
}

function isPlain(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function discard(chart) {
  Plotly.purge(chart);
}
