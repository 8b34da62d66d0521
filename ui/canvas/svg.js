/** Small makers of elements; text always goes in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, string|number>} [attributes]
 * @param {Element[]} [children]
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, children = []) {
  return furnish(document.createElementNS(SVG, name), attributes, children);
}

/**
 * @param {string} name
 * @param {Record<string, string|number>} [attributes] `text` sets textContent
 * @param {Element[]} [children]
 * @returns {HTMLElement}
 */
export function html(name, attributes = {}, children = []) {
  return furnish(document.createElement(name), attributes, children);
}

function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = value;
    else element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** A button with a name for screen readers, its title and a drawn icon or a character. */
export function button(label, face, attributes = {}) {
  return html("button", { type: "button", "aria-label": label, title: label, text: face, ...attributes });
}

/** Writes only what changed: DOM writes are what costs time in a frame. */
export function setText(element, text) {
  if (element.firstChild?.nodeValue !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
