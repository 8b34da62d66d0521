/** The picture on the entry page: a small network that separates the points inside a circle from those around it. */

import { plotlyInTime } from "../plotly.js";

export const styles = ["home/picture.css"];

/** [x, heights of the neurons] of each layer; the last one is where the connections end. @type {[number, number[]][]} */
const LAYERS = [
  [40, [110, 230]],
  [175, [50, 130, 210, 290]],
  [310, [90, 170, 250]],
  [400, [170]],
];
/** Of the plane with the points. */
const CENTRE = [510, 170];

/**
 * Adds an SVG element to its parent.
 * @param {string} name @param {Record<string, string|number>} attributes @param {ParentNode} parent
 */
function shape(name, attributes, parent) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  parent.append(element);
  return element;
}

/** @param {Element} svg */
function connections(svg) {
  let count = 0;
  for (let layer = 1; layer < LAYERS.length; layer += 1) {
    const [[from, starts], [to, ends]] = [LAYERS[layer - 1], LAYERS[layer]];
    const middle = (from + to) / 2;
    for (const start of starts) {
      for (const end of ends) {
        count += 1;
        const weight = Math.sin(2.4 * count * count);
        shape(
          "path",
          {
            class: weight < 0 ? "negative" : "positive",
            d: `M${from} ${start}C${middle} ${start} ${middle} ${end} ${to} ${end}`,
            "stroke-width": 1 + 4 * Math.abs(weight),
          },
          svg,
        );
      }
    }
  }
}

/** @param {Element} svg */
function plane(svg) {
  const [x, y] = CENTRE;
  shape("rect", { class: "outer", x: x - 110, y: y - 110, width: 220, height: 220, rx: 6 }, svg);
  shape("circle", { class: "inner", cx: x, cy: y, r: 68 }, svg);
  for (let point = 0; point < 44; point += 1) {
    const angle = 2.399963 * point;
    const inside = point % 2 === 0;
    const radius = inside ? 9 + 2.1 * (point / 2) : 82 + 22 * Math.abs(Math.sin(3 * point));
    const [cx, cy] = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    if (inside) shape("circle", { class: "inside", cx, cy, r: 4.5 }, svg);
    else shape("rect", { class: "outside", x: cx - 4, y: cy - 4, width: 8, height: 8 }, svg);
  }
}

export default class {
  /** @param {StreamlitComponent} component */
  constructor({ parentElement }) {
    const svg = shape("svg", { viewBox: "0 0 640 340", role: "img" }, parentElement);
    svg.setAttribute(
      "aria-label",
      "A network of three layers that separates the points inside a circle from those around it",
    );
    connections(svg);
    for (const [x, heights] of LAYERS.slice(0, -1)) {
      for (const y of heights) shape("circle", { class: "neuron", cx: x, cy: y, r: 19 }, svg);
    }
    plane(svg);
    plotlyInTime().catch(() => {}); // the next page is going to need it, and says so if it doesn't come
  }

  update() {}
}
