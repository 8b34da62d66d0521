/**
 * Saves a chart as a file: a small button in its corner, seen while the chart has the pointer or the focus, that opens
 * three more. It stands beside Plotly's chart, not in its bar of buttons: a chart is one picture to a screen reader, a
 * finger needs 40 pixels, and a live chart must not make its bar anew in each frame. Whoever has one adds
 * "share/save-button.css" to its styles.
 */

import { button, html, setText } from "../canvas/svg.js";
import { tokens } from "../theme.js";
import { KINDS } from "./chart-files.js";
import { saveFile } from "./files.js";

/**
 * What is saved, null while there is no chart yet; numbers: what the CSV holds, where that isn't what the figure draws.
 * @typedef {{figure: PlotlyFigure, numbers?: PlotlyFigure, words: (string|number)[]}|null} Shown
 */

const FAILED = "The file could not be made. Reload the page and try again.";

export class SaveButton {
  /**
   * @param {HTMLElement} frame around the chart, on the page; something with a position
   * @param {() => Shown} shown the chart of the moment
   */
  constructor(frame, shown) {
    this.shown = shown;
    this.frame = frame;
    this.opener = button("Save this chart", "", { class: "opener", "aria-expanded": "false" });
    this.opener.append(html("span", { class: "symbol", text: "download", "aria-hidden": "true" }));
    this.opener.addEventListener("click", () => this.#open(this.list.hidden === true));
    const makers = KINDS.map(([words, make]) => {
      const made = button(words, words);
      made.addEventListener("click", () => this.#save(make));
      return made;
    });
    this.note = html("span", { class: "note", role: "status" });
    this.list = html("div", { class: "kinds" }, [...makers, this.note]);
    this.list.hidden = true;
    this.root = html("div", { class: "ns-save" }, [this.opener, this.list]);
    this.root.addEventListener("keydown", (event) => this.#key(event));
    this.root.addEventListener("focusout", (event) => this.#left(event));
    frame.classList.add("ns-savable");
    frame.append(this.root);
  }

  /** @param {boolean} open */
  #open(open) {
    this.list.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    setText(this.note, "");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation(); // the chart's keys are not meant
    if (event.key !== "Escape" || this.list.hidden) return;
    this.#open(false);
    this.opener.focus();
  }

  /** @param {FocusEvent} event */
  #left({ relatedTarget }) {
    if (!(relatedTarget instanceof Node && this.root.contains(relatedTarget))) this.#open(false);
  }

  /** @param {(typeof KINDS)[number][1]} make */
  async #save(make) {
    const shown = this.shown();
    if (!shown) return;
    try {
      const { name, content, type } = await make({ ...shown, ground: tokens(this.frame).background });
      saveFile(name, content, type);
      this.#open(false);
      this.opener.focus();
    } catch (error) {
      console.error(error);
      setText(this.note, FAILED);
    }
  }
}
