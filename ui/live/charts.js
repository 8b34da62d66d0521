/** Plotly's charts inside a component: they are kept and redrawn in place. */

import { Plotly } from "../plotly.js";

const CONFIG = { displaylogo: false, displayModeBar: false, doubleClick: "reset" };
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

/** Draws a figure into a chart, as large as the chart is. @param {HTMLElement} chart @param {object} figure */
export function redraw(chart, figure) {
  if (!chart.layout) dress(chart);
  Object.assign(figure.layout, { width: chart.clientWidth, height: chart.clientHeight });
  return Plotly.react(chart, figure.data, figure.layout, CONFIG);
}

export function discard(chart) {
  Plotly.purge(chart);
}
