/**
 * Brings the heading that the address names (`/glossary#delta`) into view and keeps it there while the page is still
 * being put together: Streamlit scrolls once, as soon as the heading exists, and what arrives later moves it away.
 */

const EVERY = 100; // milliseconds between two looks
const LOOKS = 100;
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"];

export default class {
  constructor() {
    const name = location.hash.slice(1);
    this.stop = this.stop.bind(this);
    if (!name) return;
    this.looks = 0;
    this.timer = setInterval(() => this.#look(name), EVERY);
    for (const hand of HANDS) addEventListener(hand, this.stop, { capture: true, passive: true });
  }

  #look(name) {
    this.looks += 1;
    if (this.looks > LOOKS) this.stop();
    const heading = document.getElementById(name);
    const top = heading && Math.round(heading.getBoundingClientRect().top);
    if (!heading || top === this.top) return;
    heading.scrollIntoView();
    this.top = Math.round(heading.getBoundingClientRect().top);
  }

  /** From here on, the reader scrolls. */
  stop() {
    clearInterval(this.timer);
    for (const hand of HANDS) removeEventListener(hand, this.stop, { capture: true });
  }

  update() {}

  destroy() {
    this.stop();
  }
}
