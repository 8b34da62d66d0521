/** The drawing as a picture to take along: what is saved is what the preview shows. Fed by ui/core/shared_drawing.py. */

import { button, html, setText } from "../canvas/svg.js";
import { unpack } from "../link/frame.js";
import { diverging } from "../live/palette.js";
import { isDark } from "../theme.js";
import { TOKENS } from "../tokens.js";
import { fileName, saveFile } from "./files.js";
import { networkSvg } from "./network-svg.js";
import { pixelsOf, pngOf } from "./png.js";

export const styles = ["share/drawing.css"];

const PNG_SCALE = 2;

export default class Drawing {
  /** @param {StreamlitComponent<Uint8Array>} component */
  constructor(component) {
    this.root = html("div", { class: "ns-drawing" });
    component.parentElement.append(this.root);
    const again = () => this.#show();
    this.numbers = box("Numbers", true, again);
    this.pictures = box("Pictures in the neurons", false, again);
    this.clear = box("Transparent ground", false, again);
    this.scheme = html("select", {}, [
      html("option", { value: "light", text: "Light" }),
      html("option", { value: "dark", text: "Dark" }),
    ]);
    this.scheme.value = isDark(this.root) ? "dark" : "light";
    this.scheme.addEventListener("change", again);
    this.preview = html("img", { class: "preview" });
    const svg = button("Save as SVG", "Save as SVG");
    const png = button("Save as PNG", "Save as PNG");
    svg.addEventListener("click", () => this.#saveSvg());
    png.addEventListener("click", () => this.#savePng());
    this.size = html("span", { class: "size", role: "status" });
    this.root.append(
      html("div", { class: "choices", role: "group", "aria-label": "How the picture looks" }, [
        this.numbers.label,
        this.pictures.label,
        html("label", {}, [html("span", { text: "Colours" }), this.scheme]),
        this.clear.label,
      ]),
      this.preview,
      html("div", { class: "saving" }, [svg, png, this.size]),
    );
    /** @type {{header: any, arrays: Record<string, {data: any, shape: number[]}>}|null} */
    this.frame = null;
    /** What the preview shows. @type {{text: string, width: number, height: number}|null} */
    this.made = null;
    this.waiting = 0;
  }

  /** @param {StreamlitComponent<Uint8Array>} component */
  update({ data }) {
    this.frame = unpack(data);
    this.pictures.label.hidden = !this.frame.arrays.maps;
    this.#show();
  }

  /** Draws it anew, in the next frame of the screen: only then everything has a size. */
  #show() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    if (!this.frame || !this.root.isConnected) return;
    const { header, arrays } = this.frame;
    const values = { theta: arrays.theta.data, z: arrays.z.data, a: arrays.a.data };
    this.made = networkSvg(this.root, header.drawing, values, this.#look(arrays.maps), header.title);
    URL.revokeObjectURL(this.preview.src);
    this.preview.src = URL.createObjectURL(new Blob([this.made.text], { type: "image/svg+xml" }));
    this.preview.alt = header.title;
    this.preview.classList.toggle("clear", this.clear.input.checked);
    this.preview.classList.toggle("dark", this.scheme.value === "dark");
    const { width, height } = this.#pixels(this.made);
    setText(this.size, `PNG: ${width} × ${height} pixels`);
  }

  /** @param {{data: Uint8Array, shape: number[]}|undefined} maps @returns {import("./network-svg.js").Look} */
  #look(maps) {
    const scheme = this.scheme.value === "dark" ? "dark" : "light";
    const pictures = maps && this.pictures.input.checked ? picturesOf(maps, scheme) : null;
    return { scheme, clear: this.clear.input.checked, numbers: this.numbers.input.checked, pictures };
  }

  /** @param {{width: number, height: number}} made */
  #pixels({ width, height }) {
    return pixelsOf(width, height, PNG_SCALE);
  }

  /** @param {string} ending */
  #name(ending) {
    return fileName(this.frame?.header.name ?? [], ending);
  }

  #saveSvg() {
    if (this.made) saveFile(this.#name("svg"), this.made.text, "image/svg+xml");
  }

  async #savePng() {
    if (!this.made) return;
    try {
      const png = await pngOf(this.made.text, this.#pixels(this.made));
      saveFile(this.#name("png"), png, "image/png");
    } catch {
      setText(this.size, "This browser could not make the PNG. Save as SVG instead.");
    }
  }

  destroy() {
    cancelAnimationFrame(this.waiting);
    URL.revokeObjectURL(this.preview.src);
  }
}

/** @param {{data: Uint8Array, shape: number[]}} maps units × side × side @param {"light"|"dark"} scheme */
function picturesOf({ data, shape }, scheme) {
  const [units, side] = shape;
  const area = side * side;
  const maps = Array.from({ length: units }, (_, unit) => data.subarray(unit * area, (unit + 1) * area));
  return { maps, size: side, palette: diverging(TOKENS[scheme]) };
}

/** A box to tick, with its words. @param {string} words @param {boolean} on @param {() => void} act */
function box(words, on, act) {
  const input = html("input", { type: "checkbox" });
  input.checked = on;
  input.addEventListener("change", act);
  return { input, label: html("label", {}, [input, html("span", { text: words })]) };
}
