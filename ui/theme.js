/** The colours of ui/theme.py for modules, and telling light from dark. */
import { TOKENS } from "./tokens.js";

/** Relative luminance of a CSS colour as the browser computes it, 0 (black) to 1 (white). @param {string} colour */
function luminance(colour) {
  const [red, green, blue] = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @type {Map<string, boolean>} */
const darkness = new Map();

/** True where the theme's background is dark. @param {Element | ShadowRoot} node any node of a component */
export function isDark(node) {
  const element = node instanceof ShadowRoot ? node.host : node;
  const background = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  let dark = darkness.get(background);
  if (dark === undefined) {
    const probe = document.createElement("span");
    probe.style.color = background;
    node.append(probe);
    dark = luminance(getComputedStyle(probe).color) < 0.5;
    darkness.set(background, dark);
    probe.remove();
  }
  return dark;
}

/** The tokens that hold where `node` is, e.g. `tokens(root).positive`. @param {Element | ShadowRoot} node */
export function tokens(node) {
  return TOKENS[isDark(node) ? "dark" : "light"];
}
