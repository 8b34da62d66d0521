/** The small window in which one neuron, connection or layer is edited. */

import { full, parse } from "./format.js";
import { arrowStep, stepOf, tidy, unitField, weightField } from "./fields.js";
import { activationSelect, counter } from "./heads.js";
import { button, html } from "./svg.js";
import { nameOf } from "./words.js";

export class Editor {
  /**
   * @param {HTMLElement} root
   * @param {import("./network.js").NetworkView} view
   */
  constructor(root, view) {
    this.root = root;
    this.view = view;
    this.box = null;
    this.outside = (event) => {
      if (this.box && !event.composedPath().includes(this.box)) this.close(false);
    };
    document.addEventListener("pointerdown", this.outside, true);
  }

  get open() {
    return this.box !== null;
  }

  /** Opens at a unit or connection, or beside a given element; `typed` is a first digit already pressed. */
  openItem(id, typed = "", beside = null) {
    const { model } = this.view;
    const item = model.find(id);
    if (!item) return;
    const wire = item.source !== undefined;
    const title = wire
      ? `${nameOf(item.source, model)} → ${nameOf(item.target, model)}`
      : nameOf(item, model);
    const rows = [];
    if (wire && item.cut) {
      rows.push(this.#action("Restore the connection", "connect", { id }));
    } else {
      rows.push(this.#number(wire ? weightField(item, model) : unitField(item, model), typed));
      if (!wire && item.role !== "hidden")
        rows.push(this.#text("Name", item.name, (name) => this.view.send("rename", { id, name })));
      if (wire || item.role !== "input") {
        const what = wire ? "weight" : "bias";
        rows.push(
          item.pinned
            ? this.#action(`Unpin the ${what}`, "unpin", { id })
            : this.#action(`Pin the ${what}`, "pin", { id }, "Training leaves a pinned number alone"),
        );
      }
      rows.push(
        wire
          ? this.#action("Cut the connection", "disconnect", { id })
          : this.#action(item.role === "input" ? "Remove the input" : "Remove the neuron", "remove_unit", {
              id,
            }),
      );
    }
    const leave = beside
      ? () => this.root.querySelector(`[data-cell="${id}"]`)?.focus()
      : () => this.view.focusItem(id);
    this.#show(title, rows, leave, beside ? () => this.#middleOf(beside) : () => this.view.anchor(id));
  }

  /** Opens at a layer's head. */
  openLayer(index) {
    const { model } = this.view;
    const layer = model.layers[index];
    const rows = [];
    if (layer.role !== "input")
      rows.push(
        html("label", { class: "row" }, [
          html("span", { text: "Activation" }),
          activationSelect(layer, model, this.view),
        ]),
      );
    rows.push(
      html("div", { class: "row" }, [
        html("span", { text: layer.role === "input" ? "Inputs" : "Neurons" }),
        counter(layer, this.view),
      ]),
    );
    if (layer.role === "hidden") {
      if (index > 1) rows.push(this.#action("Move left", "move_layer", { layer: index, to: index - 1 }));
      if (index < model.layers.length - 2)
        rows.push(this.#action("Move right", "move_layer", { layer: index, to: index + 1 }));
      rows.push(this.#action("Remove the layer", "remove_layer", { layer: index }));
    }
    if (layer.role !== "output")
      rows.push(this.#action("Add a layer after this one", "add_layer", { at: index + 1, size: 2 }));
    this.#show(
      layer.label,
      rows,
      () => this.view.heads.focus(index),
      () => ({ x: this.view.viewport.screen(layer.x, 0).x, y: 30 }),
    );
  }

  #show(title, rows, leave, anchor) {
    this.close(false);
    const close = button("Close", "×", { class: "close" });
    close.addEventListener("click", () => this.close(true));
    this.box = html("div", { class: "editor", role: "dialog", "aria-label": title }, [
      html("div", { class: "editor-head" }, [html("strong", { text: title }), close]),
      ...rows,
    ]);
    this.leave = leave;
    this.anchor = anchor;
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.revert?.();
        this.close(true);
      }
      if (!(event.ctrlKey || event.metaKey)) event.stopPropagation();
    });
    this.root.append(this.box);
    this.place();
    const first = this.box.querySelector("input, select, .row button");
    first?.focus({ preventScroll: true });
    if (first instanceof HTMLInputElement)
      first.setSelectionRange(this.typed ? first.value.length : 0, first.value.length);
    this.typed = false;
  }

  #middleOf(element) {
    const box = element.getBoundingClientRect();
    const root = this.root.getBoundingClientRect();
    return { x: box.left - root.left + box.width / 2, y: box.top - root.top + box.height / 2 };
  }

  /** Keeps the window beside what it edits, inside the canvas. */
  place() {
    if (!this.box) return;
    const { x, y } = this.anchor();
    const width = this.box.offsetWidth;
    const height = this.box.offsetHeight;
    const right = x + 34 + width < this.root.clientWidth;
    const left = right ? x + 34 : x - 34 - width;
    this.box.style.left = `${Math.max(6, Math.min(this.root.clientWidth - width - 6, left))}px`;
    this.box.style.top = `${Math.max(6, Math.min(this.root.clientHeight - height - 6, y - height / 3))}px`;
  }

  close(refocus) {
    if (!this.box) return;
    const { box } = this;
    this.box = null;
    this.revert = null;
    this.sync = null;
    box.remove();
    this.view.release();
    if (refocus) this.leave();
  }

  #action(label, kind, fields, help = "") {
    const made = html("button", { type: "button", class: "row", text: label, title: help || label });
    made.addEventListener("click", () => {
      this.close(true);
      this.view.send(kind, fields);
    });
    return made;
  }

  #text(label, value, done) {
    const input = html("input", { type: "text", value, maxlength: 24, "aria-label": label });
    const commit = () => {
      const name = input.value.trim();
      if (name && name !== value) done((value = name));
    };
    input.addEventListener("change", commit);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // else the key presses the button that gets the focus
      commit();
      this.close(true);
    });
    return html("label", { class: "row" }, [html("span", { text: label }), input]);
  }

  /** A number: typed, dragged on its label, moved by arrow keys or on a slider. */
  #number(field, typed) {
    const { view } = this;
    const start = view.read(field);
    const gesture = view.nextGesture();
    let current = start;
    const span = Math.max(5, 2 * Math.abs(start));
    const label = html("span", { class: "scrub", text: field.label, title: "Drag sideways to change" });
    const input = html("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      "aria-label": field.long,
      value: typed || full(start),
      "data-field": field.kind,
    });
    const slider = html("input", {
      type: "range",
      min: -span,
      max: span,
      step: span > 20 ? span / 500 : 0.01,
      value: start,
      "aria-label": `${field.long}, slider`,
      tabindex: -1,
    });
    const note = html("span", { class: "note", role: "alert" });
    const set = (value, from) => {
      if (value !== current) view.setNumber(field, (current = value), gesture);
      if (from !== input) input.value = full(value);
      if (from !== slider) slider.value = String(value);
      input.removeAttribute("aria-invalid");
      note.textContent = "";
    };
    input.addEventListener("input", () => {
      const value = parse(input.value);
      if (!Number.isNaN(value)) set(value, input);
    });
    input.addEventListener("keydown", (event) => {
      const vertical = event.key === "ArrowUp" || event.key === "ArrowDown";
      if (vertical) {
        event.preventDefault();
        set(tidy(current + arrowStep(event)));
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (Number.isNaN(parse(input.value))) {
          input.setAttribute("aria-invalid", "true");
          note.textContent = `“${input.value}” is not a number; try 0.5 or −2`;
        } else {
          this.close(true);
        }
      }
    });
    slider.addEventListener("input", () => set(tidy(Number(slider.value)), slider));
    scrub(
      label,
      () => current,
      (value) => set(value),
    );
    this.revert = () => set(start);
    this.typed = Boolean(typed);
    if (!Number.isNaN(parse(typed))) set(parse(typed), input);
    return html("div", { class: "number" }, [html("div", { class: "row" }, [label, input]), slider, note]);
  }

  destroy() {
    document.removeEventListener("pointerdown", this.outside, true);
    this.close(false);
  }
}

/** Makes an element a slider: dragged sideways, it changes a number. */
function scrub(element, read, write) {
  let from = null;
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    from = { x: event.clientX, value: read() };
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (from) write(dragged(from.value, event.clientX - from.x, event));
  });
  for (const type of ["pointerup", "pointercancel"]) {
    element.addEventListener(type, () => {
      from = null;
    });
  }
}

/** The number after dragging `pixels` sideways: Shift ten times as fast, Alt ten times as fine. */
export function dragged(start, pixels, event) {
  const step = stepOf(start) * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
  return tidy(Math.round((start + pixels * step) / step) * step);
}
