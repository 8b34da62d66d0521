/** Neurons: a circle with its value, the bias as a badge, the name beside it, a port to draw from. */

import { RADIUS } from "./layout.js";
import { fitted } from "./format.js";
import { setAttribute, setText, svg } from "./svg.js";

/** Characters that the badge of a bias holds: three digits of any number without a power of ten. */
const BIAS_ROOM = 9;

const PORT = { radius: 6.5, away: RADIUS + 6 };

export class Units {
  /**
   * @param {SVGGElement} group
   * @param {boolean} editable whether ports are drawn
   */
  constructor(group, editable) {
    this.group = group;
    this.editable = editable;
    /** @type {Map<string, {g: SVGElement, value: SVGElement, badge: SVGElement|null, text: SVGElement|null}>} */
    this.parts = new Map();
    this.blocks = [];
  }

  /** Makes what is new, keeps what stays (and with it the focus), drops what is gone. */
  draw(model, namesAbove) {
    for (const [id, part] of this.parts) {
      const unit = model.units.get(id);
      if (unit && part.role === unit.role) continue;
      part.g.remove();
      this.parts.delete(id);
    }
    for (const block of this.blocks) block.remove();
    this.blocks = model.layers.filter((layer) => layer.block).map(blockOf);
    this.group.append(...this.blocks);
    for (const unit of model.units.values()) {
      const part = this.parts.get(unit.id) ?? this.#make(unit);
      setAttribute(part.g, "transform", `translate(${unit.x} ${unit.y})`);
      setText(part.name, unit.name);
      placeName(part.name, unit.role, namesAbove);
      if (part.badge) {
        setText(part.pin, unit.pinned ? "pinned" : "");
        part.badge.classList.toggle("pinned", unit.pinned);
        part.pinned = unit.pinned;
      }
      this.group.append(part.g);
    }
  }

  #make(unit) {
    const value = svg("text", { class: "value", "text-anchor": "middle", dy: "0.36em" });
    const name = svg("text", { class: "name", dy: "0.36em" });
    const g = svg("g", { class: `unit ${unit.role}`, "data-id": unit.id, role: "button", tabindex: -1 }, [
      svg("circle", { class: "halo", r: RADIUS + 6 }),
      svg("circle", { class: "body", r: RADIUS }),
      svg("rect", {
        class: "body square",
        x: -RADIUS,
        y: -RADIUS,
        width: 2 * RADIUS,
        height: 2 * RADIUS,
        rx: 7,
      }),
      value,
      name,
    ]);
    const part = { g, role: unit.role, value, name, badge: null, text: null, pin: null };
    if (unit.role !== "input") {
      part.text = svg("text", { class: "bias", "text-anchor": "middle", dy: "0.36em" });
      part.pin = svg("title");
      part.badge = svg(
        "g",
        { class: "badge", transform: `translate(0 ${RADIUS + 12})`, "data-badge": unit.id },
        [svg("rect", { x: -25, y: -9, width: 50, height: 18, rx: 9 }), part.text, part.pin],
      );
      g.append(part.badge);
    }
    if (this.editable && unit.role !== "output") {
      g.append(svg("circle", { class: "port", cx: PORT.away, r: PORT.radius, "data-port": unit.id }));
    }
    this.parts.set(unit.id, part);
    return part;
  }

  /** Colours for the values; `theta` and `a` may be halfway through a tween. */
  update(model, theta, a) {
    for (const unit of model.units.values()) {
      const part = this.parts.get(unit.id);
      const value = a[unit.flat];
      const tone = value < 0 ? "neg" : value > 0 ? "pos" : "zero";
      setAttribute(part.g, "data-tone", tone);
      const share = Math.round(34 * (1 - Math.exp(-Math.abs(value || 0) / 1.5)));
      if (part.share !== share) part.g.style.setProperty("--share", `${(part.share = share)}%`);
    }
  }

  /** Writes the values, in at most `room` characters, and the biases. */
  write(model, theta, a, room) {
    for (const unit of model.units.values()) {
      const part = this.parts.get(unit.id);
      setText(part.value, fitted(a[unit.flat], room));
      if (!part.text) continue;
      setText(part.text, `b ${fitted(theta[unit.slot], BIAS_ROOM)}`);
      part.badge.classList.toggle("unused", part.pinned && theta[unit.slot] === 0);
    }
  }

  element(id) {
    return this.parts.get(id)?.g;
  }

  get elements() {
    return this.parts;
  }
}

/** Beside the neuron, or above it. */
function placeName(name, role, above) {
  const outside = role === "input" ? -RADIUS - 10 : RADIUS + 12;
  setAttribute(name, "text-anchor", above ? "middle" : role === "input" ? "end" : "start");
  setAttribute(name, "x", String(above ? 0 : outside));
  setAttribute(name, "y", String(above ? -RADIUS - 12 : 0));
}

/** A layer of too many units to draw: one block with their number. */
function blockOf(layer) {
  const words = layer.role === "input" ? "inputs" : "neurons";
  return svg("g", { class: "block", transform: `translate(${layer.x} 0)` }, [
    svg("rect", {
      x: -layer.reach,
      y: -layer.height / 2,
      width: 2 * layer.reach,
      height: layer.height,
      rx: 10,
    }),
    svg("text", { class: "count", "text-anchor": "middle", dy: "-0.2em", text: String(layer.size) }),
    svg("text", { class: "words", "text-anchor": "middle", dy: "1.1em", text: words }),
  ]);
}

/** What of a unit lies under a point of the picture, if anything. `slack` widens it for fingers. */
export function unitAt(model, x, y, slack, editable) {
  for (const layer of model.layers) {
    if (!layer.units.length || Math.abs(x - layer.x) > RADIUS + PORT.radius + slack + 4) continue;
    for (const unit of layer.units) {
      const dx = x - unit.x;
      const dy = y - unit.y;
      if (editable && unit.role !== "output" && Math.hypot(dx - PORT.away, dy) < PORT.radius + slack / 2) {
        return { kind: "port", unit };
      }
      if (dx * dx + dy * dy < (RADIUS + slack / 2) ** 2) return { kind: "unit", unit };
      if (unit.role !== "input" && Math.abs(dx) < 26 && Math.abs(dy - RADIUS - 12) < 11)
        return { kind: "badge", unit };
    }
  }
  return null;
}
