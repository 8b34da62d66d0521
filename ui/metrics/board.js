/**
 * The figures of a network, and one threshold that moves all of them. Every text and every place is computed in Python
 * for each threshold the slider offers (ui/core/metrics_board.py), so that moving it asks nobody.
 */

import { html, setText } from "../canvas/svg.js";
import { plotly, purge } from "../plotly.js";
import { stage } from "../present/stage.js";
import { sized } from "../present/type.js";
import { titleOf } from "../share/chart-files.js";
import { SaveButton } from "../share/save-button.js";
import { Follower } from "./follower.js";

/** @typedef {{name: string, help: string, why: string, cells: (string|string[])[]}} Line */
/** @typedef {{title: string, lines: Line[]}} Section */
/** @typedef {{key: string, name: string, rows: string}} Part */
/** @typedef {{part: string, classes: string[], counts: number[][][]}} Confusion */
/** @typedef {{figure: PlotlyFigure, label: string, height: number, moves: import("./follower.js").Move[]}} Chart */
/** @typedef {{label: string, texts: string[], usual: number}} Threshold */
/** @typedef {{threshold: Threshold|null, parts: Part[], sections: Section[], confusions: Confusion[], charts: Chart[]}} Data */

export const styles = ["chart.css", "share/save-button.css", "metrics/board.css"];

const CONFIG = { displaylogo: false, responsive: true, displayModeBar: false, doubleClick: "reset" };

export default class Board {
  /** @param {StreamlitComponent<Data>} component */
  constructor(component) {
    this.root = html("div", { class: "ns-metrics" });
    component.parentElement.append(this.root);
    /** What follows the threshold: called with its number. @type {((at: number) => void)[]} */
    this.followers = [];
    /** The number of the threshold in use, once there is one. @type {number|null} */
    this.at = null;
    this.frame = 0;
    /** What is to be drawn: the newest that came while Plotly was on its way. @type {Chart[]|null} */
    this.due = null;
    /** @type {Follower[]} */
    this.marks = [];
    /** @type {HTMLElement[]} */
    this.charts = [];
    this.resizer = new ResizeObserver(() => this.#resize());
    this.resizer.observe(this.root);
    /** @type {StreamlitComponent<Data>|null} */
    this.component = null;
    this.grow = stage.grow;
    this.unfollow = stage.follow(() => {
      if (this.component && this.grow !== stage.grow) this.update(this.component); // charts with other type
    });
  }

  /** @param {StreamlitComponent<Data>} component */
  async update(component) {
    const { data } = component;
    this.component = component;
    this.grow = stage.grow;
    this.#forget();
    this.due = data.charts;
    this.at ??= data.threshold?.usual ?? 0;
    this.root.classList.toggle("three", data.parts.length > 2);
    const slider = data.threshold ? [this.#slider(data.threshold)] : [];
    const confusions = data.confusions.map((confusion) => this.#confusion(confusion));
    this.root.replaceChildren(
      html("div", {}, [...slider, ...this.#table(data)]),
      html("div", { class: "pictures" }, [
        html("div", { class: "confusions" }, confusions),
        this.#room(data.charts.length),
      ]),
    );
    this.#show(this.at);
    await this.#draw(data.charts);
  }

  #forget() {
    this.followers = [];
    for (const mark of this.marks.splice(0)) mark.destroy();
  }

  /** Keeps the elements that hold charts: Plotly changes them in place. @param {number} count */
  #room(count) {
    for (const left of this.charts.splice(count)) purge(left);
    while (this.charts.length < count) this.charts.push(savable());
    return html(
      "div",
      { class: "charts" },
      this.charts.map(({ parentElement }) => /** @type {HTMLElement} */ (parentElement)),
    );
  }

  /** @param {Chart[]} charts */
  async #draw(charts) {
    charts.forEach(({ label, height }, number) => {
      this.charts[number].setAttribute("aria-label", label);
      this.charts[number].style.height = `${Math.round(height * stage.grow)}px`;
    });
    const Plotly = await plotly();
    const drawn = charts.map(({ figure, height }, number) => {
      sized(figure).layout.height = Math.round(height * stage.grow);
      return Plotly.react(this.charts[number], figure.data, figure.layout, CONFIG);
    });
    await Promise.all(drawn);
    if (this.due !== charts) return; // newer ones are drawn
    charts.forEach(({ moves }, number) => this.#follow(new Follower(Plotly, this.charts[number], moves, this.at ?? 0)));
  }

  /** @param {Follower} follower */
  #follow(follower) {
    if (!follower.moves.length) return;
    follower.settle(this.at ?? 0);
    this.marks.push(follower);
    this.followers.push((at) => follower.move(at));
  }

  /** @param {Threshold} threshold */
  #slider({ label, texts }) {
    const most = texts.length - 1;
    const input = html("input", { type: "range", min: 0, max: most, step: 1, value: this.at ?? 0, id: "threshold" });
    const value = html("output", { for: "threshold" });
    input.addEventListener("input", () => this.#move(Number(input.value)));
    this.followers.push((at) => {
      setText(value, texts[at]);
      input.setAttribute("aria-valuetext", texts[at]);
    });
    return html("div", { class: "threshold" }, [html("label", { for: "threshold", text: label }), input, value]);
  }

  /** Once a frame is enough. @param {number} to */
  #move(to) {
    this.at = to;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.#show(to));
  }

  /** @param {number} at */
  #show(at) {
    for (const follow of this.followers) follow(at);
  }

  /** The figures, and under them why some have no value. @param {Data} data */
  #table({ parts, sections }) {
    const why = html("p", { class: "why" });
    /** @type {Map<string, () => boolean>} */
    const reasons = new Map();
    const bodies = sections.map(({ title, lines }) => {
      const heading = html("th", { scope: "colgroup", colspan: parts.length + 1, text: title });
      const rows = lines.map((line, number) => this.#line(line, number === 0, reasons));
      return html("tbody", {}, [html("tr", {}, [heading]), ...rows]);
    });
    const head = html("thead", {}, [html("tr", {}, [html("td"), ...parts.map(partHeader)])]);
    const table = html("table", { class: "figures" }, [head, ...bodies]);
    this.followers.push(() => {
      const holding = [...reasons].filter(([, holds]) => holds()).map(([reason]) => reason);
      why.textContent = holding.join(" ");
      why.hidden = !holding.length;
    });
    return [table, why];
  }

  /** @param {Line} line @param {boolean} first @param {Map<string, () => boolean>} reasons */
  #line({ name, help, why, cells }, first, reasons) {
    const texts = cells.map((cell) => {
      if (typeof cell === "string") return html("td", { text: cell });
      const shown = html("td");
      this.followers.push((at) => setText(shown, cell[at]));
      return shown;
    });
    if (why) reasons.set(`${name}: ${why}`, () => texts.some((cell) => cell.textContent === "NaN"));
    const header = html("th", { scope: "row", title: help, text: name });
    return html("tr", { class: first ? "first" : "" }, [header, ...texts]);
  }

  /** @param {Confusion} confusion */
  #confusion({ part, classes, counts }) {
    const called = classes.map((name) => html("th", { scope: "col", text: `called ${name}` }));
    const lines = classes.map((name, row) => {
      const cells = classes.map((_, column) => this.#count(counts, row, column));
      return html("tr", {}, [html("th", { scope: "row", text: `is ${name}` }), ...cells]);
    });
    const caption = html("caption", { text: part });
    const table = html("table", {}, [caption, html("tr", {}, [html("td", { class: "corner" }), ...called]), ...lines]);
    return html("div", { class: "confusion" }, [table]);
  }

  /** A cell: a number of rows, and its share of its row. @param {number[][][]} counts @param {number} row @param {number} column */
  #count(counts, row, column) {
    const count = html("b");
    const share = html("small");
    const cell = html("td", {}, [count, share]);
    this.followers.push((at) => {
      const all = counts[at][row].reduce((sum, value) => sum + value, 0);
      const part = all ? counts[at][row][column] / all : 0;
      setText(count, String(counts[at][row][column]));
      setText(share, all ? `${Math.round(100 * part)} %` : "–");
      cell.style.setProperty("--share", part.toFixed(3));
    });
    return cell;
  }

  #resize() {
    if (!this.root.offsetWidth) return;
    const drawn = this.charts.filter((chart) => "data" in chart);
    if (drawn.length) plotly().then((Plotly) => drawn.forEach((chart) => Plotly.Plots.resize(chart)));
  }

  destroy() {
    this.unfollow();
    cancelAnimationFrame(this.frame);
    this.resizer.disconnect();
    this.due = null;
    this.#forget();
    this.charts.forEach(purge);
  }
}

/** An element for a chart, in a frame with what saves it. */
function savable() {
  const chart = html("div", { role: "img" });
  new SaveButton(html("div", {}, [chart]), () => {
    const { data, layout } = /** @type {any} */ (chart);
    const named = { ...layout, showlegend: true }; // a file has no table beside it that names the parts
    return data && { figure: { data, layout: named }, words: [titleOf(layout, "metrics")] };
  });
  return chart;
}

/** @param {Part} part */
function partHeader({ key, name, rows }) {
  const look = html("span", { class: `look ${key}` });
  return html("th", { scope: "col" }, [look, html("span", { text: name }), html("small", { text: rows })]);
}
