"""Back-propagation in slow motion: forward, loss, deltas, gradients, update, each with its numbers and its place."""

from dataclasses import replace

import numpy as np
import streamlit as st

from nncore.explain import (
    Explanation,
    explain_delta,
    explain_gradient,
    explain_loss,
    explain_unit,
    explain_weight,
)
from nncore.explain.numbers import equals, format_number
from nncore.network import Connection, Unit
from nncore.optimizers import OPTIMIZERS
from nncore.settings import Training
from ui.core.samples import (
    DRAWING,
    Scene,
    fitting_loss,
    own_scene,
    row_label,
    rows_of,
    rows_scene,
    sources,
)
from ui.core.session import Session
from ui.explain.walk import (
    DELTA,
    FORWARD,
    LOSS,
    PHASES,
    UPDATE,
    Step,
    forward_steps,
    incoming_numbers,
    not_yet_known,
    training_steps,
)
from ui.streamlit import arithmetic as words
from ui.streamlit import platform, predict, stepper
from ui.streamlit.picture import newly_selected, one_row, picture
from ui.streamlit.visitor import session

STEP, PICTURE = "backprop step", "backprop picture"
BATCH = "The next batch"
BY_NEURON, BY_LAYER = "Neuron", "Layer"
MOST_TERMS = 6
EPSILON = 1e-6


@st.fragment
def slow_motion() -> None:
    """Everything that moves: samples, step, picture, arithmetic, check."""
    visitor = session()
    with st.container(horizontal=True, vertical_alignment="bottom", key="backprop controls"):
        scene = choose_samples(visitor)
        training = choose_optimizer(visitor, scene)
        by = st.segmented_control(
            "Step by",
            (BY_NEURON, BY_LAYER),
            default=BY_NEURON,
            required=True,
            key="backprop by",
            help="One neuron at a time, or a whole layer",
        )
        predict.switch()
    steps = training_steps(scene.network, by == BY_LAYER)
    go_to_selected(steps)
    here = stepper.position(STEP, len(steps))
    step = steps[here]
    explained = explain(visitor, scene, training, step)
    key = f"backprop {step.phase} {step.items[-1]}"
    hidden = predict.is_hidden(key, explained[-1].value)
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left:
        show_phases(step)
        show_picture(scene, steps, here, step, explained, hidden)
    with right:
        stepper.stepper(STEP, len(steps))
        show_step(step, explained, key, hidden, len(scene.inputs))
        if step.phase not in (FORWARD, LOSS) and not hidden:
            check_gradient(scene, step)
        if step.phase == UPDATE and here == len(steps) - 1:
            take_the_step(visitor)


# -------------------------------------------------------------------- what is explained


def choose_samples(visitor: Session) -> Scene:
    """One sample, or the batch of the next training step."""
    options = sources(visitor)
    if not visitor.problem:
        options.append(BATCH)
    source = st.selectbox(
        "Samples",
        options,
        index=1 if len(options) > 1 else 0,
        key="backprop source",
        width=200,
        help="One sample, or all rows of the batch that the next training step looks at",
    )
    if source == BATCH:
        scene = rows_scene(visitor, visitor.rows)
        st.caption(f"{len(scene.inputs)} rows; neurons show the mean", width="content")
        return scene
    if source == DRAWING:
        return own_scene(visitor, choose_targets(visitor))
    rows = rows_of(visitor, source)
    number = st.number_input(
        "Row", 1, len(rows), key=f"backprop row {source} {len(rows)}", width=120, help="Which row of these"
    )
    st.caption(f"Target: {row_label(visitor, int(rows[number - 1]))}", width="content")
    return rows_scene(visitor, rows[number - 1 : number])


def choose_targets(visitor: Session) -> tuple[float, ...]:
    """What is wanted of each output; for softmax the class, else a number."""
    names = visitor.experiment.network.output_names
    if fitting_loss(visitor) == "categorical_crossentropy":
        wanted = st.selectbox("Class", names, key="backprop class", width=120, help="The class that is wanted")
        return tuple(float(name == wanted) for name in names)
    limits = {"min_value": 0.0, "max_value": 1.0} if fitting_loss(visitor) == "binary_crossentropy" else {}
    return tuple(
        st.number_input(
            f"Target {name}",
            value=0.0,
            step=0.5,
            key=f"backprop target {index} {bool(limits)}",
            width=130,
            help="The answer that is wanted",
            **limits,
        )
        for index, name in enumerate(names[:8])
    ) + (0.0,) * len(names[8:])


def choose_optimizer(visitor: Session, scene: Scene) -> Training:
    """The settings of the run, with an optimiser chosen here."""
    own = visitor.experiment.training
    chosen = st.selectbox(
        "Optimiser",
        list(OPTIMIZERS),
        index=list(OPTIMIZERS).index(own.optimizer),
        format_func=lambda name: OPTIMIZERS[name].label,
        key=f"backprop optimizer {visitor.revision}",
        width=140,
        help="The rule that makes the update out of the gradient; the other settings are those of the Train page",
    )
    return replace(own, optimizer=chosen, loss=scene.loss, learning_rate=own.rate(visitor.position))


def explain(visitor: Session, scene: Scene, training: Training, step: Step) -> list[Explanation]:
    """The arithmetic of a step; of a layer no more than can be shown."""
    network, parameters, trace = scene.network, scene.parameters, scene.trace
    most = words.most_terms("backprop look", MOST_TERMS)
    if step.phase == LOSS:
        whole = explain_loss(network, trace, scene.targets, scene.loss, most=most)
        first = explain_loss(network, trace, scene.targets, scene.loss, sample=0)
        return [whole] if len(scene.inputs) == 1 else [first, whole]
    items = step.items[: words.MOST + 1]
    if step.phase == FORWARD:
        return [explain_unit(network, parameters, trace, unit, 0, most) for unit in items]
    gradient = scene.gradient
    if step.phase == DELTA:
        return [
            explain_delta(network, parameters, trace, gradient, scene.targets, scene.loss, unit, 0, most)
            for unit in items
        ]
    if step.phase == UPDATE:
        state, count = memory(visitor, training)
        return [
            explain_weight(network, parameters, trace, gradient, item, training, state, count, most) for item in items
        ]
    return [explain_gradient(network, trace, gradient, item, most) for item in items]


def memory(visitor: Session, training: Training):
    """The optimiser's memory at the place shown, where it is the run's own; else a fresh one."""
    shown = visitor.progress or visitor.snapshot
    if training.optimizer == visitor.experiment.training.optimizer:
        return shown.state.astype(float), shown.steps + 1
    return None, 1


# -------------------------------------------------------------------- the screen


def go_to_selected(steps: list[Step]) -> None:
    """A neuron clicked on the picture: go to its next step in the walk, from here on round."""
    chosen = newly_selected(PICTURE)
    if chosen is None:
        return
    here = stepper.position(STEP, len(steps))
    order = [*range(here + 1, len(steps)), *range(here + 1)]
    found = next((number for number in order if chosen in steps[number].units), None)
    if found is not None:
        stepper.go(STEP, found)


def show_phases(step: Step) -> None:
    """The five parts of a training step, the current one marked."""
    marked = "".join(
        f"<li{' aria-current=step' if phase == step.phase else ''}>{title}</li>" for phase, title in PHASES.items()
    )
    st.html(f'<ol class="ns-phases">{marked}</ol>')


def show_picture(scene: Scene, steps, here: int, step: Step, explained, hidden: bool) -> None:
    network = scene.network
    units = [unit for explanation in explained for unit in explanation.units]
    connections = [c for explanation in explained for c in explanation.connections]
    units += [unit for connection in connections for unit in connection]
    forward = [forward_steps(network, True)[0], *(s for s in steps if s.phase == FORWARD)]
    known = min(here + 1, len(forward) - 1)
    picture(
        PICTURE,
        network,
        scene.theta,
        mean_row(scene),
        units=units,
        connections=connections,
        unknown=not_yet_known(network, forward, known, hide_last=hidden and step.phase == FORWARD),
        slope=None if hidden else scene.gradient.theta,
        label="Network, the current step lit up. Select a neuron to go to its next step.",
        room=315,
    )


def mean_row(scene: Scene):
    """The values on the neurons: those of the sample, or the mean over a batch."""
    if len(scene.inputs) == 1:
        return one_row(scene.trace, 0)
    mean = (tuple(layer.mean(axis=0, keepdims=True) for layer in part) for part in (scene.trace.z, scene.trace.a))
    return type(scene.trace)(*mean)


def show_step(step: Step, explained, key: str, hidden: bool, samples: int) -> None:
    st.header(step.title, anchor=False)
    look = words.look_switch("backprop look")
    if samples > 1 and step.phase in (FORWARD, DELTA):
        st.caption(f"The arithmetic of the first of the {samples} rows.")
    if not hidden:
        words.show(explained, look)
        predict.verdict(key, explained[-1].value)
        return
    if len(explained) > 1:
        words.show(explained[:-1], look)
    words.show(explained[-1:], look, hidden=True)
    predict.ask_number(key, f"What is the result ({explained[-1].title})?", explained[-1].value)


def check_gradient(scene: Scene, step: Step) -> None:
    """∂J/∂w beside what a small change of the weight really does to the cost."""
    network = scene.network
    items = list(dict.fromkeys(number for unit in step.units for number in incoming_numbers(network, unit)))
    with st.expander("Check a gradient against a finite difference", icon=":material/fact_check:"):
        item = st.selectbox(
            "Weight or bias",
            items,
            format_func=lambda item: item_name(scene, item),
            key=f"backprop check {step.title}",
            help="Moves this one number a little up and down and measures the cost",
        )
        measured, computed = finite_difference(scene, item), float(scene.gradient.theta[network.slot(item)])
        off = abs(measured - computed) / max(abs(measured), abs(computed), 1e-12)
        letter = "b" if isinstance(item, Unit) else "w"
        sign = "=" if equals(computed) == "=" else r"\approx"
        st.latex(
            rf"\frac{{J({letter} + \varepsilon) - J({letter} - \varepsilon)}}{{2\varepsilon}} \approx "
            rf"{words.latex_of(measured)}, \qquad \frac{{\partial J}}{{\partial {letter}}} "
            rf"{sign} {words.latex_of(computed)}"
        )
        agree = "They agree" if off < 1e-4 or abs(measured - computed) < 1e-9 else "They differ (a bend in the curve)"
        st.caption(f"{agree}: relative difference {format_number(off, 2)}, with ε = 10⁻⁶.")


def item_name(scene: Scene, item: Connection | Unit) -> str:
    name = scene.network.name
    return f"bias of {name(item)}" if isinstance(item, Unit) else f"{name(item.source)} → {name(item.target)}"


def finite_difference(scene: Scene, item: Connection | Unit) -> float:
    """The slope of the cost measured over a small change to both sides."""
    slot = scene.network.slot(item)
    up, down = np.array(scene.theta, dtype=float), np.array(scene.theta, dtype=float)
    up[slot] += EPSILON
    down[slot] -= EPSILON
    return (scene.cost_at(up) - scene.cost_at(down)) / (2 * EPSILON)


def take_the_step(visitor: Session) -> None:
    """Do what was explained, on the whole next batch, and begin again."""
    if visitor.problem:
        return
    st.button(
        "Take this step with the next batch",
        icon=":material/directions_walk:",
        on_click=lambda: (visitor.advance(steps=1), stepper.go(STEP, 0)),
        help="Trains one batch with the settings of the Train page, and starts over with the new weights",
    )


platform.through_app()
st.title("Back-propagation", anchor=False)
st.caption(
    "One training step in slow motion: [forward](glossary#forward-pass), [loss](glossary#loss), "
    "[deltas](glossary#delta) from the output back, the [gradient](glossary#gradient) of every weight, the update."
)
st.html(words.STYLE)
slow_motion()
