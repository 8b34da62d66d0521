/** Tells screen readers what has changed: at most once in a while, and only the latest. */

const PAUSE = 700;

export class Announcer {
  /** @param {HTMLElement} region an aria-live element */
  constructor(region) {
    this.region = region;
    this.timer = 0;
    this.text = () => "";
  }

  /** @param {() => string} text called when it is time to speak, so that it is up to date */
  say(text) {
    this.text = text;
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.region.textContent = this.text();
    }, PAUSE);
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
