/** A Plotly chart that changes in place. */

import { plotly, purge } from "./plotly.js";

/** @typedef {{figure: PlotlyFigure, label: string, height: number}} Data */

export const styles = ["chart.css"];

const CONFIG = { displaylogo: false, responsive: true, displayModeBar: false, doubleClick: "reset" };

export default class Chart {
  /** @param {StreamlitComponent<Data>} component */
  constructor(component) {
    this.root = document.createElement("div");
    this.root.setAttribute("role", "img");
    component.parentElement.append(this.root);
    /** What is to be drawn: the newest that came while Plotly was on its way. @type {Data|null} */
    this.due = null;
    this.resizer = new ResizeObserver(() => {
      if ("data" in this.root && this.root.offsetWidth) plotly().then((Plotly) => Plotly.Plots.resize(this.root));
    });
    this.resizer.observe(this.root);
  }

  /** @param {StreamlitComponent<Data>} component */
  async update({ data }) {
    this.root.setAttribute("aria-label", data.label);
    this.root.style.height = `${data.height}px`;
    this.due = data;
    const Plotly = await plotly();
    if (this.due !== data) return; // a newer one is drawn
    await Plotly.react(this.root, data.figure.data, data.figure.layout, CONFIG);
  }

  destroy() {
    this.resizer.disconnect();
    this.due = null;
    purge(this.root);
  }
}
