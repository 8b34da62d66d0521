/** Pieces of an SVG on the page, copied so that they look the same without the page's style sheets. */

import { clipped } from "../canvas/layout.js";
import { svg } from "../canvas/svg.js";

/** Fonts that any machine has one of: a picture cannot bring those of the page. */
export const FONTS = 'Arial, "Helvetica Neue", Helvetica, "Liberation Sans", "DejaVu Sans Condensed", sans-serif';
/** What shapes and texts are made of; all else on the page's elements is for hands and screen readers. */
const GEOMETRY = [
  "class",
  "transform",
  "d",
  "x",
  "y",
  "width",
  "height",
  "rx",
  "cx",
  "cy",
  "r",
  "dx",
  "dy",
  "text-anchor",
];
/** Property → what holds where none is given, so that it need not be said. @type {[string, string][]} */
const OF_SHAPES = [
  ["fill", ""],
  ["fill-opacity", "1"],
  ["stroke", "none"],
  ["stroke-opacity", "1"],
  ["stroke-width", "1px"],
  ["stroke-dasharray", "none"],
  ["stroke-linecap", "butt"],
];
/** @type {[string, string][]} */
const OF_TEXTS = [
  ["font-size", ""],
  ["font-weight", "400"],
  ["paint-order", "normal"],
];
/** @type {[string, string][]} */
const OF_ALL = [
  ["opacity", "1"],
  ["filter", "none"],
];
/** Lengths, which a line of constant width has in pixels of the screen. */
const LENGTHS = ["stroke-width", "stroke-dasharray"];
const DIGITS = 3;

/**
 * A copy of an element with all that it holds; null where nothing of it is seen.
 * @param {SVGElement} element on the page
 * @param {number} zoom pixels of the screen for a unit of the picture
 * @param {(element: Element) => boolean} leftOut
 * @returns {SVGElement|null}
 */
export function portable(element, zoom, leftOut) {
  const style = getComputedStyle(element);
  const isText = element.localName === "text";
  if (element.localName === "title" || style.display === "none" || leftOut(element)) return null;
  const copy = svg(/** @type {"g"} */ (element.localName), geometry(element));
  if (element.localName === "g") {
    const parts = Array.from(element.children, (child) => portable(/** @type {SVGElement} */ (child), zoom, leftOut));
    copy.append(...parts.filter((part) => part !== null));
    inline(copy, style, OF_ALL, 1);
    return copy.childElementCount ? copy : null;
  }
  if (isText ? !element.textContent : style.fill === "none" && style.stroke === "none") return null;
  inline(copy, style, [...OF_SHAPES, ...(isText ? OF_TEXTS : []), ...OF_ALL], constant(style) ? zoom : 1);
  if (isText) copy.textContent = xmlText(element.textContent ?? "");
  return copy;
}

/** Whether a line keeps its width on the screen however far one zooms. @param {CSSStyleDeclaration} style */
function constant(style) {
  return style.getPropertyValue("vector-effect") === "non-scaling-stroke";
}

/** @param {Element} element @returns {Record<string, string>} */
function geometry(element) {
  const given = GEOMETRY.map((name) => [name, element.getAttribute(name)]);
  return Object.fromEntries(given.filter(([, value]) => value !== null));
}

/** @param {Element} copy @param {CSSStyleDeclaration} style @param {[string, string][]} properties @param {number} zoom */
function inline(copy, style, properties, zoom) {
  const strokeless = style.stroke === "none";
  for (const [name, usual] of properties) {
    const value = style.getPropertyValue(name);
    if (value === usual || (strokeless && name.startsWith("stroke"))) continue;
    if (name === "fill" || name === "stroke") paint(copy, name, value);
    else copy.setAttribute(name, LENGTHS.includes(name) ? lengths(value, zoom) : withoutPixels(name, value));
  }
}

/** @param {Element} copy @param {string} name @param {string} value */
function paint(copy, name, value) {
  const { colour, alpha } = plainColour(value);
  copy.setAttribute(name, colour);
  if (alpha < 1) copy.setAttribute(`${name}-opacity`, String(alpha));
}

/** "7px, 4px" at half the size → "14 8". @param {string} value @param {number} zoom */
export function lengths(value, zoom) {
  return (value.match(/[\d.]+/g) ?? []).map((length) => rounded(Number(length) / zoom)).join(" ");
}

/** @param {string} name @param {string} value */
function withoutPixels(name, value) {
  return name === "font-size" ? String(rounded(parseFloat(value))) : value;
}

/** @param {number} value */
export function rounded(value) {
  return Number(value.toFixed(DIGITS));
}

/**
 * A colour as every program for SVG knows it, of what browsers compute: rgb(…), rgba(…), and color(srgb …) of a mix.
 * @param {string} css
 * @returns {{colour: string, alpha: number}} colour: "#rrggbb", or as it came where it is none of these
 */
export function plainColour(css) {
  const found = /^(rgba?|color)\((?:srgb )?([^)]*)\)$/.exec(css);
  if (!found) return { colour: css, alpha: 1 };
  const [red, green, blue, alpha = 1] = (found[2].match(/[\d.]+(?:e[-+]?\d+)?/g) ?? []).map(Number);
  const most = found[1] === "color" ? 1 : 255;
  const bytes = [red, green, blue].map((part) => Math.round((Math.min(part, most) / most) * 255));
  return { colour: `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`, alpha };
}

/** A text that XML can hold: it has no place for most control characters, nor for half a letter. @param {string} text */
export function xmlText(text) {
  return text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd");
}

/**
 * A line of text of an HTML element as SVG, cut as it is on the screen; null where it isn't seen.
 * @param {HTMLElement} element
 * @param {DOMRect} origin what its place is counted from
 * @returns {SVGTextElement|null}
 */
export function textOf(element, origin) {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const pen = document.createElement("canvas").getContext("2d");
  if (!box.width || !element.textContent || !pen) return null;
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const shown = clipped(element.textContent, box.width, (text) => pen.measureText(text).width);
  const made = svg("text", {
    "text-anchor": "middle",
    x: rounded(box.left + box.width / 2 - origin.left),
    y: rounded(box.top + box.height / 2 - origin.top),
    dy: "0.36em",
    "font-size": rounded(parseFloat(style.fontSize)),
    "font-weight": style.fontWeight,
    fill: plainColour(style.color).colour,
  });
  made.textContent = xmlText(shown);
  return made;
}
