/** The keys of who presents; a clicker sends Page Down and Page Up. */

/** @typedef {"present"|"end"|"next"|"previous"|"black"|"countdown"|"pointer"} Action */
/** @typedef {{on: boolean, black: boolean, steps: number}} State steps: how many checkpoints there are */
/** @typedef {{typing: boolean, arrows: boolean}} Use what the focused element does with keys */

/** Elements into which one types, and dialogs, which have keys of their own. */
const TYPING =
  "input:not([type=range], [type=checkbox], [type=radio], [type=button]), select, textarea, [contenteditable=''], " +
  "[contenteditable=true], [role=textbox], [role=combobox], [role=listbox], [role=dialog]";
/** Elements that arrow keys change. */
const ARROWS = "input, canvas, [role=slider], [role=radio], [role=tab], [role=grid], [role=application]";

/** @type {Record<string, Action>} */
const LETTERS = { b: "black", ".": "black", t: "countdown", l: "pointer" };
/** @type {Record<string, Action>} */
const PAGES = { PageDown: "next", PageUp: "previous" };
/** @type {Record<string, Action>} */
const SIDEWAYS = { ArrowRight: "next", ArrowLeft: "previous" };

export const HELP = [
  ["→, Page Down", "next checkpoint"],
  ["←, Page Up", "the one before"],
  ["B or .", "black screen"],
  ["L", "pointer"],
  ["T", "countdown"],
  ["Space", "play and pause on Train; its button trains one epoch"],
  ["P or Escape", "end"],
];

/** What the element that an event began at, and those around it, do with keys. @param {EventTarget[]} path @returns {Use} */
export function useOf(path) {
  const elements = path.filter((node) => node instanceof Element);
  const matches = (/** @type {string} */ selector) => elements.some((element) => element.matches(selector));
  return { typing: matches(TYPING), arrows: matches(ARROWS) };
}

/**
 * What a key does, null where it isn't ours.
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, shiftKey?: boolean}} event
 * @param {Use} use
 * @param {State} state
 * @returns {Action|null}
 */
export function actionOf({ key, ctrlKey, metaKey, altKey, shiftKey }, use, { on, black, steps }) {
  if (ctrlKey || metaKey || altKey || use.typing) return null;
  if (key.toLowerCase() === "p") return on ? "end" : "present";
  if (!on) return null;
  if (key === "Escape") return black ? "black" : "end";
  if (steps && isPaging(key)) return PAGES[key];
  if (steps && !shiftKey && !use.arrows && key in SIDEWAYS) return SIDEWAYS[key];
  return LETTERS[key.toLowerCase()] ?? null;
}

/** Whether a key is one of a clicker's: it steps even where an element has a use for it. @param {string} key */
export function isPaging(key) {
  return key in PAGES;
}
