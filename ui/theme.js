/** The colours of ui/theme.py for modules, and telling light from dark. */
import { TOKENS } from "./tokens.js";

/** Relative luminance of a CSS colour as the browser computes it, 0 (black) to 1 (white). */
function luminance(colour) {
  const [red, green, blue] = colour.match(/[\d.]+/g).slice(0, 3).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @type {Map<string, boolean>} */
const darkness = new Map();

/** True where the theme's background is dark. @param {Element | ShadowRoot} node any node of a component */
export function isDark(node) {
  const background = getComputedStyle(node.host ?? node).getPropertyValue("--st-background-color").trim();
  if (!darkness.has(background)) {
    const probe = document.createElement("span");
    probe.style.color = background;
    node.append(probe);
    darkness.set(background, luminance(getComputedStyle(probe).color) < 0.5);
    probe.remove();
  }
  return darkness.get(background);
}

/** The tokens that hold where `node` is, e.g. `tokens(root).positive`. */
export function tokens(node) {
  return TOKENS[isDark(node) ? "dark" : "light"];
}
