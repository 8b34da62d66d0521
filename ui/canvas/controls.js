/** What the user acts on: each control gets the rooms it needs, and what it cannot do itself as a function. */

import { Editor } from "./editor.js";
import { Gestures } from "./gestures.js";
import { hitAt } from "./hit.js";
import { Keyboard } from "./keyboard.js";
import { LayerHeaders } from "./layer-headers.js";
import { Matrix } from "./matrix.js";
import { Toolbar } from "./toolbar.js";

/**
 * @typedef {object} Rooms
 * @property {boolean} editable
 * @property {import("./elements.js").Elements} elements
 * @property {import("./placement.js").Placement} placement
 * @property {import("./selection.js").Selection} selection
 * @property {import("./feedback.js").Feedback} feedback
 * @property {import("./labels.js").Labels} labels
 *
 * @typedef {object} Acts
 * @property {() => import("./model.js").Model} model the drawing of the moment
 * @property {import("./number-field.js").Numbers} numbers
 * @property {import("./layer-controls.js").Send} send
 * @property {(id: string|null, at?: import("./layout.js").Point) => void} hover
 * @property {(id: string|null|undefined) => void} focus moves the focus to an item
 * @property {(id: string) => void} onFocus an item has got the focus, in whatever way
 * @property {(id: string) => import("./layout.js").Point} anchor where an item is on the canvas
 * @property {() => void} removeSelected
 * @property {() => void} onEnd a gesture has ended or the editor has closed
 */

/** Where the editor of a layer opens, from the top of the canvas. */
const BELOW_TITLE = 30;

/** @param {Rooms} rooms @param {Acts} acts */
export function makeControls({ editable, elements, placement, selection, feedback, labels }, acts) {
  const { canvas, stage } = elements;
  const { viewport } = placement;
  const { model, numbers, send, hover, focus, onFocus, anchor, removeSelected, onEnd } = acts;
  const editor = new Editor(canvas, { model, numbers, send, onClose: onEnd });

  /** @param {string} id @param {string} [typed] */
  const edit = (id, typed) => {
    if (editable) editor.openItem(id, { at: () => anchor(id), focus: () => focus(id) }, typed);
  };
  /** @param {string} id */
  const editCell = (id) => {
    selection.select(id);
    editor.openItem(id, matrix.placeOf(id));
  };
  /** @param {number} index */
  const editLayer = (index) => {
    const { x } = model().layers[index];
    const at = () => ({ x: viewport.screen(x, 0).x, y: BELOW_TITLE });
    editor.openLayer(index, { at, focus: () => headers.focus(index) });
  };

  const matrix = new Matrix(canvas, { editable, onOpen: editCell });
  const toolbar = new Toolbar(canvas, {
    editable,
    send,
    removeSelected,
    zoom: (factor) => viewport.zoomAt(factor),
    fit: () => placement.fit(),
    toggleMatrix: () => matrix.toggle(),
  });
  const headers = new LayerHeaders(elements.headers, { editable, viewport, send, onOpen: editLayer });
  /** @type {import("./gestures.js").PointerContext["hit"]} */
  const hit = (at, coarse) => hitAt({ model: model(), viewport, labels, editable }, at, coarse);
  const drawing = { editable, model, selection, feedback, send, focus, edit };
  const gestures = new Gestures(stage, { ...drawing, placement, numbers, hit, hover, onEnd });
  const keyboard = new Keyboard(canvas, { ...drawing, stage, headers, onFocus, removeSelected });
  return { editor, matrix, toolbar, headers, gestures, keyboard };
}
