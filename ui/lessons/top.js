/**
 * Brings the top of a page into view for each new subject, such as a lesson or the mission it leads to, and keeps it
 * there while the page is still being put together. Fed the subject's name.
 */

const INTERVAL = 100; // milliseconds between two checks
const CHECKS = 15;
const READER_SCROLLS = ["wheel", "touchstart", "pointerdown", "keydown"];

export default class {
  constructor() {
    /** @type {string | undefined} */
    this.subject = undefined;
    this.timer = 0;
    this.stop = this.stop.bind(this);
  }

  /** @param {StreamlitComponent<string>} component */
  update({ data: subject }) {
    if (subject === this.subject) return;
    this.subject = subject;
    this.stop();
    let checks = 0;
    this.timer = window.setInterval(() => {
      this.#toTop();
      checks += 1;
      if (checks >= CHECKS) this.stop();
    }, INTERVAL);
    this.#toTop();
    for (const event of READER_SCROLLS) addEventListener(event, this.stop, { capture: true, passive: true });
  }

  #toTop() {
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  }

  /** From here on, the reader scrolls. */
  stop() {
    clearInterval(this.timer);
    for (const event of READER_SCROLLS) removeEventListener(event, this.stop, { capture: true });
  }

  destroy() {
    this.stop();
  }
}
