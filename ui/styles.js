/** Our style sheets, each made once and shared by all the roots that use it. */

import { SHEETS } from "./sheets.js";

/** @type {Map<string, CSSStyleSheet>} */
const made = new Map();

/**
 * Applies a style sheet where `node` is.
 * @param {Node} node
 * @param {string} name path below ui/, such as "canvas/canvas.css"
 */
export function adopt(node, name) {
  let sheet = made.get(name);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEETS[name]);
    made.set(name, sheet);
  }
  const root = /** @type {Document|ShadowRoot} */ (node.getRootNode());
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
