/** A Plotly chart that changes in place. */

import { Plotly } from "./plotly.js";

/** @typedef {{figure: PlotlyFigure, label: string, height: number}} Data */

export const styles = ["./chart.css"];

const CONFIG = { displaylogo: false, responsive: true, displayModeBar: false, doubleClick: "reset" };

export default class Chart {
  /** @param {StreamlitComponent<Data>} component */
  constructor(component) {
    this.root = document.createElement("div");
    this.root.setAttribute("role", "img");
    component.parentElement.append(this.root);
    this.resizer = new ResizeObserver(() => {
      if ("data" in this.root && this.root.offsetWidth) Plotly.Plots.resize(this.root);
    });
    this.resizer.observe(this.root);
  }

  /** @param {StreamlitComponent<Data>} component */
  update({ data }) {
    const { figure, label, height } = data;
    this.root.setAttribute("aria-label", label);
    this.root.style.height = `${height}px`;
    return Plotly.react(this.root, figure.data, figure.layout, CONFIG);
  }

  destroy() {
    this.resizer.disconnect();
    Plotly.purge(this.root);
  }
}
