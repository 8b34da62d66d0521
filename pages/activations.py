"""The activations: what each looks like, where it is used, what goes wrong with it, and what it does here."""

from dataclasses import replace

import numpy as np
import streamlit as st

from nncore.activations import ACTIVATIONS
from nncore.data import SIGNED_OUTPUTS
from nncore.experiment import misfit
from nncore.explain.numbers import equals, format_number
from nncore.parameters import Parameters
from nncore.propagation import forward
from ui.core.session import Session
from ui.explain import gallery
from ui.figures import add_output, plane
from ui.figures.base import DASHES, blank, class_look
from ui.figures.points import value_span
from ui.streamlit import platform, predict
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.visitor import session

NAMES = [record.name for record in gallery.SHOWN]
USUAL = ["relu", "tanh", "sigmoid"]
MOST_COMPARED = 4
SAME, TRAINED = "Same weights", "After training"
EPOCHS = 100
GRID, MOST_POINTS = 50, 200


def label(name: str) -> str:
    return ACTIVATIONS[name].label


@st.fragment
def compare() -> None:
    """The chosen activations beside each other, and a point that slides along them."""
    chosen = st.pills(
        "Compare",
        NAMES,
        selection_mode="multi",
        default=USUAL,
        format_func=label,
        key="activations chosen",
        help="Drawn over each other and tried on the current drawing, up to four at a time",
    )
    if len(chosen) > MOST_COMPARED:
        st.caption(f"The first {MOST_COMPARED} of them are compared; take one away to see another.")
    chosen = chosen[:MOST_COMPARED]
    with st.container(horizontal=True, vertical_alignment="bottom", key="activation controls"):
        derivative = st.toggle(
            "Derivatives", key="activations slopes", help="Draws f′(z), the slope that back-propagation multiplies by"
        )
        predict.switch()
    st.html(gallery.STYLE + gallery.gallery_html(set(chosen), is_dark()))
    if not chosen:
        st.info("Choose an activation to see its formula and what it does here.", icon=":material/touch_app:")
        return
    left, right = st.columns([0.55, 0.45], gap="medium")
    with left:
        z = st.slider(
            "Weighted sum z", -6.0, 6.0, 1.0, 0.25, key="activations z", help="Slides a point along the curves"
        )
        chart(
            curves(chosen, z, derivative),
            "activation curves",
            f"{', '.join(map(label, chosen))} at z = {z}",
            height=360,
        )
    with right:
        values_at(chosen, z)
    for column, name in zip(st.columns(len(chosen)), chosen, strict=True):
        with column.container(border=True, height="stretch", key=f"card {name}"):
            card(name)
    with st.expander("Softmax, for the outputs of several classes", icon=":material/bar_chart:"):
        softmax_card()
    st.header("What it does here", anchor=False)
    what_it_does(session(), chosen)


def curves(chosen: list[str], at: float, derivative: bool):
    """The chosen curves, or their slopes, with a point on each."""
    dark = is_dark()
    figure = blank(
        "Slope f′(z)" if derivative else "Activation f(z)", "weighted sum z", "f′(z)" if derivative else "f(z)", dark
    )
    z = np.linspace(-6.0, 6.0, 481)
    for number, name in enumerate(chosen):
        function = ACTIVATIONS[name].slope if derivative else ACTIVATIONS[name].value
        colour, symbol = class_look(number, dark)
        hidden = not derivative and name == chosen[0] and predict.is_hidden("activation", truth_of(name, at))
        line = {"color": colour, "width": 3, "dash": DASHES[number]}
        figure.add_scatter(
            x=z, y=function(z), mode="lines", name=label(name), line=line, hoverinfo="skip" if hidden else None
        )
        if not hidden:
            here = function(np.array([at]))
            marker = {"color": colour, "size": 12, "symbol": symbol}
            figure.add_scatter(x=[at], y=here, mode="markers", marker=marker, showlegend=False, name=label(name))
    figure.update_yaxes(range=[-0.3, 1.3] if derivative else [-2.2, 3.2])
    return figure


def truth_of(name: str, z: float) -> float:
    return float(ACTIVATIONS[name].value(np.array([z]))[0])


def values_at(chosen: list[str], z: float) -> None:
    """f and its slope at the point, as numbers."""
    first, truth = chosen[0], truth_of(chosen[0], z)
    hidden = predict.is_hidden("activation", truth)
    for name in chosen:
        record = ACTIVATIONS[name]
        slope = float(record.slope(np.array([z]))[0])
        if name == first and hidden:
            continue
        at, value = format_number(z), truth_of(name, z)
        st.markdown(
            f"**{record.label}** &nbsp; f({at}) {equals(value)} **{format_number(value)}**, "
            f"slope f′({at}) {equals(slope)} {format_number(slope)}"
        )
    if hidden:
        predict.ask_number("activation", f"What is {label(first)} of {format_number(z)}?", truth)
    else:
        predict.verdict("activation", truth)


def card(name: str) -> None:
    record = ACTIVATIONS[name]
    st.markdown(f"**{record.label}**")
    st.latex(record.formula)
    st.latex(record.derivative)
    st.markdown(f"**Range** {record.range}\n\n**Use** {record.use}\n\n**Trouble** {record.trouble}")


def softmax_card() -> None:
    """Softmax shares 1 out among a whole layer: shown on an example."""
    sums = np.array(gallery.SUMS)
    shares = ACTIVATIONS["softmax"].value(sums)
    told = (f"{format_number(z)} → {format_number(a)}" for z, a in zip(sums, shares, strict=True))
    card("softmax")
    st.markdown(f"For example, of three sums: {', '.join(told)}.")


def what_it_does(visitor: Session, chosen: list[str]) -> None:
    """The boundary of the current drawing with each activation on its hidden layers."""
    experiment = visitor.experiment
    if reason := misfit(experiment):
        st.info(f"{reason[:1].upper()}{reason[1:]}.", icon=":material/info:")
        return
    if experiment.network.depth == 1:
        st.info("This drawing has no hidden layer. Add one on the Draw page to compare.", icon=":material/info:")
        return
    way = st.segmented_control(
        "With",
        (SAME, TRAINED),
        default=SAME,
        required=True,
        key="activations way",
        label_visibility="collapsed",
        help=f"The drawing's weights as they are, or each one trained for {EPOCHS} epochs from the same first weights",
    )
    results = {}
    with st.spinner("Training …", show_time=False):
        for name in chosen:
            changed = replace(experiment, network=gallery.with_hidden(experiment.network, name))
            results[name] = outcome(visitor, changed, way)
    scores = {name: score for name, (_, score) in results.items()}
    best = label(max(scores, key=scores.get))
    if way == TRAINED and len(chosen) > 1 and predict.is_hidden("best activation", best):
        options = [label(name) for name in chosen]
        predict.ask_choice("best activation", f"Which one does best after {EPOCHS} epochs?", options, best)
        return
    for column, name in zip(st.columns(len(chosen)), chosen, strict=True):
        theta, score = results[name]
        with column:
            show_boundary(visitor, name, theta, score)
    if way == TRAINED and len(chosen) > 1:
        predict.verdict("best activation", best)


def outcome(visitor: Session, experiment, way: str) -> tuple[np.ndarray, float]:
    """Weights, and the score on the training rows."""
    if way == TRAINED:
        snapshot = gallery.trained(gallery.without_stops(experiment), EPOCHS)
    else:
        weights = tuple(visitor.theta.astype(float).tolist())
        snapshot = gallery.trained(replace(gallery.without_stops(experiment), theta=weights), 0)
    return snapshot.theta.astype(float), snapshot.train_accuracy


def show_boundary(visitor: Session, name: str, theta: np.ndarray, score: float) -> None:
    dataset, dark = visitor.dataset, is_dark()
    network = gallery.with_hidden(visitor.experiment.network, name)
    grid = dataset.grid(size=GRID)
    with np.errstate(over="ignore"):
        output = forward(network, Parameters(network, theta), dataset.transform(grid.raw)).output
    what = "R²" if dataset.task == "regression" else "accuracy"
    st.markdown(f"**{label(name)}** &nbsp; {what} {format_number(score, 2)}")
    if len(grid.columns) == 1:
        st.caption("One input: the Train page draws its curve.")
        return
    signed = network.activations[-1] in SIGNED_OUTPUTS
    span = (-1.0, 1.0) if signed else (0.0, 1.0)
    if dataset.task == "regression":
        span = value_span(dataset)
    figure = plane(dataset, grid.columns, rows=dataset.train[:MOST_POINTS], dark=dark)
    add_output(figure, dataset, grid, output, span, dark)
    figure.update_traces(marker_size=5, selector={"mode": "markers"})
    chart(figure, f"boundary {name}", f"Output of the drawing with {label(name)}: {what} {score:.2f}", height=300)


platform.through_app()
st.title("Activations", anchor=False)
st.caption(
    "What a neuron does with its [weighted sum](glossary#weighted-sum). Solid: the value f(z). "
    "Dashed: the [slope](glossary#slope) f′(z), by which [back-propagation](glossary#back-propagation) multiplies."
)
compare()
