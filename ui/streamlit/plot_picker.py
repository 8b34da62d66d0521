"""Closer looks below the studio: made when asked for, beside the loop."""

from collections.abc import Callable

import streamlit as st

from nncore.network import Unit
from ui.core import plots as looks
from ui.core.layer_names import layer_title
from ui.core.live import Live


def layer_choice(live: Live) -> int:
    network = live.session.experiment.network
    return st.selectbox(
        "Layer",
        range(1, network.depth + 1),
        format_func=lambda layer: layer_title(network, layer),
        width=200,
    )


def weights(live: Live, dark: bool):
    return looks.weights(live.session, layer_choice(live), dark)


def gradients(live: Live, dark: bool):
    return looks.gradients(live.session, layer_choice(live), dark)


def bent(live: Live, dark: bool):
    """The first layer of two neurons, or two neurons of a layer that one chooses."""
    network = live.session.experiment.network
    able = [layer for layer in range(1, network.depth + 1) if network.sizes[layer] > 1]
    if not able:
        st.info("No layer has two neurons. Add a neuron to a layer on the drawing.")
        return None
    usual = next((layer for layer in able if network.sizes[layer] == 2), able[-1])
    units = [Unit(layer, index) for layer in able for index in range(network.sizes[layer])]
    across, up = st.columns(2)
    first = across.selectbox("Neuron across", units, units.index(Unit(usual, 0)), format_func=network.name)
    mates = [unit for unit in units if unit.layer == first.layer and unit != first]
    second = up.selectbox("Neuron upwards", mates, format_func=network.name)
    return looks.bent(live.session, (first, second), live.columns_of(live.session.dataset), dark)


def relief(live: Live, dark: bool):
    if len(live.session.dataset.raw_names) < 2:
        st.info("A surface needs data of two columns or more. Choose another data set.")
        return None
    return looks.relief(live.session, live.columns_of(live.session.dataset), dark)


def valley(live: Live, dark: bool):
    return looks.valley(live.session, dark)


VIEWS: dict[str, tuple[str, Callable]] = {
    "Weights over time": ("Each line is a weight or a bias of one layer.", weights),
    "Gradients over time": ("How steep the loss is in each weight; training follows the slope down.", gradients),
    "Hidden space": ("Where two neurons put the points: layers bend the plane until a line can part them.", bent),
    "Output surface": ("The answer of the network as a height over the plane.", relief),
    "Loss landscape": ("The loss around the present weights, and the path that led there.", valley),
}


@st.fragment
def views(live: Live) -> None:
    """A row of choices, and what is chosen under it."""
    session = live.session
    chosen = st.segmented_control(
        "Look closer", list(VIEWS), key="view", help="Computed for the epoch that is on screen when you choose it"
    )
    if not chosen or session.problem:
        return
    words, make = VIEWS[chosen]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{words} As of epoch {session.position:,}.", width="stretch")
        st.button("Compute again", icon=":material/refresh:", help="For the epoch on screen now", key="view_again")
    figure = make(live, st.context.theme.type == "dark")
    if figure is not None:
        st.plotly_chart(figure, theme=None, key=f"view_{chosen}", config={"displaylogo": False})
