/** Controls of one layer, in its header and in the editor: its activation, and how many units it has. */

import { unitId } from "./model.js";
import { button, html } from "./svg.js";
import { unitWord } from "./words.js";

/** @typedef {import("./model.js").Layer} Layer */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {(kind: string, fields?: object, gesture?: number) => void} Send reports an intent */

/** The layer's activation as a select; softmax stands only at the output. @param {Layer} layer @param {Model} model @param {Send} send */
export function activationSelect(layer, model, send) {
  const choices = model.activations.filter(({ outputOnly }) => !outputOnly || layer.role === "output");
  const select = html(
    "select",
    {
      "aria-label": `Activation of ${layer.label}`,
      "data-key": `activation${layer.index}`,
      class: "activation",
    },
    choices.map(({ name, label }) => html("option", { value: name, text: label })),
  );
  select.value = layer.activation;
  select.addEventListener("change", () => send("activate", { layer: layer.index, name: select.value }));
  return select;
}

/** − n + : the number of units of a layer. @param {Layer} layer @param {Send} send */
export function unitCounter(layer, send) {
  const what = layer.role === "input" ? "an input" : "a neuron";
  const less = button(`Remove ${what} from ${layer.label}`, "−", { "data-key": `less${layer.index}` });
  const more = button(`Add ${what} to ${layer.label}`, "+", { "data-key": `more${layer.index}` });
  less.disabled = layer.size === 1;
  less.addEventListener("click", () => removeUnit(layer, send));
  more.addEventListener("click", () => addUnit(layer, send));
  return html("div", { class: "count" }, [less, html("span", { text: String(layer.size) }), more]);
}

/** @param {Layer} layer @param {Send} send */
export function addUnit({ index }, send) {
  send("add_unit", { layer: index });
}

/** Removes the last unit. @param {Layer} layer @param {Send} send */
export function removeUnit({ index, size }, send) {
  send("remove_unit", { id: unitId(index, size - 1) });
}

/** Puts a small layer at a place between two others. @param {number} at @param {Send} send */
export function addLayer(at, send) {
  send("add_layer", { at, size: 2 });
}

/** "4 neurons", "1 input". @param {Layer} layer */
export function countOf(layer) {
  return `${layer.size} ${unitWord(layer)}${layer.size === 1 ? "" : "s"}`;
}
