"""The forward pass, step by step: products, sum, bias, activation, as text, formula and NumPy."""

import numpy as np
import streamlit as st

from nncore.activations import ACTIVATIONS
from nncore.explain import explain_unit, forward_code
from ui.core.layer_names import layer_phrase
from ui.core.samples import DRAWING, Scene, own_scene, row_label, rows_of, rows_scene, sources
from ui.core.session import Session
from ui.explain.walk import Step, forward_steps, not_yet_known
from ui.figures import activation_graph
from ui.streamlit import arithmetic as words
from ui.streamlit import platform, predict, stepper
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.picture import newly_selected, one_row, picture
from ui.streamlit.visitor import session

STEP, PICTURE = "forward step", "forward picture"
MOST_PRODUCTS = 10
BY_NEURON, BY_LAYER = "Neuron", "Layer"


@st.fragment
def walk_through() -> None:
    """Everything that moves: sample, step, picture, arithmetic, curve."""
    visitor = session()
    network = visitor.experiment.network
    with st.container(horizontal=True, vertical_alignment="bottom", key="forward controls"):
        scene = choose_sample(visitor)
        by = st.segmented_control(
            "Step by",
            (BY_NEURON, BY_LAYER),
            default=BY_NEURON,
            required=True,
            key="forward by",
            help="One neuron at a time, or a whole layer",
        )
        predict.switch()
    steps = forward_steps(network, by == BY_LAYER)
    if (chosen := newly_selected(PICTURE)) is not None:
        stepper.go(STEP, step_of(steps, chosen))
    here = stepper.position(STEP, len(steps))
    step = steps[here]
    asked = hidden_unit(scene, step)
    left, right = st.columns([0.58, 0.42], gap="medium")
    with left:
        connections = [c for unit in step.units for c in network.incoming(unit)]
        picture(
            PICTURE,
            network,
            scene.theta,
            one_row(scene.trace, 0),
            units=[*step.units, *(c.source for c in connections)],
            connections=connections,
            unknown=not_yet_known(network, steps, here, hide_last=asked is not None),
            label="Network, the current step lit up. Select a neuron to go to its step.",
        )
    with right:
        stepper.stepper(STEP, len(steps))
        show_step(scene, step, asked)
        show_curve(scene, step, asked is not None)
    with st.expander("The whole forward pass as NumPy", icon=":material/code:"):
        words.show_code(forward_code(network, scene.parameters, scene.inputs[0]))
        st.caption("Paste it into Python: it prints the output of this network for this sample.")


def choose_sample(visitor: Session) -> Scene:
    """The sample that goes through the network."""
    source = st.selectbox(
        "Sample",
        sources(visitor),
        key="forward source",
        width=210,
        help="Which values go into the network: those that stand on the drawing, or a row of the data",
    )
    if source == DRAWING:
        return own_scene(visitor)
    rows = rows_of(visitor, source)
    number = st.number_input(
        "Row",
        1,
        len(rows),
        key=f"forward row {source} {len(rows)}",
        width=130,
        help="One sample after another: which row of these",
    )
    st.caption(f"Target: {row_label(visitor, int(rows[number - 1]))}", width="content")
    return rows_scene(visitor, rows[number - 1 : number])


def step_of(steps: list[Step], unit) -> int:
    return next(number for number, step in enumerate(steps) if unit in step.items)


def hidden_unit(scene: Scene, step: Step):
    """The unit whose value is asked for, or None: with the switch on, the last one of the step."""
    unit = step.items[-1]
    truth = float(scene.trace.a[unit.layer][0, unit.index])
    return unit if unit.layer and predict.is_hidden(f"forward {unit}", truth) else None


def show_step(scene: Scene, step: Step, asked) -> None:
    """Title, arithmetic in the chosen look, and the question where it is still open."""
    network = scene.network
    st.header(step.title, anchor=False)
    look = words.look_switch("forward look")
    most = words.most_terms("forward look", MOST_PRODUCTS)
    explained = [explain_unit(network, scene.parameters, scene.trace, unit, 0, most) for unit in step.items]
    last = step.items[-1]
    truth = float(scene.trace.a[last.layer][0, last.index])
    if asked is None:
        words.show(explained, look)
        if last.layer:
            predict.verdict(f"forward {last}", truth)
        return
    if len(explained) > 1:
        words.show(explained[:-1], look)
    words.show(explained[-1:], look, hidden=True)
    predict.ask_number(f"forward {last}", f"What comes out of {network.name(last)}?", truth)


def show_curve(scene: Scene, step: Step, hidden: bool) -> None:
    """The activation's curve with the sums of this step as points on it."""
    layer = step.items[0].layer
    if layer == 0 or scene.network.activations[layer] == "softmax":
        return
    activation = ACTIVATIONS[scene.network.activations[layer]]
    units = step.items[:-1] if hidden else step.items
    sums = np.array([scene.trace.z[layer][0, unit.index] for unit in units])
    reach = max(4.0, 1.25 * float(np.abs(sums).max(initial=0.0)))
    if not np.isfinite(reach):
        return
    z = np.linspace(-reach, reach, 401)
    value, slope = activation.value, activation.slope
    last = sums[-1:]
    at = (float(last[0]), float(value(last)[0]), float(slope(last)[0])) if len(sums) else None
    figure = activation_graph(z, value(z), slope(z), label=activation.label, at=at, dark=is_dark())
    if len(sums) > 1:
        names = [scene.network.name(unit) for unit in units]
        figure.add_scatter(
            x=sums, y=value(sums), mode="markers+text", text=names, textposition="top center",
            marker={"size": 9}, showlegend=False, hovertemplate="%{text}: %{y:.3~g}<extra></extra>",
        )  # fmt: skip
    where = "" if not len(sums) else f" at z = {sums[-1]:.3g}"
    chart(figure, "forward curve", f"{activation.label} of the {layer_phrase(scene.network, layer)}{where}", height=280)


platform.through_app()
st.title("Forward pass", anchor=False)
st.caption(
    "Each neuron multiplies what comes in by its [weights](glossary#weight), adds a [bias](glossary#bias), and sends "
    "the [weighted sum](glossary#weighted-sum) through its [activation](glossary#activation)."
)
st.html(words.STYLE)
walk_through()
