/** plotly.js as the installed Python package ships it; it is a classic script, so it arrives on the global object. */
import "./vendor/plotly.min.js";

export const Plotly = /** @type {any} */ (globalThis).Plotly;
