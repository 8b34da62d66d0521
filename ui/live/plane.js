/** The output over the plane of the data: map, points, what is wrong, and a probe that flows through the network. */

import { html } from "../canvas/svg.js";
import { short } from "../canvas/format.js";
import { tokens } from "../theme.js";
import { discard, redraw } from "./charts.js";
import { Field } from "./field.js";

const STILL = 5;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Plane {
  /**
   * @param {HTMLElement} root
   * @param {{onProbe: (x: number, y: number) => void}} handlers
   */
  constructor(root, { onProbe }) {
    this.onProbe = onProbe;
    this.window = html("div", { class: "window" });
    this.chart = html("div", { class: "chart", role: "img", tabindex: 0 });
    this.tip = html("div", { class: "tip" });
    this.tip.hidden = true;
    this.root = html("div", { class: "plane" }, [this.window, this.chart, this.tip]);
    root.append(this.root);
    this.field = new Field(this.window);
    this.abort = new AbortController();
    this.figure = null;
    this.outputs = null;
    this.showTest = true;
    this.size = new ResizeObserver(() => this.#redraw());
    this.size.observe(this.root);
    this.#listen();
  }

  /** New data, axes or theme. @param {object} figure Plotly's, made by ui/figures/plane.py @param {object} scene */
  async draw(figure, scene) {
    this.figure = figure;
    this.scene = scene;
    this.outputs = null;
    this.index = Object.fromEntries(figure.data.map((trace, number) => [trace.name, number]));
    figure.data[this.index.test].visible = this.showTest;
    this.field.colours(tokens(this.root.getRootNode()));
    this.chart.setAttribute("aria-label", `Answer of the network over ${scene.axes.join(" and ")}. Arrow keys move a probe.`);
    await redraw(this.chart, figure, "reset");
    this.#place();
    if (!this.listening) {
      this.listening = true;
      this.chart.on("plotly_relayout", () => this.#place());
      this.chart.on("plotly_hover", (event) => this.#hover(event));
      this.chart.on("plotly_unhover", () => (this.tip.hidden = true));
    }
  }

  /** The map. */
  map(array, ms) {
    this.window.hidden = !array;
    if (array) this.field.show(array.data, array.shape, ms);
  }

  /**
   * What the network answers for each row, and which answers are wrong.
   * @param {{data: Float32Array, shape: number[]}} outputs rows × outputs
   * @param {Uint8Array} wrong one byte a row
   * @param {Float32Array|undefined} line answers along a single input
   */
  answers(outputs, wrong, line) {
    this.outputs = outputs;
    this.wrong = wrong;
    const { data } = this.figure;
    const x = [];
    const y = [];
    for (const name of this.showTest ? ["train", "test"] : ["train"]) {
      const trace = data[this.index[name]];
      trace.customdata.forEach((row, i) => {
        if (!wrong[row]) return;
        x.push(trace.x[i]);
        y.push(trace.y[i]);
      });
    }
    const marked = data[this.index.wrong];
    const same = !line && marked.x.length === x.length && marked.x.every((value, i) => value === x[i] && marked.y[i] === y[i]);
    if (same) return;
    Object.assign(marked, { x, y, visible: x.length > 0 });
    if (line) Object.assign(data[this.index.line], { x: this.scene.ticks, y: Array.from(line), visible: true });
    this.#redraw();
  }

  /** @param {number[]|null} place */
  probe(place) {
    const trace = this.figure.data[this.index.probe];
    const [x, y] = place ?? [undefined, undefined];
    if (trace.x[0] === x && trace.y[0] === y) return;
    Object.assign(trace, { x: place ? [x] : [], y: place ? [y] : [], visible: Boolean(place) });
    this.#redraw();
  }

  test(shown) {
    this.showTest = shown;
    if (!this.figure) return;
    this.figure.data[this.index.test].visible = shown;
    if (this.outputs) this.answers(this.outputs, this.wrong);
    this.#redraw();
  }

  destroy() {
    this.abort.abort();
    this.size.disconnect();
    this.field.stop();
    discard(this.chart);
  }

  /** At most one redraw between two pictures of the screen. */
  #redraw() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(async () => {
      this.waiting = 0;
      if (!this.figure || !this.root.isConnected) return;
      await redraw(this.chart, this.figure, "reset");
      this.#place();
    });
  }

  /** Lay the map exactly under the axes, also when they are zoomed. */
  #place() {
    const layout = this.chart.layout;
    if (!layout || !this.scene) return;
    const { l, r, t, b } = layout.margin;
    const width = Math.max(0, this.chart.clientWidth - l - r);
    const height = Math.max(0, this.chart.clientHeight - t - b);
    Object.assign(this.window.style, { left: `${l}px`, top: `${t}px`, width: `${width}px`, height: `${height}px` });
    const across = spread(this.scene.spans[0], layout.xaxis.range, this.scene.size, width);
    const up = spread(this.scene.spans[1], layout.yaxis.range, this.scene.size, height);
    Object.assign(this.field.canvas.style, {
      left: `${across.start}px`, width: `${across.length}px`,
      top: `${height - up.start - up.length}px`, height: `${up.length}px`,
    });
  }

  /** A place on the screen in the units of the data. */
  #at(event) {
    const { layout } = this.chart;
    const box = this.window.getBoundingClientRect();
    const [x0, x1] = layout.xaxis.range;
    const [y0, y1] = layout.yaxis.range;
    return [x0 + ((event.clientX - box.left) / box.width) * (x1 - x0), y1 - ((event.clientY - box.top) / box.height) * (y1 - y0)];
  }

  #listen() {
    let down = null;
    this.chart.addEventListener("pointerdown", (event) => (down = event), true);
    const release = (event) => {
      const still = down && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < STILL;
      down = null;
      if (!still || !this.scene) return;
      const box = this.window.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (inside) this.onProbe(...this.#at(event));
    };
    // Plotly covers the page while the button is down, so that the release is heard only up here.
    globalThis.addEventListener("pointerup", release, { capture: true, signal: this.abort.signal });
    this.chart.addEventListener("keydown", (event) => {
      const way = KEYS[event.key];
      if (!way || !this.scene) return;
      event.preventDefault();
      const { x, y } = this.figure.data[this.index.probe];
      const middle = this.scene.spans.map(([low, high]) => (low + high) / 2);
      const from = x.length ? [x[0], y[0]] : middle;
      const to = from.map((value, i) => value + (way[i] * (this.scene.spans[i][1] - this.scene.spans[i][0])) / 48);
      this.onProbe(...to);
    });
  }

  #hover({ points, event }) {
    const row = points[0]?.customdata;
    if (row === undefined) return;
    const { x, y } = points[0];
    const lines = [`${this.scene.axes[0]} ${short(x)}, ${this.scene.axes[1]} ${short(y)}`, `${points[0].data.name === "train" ? "Training" : "Test"} row ${row + 1}`];
    lines.push(...this.#verdict(row));
    this.tip.replaceChildren(...lines.map((text) => html("div", { text })));
    this.tip.hidden = false;
    const box = this.root.getBoundingClientRect();
    const left = Math.min(event.clientX - box.left + 14, box.width - this.tip.offsetWidth - 4);
    const top = event.clientY - box.top - this.tip.offsetHeight - 12;
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${top < 0 ? event.clientY - box.top + 18 : top}px)`;
  }

  #verdict(row) {
    const target = this.scene.targets[row];
    const truth = this.scene.classes.length ? this.scene.classes[target] : short(target);
    if (!this.outputs) return [`is ${truth}`];
    const width = this.outputs.shape[1];
    const answers = Array.from(this.outputs.data.subarray(row * width, (row + 1) * width));
    const verdict = this.scene.classes.length ? (this.wrong[row] ? ", wrong" : ", right") : "";
    return [`is ${truth}`, `answer ${answers.map((value) => short(value)).join(", ")}${verdict}`];
  }
}

/** Where a picture whose outer pixels lie centred on the ends of `span` goes, when the axis shows `range`. */
function spread(span, range, size, pixels) {
  const half = (span[1] - span[0]) / (size - 1) / 2;
  const scale = pixels / (range[1] - range[0]);
  return { start: (span[0] - half - range[0]) * scale, length: (span[1] - span[0] + 2 * half) * scale };
}
