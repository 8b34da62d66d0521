/** The timeline of a run: a slider that leads back to any epoch whose weights are known. */

import { html, setAttribute, setText } from "../canvas/svg.js";

export class Timeline {
  /**
   * @param {HTMLElement} root
   * @param {(epoch: number) => void} onSeek
   */
  constructor(root, onSeek) {
    const label = "Timeline: the epoch shown";
    this.slider = html("input", { type: "range", min: 0, max: 0, step: 1, value: 0, "aria-label": label });
    this.place = html("output", { class: "place" });
    this.note = html("span", { class: "note" });
    this.note.hidden = true;
    const icon = html("span", { class: "symbol", text: "history", "aria-hidden": "true" });
    root.append(html("div", { class: "timeline" }, [icon, this.slider, this.place, this.note]));
    /** The epoch that the server shows. */
    this.epoch = 0;
    this.settled = true;
    this.dragged = false;
    this.slider.addEventListener("input", () => {
      this.dragged = true;
      this.settled = false;
      onSeek(Number(this.slider.value));
    });
    this.slider.addEventListener("change", () => {
      this.dragged = false;
      this.#follow();
    });
  }

  /**
   * What the server shows.
   * @param {number} epoch
   * @param {number} last the last epoch trained
   * @param {boolean} settled whether the server has answered every move of the slider
   * @param {number} first the first epoch that can be shown
   */
  show(epoch, last, settled, first) {
    Object.assign(this, { epoch, settled });
    setBound(this.slider, "min", first);
    setBound(this.slider, "max", last);
    this.slider.disabled = first === last;
    this.#follow();
    const words = placeWords(epoch, last, first);
    setText(this.place, words);
    setAttribute(this.slider, "aria-valuetext", words);
    const note = first > 0 ? `Epochs before ${written(first)} are not known here.` : "";
    setText(this.note, note);
    this.note.hidden = !note;
  }

  /** Put the slider where the server is, unless it is being moved. */
  #follow() {
    if (this.settled && !this.dragged) this.slider.value = String(this.epoch);
  }
}

/**
 * Where the run stands; "of" only where the slider leads through all of it.
 * @param {number} epoch
 * @param {number} last
 * @param {number} first
 */
export function placeWords(epoch, last, first) {
  if (last === 0) return "train to fill the timeline";
  return first === last ? `epoch ${written(epoch)}` : `epoch ${written(epoch)} of ${written(last)}`;
}

/** @param {number} epoch */
function written(epoch) {
  return epoch.toLocaleString("en");
}

/** @param {HTMLInputElement} slider @param {"min"|"max"} name @param {number} value */
function setBound(slider, name, value) {
  if (slider[name] !== String(value)) slider[name] = String(value);
}
