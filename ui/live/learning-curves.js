/** Loss or accuracy over the epochs of a run and, below, the timeline that leads back to any of them. */

import { html } from "../canvas/svg.js";
import { SaveButton } from "../share/save-button.js";
import { discard, redraw } from "./charts.js";
import { Timeline } from "./timeline.js";

/** @import { Chart, Figure, Trace } from "./charts.js" */

/**
 * Rows of numbers in a frame: epoch, then train and test of each measure, as ROWS has them.
 * @typedef {{data: Float32Array, shape: number[]}} Rows
 * @typedef {"loss"|"accuracy"} Measure
 */

/** @type {Record<Measure, [train: number, test: number]>} */
const ROWS = { loss: [1, 2], accuracy: [3, 4] };
/** Share of the values' span that is left free above and below them. */
const FREE = 0.05;
/** What the traces are called in a file, which has no table beside it to say so. @type {Record<string, string>} */
const LABELS = { old: "before the change", train: "training", test: "test", marks: "changes" };

export class LearningCurves {
  /**
   * @param {HTMLElement} root
   * @param {{onSeek: (epoch: number) => void}} handlers
   */
  constructor(root, { onSeek }) {
    /** @type {Chart} */
    this.chart = html("div", { class: "chart", role: "img", "aria-label": "Learning curves" });
    const frame = html("div", { class: "curves" }, [this.chart]);
    root.append(frame);
    new SaveButton(frame, () => this.#shown());
    this.timeline = new Timeline(root, onSeek);
    this.size = new ResizeObserver(() => this.#redraw());
    this.size.observe(this.chart);
    /** @type {Measure} */
    this.measure = "loss";
    this.log = false;
    /** @type {Record<Measure, Figure>|null} */
    this.figures = null;
    /** @type {{curves: Rows, old: Rows, marks: [number, string][], here: number}|null} */
    this.numbers = null;
    this.zoomed = false;
    this.resets = 0;
    this.listening = false;
  }

  /** New data, loss or theme. @param {Record<Measure, Figure>} figures made by ui/figures/learning_curves.py */
  draw(figures) {
    const before = this.figures?.[this.measure].layout;
    this.figures = figures;
    for (const { data } of Object.values(figures)) for (const trace of data) trace.uid = trace.name; // part of its class
    const { layout } = figures[this.measure];
    if (this.zoomed) {
      for (const axis of ["xaxis", "yaxis"])
        Object.assign(layout[axis], { range: before[axis].range, autorange: false });
    }
    this.#fill();
    this.#redraw();
  }

  /** @param {Measure} measure */
  choose(measure) {
    this.measure = measure;
    this.#unzoom();
  }

  /** @param {boolean} log whether the loss is drawn on a logarithmic scale */
  logarithmic(log) {
    this.log = log;
    this.#unzoom();
  }

  /**
   * @param {Rows} curves of the run on screen
   * @param {Rows} old the same of branches left behind, NaN between two
   * @param {[number, string][]} marks epochs at which something was changed, and what
   * @param {number} here the epoch shown
   */
  show(curves, old, marks, here) {
    this.numbers = { curves, old, marks, here };
    if (!this.figures) return;
    this.#fill();
    this.#redraw();
  }

  /**
   * Where the run stands.
   * @param {number} here the epoch shown
   * @param {number} last the last epoch trained
   * @param {boolean} settled whether the server has answered every move of the slider
   * @param {number} [first] the first epoch that can be shown
   */
  time(here, last, settled, first = 0) {
    this.timeline.show(here, last, settled, first);
  }

  /** What is saved: the curves with a legend. @returns {import("../share/save-button.js").Shown} */
  #shown() {
    const figure = this.figures?.[this.measure];
    if (!figure || !this.numbers) return null;
    const data = figure.data.filter(({ name }) => name in LABELS);
    return {
      figure: {
        data: data.map((trace) => ({ ...trace, name: LABELS[trace.name], showlegend: trace.name !== "old" })),
        layout: { ...figure.layout, showlegend: true, margin: { ...figure.layout.margin, t: 36 } },
      },
      words: [this.measure, "epoch", this.numbers.here],
    };
  }

  destroy() {
    this.size.disconnect();
    discard(this.chart);
  }

  /** Put the numbers into the traces; a trace without any is left out, which saves time. */
  #fill() {
    const figure = this.figures?.[this.measure];
    if (!figure || !this.numbers) return;
    const { curves, old, marks, here } = this.numbers;
    const [train, test] = ROWS[this.measure];
    const traces = Object.fromEntries(figure.data.map((trace) => [trace.name, trace]));
    const epochs = row(curves, 0);
    const heights = row(curves, train);
    Object.assign(traces.train, { x: epochs, y: heights });
    Object.assign(traces.test, { x: epochs, y: row(curves, test) });
    Object.assign(traces.old, { x: row(old, 0), y: row(old, train), visible: old.shape[1] > 0 });
    Object.assign(traces.marks, {
      x: marks.map(([epoch]) => epoch),
      y: marks.map(([epoch]) => heights[nearest(epochs, epoch)]),
      text: marks.map(([, text]) => text),
      visible: marks.length > 0,
    });
    const at = nearest(epochs, here);
    Object.assign(traces.here, { x: [epochs[at]], y: [heights[at]], visible: at < epochs.length - 1 });
  }

  /** Draw the whole curves, whatever was zoomed into. */
  #unzoom() {
    this.zoomed = false;
    this.resets += 1;
    this.#fill();
    this.#redraw();
  }

  async #redraw() {
    const figure = this.figures?.[this.measure];
    if (!figure) return;
    const log = this.log && this.measure === "loss";
    figure.layout.yaxis.type = log ? "log" : "linear";
    if (!this.zoomed && this.numbers) fitAxes(figure, log);
    figure.layout.uirevision = this.resets;
    await redraw(this.chart, figure, "autosize");
    if (this.listening || !this.chart.on) return;
    this.listening = true;
    this.chart.on("plotly_relayout", (change) => {
      if (change["xaxis.autorange"] || change["yaxis.autorange"]) this.#unzoom();
      else if (Object.keys(change).some((name) => name.includes("axis.range"))) this.zoomed = true;
    });
  }
}

/**
 * Fits the axes to all values; to let Plotly look for them takes a third of each redraw.
 * @param {Figure} figure
 * @param {boolean} log
 */
function fitAxes({ data, layout }, log) {
  let [low, high] = [Infinity, -Infinity];
  let last = 1;
  for (const { x, y, name } of data) {
    if (!["old", "train", "test"].includes(name)) continue;
    if (x.length) last = Math.max(last, ...x.filter(Number.isFinite));
    for (const value of y) [low, high] = widened(low, high, log ? Math.log10(value) : value);
  }
  for (const { y0 } of layout.shapes ?? []) [low, high] = widened(low, high, y0);
  if (low > high) [low, high] = [0, 1];
  const free = FREE * (high - low || Math.abs(high) || 1);
  Object.assign(layout.xaxis, { range: [0, last], autorange: false });
  Object.assign(layout.yaxis, { range: [low - free, high + free], autorange: false });
}

/**
 * A span that also holds a value, if that is a number.
 * @param {number} low
 * @param {number} high
 * @param {number} value
 * @returns {[number, number]}
 */
function widened(low, high, value) {
  return Number.isFinite(value) ? [Math.min(low, value), Math.max(high, value)] : [low, high];
}

/** @param {Rows} rows @param {number} number */
function row({ data, shape }, number) {
  return Array.from(data.subarray(number * shape[1], (number + 1) * shape[1]));
}

/**
 * The index of the value closest to `value` in an ascending list.
 * @param {number[]} values
 * @param {number} value
 */
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
