/**
 * Brings the heading that the address names (`/glossary#delta`) into view and keeps it there while the page is still
 * being put together: Streamlit scrolls once, as soon as the heading exists, and what arrives later moves it away.
 */

const INTERVAL = 100; // milliseconds between two checks
const CHECKS = 100;
const READER_SCROLLS = ["wheel", "touchstart", "pointerdown", "keydown"];

export default class {
  constructor() {
    this.checks = 0;
    /** @type {number | undefined} pixels from the window's top to the heading at the last check */
    this.top = undefined;
    this.timer = 0;
    this.stop = this.stop.bind(this);
    const name = location.hash.slice(1);
    if (!name) return;
    this.timer = window.setInterval(() => this.#check(name), INTERVAL);
    for (const event of READER_SCROLLS) addEventListener(event, this.stop, { capture: true, passive: true });
  }

  /** @param {string} name */
  #check(name) {
    this.checks += 1;
    if (this.checks > CHECKS) this.stop();
    const heading = document.getElementById(name);
    const top = heading ? Math.round(heading.getBoundingClientRect().top) : undefined;
    if (!heading || top === this.top) return;
    heading.scrollIntoView();
    this.top = Math.round(heading.getBoundingClientRect().top);
  }

  /** From here on, the reader scrolls. */
  stop() {
    clearInterval(this.timer);
    for (const event of READER_SCROLLS) removeEventListener(event, this.stop, { capture: true });
  }

  update() {}

  destroy() {
    this.stop();
  }
}
