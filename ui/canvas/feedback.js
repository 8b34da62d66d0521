/** What the canvas shows while the user acts: the tooltip, the status line, the line being drawn, the selection frame. */

import { RADIUS } from "./layout.js";
import { html } from "./svg.js";

/** @typedef {import("./layout.js").Area} Area */
/** @typedef {import("./layout.js").Point} Point */

const WARNING = 6000; // milliseconds for which a warning stays

export class Feedback {
  /** @param {import("./elements.js").Elements} elements */
  constructor(elements) {
    this.elements = elements;
    this.timer = 0;
  }

  /**
   * @param {string[]} lines the first one is the heading
   * @param {Point} at on the stage
   */
  showTip(lines, at) {
    const { tip, canvas, stage } = this.elements;
    tip.replaceChildren(...lines.map((text, index) => html(index ? "div" : "strong", { text })));
    tip.hidden = false;
    const y = at.y + stage.offsetTop;
    const left = Math.min(at.x + 18, canvas.clientWidth - tip.offsetWidth - 8);
    const fitsBelow = y + 22 + tip.offsetHeight <= canvas.clientHeight;
    const top = fitsBelow ? y + 22 : y - tip.offsetHeight - 14;
    tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  hideTip() {
    this.elements.tip.hidden = true;
  }

  /** One line on what is going on; "" takes it away. @param {string} text */
  status(text) {
    clearTimeout(this.timer);
    this.elements.status.textContent = text;
    this.elements.status.classList.remove("warning");
  }

  /** A line that goes away after a while. @param {string} text */
  warn(text) {
    this.status(text);
    this.elements.status.classList.add("warning");
    this.timer = setTimeout(() => this.status(""), WARNING);
  }

  /**
   * The line from a unit that is about to be connected to a point of the picture.
   * @param {Point} source
   * @param {Point} end
   * @param {boolean} landed whether the connection is possible there
   */
  drawLine(source, end, landed) {
    const { line } = this.elements;
    line.removeAttribute("hidden");
    line.setAttribute("d", `M${source.x + RADIUS} ${source.y}L${end.x} ${end.y}`);
    line.classList.toggle("landed", landed);
  }

  /** The frame in which everything will be selected. @param {Area} area of the picture */
  drawFrame({ left, right, top, bottom }) {
    const { selectionFrame } = this.elements;
    selectionFrame.removeAttribute("hidden");
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    for (const [name, value] of Object.entries(box)) selectionFrame.setAttribute(name, String(value));
  }

  /** Takes away what an action of the pointer has drawn. */
  clear() {
    this.elements.line.setAttribute("hidden", "");
    this.elements.selectionFrame.setAttribute("hidden", "");
    this.status("");
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
