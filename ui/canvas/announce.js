/** Says what changed to screen readers, at most once in a while and only the latest. */

const PAUSE = 700;

export class Announcer {
  /** @param {HTMLElement} region an aria-live element */
  constructor(region) {
    this.region = region;
    this.timer = 0;
  }

  /** @param {() => string} words read when it is time to speak, so that they are up to date */
  say(words) {
    this.words = words;
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.region.textContent = this.words();
    }, PAUSE);
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
