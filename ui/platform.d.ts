/** What our modules get from outside, for the type checker: from Streamlit, from plotly.js and from ui/assets.py. */

/** What Streamlit hands a component. A new value of `data` comes with a new object. */
interface StreamlitComponent<Data = any> {
  /** What Python passes to `mount`; bytes arrive as a Uint8Array somewhere inside a larger buffer. */
  data: Data;
  /** The root to draw into. */
  parentElement: HTMLElement | ShadowRoot;
  /** Keeps a value and runs the script; the last value of a name wins. */
  setStateValue(name: string, value: unknown): void;
  /** Runs the script once with a value. */
  setTriggerValue(name: string, value: unknown): void;
}

/** What ui/component.js keeps for each mounted component. */
interface ComponentView {
  /** Called at once and after every change of data. */
  update(component: StreamlitComponent): void;
  /** Called when the element has left the page. */
  destroy?(): void;
}

/** Plotly's description of a chart, as ui/figures makes it. */
interface PlotlyFigure {
  data: any[];
  layout: any;
}

/** An element that Plotly has drawn into. */
interface PlotlyChart extends HTMLElement, PlotlyFigure {
  on(event: string, listener: (change: any) => void): void;
}

declare module "*/tokens.js" {
  /** The colours of ui/theme.py. */
  export const TOKENS: Record<"light" | "dark", Record<string, any>>;
}
