/** A countdown for predictions: large digits on screen, said at its beginning and at its end. */

import { html, setText } from "../canvas/svg.js";

export const LENGTHS = [10, 20, 30, 45, 60, 90, 120];
const OFTEN = 200; // milliseconds between two looks at the clock
const STAYS = 5000; // milliseconds for which it says that time is up

/** Whole seconds that are left. @param {number} end milliseconds @param {number} now */
export function secondsLeft(end, now) {
  return Math.max(0, Math.ceil((end - now) / 1000));
}

/** Seconds as on a clock. @param {number} seconds */
export function clock(seconds) {
  return seconds < 60 ? String(seconds) : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export class Countdown {
  /** @param {(words: string) => void} say for those who don't see it */
  constructor(say) {
    this.say = say;
    this.digits = html("div", { class: "digits" });
    this.root = html("div", { class: "countdown", "aria-hidden": "true" }, [this.digits]);
    this.root.hidden = true;
    this.end = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
  }

  get isRunning() {
    return this.end > 0;
  }

  /** @param {number} seconds */
  start(seconds) {
    this.end = Date.now() + seconds * 1000;
    this.root.hidden = false;
    this.root.classList.remove("over");
    this.say(`${seconds} seconds to predict`);
    this.#tick();
  }

  stop() {
    clearTimeout(this.timer);
    this.end = 0;
    this.root.hidden = true;
  }

  #tick() {
    clearTimeout(this.timer);
    const left = secondsLeft(this.end, Date.now());
    setText(this.digits, left ? clock(left) : "Time is up");
    if (left) {
      this.timer = setTimeout(() => this.#tick(), OFTEN);
      return;
    }
    this.end = 0;
    this.root.classList.add("over");
    this.say("Time is up");
    this.timer = setTimeout(() => this.stop(), STAYS);
  }
}
