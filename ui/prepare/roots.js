/**
 * Where parts of the page can be: the page itself and the inside of each of our components. One style sheet, the same
 * everywhere, takes hidden parts away.
 */

const sheet = new CSSStyleSheet();
/** @type {Set<Document|ShadowRoot>} */
const entered = new Set([document]);

/** A component's inside is there. @param {Node} node in it */
export function enter(node) {
  const root = /** @type {Document|ShadowRoot} */ (node instanceof ShadowRoot ? node : node.getRootNode());
  entered.add(root);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** What holds from now on in all of them. @param {string} css */
export function restyle(css) {
  sheet.replaceSync(css);
}

/** The page and the insides of our components that are on it. */
export function roots() {
  for (const root of entered) if (root instanceof ShadowRoot && !root.host.isConnected) entered.delete(root);
  return [...entered];
}

/** Elements anywhere on the page. @param {string[]} selectors @returns {(HTMLElement|SVGElement)[]} */
export function found(selectors) {
  if (!selectors.length) return [];
  const wanted = selectors.join(", ");
  return roots().flatMap((root) => [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(wanted))]);
}
