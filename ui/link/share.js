/** Hands a visitor a link: by the clipboard, or where a page may not use it (plain http), in a field to copy from. */

import { button, html, setText } from "../canvas/svg.js";

const STAYS = 6000; // milliseconds for which it says that the link is in the clipboard
const TOO_LONG = "This network is too large for a link.";

export class Share {
  /** @param {HTMLElement} root something with a position; the notice stands in its lower right corner */
  constructor(root) {
    this.note = html("div", { class: "share", role: "status" });
    this.timer = 0;
    root.append(this.note);
  }

  /** @param {string} link as a frame brings it; "" where it is too long for an address */
  async show(link) {
    this.#clear();
    if (!link) {
      this.#say(TOO_LONG);
      return;
    }
    const address = new URL(`./?s=${link}`, document.baseURI).href;
    try {
      await navigator.clipboard.writeText(address);
      this.#say("The link is in the clipboard.");
    } catch {
      this.#offer(address);
    }
  }

  destroy() {
    this.#clear();
  }

  /** @param {string} text */
  #say(text) {
    setText(this.note, text);
    this.timer = setTimeout(() => this.#clear(), STAYS);
  }

  /** @param {string} address */
  #offer(address) {
    const field = html("input", { type: "text", readonly: "", value: address, "aria-label": "Link" });
    const close = button("Close", "Close", {});
    close.addEventListener("click", () => this.#clear());
    this.note.replaceChildren(html("span", { text: "Copy this link:" }), field, close);
    field.focus();
    field.select();
  }

  #clear() {
    clearTimeout(this.timer);
    this.note.replaceChildren();
  }
}
