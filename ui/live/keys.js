/**
 * The page's keys: Space plays and pauses, → trains an epoch, Shift+→ a step, R resets. While the tab presents a
 * demonstration, → goes to its next checkpoint.
 */

import { stage } from "../present/stage.js";

/** Elements that have a use of their own for these keys. */
const TAKEN =
  "input, select, textarea, button, a, summary, [contenteditable], [role=slider], [role=combobox], [role=listbox], [role=dialog], [role=radio], [role=checkbox], [role=tab], [role=application] *";

/** @typedef {{play: () => void, advance: (unit: "epoch"|"step") => void, reset: () => void}} Actions */

/**
 * @param {Actions} act
 * @returns {() => void} stops listening
 */
export function listen(act) {
  const abort = new AbortController();
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "ArrowRight" && !event.shiftKey && stage.on && stage.told.checkpoints.length) return;
    const target = event.composedPath()[0];
    if (target instanceof Element && target.closest(TAKEN)) return;
    if (!perform(event, act)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Streamlit would take R for "rerun"
  };
  globalThis.addEventListener("keydown", press, { capture: true, signal: abort.signal });
  return () => abort.abort();
}

/**
 * @param {KeyboardEvent} event
 * @param {Actions} act
 * @returns {boolean} whether the key is one of ours
 */
function perform(event, act) {
  if (event.key === " ") {
    if (!event.repeat) act.play();
  } else if (event.key === "ArrowRight") act.advance(event.shiftKey ? "step" : "epoch");
  else if (event.key.toLowerCase() === "r" && !event.shiftKey) act.reset();
  else return false;
  return true;
}
