/** The curves of a run and, under them, the timeline that leads back to any epoch. */

import { html, setText } from "../canvas/svg.js";
import { discard, redraw } from "./charts.js";

/** Rows of the array `course`: epoch, then train and test of each measure. */
const ROWS = { loss: [1, 2], accuracy: [3, 4] };
/** Share of the values' span that is left free above and below them. */
const FREE = 0.05;

export class Course {
  /**
   * @param {HTMLElement} root
   * @param {{onSeek: (epoch: number) => void}} handlers
   */
  constructor(root, { onSeek }) {
    this.chart = html("div", { class: "chart", role: "img", "aria-label": "Course of the training" });
    this.slider = html("input", { type: "range", min: 0, max: 0, step: 1, value: 0, "aria-label": "Timeline: the epoch shown" });
    this.place = html("output", { class: "place" });
    this.line = html("div", { class: "timeline" }, [html("span", { class: "symbol", text: "history", "aria-hidden": "true" }), this.slider, this.place]);
    root.append(html("div", { class: "course" }, [this.chart]), this.line);
    this.slider.addEventListener("input", () => {
      this.held = true;
      this.#say(Number(this.slider.value));
      onSeek(Number(this.slider.value));
    });
    this.slider.addEventListener("change", () => (this.held = false));
    this.size = new ResizeObserver(() => this.#react());
    this.size.observe(this.chart);
    this.measure = "loss";
    this.log = false;
    this.figures = null;
    this.zoomed = false;
    this.resets = 0;
  }

  /** @param {{loss: object, accuracy: object|null}} figures made by ui/figures/course.py */
  draw(figures) {
    const before = this.figures?.[this.measure]?.layout;
    this.figures = figures;
    const shown = figures[this.measure]?.layout;
    if (!shown) {
      this.choose("loss");
      return;
    }
    if (this.zoomed) for (const axis of ["xaxis", "yaxis"]) Object.assign(shown[axis], { range: before[axis].range, autorange: false });
    this.#fill();
    this.#react();
  }

  /** @param {"loss"|"accuracy"} measure */
  choose(measure) {
    this.measure = measure;
    this.#whole();
  }

  logarithmic(log) {
    this.log = log;
    this.#whole();
  }

  /**
   * @param {{data: Float32Array, shape: number[]}} course rows: epoch, losses, accuracies
   * @param {{data: Float32Array, shape: number[]}} old the same of branches left behind, NaN between two
   * @param {[number, string][]} marks epochs at which something was changed
   * @param {number} here the epoch shown
   */
  show(course, old, marks, here) {
    this.numbers = { course, old, marks, here };
    if (!this.figures) return;
    this.#fill();
    this.#react();
  }

  /** @param {number} here @param {number} last @param {boolean} settled no move of the slider is on its way */
  time(here, last, settled) {
    if (this.slider.max !== String(last)) this.slider.max = String(last);
    const follow = settled && !this.held;
    if (follow) this.slider.value = String(here);
    this.slider.disabled = last === 0;
    this.#say(follow ? here : Number(this.slider.value), last);
  }

  destroy() {
    this.size.disconnect();
    discard(this.chart);
  }

  #say(epoch, last = Number(this.slider.max)) {
    const words = last ? `epoch ${epoch.toLocaleString("en")} of ${last.toLocaleString("en")}` : "train to fill the timeline";
    setText(this.place, words);
    this.slider.setAttribute("aria-valuetext", words);
  }

  /** Put the numbers into the traces; a trace without any is left out, which saves time. */
  #fill() {
    const figure = this.figures?.[this.measure];
    if (!figure || !this.numbers) return;
    const { course, old, marks, here } = this.numbers;
    const [train, test] = ROWS[this.measure];
    const traces = Object.fromEntries(figure.data.map((trace) => [trace.name, trace]));
    const epochs = row(course, 0);
    Object.assign(traces.train, { x: epochs, y: row(course, train) });
    Object.assign(traces.test, { x: epochs, y: row(course, test) });
    Object.assign(traces.old, { x: row(old, 0), y: row(old, train), visible: old.shape[1] > 0 });
    const heights = marks.map(([epoch]) => traces.train.y[nearest(epochs, epoch)]);
    Object.assign(traces.marks, { x: marks.map(([epoch]) => epoch), y: heights, text: marks.map(([, text]) => text), visible: marks.length > 0 });
    const at = nearest(epochs, here);
    Object.assign(traces.here, { x: [epochs[at]], y: [traces.train.y[at]], visible: at < epochs.length - 1 });
  }

  /** Draw the whole course, whatever was zoomed into. */
  #whole() {
    this.zoomed = false;
    this.resets += 1;
    this.#fill();
    this.#react();
  }

  #react() {
    const figure = this.figures?.[this.measure];
    if (!figure) return;
    const log = this.log && this.measure === "loss";
    figure.layout.yaxis.type = log ? "log" : "linear";
    if (!this.zoomed && this.numbers) this.#span(figure, log);
    figure.layout.uirevision = this.resets;
    redraw(this.chart, figure, "autosize");
    if (this.listening) return;
    this.listening = true;
    this.chart.on("plotly_relayout", (change) => {
      if (change["xaxis.autorange"] || change["yaxis.autorange"]) this.#whole();
      else if (Object.keys(change).some((name) => name.includes("axis.range"))) this.zoomed = true;
    });
  }

  /** The axes around all values; to let Plotly look for them takes a third of each redraw. */
  #span({ data, layout }, log) {
    let [low, high] = [Infinity, -Infinity];
    let last = 1;
    for (const { x, y, name } of data) {
      if (!["old", "train", "test"].includes(name)) continue;
      if (x.length) last = Math.max(last, ...x.filter(Number.isFinite));
      for (const value of y) [low, high] = within(log ? Math.log10(value) : value, low, high);
    }
    for (const { y0 } of layout.shapes ?? []) [low, high] = within(y0, low, high);
    if (low > high) [low, high] = [0, 1];
    const free = FREE * (high - low || Math.abs(high) || 1);
    Object.assign(layout.xaxis, { range: [0, last], autorange: false });
    Object.assign(layout.yaxis, { range: [low - free, high + free], autorange: false });
  }
}

/** A span that also holds a value, if that is a number. */
function within(value, low, high) {
  return Number.isFinite(value) ? [Math.min(low, value), Math.max(high, value)] : [low, high];
}

function row({ data, shape }, number) {
  return Array.from(data.subarray(number * shape[1], (number + 1) * shape[1]));
}

/** The place of the value closest to `value` in an ascending list. */
function nearest(values, value) {
  let low = 0;
  let high = values.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle;
    else high = middle;
  }
  return Math.abs((values[high] ?? Infinity) - value) < Math.abs(values[low] - value) ? high : low;
}
