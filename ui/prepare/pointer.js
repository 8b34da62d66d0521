/**
 * Pointing at parts: outlines what can be locked or hidden; a click on a part leads from shown over locked to hidden
 * and back. Every part also has a label that is a button, so that the keyboard does it too. Escape ends.
 * Fed by ui/streamlit/pointing.py.
 */

import { button, html, setText } from "../canvas/svg.js";
import { adopt } from "../styles.js";
import { found } from "./roots.js";

/**
 * @typedef {{name: string, label: string, states: string[], selectors: string[]}} PartSpec
 * @typedef {{parts: PartSpec[], states: Record<string, string>}} PointingData state of each part that isn't shown
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 * @typedef {{part: PartSpec, chip: HTMLButtonElement, outlines: HTMLElement[], boxes: Box[]}} Place
 */

const FEW = 4; // elements of a part that have an outline each; more have one together

const ROOM = { edge: 4, gap: 2 };

export default class Pointer {
  /** @param {StreamlitComponent<PointingData>} component */
  constructor(component) {
    this.component = component;
    /** @type {Record<string, string>} */
    this.states = {};
    /** @type {Place[]} */
    this.places = [];
    this.host = html("div", { class: "netsketch-pointer" });
    this.layer = html("div", { class: "layer", role: "dialog", "aria-label": "Point at a part", "aria-modal": "true" });
    const done = button("Done: back to the preparation", "Done", { class: "done" });
    done.addEventListener("click", () => this.#end());
    this.said = html("span", { role: "status" });
    const words = html("span", { text: "Click a part: shown → locked → hidden. Escape ends." });
    this.layer.append(html("div", { class: "help" }, [words, this.said, done]));
    const root = this.host.attachShadow({ mode: "open" });
    root.append(this.layer);
    adopt(this.layer, "prepare/pointer.css");
    (document.querySelector(".stApp") ?? document.body).append(this.host);
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.layer.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.layer.addEventListener("wheel", (event) => scrolled().scrollBy(event.deltaX, event.deltaY), {
      signal,
      passive: true,
    });
    addEventListener("keydown", (event) => this.#key(event), { capture: true, signal });
    for (const kind of ["resize", "scroll"]) addEventListener(kind, () => this.#place(), { capture: true, signal });
    this.timer = setInterval(() => this.#place(), 500); // what comes later, as a chart does
    this.ended = false;
  }

  /** @param {StreamlitComponent<PointingData>} component */
  update(component) {
    this.component = component;
    if (this.places.length) return; // its choices are on their way
    const { parts, states } = component.data;
    this.states = { ...states };
    this.places = parts.map((part) => {
      const chip = button(part.label, "", { class: "chip" });
      chip.addEventListener("click", (event) => {
        event.stopPropagation();
        this.#turn(part);
      });
      const outlines = Array.from({ length: FEW }, () => html("div", { class: "outline" }));
      this.layer.append(...outlines, chip);
      return { part, chip, outlines, boxes: [] };
    });
    this.#place();
    this.places.find(({ boxes }) => boxes.length)?.chip.focus({ preventScroll: true });
  }

  destroy() {
    this.stop.abort();
    clearInterval(this.timer);
    this.host.remove();
  }

  /** Puts outlines and labels where the parts are now; labels make way for each other. */
  #place() {
    /** @type {Box[]} */
    const taken = [];
    for (const place of this.places) {
      const { part, chip, outlines } = place;
      const boxes = boxesOf(found(part.selectors));
      const state = this.#state(part);
      place.boxes = boxes;
      chip.hidden = !boxes.length;
      chip.dataset.state = state;
      outlines.forEach((outline, index) => outlineAt(outline, boxes[index], state));
      if (!boxes.length) continue;
      setText(chip, `${part.label}: ${state}`);
      chip.setAttribute("aria-label", `${part.label}: ${state}`);
      const { left, top } = boxes[0];
      const at = free(left, top, chip.offsetWidth, chip.offsetHeight, taken);
      taken.push(at);
      Object.assign(chip.style, { left: `${at.left}px`, top: `${at.top}px` });
    }
  }

  /** @param {PartSpec} part */
  #state(part) {
    return this.states[part.name] ?? part.states[0];
  }

  /** The part's next state. @param {PartSpec} part */
  #turn(part) {
    const { states } = part;
    this.states[part.name] = states[(states.indexOf(this.#state(part)) + 1) % states.length];
    setText(this.said, `${part.label} is ${this.#state(part)}`);
    this.#place();
  }

  /** A click beside the labels means the smallest part under it. @param {MouseEvent} event */
  #clicked({ clientX: x, clientY: y }) {
    const under = this.places.flatMap(({ part, boxes }) =>
      boxes
        .filter((box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom)
        .map((box) => ({ part, box })),
    );
    under.sort((one, other) => area(one.box) - area(other.box));
    if (under.length) this.#turn(under[0].part);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.#end();
    }
    event.stopImmediatePropagation(); // the page's own keys rest
    if (event.key === "Tab") this.#tab(event);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      /** @type {HTMLElement|null|undefined} */ (this.host.shadowRoot?.activeElement)?.click();
    }
  }

  /** The focus stays among the labels. @param {KeyboardEvent} event */
  #tab(event) {
    event.preventDefault();
    const stops = [...this.layer.querySelectorAll("button")].filter((one) => !one.hidden);
    const at = stops.indexOf(/** @type {HTMLButtonElement} */ (this.host.shadowRoot?.activeElement));
    const next = (at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length;
    stops[at < 0 ? 0 : next]?.focus();
  }

  #end() {
    if (this.ended) return;
    this.ended = true;
    this.component.setTriggerValue("chosen", this.states);
  }
}

/** Where elements are on the screen: a box each, or one around many. @param {Element[]} elements @returns {Box[]} */
function boxesOf(elements) {
  const boxes = elements
    .map((element) => element.getBoundingClientRect())
    .filter(({ width, height }) => width && height);
  if (boxes.length <= FEW) return boxes;
  return [
    {
      left: Math.min(...boxes.map(({ left }) => left)),
      top: Math.min(...boxes.map(({ top }) => top)),
      right: Math.max(...boxes.map(({ right }) => right)),
      bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
    },
  ];
}

/** @param {HTMLElement} outline @param {Box|undefined} box @param {string} state */
function outlineAt(outline, box, state) {
  outline.hidden = !box;
  if (!box) return;
  outline.dataset.state = state;
  const size = { width: `${box.right - box.left}px`, height: `${box.bottom - box.top}px` };
  Object.assign(outline.style, { left: `${box.left}px`, top: `${box.top}px`, ...size });
}

/** @param {Box} box */
function area({ left, top, right, bottom }) {
  return (right - left) * (bottom - top);
}

/**
 * A place for a label of a size, below all labels that it would cover.
 * @param {number} x @param {number} y @param {number} width @param {number} height @param {Box[]} taken
 * @returns {Box}
 */
function free(x, y, width, height, taken) {
  const left = Math.max(ROOM.edge, Math.min(x, innerWidth - width - ROOM.edge));
  let top = Math.max(ROOM.edge, y);
  for (const box of [...taken].sort((one, other) => one.top - other.top)) {
    const beside = left + width <= box.left || box.right <= left;
    const apart = top + height <= box.top || box.bottom <= top;
    if (!beside && !apart) top = box.bottom + ROOM.gap;
  }
  return { left, top, right: left + width, bottom: top + height };
}

/** What scrolls the page. */
function scrolled() {
  return document.querySelector("[data-testid=stMain]") ?? document.documentElement;
}
