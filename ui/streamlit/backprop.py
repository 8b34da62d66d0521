"""The widgets of the back-propagation page: samples, optimiser, the picture and the arithmetic of a step."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from nncore.activations import ACTIVATIONS
from nncore.explain import Explanation
from nncore.explain.backward import item_name
from nncore.losses import LOSSES
from nncore.optimizers import OPTIMIZERS
from nncore.propagation import Pass
from nncore.settings import Training
from ui.core.samples import DRAWING, fitting_loss, own_values, rows_of_data, sources
from ui.core.session import Session
from ui.explain.training_step import check_gradient, mean_trace
from ui.explain.walk import DELTA, FORWARD, PHASES, Step, forward_steps, incoming_numbers, not_yet_known
from ui.names import markdown
from ui.streamlit import arithmetic, predict
from ui.streamlit.picture import picture
from ui.streamlit.sample_picker import choose_row

PICTURE = "backprop picture"
BATCH = "The next batch"
MOST_TARGETS = 8
"""Outputs whose target gets a field of its own."""


def choose_samples(visitor: Session) -> Pass:
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
        pass_ = rows_of_data(visitor, visitor.rows)
        st.caption(f"{len(pass_.inputs)} rows; neurons show the mean", width="content")
        return pass_
    if source == DRAWING:
        return own_values(visitor, choose_targets(visitor))
    return choose_row(visitor, source, "backprop", 120, "Which row of these")


def choose_targets(visitor: Session) -> tuple[float, ...]:
    """What is wanted of each output; for softmax the class, else a number."""
    names = visitor.experiment.network.output_names
    loss, output = LOSSES[fitting_loss(visitor)], ACTIVATIONS[visitor.experiment.network.activations[-1]]
    if loss.for_classes and not output.elementwise:
        wanted = st.selectbox("Class", names, key="backprop class", width=120, help="The class that is wanted")
        return tuple(float(name == wanted) for name in names)
    limits = {"min_value": 0.0, "max_value": 1.0} if loss.for_classes else {}
    return tuple(
        st.number_input(
            f"Target {markdown(name)}",
            value=0.0,
            step=0.5,
            key=f"backprop target {index} {bool(limits)}",
            width=130,
            help="The answer that is wanted",
            **limits,
        )
        for index, name in enumerate(names[:MOST_TARGETS])
    ) + (0.0,) * len(names[MOST_TARGETS:])


def choose_optimizer(visitor: Session, loss: str) -> Training:
    """The settings of the run, with an optimiser chosen here and the loss that is explained."""
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
    return replace(own, optimizer=chosen, loss=loss, learning_rate=own.rate(visitor.position))


def show_phases(step: Step) -> None:
    """The five parts of a training step, the current one marked."""
    marked = "".join(
        f"<li{' aria-current=step' if phase == step.phase else ''}>{title}</li>" for phase, title in PHASES.items()
    )
    st.html(f'<ol class="ns-phases">{marked}</ol>')


def show_picture(pass_: Pass, steps: list[Step], here: int, explained: Sequence[Explanation], hidden: bool) -> None:
    """The network with the place of the step lit; values that are not computed yet are left open."""
    network = pass_.network
    units = [unit for explanation in explained for unit in explanation.units]
    connections = [c for explanation in explained for c in explanation.connections]
    units += [unit for connection in connections for unit in connection]
    forward = [forward_steps(network, True)[0], *(step for step in steps if step.phase == FORWARD)]
    known = min(here + 1, len(forward) - 1)
    picture(
        PICTURE,
        network,
        pass_.theta,
        mean_trace(pass_.trace),
        units=units,
        connections=connections,
        unknown=not_yet_known(network, forward, known, hide_last=hidden and steps[here].phase == FORWARD),
        slope=None if hidden else pass_.gradient.theta,
        label="Network, the current step lit up. Select a neuron to go to its next step.",
        room=315,
    )


def show_step(step: Step, explained: Sequence[Explanation], key: str, hidden: bool, samples: int) -> None:
    """Title and arithmetic; where it is hidden, the question for the last result."""
    st.header(markdown(step.title), anchor=False)
    notation = arithmetic.choose_notation("backprop look")
    if samples > 1 and step.phase in (FORWARD, DELTA):
        st.caption(f"The arithmetic of the first of the {samples} rows.")
    value, title = explained[-1].value, explained[-1].title
    if hidden:
        arithmetic.show_but_last(explained, notation)
        predict.ask_number(key, f"What is the result ({markdown(title)})?", value)
    else:
        arithmetic.show(explained, notation)
        predict.verdict(key, value)


def show_check(pass_: Pass, step: Step) -> None:
    """∂J/∂w, and what a small change of the weight really does to the cost."""
    network = pass_.network
    items = list(dict.fromkeys(number for unit in step.units for number in incoming_numbers(network, unit)))
    with st.expander("Check a gradient against a finite difference", icon=":material/fact_check:"):
        item = st.selectbox(
            "Weight or bias",
            items,
            format_func=lambda item: item_name(network, item).removeprefix("the "),
            key=f"backprop check {step.title}",
            help="Moves this one number a little up and down and measures the cost",
        )
        check = check_gradient(pass_, item)
        st.latex(check.formula)
        st.caption(check.verdict)
