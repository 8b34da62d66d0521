/** The page's keys: Space plays and pauses, → trains an epoch, Shift+→ a step, R resets. */

const TAKEN = "input, select, textarea, button, a, summary, [contenteditable], [role=slider], [role=combobox], [role=listbox], [role=dialog], [role=radio], [role=checkbox], [role=tab], [role=application] *";

/**
 * @param {{play: () => void, advance: (unit: string) => void, reset: () => void}} act
 * @returns {() => void} stops listening
 */
export function listen(act) {
  const abort = new AbortController();
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.composedPath()[0];
    if (target instanceof Element && target.closest(TAKEN)) return;
    const done = perform(event, act);
    if (!done) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Streamlit would take R for "rerun"
  };
  globalThis.addEventListener("keydown", press, { capture: true, signal: abort.signal });
  return () => abort.abort();
}

function perform(event, act) {
  if (event.key === " ") {
    if (!event.repeat) act.play();
  } else if (event.key === "ArrowRight") act.advance(event.shiftKey ? "step" : "epoch");
  else if (event.key.toLowerCase() === "r" && !event.shiftKey) act.reset();
  else return false;
  return true;
}
