/** Hands a visitor a link: by the clipboard, or where a page may not use it (plain http), in a field to copy from. */

import { button, html, setText } from "../canvas/svg.js";
import { saveTable } from "./tables.js";

/** @import { LeftOut } from "./tables.js" */

const STAYS = 6000; // milliseconds for which it says that the link is in the clipboard
const TOO_LONG = "This network is too large for a link.";

export class Share {
  /** @param {HTMLElement} root something with a position; the notice stands in its lower right corner */
  constructor(root) {
    this.note = html("div", { class: "share", role: "status" });
    this.timer = 0;
    root.append(this.note);
  }

  /**
   * @param {string} link as a frame brings it; "" where it is too long for an address
   * @param {LeftOut|null} [leftOut] a table that it doesn't hold
   */
  async show(link, leftOut = null) {
    this.#clear();
    if (!link) {
      this.#say(TOO_LONG);
      return;
    }
    const address = new URL(`./?s=${link}`, document.baseURI).href;
    try {
      await navigator.clipboard.writeText(address);
      if (leftOut) this.#add(leftOut, "The link is in the clipboard.");
      else this.#say("The link is in the clipboard.");
    } catch {
      this.#offer(address);
      if (leftOut) this.#add(leftOut);
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

  /**
   * Says that a table isn't in the link, and offers its file.
   * @param {LeftOut} table
   * @param {string} [before] stands first
   */
  #add(table, before = "") {
    const name = table.name || "The table";
    const words =
      `${name}, ${table.rows.toLocaleString("en")} rows, is too large for a link: it opens here while this server has ` +
      "the table. Elsewhere, or later, its file has to be brought on the Data page.";
    const save = button("Download the table", "Download the table (CSV)", {});
    save.addEventListener("click", async () => {
      save.disabled = true;
      if (!(await saveTable(table))) setText(save, "It could not be fetched; reload the page and try again");
      else save.disabled = false;
    });
    const parts = [html("span", { text: `${before} ${words}`.trim() }), save];
    if (before) {
      const close = button("Close", "Close", {});
      close.addEventListener("click", () => this.#clear());
      parts.push(close);
    }
    this.note.append(...parts);
  }

  #clear() {
    clearTimeout(this.timer);
    this.note.replaceChildren();
  }
}
