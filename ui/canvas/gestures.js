/** Mouse, pen and fingers: hover, select, drag numbers, draw connections, pan, pinch, rubber band. */

import { dragged } from "./editor.js";
import { hitAt, inside } from "./hit.js";
import { unitField, weightField } from "./fields.js";
import { nameOf } from "./words.js";

const START = 4;
const HOLD = 500;

export class Gestures {
  /**
   * @param {HTMLElement} stage
   * @param {import("./network.js").NetworkView} view
   */
  constructor(stage, view) {
    this.stage = stage;
    this.view = view;
    /** @type {Map<number, {x: number, y: number}>} */
    this.pointers = new Map();
    this.act = null;
    this.abort = new AbortController();
    const listen = (name, handler, options = {}) =>
      stage.addEventListener(name, handler, { signal: this.abort.signal, ...options });
    listen("pointerdown", (event) => this.#down(event));
    listen("pointermove", (event) => this.#move(event));
    listen("pointerup", (event) => this.#up(event));
    listen("pointercancel", (event) => this.#cancel(event));
    listen("pointerleave", () => this.act || view.hover(null));
    listen("dblclick", (event) => this.#double(event));
    listen("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** True while a hand is on the canvas. */
  get busy() {
    return this.act !== null;
  }

  #at(event) {
    const box = this.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #down(event) {
    if (event.button !== 0) return;
    const at = this.#at(event);
    this.pointers.set(event.pointerId, at);
    this.stage.setPointerCapture(event.pointerId);
    if (this.pointers.size === 2) {
      this.#finish();
      this.act = { name: "pinch", ...this.#spread() };
      return;
    }
    const coarse = event.pointerType === "touch";
    const hit = hitAt(this.view, at.x, at.y, coarse);
    this.act = { name: "press", hit, at, coarse, adds: event.shiftKey || event.ctrlKey || event.metaKey };
    if (coarse && hit && this.view.editable) {
      this.hold = setTimeout(() => {
        if (this.act?.name !== "press") return;
        this.view.toggle(hit.id);
        this.act = { name: "held" };
      }, HOLD);
    }
    event.preventDefault();
    this.stage.focus({ preventScroll: true });
  }

  #move(event) {
    const at = this.#at(event);
    const { view } = this;
    if (!this.act) {
      if (event.pointerType !== "touch") this.#hover(at);
      return;
    }
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    this.pointers.set(event.pointerId, at);
    if (this.act.name === "pinch") {
      this.#pinch();
      return;
    }
    if (this.act.name === "press") {
      if (Math.hypot(at.x - this.act.at.x, at.y - this.act.at.y) < START) return;
      clearTimeout(this.hold);
      this.act = this.#begin(this.act, event);
      view.hideTip();
    }
    if (this.act.name === "pan") view.viewport.pan(at.x - before.x, at.y - before.y);
    if (this.act.name === "scrub") this.#scrub(at, event);
    if (this.act.name === "connect") this.#stretch(at);
    if (this.act.name === "band") view.band(this.act.at, at);
  }

  /** What a press turns into once it moves. */
  #begin({ hit, at, adds }, event) {
    const { view } = this;
    if (!hit) return event.shiftKey ? { name: "band", at } : { name: "pan" };
    if (!view.editable) return { name: "pan" };
    const { model } = view;
    const item = model.find(hit.id);
    const number =
      hit.kind === "label" || hit.kind === "badge" || (hit.kind === "unit" && item.role === "input");
    if (number) {
      const field = hit.kind === "label" ? weightField(item, model) : unitField(item, model);
      view.hover(hit.id);
      return { name: "scrub", field, from: view.read(field), at, gesture: view.nextGesture(), value: null };
    }
    if ((hit.kind === "port" || hit.kind === "unit") && item.role !== "output")
      return { name: "connect", source: item };
    return adds ? { name: "band", at } : { name: "pan" };
  }

  #scrub(at, event) {
    const { act, view } = this;
    const value = dragged(act.from, at.x - act.at.x, event);
    if (value === act.value) return;
    act.value = value;
    view.setNumber(act.field, value, act.gesture);
  }

  #stretch(at) {
    const { act, view } = this;
    const hit = hitAt(view, at.x, at.y, true);
    const target = hit && view.model.units.get(hit.id);
    act.target = target && target.layer > act.source.layer ? target : null;
    view.sketch(act.source, act.target ?? view.viewport.world(at.x, at.y), Boolean(act.target));
    view.status(
      act.target
        ? `Connect ${nameOf(act.source, view.model)} to ${nameOf(act.target, view.model)}`
        : "Drop on a neuron of a later layer",
    );
  }

  #up(event) {
    const at = this.#at(event);
    const { act, view } = this;
    this.#forget(event);
    if (act?.name === "press") this.#tap(act, event);
    if (act?.name === "band") view.selectMany(inside(view.model, view.bandBox(act.at, at)));
    if (act?.name === "connect" && act.target)
      view.send("connect", { id: `${act.source.id}>${act.target.id}` });
    if (this.pointers.size === 1) this.act = { name: "pan" };
    else this.#finish();
  }

  #tap({ hit, adds }, event) {
    const { view } = this;
    if (!hit) {
      view.select(null);
      return;
    }
    if (adds) {
      view.toggle(hit.id);
      return;
    }
    const item = view.model.find(hit.id);
    const again = view.selection.size === 1 && view.selection.has(hit.id);
    view.select(hit.id);
    view.focusItem(hit.id);
    const numbers = item.source !== undefined || hit.kind === "badge" || item.role === "input";
    if (view.editable && (numbers || (again && event.detail < 2))) view.edit(hit.id);
  }

  #double(event) {
    const at = this.#at(event);
    const hit = hitAt(this.view, at.x, at.y, false);
    if (hit && this.view.editable) this.view.edit(hit.id);
    else if (!hit) this.view.fit();
  }

  #hover(at) {
    const hit = hitAt(this.view, at.x, at.y, false);
    this.stage.style.cursor = cursorOf(hit, this.view);
    this.view.hover(hit?.id ?? null, at);
  }

  #wheel(event) {
    const at = this.#at(event);
    const factor = Math.exp(
      -event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016) * (event.ctrlKey ? 4 : 1),
    );
    if (this.view.viewport.fitted && factor < 1 && !event.ctrlKey) return;
    event.preventDefault();
    this.view.viewport.zoomAt(factor, at.x, at.y);
  }

  #spread() {
    const [one, other] = [...this.pointers.values()];
    return {
      middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 },
      apart: Math.hypot(one.x - other.x, one.y - other.y) || 1,
    };
  }

  #pinch() {
    const next = this.#spread();
    const { viewport } = this.view;
    viewport.pan(next.middle.x - this.act.middle.x, next.middle.y - this.act.middle.y);
    viewport.zoomAt(next.apart / this.act.apart, next.middle.x, next.middle.y);
    Object.assign(this.act, next);
  }

  #forget(event) {
    this.pointers.delete(event.pointerId);
    if (this.stage.hasPointerCapture(event.pointerId)) this.stage.releasePointerCapture(event.pointerId);
  }

  #cancel(event) {
    this.#forget(event);
    this.#finish();
  }

  #finish() {
    clearTimeout(this.hold);
    this.act = null;
    this.view.sketch(null);
    this.view.band(null);
    this.view.status("");
    this.view.release();
  }

  destroy() {
    this.abort.abort();
    clearTimeout(this.hold);
  }
}

function cursorOf(hit, view) {
  if (!hit) return "grab";
  if (!view.editable) return "pointer";
  if (hit.kind === "port") return "crosshair";
  if (hit.kind === "label" || hit.kind === "badge") return "ew-resize";
  return "pointer";
}
