/** The row above the network: play, single steps, reset, speed, and where the run stands. */

import { write } from "../canvas/format.js";
import { button, html, setText } from "../canvas/svg.js";
import { SPEEDS, USUAL } from "./speeds.js";

/** @import { Speed } from "./speeds.js" */

/**
 * What the buttons do.
 * @typedef {{play: () => void, advance: (unit: "epoch"|"step") => void, reset: () => void, reseed: () => void,
 *   speed: (speed: Speed) => void}} Actions
 */

export class Controls {
  /**
   * @param {HTMLElement} root
   * @param {Actions} act
   */
  constructor(root, act) {
    this.play = symbolButton("play_arrow", "Play or pause", "Space", act.play, "play");
    this.playSymbol = /** @type {HTMLElement} */ (this.play.firstElementChild);
    this.playWord = html("span", { class: "word", text: "Play" });
    this.play.append(this.playWord);
    const [anEpoch, aStep] = [() => act.advance("epoch"), () => act.advance("step")];
    const epoch = symbolButton("skip_next", "Train one epoch: every training row once", "→", anEpoch);
    const step = symbolButton("step_into", "Train one step: a single batch of rows", "Shift+→", aStep);
    const reset = symbolButton("replay", "Reset to the same first weights", "R", act.reset);
    const reseed = symbolButton("casino", "Draw new first weights", "", act.reseed);
    const levels = { min: 0, max: SPEEDS.length - 1, step: 1, value: USUAL };
    this.speed = html("input", { type: "range", ...levels, "aria-label": "Speed" });
    this.speedWord = html("span", { class: "value" });
    this.speed.addEventListener("input", () => {
      this.#showSpeed();
      act.speed(SPEEDS[Number(this.speed.value)]);
    });
    this.epoch = html("output", { class: "number", text: "0" });
    this.rate = html("output", { class: "value", text: "" });
    const label = (/** @type {string} */ text) => html("span", { class: "label", text });
    const bar = html("div", { class: "bar", role: "toolbar", "aria-label": "Training" }, [
      html("div", { class: "group" }, [this.play, epoch, step, reset, reseed]),
      html("label", { class: "group speed" }, [label("Speed"), this.speed, this.speedWord]),
      html("div", { class: "group epoch" }, [label("Epoch"), this.epoch, this.rate]),
    ]);
    root.append(bar);
    this.#showSpeed();
  }

  /** @param {boolean} on */
  playing(on) {
    const word = on ? "Pause" : "Play";
    setText(this.playSymbol, on ? "pause" : "play_arrow");
    setText(this.playWord, word);
    this.play.setAttribute("aria-label", word);
    this.play.title = `${word} (Space)`;
    this.play.classList.toggle("on", on);
    if (!on) setText(this.rate, "");
  }

  /**
   * @param {number} epoch
   * @param {string} part of the next epoch, e.g. "step 3 of 25"
   * @param {number|null} rate epochs a second
   */
  where(epoch, part, rate) {
    setText(this.epoch, epoch.toLocaleString("en"));
    setText(this.rate, part || (rate === null ? "" : `${pretty(rate)} epochs/s`));
  }

  #showSpeed() {
    const { label } = SPEEDS[Number(this.speed.value)];
    setText(this.speedWord, label);
    this.speed.setAttribute("aria-valuetext", label);
  }
}

/** @param {number} rate */
function pretty(rate) {
  return rate >= 100 ? Math.round(rate).toLocaleString("en") : write(rate, 2);
}

/**
 * A button with one of Streamlit's Material symbols.
 * @param {string} symbol
 * @param {string} label
 * @param {string} key that does the same, or ""
 * @param {() => void} act
 * @param {string} [kind] its class
 */
function symbolButton(symbol, label, key, act, kind = "") {
  const made = button(label, "", { class: kind, title: key ? `${label} (${key})` : label });
  made.append(html("span", { class: "symbol", text: symbol, "aria-hidden": "true" }));
  made.addEventListener("mousedown", (event) => event.preventDefault()); // the keys stay with the page
  made.addEventListener("click", act);
  return made;
}
