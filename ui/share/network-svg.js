/**
 * A drawing of the canvas as an SVG that needs nothing else. The canvas draws it on a bench that nobody sees, large
 * enough for its numbers, in the colours that are asked for; what it has drawn is copied.
 */

import { strokesOf } from "../canvas/bulk.js";
import { RADIUS } from "../canvas/layout.js";
import { NetworkView } from "../canvas/network.js";
import { html, svg } from "../canvas/svg.js";
import { benchFor } from "./bench.js";
import { FONTS, plainColour, portable, rounded, textOf, xmlText } from "./portable.js";

/** @typedef {import("../canvas/model.js").Payload} Payload */
/** @typedef {import("../canvas/model.js").Values} Values */
/** @typedef {import("../canvas/maps.js").Pictures} Pictures */

/**
 * How a drawing is to look.
 * @typedef {object} Look
 * @property {"light"|"dark"} scheme whose colours it has
 * @property {boolean} clear whether its ground is transparent
 * @property {boolean} numbers whether weights, biases and values are written
 * @property {Pictures|null} pictures in the neurons, instead of their values
 */

/** Free pixels around the picture, and between the layers' names and the drawing. */
const MARGIN = 14;
const BELOW_NAMES = 12;
const NUMBERS = ".value, .badge, .labels";

/**
 * @param {HTMLElement} root something on the page
 * @param {Payload} payload
 * @param {Values} values
 * @param {Look} look
 * @param {string} title
 * @returns {{text: string, width: number, height: number}} size in pixels
 */
export function networkSvg(root, payload, values, look, title) {
  const { width, height } = benchFor(payload, look.numbers);
  const board = html("div", { style: `width: ${width}px; height: ${height}px; --st-font: ${FONTS}` });
  const hidden = "position: absolute; width: 0; height: 0; overflow: hidden; visibility: hidden";
  const bench = html("div", { inert: "", "aria-hidden": "true", style: `${hidden}; color-scheme: ${look.scheme}` }, [
    board,
  ]);
  root.append(bench);
  const view = new NetworkView(board);
  try {
    view.draw(payload);
    view.update(values);
    if (look.pictures) view.maps(look.pictures.maps, look.pictures.size, /** @type {any} */ (look.pictures.palette));
    view.painter.placeLabels(view.selection, view.placement.typeSize);
    return copyOf(view, look, title);
  } finally {
    view.destroy();
    bench.remove();
  }
}

/** @param {NetworkView} view @param {Look} look @param {string} title */
function copyOf(view, look, title) {
  const { elements, placement } = view;
  const { k, x, y } = placement.viewport;
  const drawing = svg("g", { transform: `translate(${rounded(x)} ${rounded(y)}) scale(${rounded(k)})` });
  drawing.append(...strokes(view), ...groups(view, look));
  const box = around(elements, placement.viewport);
  const names = namesOf(view, box);
  const top = names.top - MARGIN;
  const [left, width] = [names.left - MARGIN, names.right - names.left + 2 * MARGIN].map(Math.round);
  const height = Math.round(box.bottom + MARGIN - top);
  const made = svg("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `${left} ${Math.round(top)} ${width} ${height}`,
    width,
    height,
    role: "img",
    "font-family": FONTS,
    style: "font-variant-numeric: tabular-nums",
  });
  const named = svg("title");
  named.textContent = xmlText(title);
  made.append(named);
  if (!look.clear) made.append(groundOf(elements.canvas, left, Math.round(top), width, height));
  made.append(svg("g", { class: "layers" }, names.texts), drawing);
  return { text: new XMLSerializer().serializeToString(made), width, height };
}

/** @param {HTMLElement} canvas @param {number} x @param {number} y @param {number} width @param {number} height */
function groundOf(canvas, x, y, width, height) {
  return svg("rect", { x, y, width, height, fill: plainColour(getComputedStyle(canvas).backgroundColor).colour });
}

/** Connections that are too many for a path each. @param {NetworkView} view */
function strokes({ connections, model, placement, painter }) {
  if (!connections.many) return [];
  const style = getComputedStyle(connections.bulk.canvas);
  return strokesOf(model.drawn, placement.viewport, painter.values.theta).map((stroke) =>
    svg("path", {
      d: stroke.lines.map(lineOf).join(""),
      fill: "none",
      stroke: plainColour(stroke.negative ? style.outlineColor : style.color).colour,
      "stroke-width": rounded(stroke.width),
      "stroke-opacity": rounded(stroke.alpha),
      ...(stroke.dashes.length ? { "stroke-dasharray": stroke.dashes.map(rounded).join(" ") } : {}),
    }),
  );
}

/** @param {number[]} points x, y, x, y … */
function lineOf(points) {
  const [x, y, ...rest] = points.map((value) => value.toFixed(1));
  return `M${x} ${y}${rest.map((value, at) => `${at % 2 ? " " : "L"}${value}`).join("")}`;
}

/** From back to front: connections and their weights, pictures, neurons. @param {NetworkView} view @param {Look} look */
function groups({ elements, placement, pictures }, { numbers }) {
  const leftOut = (/** @type {Element} */ element) => !numbers && element.matches(NUMBERS);
  const { k } = placement.viewport;
  const [connections, labels, neurons] = [elements.connections, elements.labels, elements.neurons].map((group) =>
    portable(group, k, leftOut),
  );
  return [connections, labels, picturesOf(pictures), neurons].filter((group) => group !== null);
}

/** The pictures in the neurons. @param {import("../canvas/maps.js").Maps} pictures */
function picturesOf({ canvases }) {
  if (!canvases.size) return null;
  const side = 2 * RADIUS;
  const corner = svg("clipPath", { id: "corners" }, [svg("rect", { width: side, height: side, rx: 7 })]);
  const images = [...canvases.values()].map((canvas) => {
    const place = `translate(${parseFloat(canvas.style.left)} ${parseFloat(canvas.style.top)})`;
    const image = svg("image", { href: canvas.toDataURL(), width: side, height: side, preserveAspectRatio: "none" });
    return svg("g", { transform: place, "clip-path": "url(#corners)" }, [image]);
  });
  return svg("g", { class: "pictures" }, [corner, ...images]);
}

/**
 * What the drawing covers, in pixels of the bench.
 * @param {import("../canvas/elements.js").Elements} elements
 * @param {import("../canvas/viewport.js").Viewport} viewport
 */
function around({ connections, labels, neurons }, viewport) {
  const boxes = [connections, labels, neurons].map((group) => group.getBBox()).filter(({ width }) => width);
  const start = viewport.screen(Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y)));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const end = viewport.screen(right, bottom);
  return { left: start.x, top: start.y, right: end.x, bottom: end.y };
}

/**
 * The layers' names and activations, moved down to the drawing, and what both cover from left to right.
 * @param {NetworkView} view
 * @param {import("../canvas/layout.js").Area} box
 */
function namesOf({ elements, controls }, box) {
  const origin = elements.stage.getBoundingClientRect();
  const spans = controls.headers.headers.flatMap((header) => /** @type {HTMLElement[]} */ ([...header.children]));
  const seen = spans.filter((span) => span.getBoundingClientRect().width && span.textContent);
  const rooms = seen.map((span) => span.getBoundingClientRect());
  const down = box.top - BELOW_NAMES - Math.max(...rooms.map(({ bottom }) => bottom - origin.top));
  const shifted = new DOMRect(origin.left, origin.top - down, origin.width, origin.height);
  return {
    texts: seen.map((span) => textOf(span, shifted)).filter((text) => text !== null),
    top: Math.min(...rooms.map(({ top }) => top)) - shifted.top,
    left: Math.min(box.left, ...rooms.map(({ left }) => left - origin.left)),
    right: Math.max(box.right, ...rooms.map(({ right }) => right - origin.left)),
  };
}
