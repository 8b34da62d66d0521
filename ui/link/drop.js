/** Files that are dropped anywhere on the page: shows where they go, and hands one over. */

import { html } from "../canvas/svg.js";

const MOST = 11_000_000; // bytes; a message to Python takes no more (maxMessageSize)

/** @typedef {{name: string, content: string}} DroppedFile content: base64 */

export class Drop {
  /** @param {(file: DroppedFile) => void} take @param {(text: string) => void} refuse */
  constructor(take, refuse) {
    this.take = take;
    this.refuse = refuse;
    this.veil = html("div", { class: "netsketch-drop", role: "status" });
    this.stop = new AbortController();
    const { signal } = this.stop;
    addEventListener("dragover", (event) => this.#over(event), { signal });
    addEventListener("dragleave", (event) => event.relatedTarget === null && this.#hide(), { signal });
    addEventListener("drop", (event) => this.#dropped(event), { signal });
  }

  destroy() {
    this.stop.abort();
    this.#hide();
  }

  /** @param {DragEvent} event */
  #over(event) {
    if (!isFile(event) || ownZone(event)) {
      this.#hide();
      return;
    }
    event.preventDefault();
    if (this.veil.isConnected) return;
    this.veil.textContent = "Drop it here: a saved file, data, or a network from another program";
    document.body.append(this.veil);
  }

  #hide() {
    this.veil.remove();
  }

  /** @param {DragEvent} event */
  async #dropped(event) {
    this.#hide();
    const file = event.dataTransfer?.files[0];
    if (!file || ownZone(event)) return;
    event.preventDefault();
    if (file.size > MOST) {
      this.refuse(`${file.name} is larger than ${MOST / 1e6} MB; bring it with Share, Open`);
      return;
    }
    this.take({ name: file.name, content: await base64(file) });
  }
}

/** @param {DragEvent} event */
function isFile(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Whether a field of its own takes the file. @param {DragEvent} event */
function ownZone(event) {
  return event.composedPath().some((node) => node instanceof Element && node.matches("[data-testid^=stFileUploader]"));
}

/** @param {Blob} file @returns {Promise<string>} */
async function base64(file) {
  const reader = new FileReader();
  reader.readAsDataURL(file);
  await new Promise((resolve, reject) => {
    reader.onload = resolve;
    reader.onerror = reject;
  });
  return String(reader.result).replace(/^[^,]*,/, "");
}
