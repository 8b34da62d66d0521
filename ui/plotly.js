/**
 * plotly.js as the installed Python package ships it. It takes long to fetch and to run, so what doesn't need it at once
 * shows something else first and lets it come when the visitor's hand rests.
 */

const ADDRESS = new URL("./vendor/plotly.min.js", import.meta.url).href;
const QUIET = 500; // milliseconds without a hand on anything until it is run
const LATEST = 3000; // milliseconds after which it is run all the same
const HANDS = ["pointerdown", "pointermove", "keydown", "wheel"];

/** @type {Promise<any>|null} */
let running = null;
/** @type {Promise<unknown>|null} */
let fetching = null;

/** Plotly, as soon as can be. @returns {Promise<any>} */
export function plotly() {
  running ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = ADDRESS;
    script.onload = () => resolve(/** @type {any} */ (globalThis).Plotly);
    script.onerror = () => {
      running = null; // the next one who needs it asks again
      reject(new Error("plotly.js did not arrive"));
    };
    document.head.append(script);
  });
  return running;
}

/** Whether it is here. */
export function isHere() {
  return Boolean(/** @type {any} */ (globalThis).Plotly);
}

/** Ends what Plotly has drawn into an element, if anything. @param {HTMLElement} chart */
export function purge(chart) {
  if (isHere()) /** @type {any} */ (globalThis).Plotly.purge(chart);
}

/** Plotly, once it is fetched and the visitor's hand rests. @returns {Promise<any>} */
export async function plotlyInTime() {
  if (running) return running;
  await fetched();
  await rest();
  await idle();
  return plotly();
}

/** Fetches it into the browser's cache, after everything else. */
function fetched() {
  fetching ??= idle()
    .then(() => fetch(ADDRESS, /** @type {RequestInit} */ ({ priority: "low" })))
    .then((answer) => answer.arrayBuffer())
    .catch(() => {});
  return fetching;
}

function idle() {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(resolve, { timeout: LATEST });
    else setTimeout(resolve, QUIET);
  });
}

/** Resolves once nothing has been touched for a moment. */
function rest() {
  return new Promise((resolve) => {
    const started = performance.now();
    let timer = setTimeout(done, QUIET);
    function later() {
      clearTimeout(timer);
      if (performance.now() - started >= LATEST) done();
      else timer = setTimeout(done, QUIET);
    }
    function done() {
      for (const name of HANDS) removeEventListener(name, later, true);
      resolve(undefined);
    }
    for (const name of HANDS) addEventListener(name, later, { capture: true, passive: true });
  });
}
