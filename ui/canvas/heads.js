/** The row above the picture: each layer's name, activation, number of neurons, and the places for new layers. */

import { button, html, setAttribute, setText } from "./svg.js";

const LEAST = 72;
const MOST = 148;
const DRAG = 6;

export class Heads {
  /**
   * @param {HTMLElement} row
   * @param {import("./network.js").NetworkView} view
   */
  constructor(row, view) {
    this.row = row;
    this.view = view;
    this.heads = [];
    this.inserts = [];
  }

  draw(model) {
    const focused = this.row.contains(this.row.getRootNode().activeElement)
      ? this.row.getRootNode().activeElement.dataset.key
      : null;
    this.heads = model.layers.map((layer) => this.#head(layer, model));
    this.inserts = this.view.editable ? model.layers.slice(1).map((layer) => this.#insert(layer, model)) : [];
    this.row.replaceChildren(
      ...this.heads.flatMap((head, index) =>
        index && this.inserts.length ? [this.inserts[index - 1], head] : [head],
      ),
    );
    this.model = model;
    this.rove(this.current ?? 0);
    this.place(this.view.viewport);
    if (focused) this.row.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  #head(layer, model) {
    const { view } = this;
    const activation =
      model.activations.find(({ name }) => name === layer.activation)?.label ?? layer.activation;
    const count = `${layer.size} ${layer.role === "input" ? "input" : "neuron"}${layer.size === 1 ? "" : "s"}`;
    const named =
      layer.role === "input" ? `${layer.label}, ${count}` : `${layer.label}, ${count}, ${activation}`;
    const head = html("div", { class: "head", role: "group", "aria-label": named });
    if (!view.editable) {
      head.append(html("span", { class: "title", text: layer.label }));
      if (layer.role !== "input") head.append(html("span", { class: "activation", text: activation }));
      return head;
    }
    const title = button(`${named}: edit this layer`, layer.label, {
      class: "title",
      "data-key": `title${layer.index}`,
      "aria-haspopup": "dialog",
    });
    title.title = layer.role === "hidden" ? "Click to edit, drag to reorder" : "Click to edit";
    title.addEventListener("click", () => view.openLayer(layer.index));
    if (layer.role === "hidden") this.#draggable(title, head, layer);
    head.append(title);
    if (layer.role !== "input") head.append(activationSelect(layer, model, view));
    else head.append(html("span", { class: "activation" }));
    head.append(counter(layer, view));
    return head;
  }

  #insert(layer, model) {
    const before = model.layers[layer.index - 1];
    const made = button(`Add a layer between ${before.label} and ${layer.label}`, "+", {
      class: "insert",
      "data-key": `insert${layer.index}`,
    });
    made.addEventListener("click", () => this.view.send("add_layer", { at: layer.index, size: 2 }));
    return made;
  }

  /** Drags a hidden layer's title to another place. */
  #draggable(title, head, layer) {
    let start = null;
    title.addEventListener("pointerdown", (event) => {
      start = event.clientX;
    });
    title.addEventListener("pointermove", (event) => {
      if (start === null || Math.abs(event.clientX - start) < DRAG) return;
      title.setPointerCapture(event.pointerId);
      head.classList.add("dragged");
      head.style.setProperty("--drag", `${event.clientX - start}px`);
    });
    const end = (event) => {
      if (start !== null && head.classList.contains("dragged")) {
        const left = this.row.getBoundingClientRect().left;
        const to = this.#nearest(event.clientX - left);
        head.classList.remove("dragged");
        title.addEventListener("click", (click) => click.stopImmediatePropagation(), {
          capture: true,
          once: true,
        });
        if (event.type === "pointerup" && to !== layer.index)
          this.view.send("move_layer", { layer: layer.index, to });
      }
      start = null;
    };
    title.addEventListener("pointerup", end);
    title.addEventListener("pointercancel", end);
  }

  #nearest(x) {
    const hidden = this.model.layers.filter((layer) => layer.role === "hidden");
    const away = (layer) => Math.abs(this.view.viewport.screen(layer.x, 0).x - x);
    return hidden.reduce((best, layer) => (away(layer) < away(best) ? layer : best)).index;
  }

  /** Stands each head above its layer; narrow ones show their title only. */
  place(viewport) {
    if (!this.model) return;
    const at = this.model.layers.map((layer) => viewport.screen(layer.x, 0).x);
    const gap = at.length > 1 ? at[1] - at[0] : MOST;
    const roomy = gap - 34 > LEAST;
    const room = gap - (this.inserts.length && roomy ? 34 : 8);
    const narrow = room < LEAST;
    this.row.classList.toggle("narrow", narrow);
    this.heads.forEach((head, index) => {
      head.style.transform = `translateX(${at[index].toFixed(1)}px) translateX(-50%)`;
      head.style.width = `${Math.max(30, Math.min(MOST, narrow ? gap - 4 : room)).toFixed(0)}px`;
      const title = head.firstElementChild;
      const layer = this.model.layers[index];
      setText(title, narrow ? String(layer.size) : layer.label);
    });
    this.inserts.forEach((insert, index) => {
      insert.hidden = !roomy;
      insert.style.transform = `translateX(${((at[index] + at[index + 1]) / 2).toFixed(1)}px) translateX(-50%)`;
    });
  }

  /** The layer whose head holds an element; −1 for any other element. */
  indexOf(element) {
    const head = this.heads.findIndex((one) => one.contains(element));
    return head >= 0 ? head : this.inserts.findIndex((one) => one === element);
  }

  /** Only one layer's controls are tab stops; arrow keys reach the others. */
  rove(index) {
    this.current = Math.min(index, this.heads.length - 1);
    this.heads.forEach((head, number) => {
      for (const control of head.querySelectorAll("button, select"))
        setAttribute(control, "tabindex", number === this.current ? "0" : "-1");
    });
    this.inserts.forEach((insert, number) =>
      setAttribute(insert, "tabindex", number === this.current ? "0" : "-1"),
    );
  }

  focus(index) {
    this.rove(index);
    this.heads[this.current]?.querySelector("button")?.focus();
  }
}

/** The layer's activation as a select; softmax stands only at the output. */
export function activationSelect(layer, model, view) {
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
  select.addEventListener("change", () => view.send("activate", { layer: layer.index, name: select.value }));
  return select;
}

/** − n + : the number of units of a layer. */
export function counter(layer, view) {
  const what = layer.role === "input" ? "input" : "neuron";
  const less = button(`Remove a ${what} from ${layer.label}`.replace("a input", "an input"), "−", {
    "data-key": `less${layer.index}`,
  });
  const more = button(`Add a ${what} to ${layer.label}`.replace("a input", "an input"), "+", {
    "data-key": `more${layer.index}`,
  });
  less.disabled = layer.size === 1;
  less.addEventListener("click", () => view.send("remove_unit", { id: `${layer.index}.${layer.size - 1}` }));
  more.addEventListener("click", () => view.send("add_unit", { layer: layer.index }));
  return html("div", { class: "count" }, [less, html("span", { text: String(layer.size) }), more]);
}
