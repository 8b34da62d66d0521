/** Mouse, pen and fingers: hover, select, drag numbers, draw connections, pan, pinch, select with a frame. */

import { unitField, weightField } from "./fields.js";
import { inside } from "./hit.js";
import { connectionId, isConnection } from "./model.js";
import { dragged } from "./number-field.js";
import { nameOf } from "./words.js";

/** @typedef {import("./hit.js").Hit} Hit */
/** @typedef {import("./layout.js").Point} Point */
/** @typedef {import("./model.js").Unit} Unit */
/** @typedef {import("./fields.js").Field} Field */

/**
 * What the pointer needs of the canvas. Points are on the screen, from the corner of the stage.
 * @typedef {object} PointerContext
 * @property {boolean} editable
 * @property {() => import("./model.js").Model} model
 * @property {import("./placement.js").Placement} placement
 * @property {import("./selection.js").Selection} selection
 * @property {import("./feedback.js").Feedback} feedback
 * @property {import("./number-field.js").Numbers} numbers
 * @property {import("./layer-controls.js").Send} send
 * @property {(at: Point, coarse: boolean) => Hit|null} hit what lies there; coarse: for a finger
 * @property {(id: string|null, at?: Point) => void} hover
 * @property {(id: string) => void} focus
 * @property {(id: string) => void} edit
 * @property {() => void} onEnd called when the last action has ended
 */

/**
 * What a press has become.
 * @typedef {object} Action
 * @property {(at: Point, before: Point, event: PointerEvent) => void} move
 * @property {(at: Point, event: PointerEvent) => void} end the pointer is lifted
 */

const START = 4; // pixels after which a press is a drag
const HOLD = 500; // milliseconds after which a finger at rest selects
const ZOOM = { pixel: 0.0016, line: 0.05, pinch: 4 }; // of the wheel; pinch: on a trackpad, which reports Ctrl

export class Gestures {
  /** @param {HTMLElement} stage @param {PointerContext} context */
  constructor(stage, context) {
    this.stage = stage;
    this.context = context;
    /** @type {Map<number, Point>} */
    this.pointers = new Map();
    /** @type {Action|null} */
    this.action = null;
    this.timer = 0;
    this.abort = new AbortController();
    const { signal } = this.abort;
    stage.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    stage.addEventListener("pointermove", (event) => this.#move(event), { signal });
    stage.addEventListener("pointerup", (event) => this.#up(event), { signal });
    stage.addEventListener("pointercancel", (event) => this.#cancel(event), { signal });
    stage.addEventListener("pointerleave", () => this.action || context.hover(null), { signal });
    stage.addEventListener("dblclick", (event) => this.#double(event), { signal });
    stage.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
  }

  /** True while a pointer is pressed on the canvas. */
  get busy() {
    return this.action !== null;
  }

  /** @param {MouseEvent} event @returns {Point} */
  #at(event) {
    const box = this.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    const at = this.#at(event);
    this.pointers.set(event.pointerId, at);
    this.stage.setPointerCapture(event.pointerId);
    if (this.pointers.size === 2) {
      this.#finish();
      this.action = this.#pinching();
      return;
    }
    const coarse = event.pointerType === "touch";
    const hit = this.context.hit(at, coarse);
    const press = this.#pressing(hit, at, event.shiftKey || event.ctrlKey || event.metaKey);
    this.action = press;
    if (coarse && hit && this.context.editable) {
      this.timer = setTimeout(() => {
        if (this.action !== press) return;
        this.context.selection.toggle(hit.id);
        this.action = IDLE;
      }, HOLD);
    }
    event.preventDefault();
    this.stage.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const at = this.#at(event);
    if (!this.action) {
      if (event.pointerType !== "touch") this.#hover(at);
      return;
    }
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    this.pointers.set(event.pointerId, at);
    this.action.move(at, before, event);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    this.#forget(event);
    this.action?.end(this.#at(event), event);
    if (this.pointers.size === 1) this.action = this.#panning();
    else this.#finish();
  }

  /** @param {PointerEvent} event */
  #cancel(event) {
    this.#forget(event);
    this.#finish();
  }

  /** @param {PointerEvent} event */
  #forget(event) {
    this.pointers.delete(event.pointerId);
    if (this.stage.hasPointerCapture(event.pointerId)) this.stage.releasePointerCapture(event.pointerId);
  }

  #finish() {
    clearTimeout(this.timer);
    this.action = null;
    this.context.feedback.clear();
    this.context.onEnd();
  }

  // ---- actions: each is what a press has become --------------------------------------------------------------

  /** Nothing yet: a tap if it is lifted here, another action once it moves. @param {Hit|null} hit @param {Point} start @param {boolean} adds @returns {Action} */
  #pressing(hit, start, adds) {
    return {
      move: (at, before, event) => {
        if (Math.hypot(at.x - start.x, at.y - start.y) < START) return;
        clearTimeout(this.timer);
        this.action = this.#begin(hit, start, adds, event);
        this.context.feedback.hideTip();
        this.action.move(at, before, event);
      },
      end: (_, event) => this.#tap(hit, adds, event),
    };
  }

  /** What a press turns into once it moves. @param {Hit|null} hit @param {Point} start @param {boolean} adds @param {PointerEvent} event */
  #begin(hit, start, adds, event) {
    const { editable, model, hover } = this.context;
    const item = hit && model().find(hit.id);
    if (!hit || !item) return event.shiftKey ? this.#framing(start) : this.#panning();
    if (!editable) return this.#panning();
    const onNumber = hit.kind === "label" || hit.kind === "badge";
    if (onNumber || (hit.kind === "unit" && !isConnection(item) && item.role === "input")) {
      const field = isConnection(item) ? weightField(item, model()) : unitField(item, model());
      hover(hit.id);
      return this.#scrubbing(field, start);
    }
    if (!isConnection(item) && item.role !== "output") return this.#connecting(item);
    return adds ? this.#framing(start) : this.#panning();
  }

  /** @returns {Action} */
  #panning() {
    return {
      move: (at, before) => this.context.placement.viewport.pan(at.x - before.x, at.y - before.y),
      end: () => {},
    };
  }

  /** Two fingers zoom and pan. @returns {Action} */
  #pinching() {
    const { viewport } = this.context.placement;
    let last = this.#spread();
    return {
      move: () => {
        const { middle, distance } = this.#spread();
        viewport.pan(middle.x - last.middle.x, middle.y - last.middle.y);
        viewport.zoomAt(distance / last.distance, middle.x, middle.y);
        last = { middle, distance };
      },
      end: () => {},
    };
  }

  /** Middle and distance of two fingers. */
  #spread() {
    const [one, other] = [...this.pointers.values()];
    return {
      middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 },
      distance: Math.hypot(one.x - other.x, one.y - other.y) || 1,
    };
  }

  /** A number is dragged sideways. @param {Field} field @param {Point} start @returns {Action} */
  #scrubbing(field, start) {
    const { numbers } = this.context;
    const from = numbers.read(field);
    const gesture = numbers.nextGesture();
    /** @type {number|null} */
    let last = null;
    return {
      move: (at, _, event) => {
        const value = dragged(from, at.x - start.x, event);
        if (value !== last) numbers.set(field, (last = value), gesture);
      },
      end: () => {},
    };
  }

  /** A connection is drawn from a unit. @param {Unit} source @returns {Action} */
  #connecting(source) {
    const { model, hit, placement, feedback, send } = this.context;
    /** @type {Unit|null} */
    let target = null;
    return {
      move: (at) => {
        const unit = model().units.get(hit(at, true)?.id ?? "");
        target = unit && unit.layer > source.layer ? unit : null;
        feedback.drawLine(source, target ?? placement.viewport.world(at.x, at.y), target !== null);
        feedback.status(
          target
            ? `Connect ${nameOf(source, model())} to ${nameOf(target, model())}`
            : "Drop on a neuron of a later layer",
        );
      },
      end: () => target && send("connect", { id: connectionId(source, target) }),
    };
  }

  /** Everything in a frame is selected. @param {Point} start @returns {Action} */
  #framing(start) {
    const { model, placement, feedback, selection } = this.context;
    return {
      move: (at) => feedback.drawFrame(placement.area(start, at)),
      end: (at) => selection.selectMany(inside(model(), placement.area(start, at))),
    };
  }

  // ---- without dragging --------------------------------------------------------------------------------------

  /** @param {Hit|null} hit @param {boolean} adds @param {PointerEvent} event */
  #tap(hit, adds, event) {
    const { editable, model, selection, focus, edit } = this.context;
    const item = hit && model().find(hit.id);
    if (!hit || !item) return selection.select(null);
    if (adds) return selection.toggle(hit.id);
    const again = selection.isOnly(hit.id);
    selection.select(hit.id);
    focus(hit.id);
    const onNumber = isConnection(item) || hit.kind === "badge" || item.role === "input";
    if (editable && (onNumber || (again && event.detail < 2))) edit(hit.id);
  }

  /** @param {MouseEvent} event */
  #double(event) {
    const hit = this.context.hit(this.#at(event), false);
    if (!hit) this.context.placement.fit();
    else if (this.context.editable) this.context.edit(hit.id);
  }

  /** @param {Point} at */
  #hover(at) {
    const hit = this.context.hit(at, false);
    this.stage.style.cursor = cursorOf(hit, this.context.editable);
    this.context.hover(hit?.id ?? null, at);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    const { viewport } = this.context.placement;
    const at = this.#at(event);
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ZOOM.line : ZOOM.pixel;
    const factor = Math.exp(-event.deltaY * unit * (event.ctrlKey ? ZOOM.pinch : 1));
    // Where all of the drawing is in view, the wheel scrolls the page instead of zooming out.
    if (viewport.fitted && factor < 1 && !event.ctrlKey) return;
    event.preventDefault();
    viewport.zoomAt(factor, at.x, at.y);
  }

  destroy() {
    this.abort.abort();
    clearTimeout(this.timer);
  }
}

/** A press that does nothing any more. @type {Action} */
const IDLE = { move: () => {}, end: () => {} };

/** @param {Hit|null} hit @param {boolean} editable */
function cursorOf(hit, editable) {
  if (!hit) return "grab";
  if (!editable) return "pointer";
  if (hit.kind === "port") return "crosshair";
  if (hit.kind === "label" || hit.kind === "badge") return "ew-resize";
  return "pointer";
}
