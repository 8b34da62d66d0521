"""Mounts a component made of one of our ES modules; ui/assets.py says how such a module looks."""

import json
from functools import cache

import streamlit as st

from ui.assets import BUNDLE, ROOT, url

DELEGATE = """
const home = document.querySelector('script[src*="static/js/"]')?.src.split("static/js/")[0];
const ours = import(new URL({ours}, home ?? document.baseURI));
export default (component) => {{
  const leave = ours.then(({{ show, views }}) => show(component, views[{module}]));
  return () => leave.then((run) => run());
}};
"""


@cache
def renderer(module: str):
    """The component of an ES module, registered once per process."""
    if not (ROOT / "ui" / module).is_file():
        raise ValueError(f"unknown module {module!r}; name a file under ui/, such as canvas/draw.js")
    script = DELEGATE.format(ours=json.dumps(url(BUNDLE)), module=json.dumps(module))
    return st.components.v2.component(f"netsketch.{module.removesuffix('.js').replace('/', '.')}", js=script)


def mount(module: str, key: str, data=None, *, default=None, height="content", **on_changes):
    """Mount the component of an ES module; returns its state, as `st.components.v2` does.

    `data` is JSON, or one bytes value that arrives as a Uint8Array; `on_changes` are callbacks
    `on_<name>_change`, one for each state or trigger that the module sets.
    """
    return renderer(module)(key=key, data=data, default=default, height=height, **on_changes)
