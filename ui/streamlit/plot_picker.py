"""Plots of the run to choose from, below the studio; each is made when it is asked for, apart from the live loop."""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from nncore.data import Dataset
from nncore.network import Unit
from ui.core import plots
from ui.core.layer_names import layer_title
from ui.core.live import LiveState
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.visitor import forget_unknown

HEIGHT = 450
"""Of a plot, in pixels."""
AXIS = "Its activation is this axis; both neurons are of one layer"


def choose_layer(live: LiveState) -> int:
    network = live.session.experiment.network
    return st.selectbox(
        "Layer",
        range(1, network.depth + 1),
        format_func=lambda layer: layer_title(network, layer),
        width=200,
        help="The layer whose weights and biases are drawn",
    )


def weights_plot(live: LiveState, dark: bool) -> go.Figure:
    return plots.weights_plot(live.session, choose_layer(live), dark)


def gradients_plot(live: LiveState, dark: bool) -> go.Figure:
    return plots.gradients_plot(live.session, choose_layer(live), dark)


def hidden_plot(live: LiveState, dark: bool) -> go.Figure | None:
    """Two neurons of one layer to choose: at first those of the first layer that has just two."""
    network = live.session.experiment.network
    able = [layer for layer in range(1, network.depth + 1) if network.sizes[layer] > 1]
    if not able:
        st.info("No layer has two neurons. Add a neuron to a layer on the drawing.")
        return None
    usual = next((layer for layer in able if network.sizes[layer] == 2), able[-1])
    units = [Unit(layer, index) for layer in able for index in range(network.sizes[layer])]
    across, up = st.columns(2)
    first = across.selectbox("Neuron across", units, units.index(Unit(usual, 0)), format_func=network.name, help=AXIS)
    mates = [unit for unit in units if unit.layer == first.layer and unit != first]
    second = up.selectbox("Neuron upwards", mates, format_func=network.name, help=AXIS)
    return plots.hidden_plot(live.session, (first, second), live.columns_of(live.session.dataset), dark)


def surface_plot(live: LiveState, dark: bool) -> go.Figure | None:
    if len(live.session.dataset.raw_names) < 2:
        st.info("A surface needs data of two columns or more. Choose another data set.")
        return None
    return plots.surface_plot(live.session, live.columns_of(live.session.dataset), dark)


def pictures_plot(live: LiveState, dark: bool) -> go.Figure | None:
    side = plots.picture_side(live.session.dataset)
    return None if side is None else plots.pictures_plot(live.session, side, dark)


def landscape_plot(live: LiveState, dark: bool) -> go.Figure:
    return plots.landscape_plot(live.session, dark)


PLOTS: dict[str, tuple[str, Callable[[LiveState, bool], go.Figure | None]]] = {
    "Weights over time": ("Each line is a weight or a bias of one layer.", weights_plot),
    "Gradients over time": (
        "How steep the loss is in each weight; training follows the slope down.",
        gradients_plot,
    ),
    "Hidden space": (
        "Where two neurons put the points: layers bend the plane until a line can part them.",
        hidden_plot,
    ),
    "Output surface": ("The answer of the network as a height over the plane.", surface_plot),
    "Weights as pictures": (
        "Each picture is a neuron of the first layer: blue where ink in a pixel drives it up, orange where down.",
        pictures_plot,
    ),
    "Loss landscape": ("The loss around the present weights, and the path that led there.", landscape_plot),
}
"""Name on the page → one line about the plot, and what makes it (None: it has said on the page what is missing)."""
ONLY_FOR: dict[str, Callable[[Dataset], bool]] = {
    "Weights as pictures": lambda dataset: plots.picture_side(dataset) is not None,
}
"""Name of a plot → the data that it is offered for; all others are offered for any."""


def offered(live: LiveState) -> list[str]:
    """Names of the plots that these data allow."""
    if live.session.problem:
        return [name for name in PLOTS if name not in ONLY_FOR]
    return [name for name in PLOTS if name not in ONLY_FOR or ONLY_FOR[name](live.session.dataset)]


@st.fragment
def plot_picker(live: LiveState) -> None:
    """A row of plots to choose from, and the chosen one under it."""
    session, names = live.session, offered(live)
    forget_unknown("view", names)
    chosen = st.segmented_control(
        "Look closer", names, key="view", help="Computed for the epoch that is on screen when you choose it"
    )
    if not chosen or session.problem:
        return
    words, make = PLOTS[chosen]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{words} As of epoch {session.position:,}.", width="stretch")
        st.button("Compute again", icon=":material/refresh:", help="For the epoch on screen now", key="view_again")
    figure = make(live, is_dark())
    if figure is not None:
        chart(figure, f"view_{chosen}", words, height=HEIGHT)
