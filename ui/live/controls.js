/** The row above the network: play, single steps, reset, speed, and where the run stands. */

import { button, html, setText } from "../canvas/svg.js";
import { SPEEDS, USUAL } from "./speeds.js";

const WORDS = { play: "Play", pause: "Pause" };

export class Controls {
  /**
   * @param {HTMLElement} root
   * @param {{play: () => void, advance: (unit: string) => void, reset: () => void, reseed: () => void,
   *   speed: (speed: import("./speeds.js").Speed) => void, share: () => void}} act
   */
  constructor(root, act) {
    this.play = symbolButton("play_arrow", "Play or pause", "Space", act.play, "play");
    this.playWord = html("span", { class: "word", text: WORDS.play });
    this.play.append(this.playWord);
    const epoch = symbolButton("skip_next", "Train one epoch: every training row once", "→", () => act.advance("epoch"));
    const step = symbolButton("step_into", "Train one step: a single batch of rows", "Shift+→", () => act.advance("step"));
    const reset = symbolButton("replay", "Reset to the same first weights", "R", act.reset);
    const reseed = symbolButton("casino", "Draw new first weights", "", act.reseed);
    this.speed = html("input", { type: "range", min: 0, max: SPEEDS.length - 1, step: 1, value: USUAL, "aria-label": "Speed" });
    this.speedWord = html("span", { class: "value" });
    this.speed.addEventListener("input", () => {
      this.#saySpeed();
      act.speed(SPEEDS[Number(this.speed.value)]);
    });
    this.epoch = html("output", { class: "number", text: "0" });
    this.epochWord = html("span", { class: "label", text: "Epoch" });
    this.rate = html("output", { class: "value", text: "" });
    const share = symbolButton("link", "Copy a link to this network and its weights", "", act.share);
    root.append(html("div", { class: "bar", role: "toolbar", "aria-label": "Training" }, [
      html("div", { class: "group" }, [this.play, epoch, step, reset, reseed]),
      html("label", { class: "group speed" }, [html("span", { class: "label", text: "Speed" }), this.speed, this.speedWord]),
      html("div", { class: "group epoch" }, [this.epochWord, this.epoch, this.rate]),
      html("div", { class: "group end" }, [share]),
    ]));
    this.#saySpeed();
  }

  playing(on) {
    setText(this.play.firstChild, on ? "pause" : "play_arrow");
    setText(this.playWord, on ? WORDS.pause : WORDS.play);
    this.play.setAttribute("aria-label", on ? "Pause" : "Play");
    this.play.title = on ? "Pause (Space)" : "Play (Space)";
    this.play.classList.toggle("on", on);
    if (!on) setText(this.rate, "");
  }

  /** @param {number} epoch @param {string} part e.g. "step 3 of 25" @param {number|null} rate epochs a second */
  where(epoch, part, rate) {
    setText(this.epoch, epoch.toLocaleString("en"));
    setText(this.rate, part || (rate === null ? "" : `${pretty(rate)} epochs/s`));
  }

  #saySpeed() {
    const { label } = SPEEDS[Number(this.speed.value)];
    setText(this.speedWord, label);
    this.speed.setAttribute("aria-valuetext", label);
  }
}

function pretty(rate) {
  return rate >= 100 ? Math.round(rate).toLocaleString("en") : rate.toPrecision(2);
}

/** A button with one of Streamlit's Material symbols. */
function symbolButton(symbol, label, key, act, kind = "") {
  const made = button(label, "", { class: kind, title: key ? `${label} (${key})` : label });
  made.append(html("span", { class: "symbol", text: symbol, "aria-hidden": "true" }));
  made.addEventListener("mousedown", (event) => event.preventDefault()); // the keys stay with the page
  made.addEventListener("click", act);
  return made;
}
