/** Dialogs of a class: a question with two answers, and a window for something large. */

import { html } from "../canvas/svg.js";

/**
 * Opens a dialog over the page; Escape, its buttons and a click beside it close it.
 * @param {HTMLElement} parent
 * @param {string} title
 * @param {HTMLElement[]} children
 * @param {HTMLButtonElement[]} buttons
 * @returns {HTMLDialogElement}
 */
export function openDialog(parent, title, children, buttons) {
  const heading = html("h2", { text: title });
  const dialog = html("dialog", { "aria-label": title }, [
    heading,
    ...children,
    html("div", { class: "buttons" }, buttons),
  ]);
  for (const button of buttons) button.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  parent.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Asks before something that can't be undone.
 * @param {HTMLElement} parent
 * @param {{title: string, text: string, yes: string}} words
 * @param {() => void} act
 */
export function confirmFirst(parent, { title, text, yes }, act) {
  const agree = plainButton(yes, "strong");
  agree.addEventListener("click", act);
  openDialog(parent, title, [html("p", { text })], [plainButton("Cancel"), agree]);
}

/** A button that its text names. @param {string} text @param {string} [classes] @returns {HTMLButtonElement} */
export function plainButton(text, classes = "") {
  return html("button", { type: "button", class: classes, text });
}

/** Whether somebody is typing or choosing in a field, who must not be disturbed. */
export function isTyping() {
  const { activeElement } = document;
  return activeElement !== null && activeElement.matches("input, textarea, select");
}
