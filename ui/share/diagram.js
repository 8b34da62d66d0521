/** A picture that Python drew: a preview, and what saves it. Fed by ui/streamlit/diagram_section.py. */

import { button, html, setText } from "../canvas/svg.js";
import { fileName, saveFile } from "./files.js";
import { pixelsOf, pngOf } from "./png.js";

/** @typedef {{svg: string, title: string, ground: "light"|"dark"|"clear"}} DiagramData */

export const styles = ["share/drawing.css"];

const PNG_SCALE = 2;

export default class Diagram {
  /** @param {StreamlitComponent<DiagramData>} component */
  constructor({ parentElement }) {
    const svg = button("Save as SVG", "Save as SVG");
    const png = button("Save as PNG", "Save as PNG");
    svg.addEventListener("click", () => saveFile(fileName(["diagram"], "svg"), this.text, "image/svg+xml"));
    png.addEventListener("click", () => this.#savePng());
    this.note = html("span", { class: "size", role: "status" });
    this.preview = html("img", { class: "preview" });
    this.root = html("div", { class: "ns-drawing" }, [
      this.preview,
      html("div", { class: "saving" }, [svg, png, this.note]),
    ]);
    this.text = "";
    parentElement.append(this.root);
  }

  /** @param {StreamlitComponent<DiagramData>} component */
  update({ data: { svg, title, ground } }) {
    this.text = svg;
    this.preview.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    this.preview.alt = title;
    this.preview.classList.toggle("clear", ground === "clear");
  }

  async #savePng() {
    try {
      const size = pixelsOf(this.preview.naturalWidth, this.preview.naturalHeight, PNG_SCALE);
      saveFile(fileName(["diagram"], "png"), await pngOf(this.text, size), "image/png");
    } catch {
      setText(this.note, "This browser could not make the PNG. Save as SVG instead.");
    }
  }
}
