/** A page with one field: for the code of a class, or for a nickname. */

import { html, setText } from "../canvas/svg.js";

/**
 * The page, with what it can say.
 * @param {{title: string, label: string, hint: string, button: string, field: Record<string, string|number>,
 *   onSend: (typed: string) => void}} words
 */
export function makeDoor({ title, label, hint, button, field, onSend }) {
  const heading = html("h1", { text: title });
  const input = html("input", { type: "text", autocomplete: "off", spellcheck: "false", id: "door", ...field });
  input.setAttribute("aria-describedby", "door-hint door-note");
  const send = html("button", { type: "submit", class: "strong", text: button });
  const note = html("p", { class: "note", id: "door-note", role: "status" });
  const form = html("form", { novalidate: "" }, [
    html("label", { for: "door", text: label }),
    input,
    html("p", { class: "hint", id: "door-hint", text: hint }),
    send,
    note,
  ]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onSend(input.value.trim());
  });
  return {
    root: html("div", { class: "door" }, [heading, form]),
    /** @param {string} text the title of the class */
    rename: (text) => setText(heading, text),
    /** @param {string} text */
    wait(text) {
      send.disabled = true;
      setText(note, text);
    },
    /** @param {string} text why it was not taken, and what to do */
    refuse(text) {
      send.disabled = false;
      setText(note, text);
    },
  };
}
