/**
 * Draws points on the plane: a bar of tools and classes, and what the pointer or the keyboard does with them.
 * A stroke shows at once and goes to Python as edits {kind: "points"}; the data that come back take its place.
 */

import { button, html, setText } from "../canvas/svg.js";
import { Sketch } from "./sketch.js";

/** @import { Plane } from "./plane.js" */

/**
 * @typedef {"point"|"spray"|"move"|"erase"} Tool
 * @typedef {[number, number]} Place
 * Edits with the same `stroke` are undone together.
 * @typedef {{add?: number[][], erase?: number[], move?: number[], fresh?: boolean, values?: boolean, stroke: string}} Stroke
 * @typedef {object} Act
 * @property {(stroke: Stroke) => void} draw
 * @property {() => void} undo
 * @property {() => void} save
 */

/** @type {Record<Tool, {label: string, symbol: string, help: string}>} */
const TOOLS = {
  point: { label: "Point", symbol: "edit", help: "Click for a point, drag for a row of them" },
  spray: { label: "Spray", symbol: "blur_on", help: "Hold and move: points around the pointer" },
  move: { label: "Move", symbol: "open_with", help: "Drag a point to another place" },
  erase: { label: "Erase", symbol: "ink_eraser", help: "Click or drag over points" },
};
const APART = 0.35; // between two points of a stroke, in units of the plane
const SPRAY = { radius: 0.8, every: 40 }; // deviation of sprayed points, milliseconds between two
const RADIUS = 0.4; // of the eraser
const REACH = 16; // pixels within which a point can be taken to move it
const OFTEN = 80; // milliseconds between two edits of one stroke
const HALF = 6; // of the plane
const STEP = 0.25; // of the arrow keys

export class Brush {
  /** @param {Plane} plane @param {Act} act */
  constructor(plane, act) {
    this.plane = plane;
    this.sketch = new Sketch(plane);
    this.act = act;
    this.on = false;
    /** @type {Tool} */
    this.tool = "point";
    this.kind = 0;
    /** Whether the next stroke begins a new set. */
    this.fresh = false;
    /** Whether points have been drawn: then the note on how to do so is in the way. */
    this.used = false;
    /** Points of the stroke that Python hasn't been told yet. @type {number[][]} */
    this.waiting = [];
    this.stroke = "";
    this.sent = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    /** @type {Place|null} */
    this.last = null;
    /** Where the pointer is in a stroke. @type {Place|null} */
    this.place = null;
    /** @type {ReturnType<typeof setInterval>|undefined} */
    this.spraying = undefined;
    /** The point that is being moved, where Python has it. @type {Place|null} */
    this.taken = null;
    /** Where it is on the screen. @type {Place|null} */
    this.at = null;
    /** Where the keyboard draws. @type {Place} */
    this.cross = [0, 0];
    this.regression = false;
    /** @type {string[][]} */
    this.looks = [];
    this.tools = Object.entries(TOOLS).map(([name, { label, symbol, help }]) => {
      const tool = button(label, "", { class: "tool", title: help, "aria-pressed": "false" });
      tool.append(
        html("span", { class: "symbol", text: symbol, "aria-hidden": "true" }),
        html("span", { text: label }),
      );
      tool.addEventListener("click", () => this.#choose(/** @type {Tool} */ (name)));
      return { name, tool };
    });
    this.chips = html("span", { class: "chips", role: "group", "aria-label": "Class to draw" });
    this.value = html("input", { type: "number", step: "0.1", min: "-1000000", max: "1000000", value: "1" });
    this.valueLabel = html("label", { class: "toggle" }, [html("span", { text: "Value" }), this.value]);
    this.mode = html("select", { "aria-label": "What points are" }, [
      html("option", { value: "classes", text: "Classes" }),
      html("option", { value: "values", text: "Values" }),
    ]);
    this.mode.addEventListener("change", () => {
      this.regression = this.mode.value === "values";
      this.clear();
      this.#showKinds();
    });
    const undo = iconButton("Undo", "undo", () => this.act.undo());
    const clear = iconButton("Clear", "delete", () => this.clear());
    this.save = iconButton("Save as CSV", "download", () => this.act.save());
    this.note = html("span", { class: "pen-note", role: "status" });
    this.bar = html("div", { class: "switches brush", role: "toolbar", "aria-label": "Draw points" }, [
      ...this.tools.map(({ tool }) => tool),
      this.mode,
      this.chips,
      this.valueLabel,
      undo,
      clear,
      this.save,
    ]);
    plane.root.append(this.note);
    this.bar.hidden = true;

    plane.pen = {
      active: () => this.on,
      down: (place) => this.#down(place),
      move: (place) => this.#move(place),
      up: () => this.#up(),
      key: (event) => this.#key(event),
    };
    this.#choose("point");
  }

  /** New data or theme: the looks of classes. @param {{looks: string[][], task: string}} backdrop */
  show({ looks, task }) {
    if (!this.fresh) {
      this.regression = task === "regression";
      this.mode.value = this.regression ? "values" : "classes";
    } else if (this.on) this.sketch.clear();
    const same = JSON.stringify(this.looks) === JSON.stringify(looks);
    this.looks = looks;
    if (!same) {
      this.chips.replaceChildren(
        ...looks.map(([colour], number) => {
          const chip = button(`Class ${number + 1}`, String(number + 1), { class: "class", "aria-pressed": "false" });
          chip.style.setProperty("--class", colour);
          chip.addEventListener("click", () => this.#class(number));
          return chip;
        }),
      );
    }
    this.#showKinds();
  }

  /** @param {boolean} on */
  turn(on) {
    this.on = on;
    this.bar.hidden = !on;
    this.plane.drawing(on);
    if (!on) this.fresh = false;
    this.#say();
  }

  /** @param {Tool} name */
  #choose(name) {
    this.tool = name;
    for (const { name: own, tool } of this.tools) tool.setAttribute("aria-pressed", String(own === name));
    this.#say();
  }

  /** @param {number} number */
  #class(number) {
    this.kind = number;
    this.#showKinds();
    if (this.tool === "erase" || this.tool === "move") this.#choose("point");
  }

  #showKinds() {
    this.chips.hidden = this.regression;
    this.valueLabel.hidden = !this.regression;
    [...this.chips.children].forEach((chip, number) => chip.setAttribute("aria-pressed", String(number === this.kind)));
  }

  #say() {
    setText(
      this.note,
      !this.on
        ? ""
        : this.fresh
          ? "Empty: draw the first point"
          : this.tool === "point" && !this.used
            ? "Arrow keys and Enter draw, too"
            : "",
    );
  }

  /** Takes every point away; the data follow with the first new one, as a network needs one. */
  clear() {
    this.fresh = true;
    this.sketch.clear();
    this.#say();
  }

  // ---- strokes -----------------------------------------------------------------------------------------------

  /** @param {Place} place */
  #down(place) {
    this.stroke = `points ${Math.random().toString(36).slice(2)}`;
    this.last = null;
    this.place = place;
    if (this.tool === "move") this.taken = this.sketch.nearest(place, REACH);
    else this.#apply(place);
    if (this.tool === "spray") this.spraying = setInterval(() => this.#spray(), SPRAY.every);
  }

  /** @param {Place} place */
  #move(place) {
    this.place = place;
    if (this.tool === "move" && this.taken) {
      this.sketch.shift(this.at ?? this.taken, place);
      this.at = place;
      if (performance.now() - this.sent >= OFTEN) this.#sendMove();
    } else if (this.tool === "point" || this.tool === "erase") this.#apply(place);
  }

  #up() {
    clearInterval(this.spraying);
    this.#sendMove();
    this.taken = null;
    this.#send();
  }

  /** @param {Place} place */
  #apply(place) {
    if (this.tool === "erase") {
      if (this.fresh) return;
      if (!this.sketch.erase(place, RADIUS)) return;
      this.act.draw({ erase: [...place, RADIUS], stroke: this.stroke });
      return;
    }
    if (this.last && Math.hypot(place[0] - this.last[0], place[1] - this.last[1]) < APART) return;
    this.last = place;
    if (this.tool === "point") this.#add(place);
    else this.#spray();
  }

  #spray() {
    const { place } = this;
    if (!place) return;
    // Two normal numbers from two even ones: the Box–Muller transform.
    const far = SPRAY.radius * Math.sqrt(-2 * Math.log(1 - Math.random()));
    const turn = 2 * Math.PI * Math.random();
    this.#add([place[0] + far * Math.cos(turn), place[1] + far * Math.sin(turn)]);
  }

  /** @param {Place} place */
  #add([x, y]) {
    if (Math.abs(x) > HALF || Math.abs(y) > HALF) return;
    const value = this.regression ? Number(this.value.value) || 0 : this.kind;
    this.waiting.push([x, y, value]);
    this.sketch.add([x, y], this.regression ? null : (this.looks[this.kind] ?? null), value);
    clearTimeout(this.timer);
    const wait = this.sent + OFTEN - performance.now();
    if (wait <= 0) this.#send();
    else this.timer = setTimeout(() => this.#send(), wait);
  }

  /** A point that is being moved goes from where Python has it to where the pointer is. */
  #sendMove() {
    if (!this.taken || !this.at) return;
    this.sent = performance.now();
    this.act.draw({ move: [...this.taken, ...this.at], stroke: this.stroke });
    [this.taken, this.at] = [this.at, null];
  }

  #send() {
    clearTimeout(this.timer);
    if (!this.waiting.length) return;
    /** @type {Stroke} */
    const stroke = { add: this.waiting, stroke: this.stroke };
    if (this.fresh) Object.assign(stroke, { fresh: true, values: this.regression });
    this.waiting = [];
    this.fresh = false;
    this.used = true;
    this.sent = performance.now();
    this.act.draw(stroke);
    this.#say();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was meant for the brush */
  #key(event) {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const limit = (/** @type {number} */ at) => Math.min(HALF, Math.max(-HALF, at));
    if (by) this.cross = [limit(this.cross[0] + STEP * by[0]), limit(this.cross[1] + STEP * by[1])];
    else if (event.key === "Enter" || event.key === "Delete") {
      const [tool, erases] = [this.tool, event.key === "Delete"];
      this.tool = erases ? "erase" : "point";
      this.#down(this.cross);
      this.#up();
      this.tool = tool;
    } else return false;
    this.plane.probe(this.cross);
    return true;
  }
}

/** @param {string} label @param {string} symbol @param {() => void} act */
function iconButton(label, symbol, act) {
  const made = button(label, "", { class: "tool" });
  made.append(html("span", { class: "symbol", text: symbol, "aria-hidden": "true" }));
  made.addEventListener("click", act);
  return made;
}
