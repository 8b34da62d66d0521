/** The output over the plane of the data: map, points, wrong answers, and a probe that flows through the network. */

import { html } from "../canvas/svg.js";
import { short } from "../canvas/format.js";
import { SaveButton } from "../share/save-button.js";
import { tokens } from "../theme.js";
import { discard, redraw } from "./charts.js";
import { Field } from "./field.js";

/** @import { Chart, Figure } from "./charts.js" */

/**
 * What stays while the network learns: names and ends of both axes, points of the map along each side, and for each
 * row that is drawn its number and its class number or value. watched: what the rows are called that don't train. ticks: where a line over a single column has its points.
 * answers: the outputs that the map shows, and what its darkest bytes stand for.
 * drawable, looks: whether points can be drawn, and colour and symbol of the classes that a brush has.
 * @typedef {{axes: string[], spans: number[][], size: number, classes: string[], drawable: boolean, looks: string[][], rows: Float32Array, targets: Float32Array, watched: string, ticks?: number[], answers?: {names: string[], span: number[]}}} Backdrop
 */

/** Pixels that a pointer may move between press and release of a click. */
const STILL = 5;
/** Steps of the probe from one end of an axis to the other. */
const STEPS = 48;
/** @type {Record<string, number[]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** What a byte of the map can tell apart. */
const DIGITS = 3;
/** What the traces are called in a file. @type {Record<string, string>} */
const NAMES = { train: "training rows", test: "test rows", line: "answer", wrong: "wrong answers" };

/**
 * @typedef {object} Pen
 * @property {() => boolean} active
 * @property {(place: [number, number]) => void} down
 * @property {(place: [number, number]) => void} move
 * @property {() => void} up
 * @property {(event: KeyboardEvent) => boolean} key
 */

export class Plane {
  /**
   * @param {HTMLElement} root
   * @param {{onProbe: (x: number, y: number) => void, words?: () => (string|number)[]}} handlers
   *   words: what it shows, for the name of a file
   */
  constructor(root, { onProbe, words = () => ["points"] }) {
    this.onProbe = onProbe;
    this.words = words;
    this.window = html("div", { class: "window" });
    /** @type {Chart} */
    this.chart = html("div", { class: "chart", role: "img", tabindex: 0 });
    this.tip = html("div", { class: "tip" });
    this.tip.hidden = true;
    this.root = html("div", { class: "plane" }, [this.window, this.chart, this.tip]);
    root.append(this.root);
    new SaveButton(this.root, () => this.#shown());
    this.field = new Field(this.window);
    this.abort = new AbortController();
    /** @type {{figure: Figure, backdrop: Backdrop, index: Record<string, number>}|null} index: trace by its name */
    this.drawn = null;
    /** @type {{data: Float32Array, shape: number[]}|null} */
    this.outputs = null;
    this.wrong = new Uint8Array(0);
    /** Row number to its place in what frames say. @type {Map<number, number>} */
    this.places = new Map();
    this.showTest = true;
    /** What draws points, while it is switched on. @type {Pen|null} */
    this.pen = null;
    this.waiting = 0;
    this.listening = false;
    this.size = new ResizeObserver(() => this.redraw());
    this.size.observe(this.root);
    this.#listen();
  }

  /**
   * New data, axes or theme.
   * @param {Figure} figure made by ui/figures/plane.py
   * @param {Backdrop} backdrop
   */
  async draw(figure, backdrop) {
    const index = Object.fromEntries(figure.data.map((trace, number) => [trace.name, number]));
    this.drawn = { figure, backdrop, index };
    this.outputs = null;
    this.wrong = new Uint8Array(0);
    this.places = new Map(Array.from(backdrop.rows, (row, place) => [row, place]));
    this.window.hidden = Boolean(backdrop.ticks);
    figure.data[index.test].visible = this.showTest;
    if (this.pen?.active()) Object.assign(figure.layout, { dragmode: false });
    this.field.colours(tokens(/** @type {ShadowRoot} */ (this.root.getRootNode())));
    const over = backdrop.axes.join(" and ");
    this.chart.setAttribute("aria-label", `Answer of the network over ${over}. Arrow keys move a probe.`);
    await this.#draw(figure);
  }

  /** The map at once, points and axes as soon as Plotly is here. @param {Figure} figure */
  async #draw(figure) {
    const drawn = redraw(this.chart, figure, "reset");
    this.#placeMap();
    await drawn;
    this.#placeMap();
    if (this.listening || !this.chart.on) return;
    this.listening = true;
    this.chart.on("plotly_relayout", () => this.#placeMap());
    this.chart.on("plotly_hover", (event) => this.#hover(event));
    this.chart.on("plotly_unhover", () => (this.tip.hidden = true));
  }

  /** Whether the pointer rests on a point. */
  get hovered() {
    return !this.tip.hidden;
  }

  /**
   * The map, where it has changed.
   * @param {{data: Uint8Array, shape: number[]}|undefined} map
   * @param {number} ms time to reach it
   */
  map(map, ms) {
    if (map) this.field.show(map.data, map.shape, ms);
  }

  /**
   * What the network answers for each row that is drawn, and which answers are wrong.
   * @param {{data: Float32Array, shape: number[]}|null} outputs rows × outputs, while somebody asks for them
   * @param {Uint8Array} wrong one byte a row
   * @param {Float32Array} [line] answers along a single column
   */
  answers(outputs, wrong, line) {
    Object.assign(this, { outputs, wrong });
    if (!this.drawn) return;
    const { figure, index, backdrop } = this.drawn;
    /** @type {number[]} */
    const x = [];
    /** @type {number[]} */
    const y = [];
    for (const name of this.showTest ? ["train", "test"] : ["train"]) {
      const trace = figure.data[index[name]];
      trace.customdata?.forEach((row, i) => {
        if (!wrong[this.places.get(row) ?? -1]) return;
        x.push(trace.x[i]);
        y.push(trace.y[i]);
      });
    }
    const rings = figure.data[index.wrong];
    const same = rings.x.length === x.length && rings.x.every((value, i) => value === x[i] && rings.y[i] === y[i]);
    if (same && !line) return;
    Object.assign(rings, { x, y, visible: x.length > 0 });
    if (line) Object.assign(figure.data[index.line], { x: backdrop.ticks, y: Array.from(line), visible: true });
    this.redraw();
  }

  /** @param {number[]|null} place where the probe is; null: there is none */
  probe(place) {
    if (!this.drawn) return;
    const { figure, index } = this.drawn;
    const trace = figure.data[index.probe];
    const [x, y] = place ?? [undefined, undefined];
    if (trace.x[0] === x && trace.y[0] === y) return;
    Object.assign(trace, { x: place ? [x] : [], y: place ? [y] : [], visible: Boolean(place) });
    this.redraw();
  }

  /** @param {boolean} on whether the test points are shown */
  test(on) {
    this.showTest = on;
    if (!this.drawn) return;
    this.drawn.figure.data[this.drawn.index.test].visible = on;
    if (this.wrong.length) this.answers(this.outputs, this.wrong);
    this.redraw();
  }

  /** @param {boolean} on whether the pointer draws instead of probing */
  drawing(on) {
    this.root.classList.toggle("drawing", on);
    this.tip.hidden = true;
    const over = this.drawn?.backdrop.axes.join(" and ") ?? "";
    const label = on ? `Board to draw points over ${over}` : `Answer of the network over ${over}`;
    this.chart.setAttribute("aria-label", `${label}. Arrow keys move a ${on ? "cross, Enter draws" : "probe"}.`);
    if (on && this.drawn) Object.assign(this.drawn.figure.layout, { dragmode: false });
    else if (this.drawn) Object.assign(this.drawn.figure.layout, { dragmode: "zoom" });
    this.redraw();
  }

  /** What is saved: the points with the map under them. @returns {import("../share/save-button.js").Shown} */
  #shown() {
    if (!this.drawn) return null;
    const { figure, backdrop } = this.drawn;
    const images = backdrop.ticks ? [] : [mapImage(this.field.canvas, backdrop)];
    const data = figure.data.map((trace) => ({ ...trace, name: NAMES[trace.name] ?? trace.name }));
    const layout = { ...this.layout, images };
    return { figure: { data, layout }, numbers: { data: [...data, ...this.#grids()], layout }, words: this.words() };
  }

  /** The map in numbers: a grid for each output, as exact as a byte. */
  #grids() {
    const { shape, shown } = this.field;
    const [outputs, rows, columns] = shape;
    const { ticks, spans, answers } = /** @type {NonNullable<Plane["drawn"]>} */ (this.drawn).backdrop;
    if (ticks || !outputs || !answers) return [];
    const [low, high] = answers.span;
    const bottom = outputs === 1 ? 1 : 0; // a single output has byte 128 for its middle
    return answers.names.map((name, output) => ({
      type: "heatmap",
      name: `answer ${name}`,
      x: along(spans[0], columns),
      y: along(spans[1], rows).reverse(),
      z: Array.from({ length: rows }, (_, row) => {
        const start = (output * rows + row) * columns;
        const bytes = shown.subarray(start, start + columns);
        const value = (/** @type {number} */ byte) => low + ((byte - bottom) / (255 - bottom)) * (high - low);
        return Array.from(bytes, (byte) => Number(value(byte).toPrecision(DIGITS)));
      }),
    }));
  }

  destroy() {
    this.abort.abort();
    this.size.disconnect();
    this.field.stop();
    discard(this.chart);
  }

  /** At most one redraw between two pictures of the screen. */
  redraw() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(async () => {
      this.waiting = 0;
      if (!this.drawn || !this.root.isConnected) return;
      await this.#draw(this.drawn.figure);
    });
  }

  /** How the chart is laid out, or is going to be. */
  get layout() {
    return this.chart.layout ?? this.drawn?.figure.layout;
  }

  /** Lay the map exactly under the axes, also when they are zoomed. */
  #placeMap() {
    if (!this.drawn) return;
    const layout = this.layout;
    const { spans, size } = this.drawn.backdrop;
    const { l, r, t, b } = layout.margin;
    const width = Math.max(0, this.chart.clientWidth - l - r);
    const height = Math.max(0, this.chart.clientHeight - t - b);
    Object.assign(this.window.style, { left: `${l}px`, top: `${t}px`, width: `${width}px`, height: `${height}px` });
    const across = spread(spans[0], layout.xaxis.range, size, width);
    const up = spread(spans[1], layout.yaxis.range, size, height);
    Object.assign(this.field.canvas.style, {
      left: `${across.start}px`,
      width: `${across.length}px`,
      top: `${height - up.start - up.length}px`,
      height: `${up.length}px`,
    });
  }

  #listen() {
    /** @type {PointerEvent|null} */
    let down = null;
    this.chart.addEventListener("pointerdown", (event) => (down = event), true);
    this.#listenToPen();
    /** @param {PointerEvent} event */
    const release = (event) => {
      const still = down && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < STILL;
      down = null;
      if (this.pen?.active()) return;
      if (still && this.drawn && this.#isInside(event)) this.onProbe(...this.#placeOf(event));
    };
    // Plotly covers the page while the button is down, so that the release is heard only up here.
    globalThis.addEventListener("pointerup", release, { capture: true, signal: this.abort.signal });
    this.chart.addEventListener("keydown", (event) => {
      if (this.pen?.active() && this.pen.key(event)) {
        event.preventDefault();
        return;
      }
      const direction = DIRECTIONS[event.key];
      if (!direction || !this.drawn) return;
      event.preventDefault();
      const { figure, index, backdrop } = this.drawn;
      const { x, y } = figure.data[index.probe];
      const from = x.length ? [x[0], y[0]] : backdrop.spans.map(([low, high]) => (low + high) / 2);
      const steps = backdrop.spans.map(([low, high]) => (high - low) / STEPS);
      this.onProbe(from[0] + direction[0] * steps[0], from[1] + direction[1] * steps[1]);
    });
  }

  /** While points are drawn the pointer is the pen's, and Plotly hears nothing of it. */
  #listenToPen() {
    let drawing = false;
    const signal = this.abort.signal;
    for (const name of /** @type {const} */ (["mousedown", "touchstart"])) {
      const keep = (/** @type {Event} */ event) => this.pen?.active() && event.stopPropagation();
      this.chart.addEventListener(name, keep, { capture: true, signal });
    }
    this.chart.addEventListener(
      "pointerdown",
      (event) => {
        if (!this.pen?.active() || !this.drawn || event.button !== 0 || !this.#isInside(event)) return;
        event.preventDefault();
        event.stopPropagation();
        this.chart.focus({ preventScroll: true });
        drawing = true;
        this.pen.down(this.#placeOf(event));
      },
      { capture: true, signal },
    );
    const move = (/** @type {PointerEvent} */ event) => {
      if (drawing && this.#isInside(event)) this.pen?.move(this.#placeOf(event));
    };
    const end = () => {
      if (drawing) this.pen?.up();
      drawing = false;
    };
    globalThis.addEventListener("pointermove", move, { signal });
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
      globalThis.addEventListener(name, end, { signal });
  }

  /** @param {PointerEvent} event */
  #isInside({ clientX, clientY }) {
    const { left, right, top, bottom } = this.window.getBoundingClientRect();
    return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  }

  /**
   * A place on the screen in the units of the data.
   * @param {PointerEvent} event
   * @returns {[number, number]}
   */
  #placeOf({ clientX, clientY }) {
    const layout = this.layout;
    const box = this.window.getBoundingClientRect();
    const [x0, x1] = layout.xaxis.range;
    const [y0, y1] = layout.yaxis.range;
    return [x0 + ((clientX - box.left) / box.width) * (x1 - x0), y1 - ((clientY - box.top) / box.height) * (y1 - y0)];
  }

  /** @param {{points: any[], event: PointerEvent}} hover as Plotly sends it */
  #hover({ points, event }) {
    const row = points[0]?.customdata;
    if (row === undefined || !this.drawn || this.pen?.active()) return;
    const { axes } = this.drawn.backdrop;
    const { x, y, data } = points[0];
    const lines = [
      `${axes[0]} ${short(x)}, ${axes[1]} ${short(y)}`,
      `${data.name === "train" ? "Training" : this.drawn.backdrop.watched} row ${row + 1}`,
      ...this.#answerWords(row, this.drawn.backdrop),
    ];
    this.tip.replaceChildren(...lines.map((text) => html("div", { text })));
    this.tip.hidden = false;
    const box = this.root.getBoundingClientRect();
    const left = Math.min(event.clientX - box.left + 14, box.width - this.tip.offsetWidth - 4);
    const above = event.clientY - box.top - this.tip.offsetHeight - 12;
    const top = above < 0 ? event.clientY - box.top + 18 : above;
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${top}px)`;
  }

  /**
   * What a row is, and what the network answers for it.
   * @param {number} row
   * @param {Backdrop} backdrop
   */
  #answerWords(row, { classes, targets }) {
    const place = this.places.get(row) ?? 0;
    const truth = classes.length ? classes[targets[place]] : short(targets[place]);
    if (!this.outputs) return [`is ${truth}`];
    const width = this.outputs.shape[1];
    const answers = Array.from(this.outputs.data.subarray(place * width, (place + 1) * width), (value) => short(value));
    const verdict = classes.length ? (this.wrong[place] ? ", wrong" : ", right") : "";
    return [`is ${truth}`, `answer ${answers.join(", ")}${verdict}`];
  }
}

/** Places evenly from end to end. @param {number[]} span @param {number} count */
function along([low, high], count) {
  return Array.from({ length: count }, (_, at) => Number((low + ((high - low) * at) / (count - 1)).toPrecision(6)));
}

/**
 * The map as Plotly lays a picture under its axes.
 * @param {HTMLCanvasElement} canvas
 * @param {Backdrop} backdrop
 */
function mapImage(canvas, { spans, size }) {
  const [x, y] = spans.map(([low, high]) => ({ low, high, half: (high - low) / (size - 1) / 2 }));
  return {
    source: canvas.toDataURL(),
    xref: "x",
    yref: "y",
    x: x.low - x.half,
    y: y.high + y.half,
    sizex: x.high - x.low + 2 * x.half,
    sizey: y.high - y.low + 2 * y.half,
    sizing: "stretch",
    layer: "below",
  };
}

/**
 * Where a picture goes whose outer pixels lie centred on the ends of `span`, when the axis shows `range`.
 * @param {number[]} span
 * @param {number[]} range
 * @param {number} size its pixels along the axis
 * @param {number} pixels of the screen
 */
function spread(span, range, size, pixels) {
  const half = (span[1] - span[0]) / (size - 1) / 2;
  const scale = pixels / (range[1] - range[0]);
  return { start: (span[0] - half - range[0]) * scale, length: (span[1] - span[0] + 2 * half) * scale };
}
