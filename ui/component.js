/**
 * Keeps one view per mounted component over the reruns of its page.
 *
 * Streamlit calls a component's function again at every change of data while its DOM stays, and runs the clean-up
 * of a superseded call while the component is still mounted; so views are kept by root, and end when the root has left.
 */

import { enter } from "./prepare/roots.js";
import { adopt } from "./styles.js";
import { isDark } from "./theme.js";

/** @typedef {{default: new (component: StreamlitComponent) => ComponentView, styles?: string[]}} ViewModule */

/** @type {WeakMap<Node, ComponentView>} */
const views = new WeakMap();

/** @param {StreamlitComponent} component @param {ViewModule} module @returns {ComponentView} */
function create(component, { default: View, styles = [] }) {
  for (const name of styles) adopt(component.parentElement, name);
  enter(component.parentElement);
  return new View(component);
}

/**
 * Gives what is in a dialog the page's colours: a dialog lies outside the part of the page that has them.
 * @param {Element|ShadowRoot} root
 */
function takeScheme(root) {
  const host = /** @type {HTMLElement} */ (root instanceof ShadowRoot ? root.host : root);
  if (host.closest("[role=dialog]")) host.style.colorScheme = isDark(root) ? "dark" : "light";
}

/** Say once per component that it failed; the console has the rest. @param {ParentNode} root @param {any} error */
function complain(root, error) {
  console.error(error);
  if (root.querySelector("[data-failed]")) return;
  const note = document.createElement("p");
  note.dataset.failed = "";
  note.setAttribute("role", "alert");
  note.textContent = `This part of the page could not be shown (${error.message}). Reload the page to try again.`;
  root.append(note);
}

/**
 * Show `component` with the view that a module exports.
 * @param {StreamlitComponent} component
 * @param {ViewModule} module
 * @returns {() => void} the clean-up
 */
export function show(component, module) {
  const root = component.parentElement;
  /** @type {ComponentView|undefined} */
  let view;
  try {
    takeScheme(root);
    view = views.get(root) ?? create(component, module);
    views.set(root, view);
    const updated = /** @type {any} */ (view.update(component));
    updated?.catch?.((/** @type {any} */ error) => complain(root, error));
  } catch (error) {
    if (!view) views.set(root, { update() {} }); // made once, whatever comes of it
    complain(root, error);
  }
  return () =>
    setTimeout(() => {
      if (!view || root.isConnected || views.get(root) !== view) return;
      views.delete(root);
      view.destroy?.();
    });
}
