/** Where the drawing stands on the screen: its layout, zoom and place, and the type size that goes with them. */

import { MARGIN, RADIUS, clamp, layout, pointAt } from "./layout.js";
import { isConnection } from "./model.js";
import { USUAL, Viewport } from "./viewport.js";

/** @typedef {import("./layout.js").Point} Point */
/** @typedef {import("./model.js").Connection} Connection */
/** @typedef {import("./model.js").Layer} Layer */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Unit} Unit */

const MARGINS = { left: MARGIN, right: MARGIN, top: 12, bottom: 52 };
const TYPE = { usual: 13, most: 22 };
const CHARACTER = 0.57; // width of a digit as a share of its type size
/** Least widths of a neuron on the screen for what belongs to it, in type sizes; the value needs four characters. */
const SHOWN = { badge: 3.1, name: 0.75, characters: 4 };

export class Placement {
  /**
   * @param {import("./elements.js").Elements} elements
   * @param {() => void} onChange called after every change of zoom or place
   */
  constructor(elements, onChange) {
    this.elements = elements;
    this.viewport = new Viewport(onChange);
    /** @type {import("./layout.js").Box|null} */
    this.box = null;
    this.typeSize = TYPE.usual;
    /** How many times larger type is than usual, and what stands around it. */
    this.grow = 1;
    /** Characters that fit into a neuron. */
    this.room = 5;
    this.pen = document.createElement("canvas").getContext("2d");
  }

  /** Takes the size of the stage and of its type over; false where there is none or all is as before. */
  resize() {
    const { clientWidth: width, clientHeight: height } = this.elements.stage;
    const { viewport } = this;
    const grow = baseSize(getComputedStyle(this.elements.canvas)) / TYPE.usual;
    if (!width || (width === viewport.width && height === viewport.height && grow === this.grow)) return false;
    this.grow = grow;
    Object.assign(viewport, { width, height, usual: USUAL * grow });
    return true;
  }

  /** Gives everything its place. @param {Model} model @param {boolean} fit whether to show all of it */
  layout(model, fit) {
    const { width, height } = this.viewport;
    if (!width || !model.layers.length) return;
    const [across, down] = [width - MARGINS.left - MARGINS.right, height - MARGINS.top - MARGINS.bottom];
    const free = { width: across / this.grow, height: down / this.grow };
    this.box = layout(model, free.width, free.height, this.#measure());
    if (fit) this.fit();
  }

  /** Measures names as they are written at zoom 1. @returns {(text: string) => number} */
  #measure() {
    const { pen } = this;
    if (!pen) return (text) => text.length * CHARACTER * TYPE.usual;
    pen.font = `600 ${TYPE.usual}px ${getComputedStyle(this.elements.canvas).fontFamily}`;
    return (text) => pen.measureText(text).width;
  }

  fit() {
    if (this.box) this.viewport.fit(this.box, MARGINS);
  }

  /** Brings an item into view. @param {Unit|Connection} item */
  reveal(item) {
    const { x, y } = middleOf(item);
    this.viewport.reveal(x, y, MARGINS);
  }

  /** Where a point of the picture stands on the canvas. @param {Point} point @returns {Point} */
  onCanvas({ x, y }) {
    const at = this.viewport.screen(x, y);
    return { x: at.x, y: at.y + this.elements.stage.offsetTop };
  }

  /** The area of the picture between two points of the screen. @param {Point} from @param {Point} to */
  area(from, to) {
    const start = this.viewport.world(Math.min(from.x, to.x), Math.min(from.y, to.y));
    const end = this.viewport.world(Math.max(from.x, to.x), Math.max(from.y, to.y));
    return { left: start.x, top: start.y, right: end.x, bottom: end.y };
  }

  /** Shows zoom and place on the screen, with type that stays readable, and leaves out what would be too small. */
  apply() {
    const { canvas, back, front, maps } = this.elements;
    const { k, x, y } = this.viewport;
    back.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    front.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    maps.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    const size = TYPE.usual * this.grow;
    this.typeSize = clamp(size * Math.min(k / this.grow, 1.4), size - 1, Math.max(TYPE.most, size));
    canvas.style.setProperty("--type", `${this.typeSize / k}px`);
    const across = 2 * RADIUS * k;
    this.room = Math.floor((across - 4) / (this.typeSize * CHARACTER));
    canvas.classList.toggle("no-values", this.room < SHOWN.characters);
    canvas.classList.toggle("no-badges", across < this.typeSize * SHOWN.badge);
    canvas.classList.toggle("no-names", across < this.typeSize * SHOWN.name);
  }
}

/** The type size the page asks for. @param {CSSStyleDeclaration} style of the canvas */
function baseSize(style) {
  return parseFloat(style.getPropertyValue("--canvas-text")) || TYPE.usual;
}

/** @param {Unit|Connection} item @returns {Point} */
export function middleOf(item) {
  return isConnection(item) ? pointAt(item.points, 0.5) : item;
}
