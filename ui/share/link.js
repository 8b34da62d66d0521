/** A link to what is shown: to copy, to scan, to open. Fed by ui/streamlit/share_panel.py. */

import { button, html, setText } from "../canvas/svg.js";

/** @typedef {{address: string, qr: string, code: string}} LinkData qr: an image, "" where it is too long. code: file name */

export const styles = ["share/link.css"];

const STAYS = 4000; // milliseconds for which it says that the link was copied

export default class LinkView {
  /** @param {StreamlitComponent<LinkData>} component */
  constructor({ parentElement }) {
    this.field = html("input", { type: "text", readonly: "", "aria-label": "Link" });
    this.field.addEventListener("focus", () => this.field.select());
    this.copy = button("Copy the link", "Copy", { class: "copy" });
    this.copy.addEventListener("click", () => this.#copy());
    this.said = html("span", { role: "status" });
    this.picture = html("img", { alt: "QR code of this link", width: 232, height: 232 });
    this.large = button("Show the QR code large, for a projector", "Large", { "aria-pressed": "false" });
    this.large.addEventListener("click", () => this.#enlarge());
    this.save = html("a", { text: "Save the QR code" });
    this.codes = html("figure", {}, [this.picture, html("figcaption", {}, [this.large, this.save])]);
    const line = html("div", { class: "line" }, [this.field, this.copy, this.said]);
    this.root = html("div", { class: "share-link" }, [line, this.codes]);
    this.timer = 0;
    parentElement.append(this.root);
  }

  /** @param {StreamlitComponent<LinkData>} component */
  update({ data: { address, qr, code } }) {
    this.field.value = address;
    this.codes.hidden = !qr;
    if (!qr) return;
    this.picture.src = qr;
    Object.assign(this.save, { href: qr, download: code });
  }

  async #copy() {
    clearTimeout(this.timer);
    try {
      await navigator.clipboard.writeText(this.field.value);
      setText(this.said, "Copied");
      this.timer = setTimeout(() => setText(this.said, ""), STAYS);
    } catch {
      this.field.focus(); // a page without https may not use the clipboard
      setText(this.said, "It is selected: copy it with Ctrl+C");
    }
  }

  #enlarge() {
    const large = this.codes.classList.toggle("large");
    this.large.setAttribute("aria-pressed", String(large));
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
