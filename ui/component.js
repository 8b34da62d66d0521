/**
 * Keeps one view per mounted component over the reruns of its page.
 *
 * Streamlit calls a component's function again at every change of data while its DOM stays, and runs the clean-up
 * of a superseded call while the component is still mounted; so views are kept by root, and end when the root has left.
 */

/** @type {WeakMap<Node, Promise<ComponentView>>} */
const views = new WeakMap();

/**
 * Link a style sheet into the root and wait until it applies.
 * @param {ParentNode} root
 * @param {string} href
 */
function link(root, href) {
  return new Promise((resolve) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = href;
    sheet.onload = sheet.onerror = resolve;
    root.append(sheet);
  });
}

/** @param {StreamlitComponent} component @param {string} module @returns {Promise<ComponentView>} */
async function create(component, module) {
  const address = new URL(module, import.meta.url);
  const { default: View, styles = [] } = await import(address.href);
  await Promise.all(
    styles.map((/** @type {string} */ name) => link(component.parentElement, new URL(name, address).href)),
  );
  return new View(component);
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
 * Show `component` with the view that `module` exports.
 * @param {StreamlitComponent} component
 * @param {string} module  path relative to this file
 * @returns {Promise<() => void>} the clean-up
 */
export async function show(component, module) {
  const root = component.parentElement;
  const made = views.get(root) ?? create(component, module);
  views.set(root, made);
  try {
    (await made).update(component);
  } catch (error) {
    complain(root, error);
  }
  return () =>
    setTimeout(() => {
      if (root.isConnected || views.get(root) !== made) return;
      views.delete(root);
      made.then(
        (view) => view.destroy?.(),
        () => {},
      );
    });
}
