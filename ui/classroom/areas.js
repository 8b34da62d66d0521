/** Areas of the control page, and buttons that stay pressed. */

import { html } from "../canvas/svg.js";
import { plainButton } from "./dialog.js";

/** @param {string} title @param {Element[]} children @param {Element[]} beside the title */
export function section(title, children, ...beside) {
  const line = html("div", { class: "line" }, [html("h2", { text: title }), ...beside]);
  return html("section", { class: "area", "aria-label": title }, [line, ...children]);
}

/** @param {string} text */
export function toggle(text) {
  const button = plainButton(text, "toggle");
  button.setAttribute("aria-pressed", "false");
  return button;
}
