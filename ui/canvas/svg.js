/** Small makers of elements; text always goes in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string|number>} [attributes]
 * @param {Element[]} [children]
 * @returns {SVGElementTagNameMap[Name]}
 */
export function svg(name, attributes = {}, children = []) {
  return furnish(document.createElementNS(SVG, name), attributes, children);
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string|number>} [attributes] `text` sets textContent
 * @param {Element[]} [children]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function html(name, attributes = {}, children = []) {
  return furnish(document.createElement(name), attributes, children);
}

/**
 * @template {Element} Made
 * @param {Made} element
 * @param {Record<string, string|number>} attributes
 * @param {Element[]} children
 */
function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = String(value);
    else element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * A button with a name for screen readers, its title and a drawn icon or a character.
 * @param {string} label
 * @param {string} face
 * @param {Record<string, string|number>} [attributes]
 */
export function button(label, face, attributes = {}) {
  return html("button", { type: "button", "aria-label": label, title: label, text: face, ...attributes });
}

/**
 * Writes only what changed: DOM writes are what costs time in a frame.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.firstChild?.nodeValue !== text) element.textContent = text;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
