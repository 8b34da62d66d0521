/** Inputs and neurons: a circle with the value in it, the bias as a badge, the name next to it, a port to draw from. */

import { RADIUS } from "./layout.js";
import { fitted } from "./format.js";
import { setAttribute, setText, svg } from "./svg.js";
import { shareOf, toneOf } from "./tone.js";
import { unitWord } from "./words.js";

/** @typedef {import("./model.js").Layer} Layer */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Unit} Unit */
/** @typedef {import("./layout.js").Box} Box */

/**
 * The elements of one unit, and what they show.
 * @typedef {object} Part
 * @property {SVGGElement} g
 * @property {import("./model.js").Role} role
 * @property {SVGTextElement} value
 * @property {SVGTextElement} name
 * @property {{g: SVGGElement, text: SVGTextElement, title: SVGTitleElement, pinned: boolean}|null} badge of the bias
 * @property {number} share
 */

const PORT = { radius: 6.5, away: RADIUS + 6 };
/** The bias under a neuron; room: characters that fit, three digits of any number without a power of ten. */
const BADGE = { width: 50, height: 18, below: RADIUS + 12, room: 9 };
const MOST_SHARE = 34;

export class Neurons {
  /**
   * @param {SVGGElement} group
   * @param {boolean} editable whether ports are drawn
   */
  constructor(group, editable) {
    this.group = group;
    this.editable = editable;
    /** @type {Map<string, Part>} */
    this.parts = new Map();
    /** @type {SVGGElement[]} */
    this.blocks = [];
  }

  /**
   * Makes what is new, keeps what stays (and with it the focus), drops what is gone.
   * @param {Model} model
   * @param {Box|null} box see `layout`
   */
  draw(model, box) {
    for (const [id, part] of this.parts) {
      if (model.units.get(id)?.role === part.role) continue;
      part.g.remove();
      this.parts.delete(id);
    }
    for (const block of this.blocks) block.remove();
    this.blocks = model.layers.filter((layer) => layer.block).map(blockOf);
    this.group.append(...this.blocks);
    for (const unit of model.units.values()) {
      const part = this.parts.get(unit.id) ?? this.#make(unit);
      setAttribute(part.g, "transform", `translate(${unit.x} ${unit.y})`);
      setText(part.name, box?.names.get(unit.id) ?? unit.name);
      placeName(part.name, unit.role, box?.namesAbove ?? false);
      if (part.badge) {
        setText(part.badge.title, unit.pinned ? "pinned" : "");
        part.badge.g.classList.toggle("pinned", unit.pinned);
        part.badge.pinned = unit.pinned;
      }
      this.group.append(part.g);
    }
  }

  /** @param {Unit} unit */
  #make(unit) {
    const value = svg("text", { class: "value", "text-anchor": "middle", dy: "0.36em" });
    const name = svg("text", { class: "name", dy: "0.36em" });
    const side = 2 * RADIUS;
    const g = svg("g", { class: `unit ${unit.role}`, "data-id": unit.id, role: "button", tabindex: -1 }, [
      svg("circle", { class: "halo", r: RADIUS + 6 }),
      svg("circle", { class: "body", r: RADIUS }),
      svg("rect", { class: "body square", x: -RADIUS, y: -RADIUS, width: side, height: side, rx: 7 }),
      value,
      name,
    ]);
    const badge = unit.role === "input" ? null : badgeOf(unit);
    if (badge) g.append(badge.g);
    if (this.editable && unit.role !== "output")
      g.append(svg("circle", { class: "port", cx: PORT.away, r: PORT.radius, "data-port": unit.id }));
    /** @type {Part} */
    const part = { g, role: unit.role, value, name, badge, share: -1 };
    this.parts.set(unit.id, part);
    return part;
  }

  /** Colours for the outputs, which may be halfway through a tween. @param {Model} model @param {Float32Array} a */
  update(model, a) {
    for (const unit of model.units.values()) {
      const part = this.parts.get(unit.id);
      if (!part) continue;
      const value = a[unit.flat];
      setAttribute(part.g, "data-tone", toneOf(value));
      const share = shareOf(value, MOST_SHARE);
      if (part.share === share) continue;
      part.share = share;
      part.g.style.setProperty("--share", `${share}%`);
    }
  }

  /**
   * Writes the outputs and the biases in figures.
   * @param {Model} model
   * @param {Float32Array} theta
   * @param {Float32Array} a
   * @param {number} room characters that fit into a neuron
   */
  write(model, theta, a, room) {
    for (const unit of model.units.values()) {
      const part = this.parts.get(unit.id);
      if (!part) continue;
      setText(part.value, fitted(a[unit.flat], room));
      if (!part.badge) continue;
      const bias = theta[unit.slot];
      setText(part.badge.text, `b ${fitted(bias, BADGE.room)}`);
      part.badge.g.classList.toggle("unused", part.badge.pinned && bias === 0);
    }
  }
}

/** @param {Unit} unit */
function badgeOf({ id, pinned }) {
  const { width, height, below } = BADGE;
  const text = svg("text", { class: "bias", "text-anchor": "middle", dy: "0.36em" });
  const title = svg("title");
  const g = svg("g", { class: "badge", transform: `translate(0 ${below})`, "data-badge": id }, [
    svg("rect", { x: -width / 2, y: -height / 2, width, height, rx: height / 2 }),
    text,
    title,
  ]);
  return { g, text, title, pinned };
}

/**
 * Puts a name next to the neuron, on its outer side, or above it.
 * @param {SVGTextElement} name
 * @param {import("./model.js").Role} role
 * @param {boolean} above
 */
function placeName(name, role, above) {
  const outside = role === "input" ? -RADIUS - 10 : RADIUS + 12;
  setAttribute(name, "text-anchor", above ? "middle" : role === "input" ? "end" : "start");
  setAttribute(name, "x", String(above ? 0 : outside));
  setAttribute(name, "y", String(above ? -RADIUS - 12 : 0));
}

/** A layer of too many units to draw: one block with their number. @param {Layer} layer */
function blockOf(layer) {
  const { x, reach, height, size } = layer;
  return svg("g", { class: "block", transform: `translate(${x} 0)` }, [
    svg("rect", { x: -reach, y: -height / 2, width: 2 * reach, height, rx: 10 }),
    svg("text", { class: "count", "text-anchor": "middle", dy: "-0.2em", text: String(size) }),
    svg("text", { class: "words", "text-anchor": "middle", dy: "1.1em", text: `${unitWord(layer)}s` }),
  ]);
}

/**
 * What of a unit lies under a point of the picture, if anything.
 * @param {Model} model
 * @param {number} x
 * @param {number} y
 * @param {number} slack widens the unit, for fingers
 * @param {boolean} editable
 * @returns {{kind: "port"|"unit"|"badge", unit: Unit}|null}
 */
export function unitAt(model, x, y, slack, editable) {
  for (const layer of model.layers) {
    if (!layer.units.length || Math.abs(x - layer.x) > RADIUS + PORT.radius + slack + 4) continue;
    for (const unit of layer.units) {
      const dx = x - unit.x;
      const dy = y - unit.y;
      if (editable && unit.role !== "output" && Math.hypot(dx - PORT.away, dy) < PORT.radius + slack / 2)
        return { kind: "port", unit };
      if (dx * dx + dy * dy < (RADIUS + slack / 2) ** 2) return { kind: "unit", unit };
      if (
        unit.role !== "input" &&
        Math.abs(dx) < BADGE.width / 2 + 1 &&
        Math.abs(dy - BADGE.below) < BADGE.height / 2 + 2
      )
        return { kind: "badge", unit };
    }
  }
  return null;
}
