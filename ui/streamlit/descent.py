"""The widgets of the gradient-descent page: one weight on its curve, two on a contour, the article's example."""

import numpy as np
import streamlit as st

from nncore.explain import explain_weight
from nncore.explain.numbers import format_number
from nncore.network import Connection
from nncore.optimizers import OPTIMIZERS
from nncore.propagation import Pass
from nncore.settings import Training
from ui.core.samples import rows_of_data
from ui.explain import descent
from ui.figures import cost_contour, cost_curve, cost_steps
from ui.streamlit import arithmetic, predict, stepper
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.visitor import forget_unknown, session

NEURON, DRAWING = "A single neuron", "The current drawing"
STEP = "descent step"
MOST_ROWS = 60


def choose_pass() -> Pass:
    """A single neuron to begin with, or the current drawing on some of its training rows."""
    visitor = session()
    options = [NEURON] if visitor.problem else [NEURON, DRAWING]
    forget_unknown("descent network", options)
    source = st.selectbox(
        "Network",
        options,
        key="descent network",
        width=210,
        help="The article's neuron, or the drawing you are working on with its training rows",
    )
    if source == NEURON:
        return descent.article_neuron()
    return rows_of_data(visitor, visitor.dataset.train[:MOST_ROWS])


def is_neuron(pass_: Pass) -> bool:
    """Whether it is the single neuron; its costs call for rates of their own."""
    return pass_.loss == "sse" and pass_.network.depth == 1


def choose_rate(key: str, default: float) -> float:
    return st.select_slider(
        "Learning rate η",
        descent.RATES,
        default,
        format_func=format_number,
        key=key,
        help="Drag it from too small, where nothing moves, to too large, where the steps diverge",
    )


# -------------------------------------------------------------------- one weight


def one_weight() -> None:
    """The cost as one weight changes, and descent on it step by step."""
    left, right = st.columns([0.58, 0.42], gap="medium")
    with left, st.container(horizontal=True, vertical_alignment="bottom", key="descent controls"):
        pass_ = choose_pass()
        names = descent.weight_names(pass_)
        name = st.selectbox(
            "Weight",
            list(names),
            key=f"descent weight {len(names)}",
            width=210,
            help="The weight that moves; all others stay as they are",
        )
    connection = names[name]
    slot = pass_.network.slot(connection)
    pace, place = left.columns(2)
    with pace:
        rate = choose_rate(f"descent rate {is_neuron(pass_)}", 0.1 if is_neuron(pass_) else 1.0)
    with place:
        begin = st.slider(
            "Start at",
            -5.0,
            5.0,
            round(float(np.clip(pass_.theta[slot], -5, 5)), 1),
            0.1,
            key=f"descent start {name} {is_neuron(pass_)}",
            help="The value the weight has before the first step",
        )
    training = Training(optimizer="sgd", learning_rate=rate, loss=pass_.loss)
    path = descent.walk(pass_, [slot], [begin], training, descent.STEPS)
    with right:
        stepper.stepper(STEP, len(path.costs))
    done = stepper.position(STEP, len(path.costs))
    weights, costs = descent.curve_around(pass_, slot, path)
    here, cost, slope = (float(values[done].flat[0]) for values in (path.weights, path.costs, path.slopes))
    with left:
        taken = (path.weights[: done + 1, 0], path.costs[: done + 1])
        figure = cost_curve(weights, costs, at=(here, cost, slope), steps=taken, name=name, dark=is_dark())
        at = f"weight {format_number(here)}, cost {format_number(cost)}, slope {format_number(slope)}"
        text = f"Cost over {name}. After {done} steps: {at}"
        chart(figure, "descent curve", text, height=420)
    with right:
        show_next_step(descent.moved(pass_, [slot], [here]), connection, done, training, len(path.costs))
        show_verdict(path, float(costs.min()), rate)


def show_next_step(pass_: Pass, connection: Connection, done: int, training: Training, count: int) -> None:
    """The arithmetic of the step that follows `done` of `count`."""
    explained = explain_weight(pass_, connection, training, most=3)
    st.header(f"Step {done + 1}", anchor=False)
    notation = arithmetic.choose_notation("descent look")
    key = f"descent {connection} {done}"
    if predict.is_hidden(key, explained.value):
        arithmetic.show([explained], notation, hidden=True)
        predict.ask_number(key, "Where does the weight land?", explained.value)
    else:
        arithmetic.show([explained], notation)
        predict.verdict(key, explained.value)
    if done == count - 1 and count <= descent.STEPS:
        st.caption("The next step leaves the scale: the walk has diverged.")


def show_verdict(path: descent.Walk, lowest: float, rate: float) -> None:
    """What this learning rate does over thirty steps."""
    found = descent.verdict(path, lowest)
    options = [descent.TOO_SMALL, descent.DOWN, descent.OVERSHOOTS, descent.DIVERGES]
    key = f"descent verdict {rate:g} {path.costs[0]:.6g}"
    if found in options and predict.is_hidden(key, found):
        predict.ask_choice(key, f"How will {descent.STEPS} steps with η = {format_number(rate)} go?", options, found)
        return
    text = f"**η = {format_number(rate)}**. {descent.VERDICTS[found].format(steps=descent.STEPS)}"
    st.markdown(f":material/{ICONS[found]}: {text}")
    predict.verdict(key, found)


ICONS = {
    descent.TOO_SMALL: "hourglass_empty",
    descent.DOWN: "check_circle",
    descent.OVERSHOOTS: "swap_horiz",
    descent.DIVERGES: "warning",
    descent.FLAT: "horizontal_rule",
}


# -------------------------------------------------------------------- two weights


def two_weights() -> None:
    """The cost over two weights, and the way each optimiser takes."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="contour controls"):
        pass_ = choose_pass()
        names = descent.weight_names(pass_)
        if len(names) < 2:
            st.info("This network has a single weight. Choose another one.", icon=":material/info:")
            return
        first = choose_weight("First weight", list(names))
        second = choose_weight("Second weight", [name for name in names if name != first])
    optimizers = st.pills(
        "Optimisers",
        list(OPTIMIZERS),
        selection_mode="multi",
        default=["sgd", "momentum", "adam"],
        format_func=lambda name: OPTIMIZERS[name].label,
        key="contour optimizers",
        help="Each one walks from the same start with the same learning rate",
    )
    left, right = st.columns([0.64, 0.36], gap="medium")
    with right:
        rate = choose_rate(f"contour rate {is_neuron(pass_)}", 0.01 if is_neuron(pass_) else 0.2)
        steps = st.slider("Steps", 1, 60, 30, key="contour steps", help="How many steps each of them takes")
    slots = [pass_.network.slot(names[name]) for name in (first, second)]
    start = [float(pass_.theta[slot]) for slot in slots]
    walks = {
        name: descent.walk(pass_, slots, start, Training(optimizer=name, learning_rate=rate), steps)
        for name in optimizers
    }
    order = sorted(walks, key=lambda name: walks[name].final_cost(steps))
    labels = [OPTIMIZERS[name].label for name in order]
    key = f"contour best {rate:g} {steps} {first} {second} {','.join(walks)}"
    hidden = len(order) > 1 and predict.is_hidden(key, labels[0])
    with left:
        paths = {OPTIMIZERS[name].label: (*path.weights.T, path.costs) for name, path in walks.items()}
        x, y, costs = descent.contour_around(pass_, slots, list(walks.values()))
        shown = {} if hidden else paths
        figure = cost_contour(x, y, costs, shown, names=(first, second), title="", dark=is_dark())
        chart(figure, "contour", f"Cost over {first} and {second}, with the path of each optimiser", height=520)
    with right:
        if hidden:
            predict.ask_choice(key, f"Which one is lowest after {steps} steps?", list(paths), labels[0])
            return
        if len(order) > 1:
            predict.verdict(key, labels[0])
        for name in order:
            st.markdown(f"**{OPTIMIZERS[name].label}** {descent.ending(walks[name], steps)}")
            for part in descent.formula_parts(name):
                st.latex(part)


def choose_weight(label: str, names: list[str]) -> str:
    return st.selectbox(
        label,
        names,
        key=f"contour {label} {len(names)}",
        width=170,
        help="One of the two weights that move; all others stay as they are",
    )


# -------------------------------------------------------------------- the article's example


def article() -> None:
    """One step of the article's neuron with its numbers, and twenty as a curve."""
    left, right = st.columns(2, gap="large")
    with left:
        st.header("One step", anchor=False)
        st.markdown(
            "A linear neuron with the weights 0, 2, 1 reads 1, 2, 3; the target is 0. The learning rate is 0.01, "
            "the loss the squared error, **without** a ½, as in the article's code: its slope is 2 · error · input."
        )
        notation = arithmetic.choose_notation("article look")
        before, updates, again = descent.article_step()
        arithmetic.show(before, notation)
        if predict.is_hidden("article step", again.value):
            predict.ask_number("article step", "The error is 7 now. What is it after one step?", again.value)
        else:
            arithmetic.show([*updates, again], notation)
            predict.verdict("article step", again.value)
    with right:
        st.header("Twenty updates", anchor=False)
        twenty_updates()


def twenty_updates() -> None:
    """The squared error over twenty updates, and where the article's curve goes on."""
    costs = descent.twenty_updates().costs
    log = st.toggle("Logarithmic", key="article log", help="Each line of the grid is a tenth of the one above it")
    figure = cost_steps(costs, name="squared error", dark=is_dark())
    if not log:
        figure.update_yaxes(type="linear", dtick=None, rangemode="tozero")
    first, last = format_number(costs[0]), format_number(costs[-1])
    chart(figure, "twenty updates", f"Squared error over twenty updates, from {first} to {last}", height=380)
    st.markdown(
        f"From the weights 0, 2, 1 the squared error falls from {first} to {last}: each update multiplies the error by "
        f"{format_number(float(np.sqrt(costs[1] / costs[0])))}."
    )
    weights = ", ".join(format_number(weight, 9) for weight in descent.ARTICLES_WEIGHTS)
    further = format_number(descent.twenty_updates(descent.ARTICLES_WEIGHTS).costs[-1])
    st.caption(
        f"The article draws the next twenty: from the weights {weights}, where these end, down to {further}. It calls "
        "the same number mean squared error: with one sample, mean and sum are the same."
    )
