/** The elements of the canvas. From back to front: many connections, the SVG under the pictures, pictures, the SVG above. */

import { adopt } from "../styles.js";
import { html, svg } from "./svg.js";

/** @typedef {ReturnType<typeof makeElements>} Elements */

/** @param {string} label @param {boolean} editable */
export function makeElements(label, editable) {
  const connections = svg("g", { class: "connections" });
  const labels = svg("g", { class: "labels", "aria-hidden": "true" });
  const line = svg("path", { class: "ink", hidden: "" });
  const neurons = svg("g", { class: "units" });
  const selectionFrame = svg("rect", { class: "band-select" });
  const back = svg("g", {}, [connections, labels]);
  const front = svg("g", {}, [line, neurons, selectionFrame]);
  const bulk = html("canvas", { class: "bulk", "aria-hidden": "true" });
  const maps = html("div", { class: "maps", "aria-hidden": "true" });
  const stage = html("div", { class: "stage", role: "application", "aria-label": label, tabindex: -1 }, [
    bulk,
    svg("svg", { class: "back" }, [back]),
    maps,
    svg("svg", { class: "front" }, [front]),
  ]);
  const headers = html("div", { class: "headers" });
  const tip = html("div", { class: "tip", role: "tooltip" });
  tip.hidden = true;
  const status = html("div", { class: "status", "aria-hidden": "true" });
  const announcement = html("div", { class: "said", "aria-live": "polite" });
  const kind = editable ? "edit" : "watch";
  const canvas = html("div", { class: `netsketch-canvas ${kind}` }, [headers, stage, tip, status, announcement]);
  return {
    canvas,
    headers,
    stage,
    back,
    front,
    bulk,
    maps,
    connections,
    labels,
    neurons,
    line,
    selectionFrame,
    tip,
    status,
    announcement,
  };
}

/** Puts the canvas into an element, with its style sheet where the page has none yet. @param {HTMLElement} root @param {Elements} elements */
export function mount(root, { canvas }) {
  root.replaceChildren(canvas);
  adopt(root, "canvas/canvas.css");
}

/** The element that has the focus in the page or shadow tree of another. @param {Node} node @returns {HTMLElement|null} */
export function focusedNear(node) {
  const page = /** @type {Document|ShadowRoot} */ (node.getRootNode());
  return /** @type {HTMLElement|null} */ (page.activeElement ?? null);
}
