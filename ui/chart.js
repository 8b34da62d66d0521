/** A Plotly chart that changes in place. */

import { html } from "./canvas/svg.js";
import { plotly, purge } from "./plotly.js";
import { stage } from "./present/stage.js";
import { sized } from "./present/type.js";
import { titleOf } from "./share/chart-files.js";
import { SaveButton } from "./share/save-button.js";

/** @typedef {{figure: PlotlyFigure, label: string, height: number}} Data */

export const styles = ["chart.css", "share/save-button.css"];

const CONFIG = { displaylogo: false, responsive: true, displayModeBar: false, doubleClick: "reset" };

export default class Chart {
  /** @param {StreamlitComponent<Data>} component */
  constructor(component) {
    this.root = html("div", { role: "img" });
    const frame = html("div", {}, [this.root]);
    component.parentElement.append(frame);
    new SaveButton(frame, () => this.#shown());
    /** What is to be drawn: the newest that came while Plotly was on its way. @type {Data|null} */
    this.due = null;
    this.resizer = new ResizeObserver(() => {
      if ("data" in this.root && this.root.offsetWidth) plotly().then((Plotly) => Plotly.Plots.resize(this.root));
    });
    this.resizer.observe(this.root);
    this.grow = stage.grow;
    this.unfollow = stage.follow(() => {
      if (this.due && this.grow !== stage.grow) this.#draw(this.due);
    });
  }

  /** @param {StreamlitComponent<Data>} component */
  async update({ data }) {
    this.root.setAttribute("aria-label", data.label);
    this.due = data;
    await this.#draw(data);
  }

  /** @param {Data} data */
  async #draw(data) {
    this.grow = stage.grow;
    const height = Math.round(data.height * stage.grow);
    this.root.style.height = `${height}px`;
    const Plotly = await plotly();
    if (this.due !== data) return; // a newer one is drawn
    const { figure } = data;
    sized(figure).layout.height = height;
    await Plotly.react(this.root, figure.data, figure.layout, CONFIG);
  }

  /** What is saved: the chart as the reader has zoomed it. @returns {import("./share/save-button.js").Shown} */
  #shown() {
    const { data, layout } = /** @type {any} */ (this.root);
    return data && { figure: { data, layout }, words: [titleOf(layout, this.root.ariaLabel ?? "chart")] };
  }

  destroy() {
    this.unfollow();
    this.resizer.disconnect();
    this.due = null;
    purge(this.root);
  }
}
