"""Gradient descent: one weight on its cost curve, two weights on a contour, and the article's example."""

import re
from dataclasses import replace

import numpy as np
import streamlit as st

from nncore.explain import explain_loss, explain_unit, explain_weight
from nncore.explain.numbers import format_number
from nncore.network import Connection, Unit
from nncore.optimizers import OPTIMIZERS
from nncore.settings import Training
from ui.core.samples import Scene, rows_scene
from ui.explain import descent
from ui.figures import cost_contour, cost_curve, cost_steps
from ui.streamlit import arithmetic as words
from ui.streamlit import platform, predict, stepper
from ui.streamlit.chart import chart, is_dark
from ui.streamlit.visitor import session

ONE, TWO, ARTICLE = "One weight", "Two weights", "The article's example"
NEURON, DRAWING = "A single neuron", "The current drawing"
STEP = "descent step"
CURVE_POINTS, GRID, MOST_ROWS = 161, 49, 60
SHALLOW = 1e-3
"""Below this share of the highest cost a contour is drawn as level."""
FIRST_WEIGHTS = (-0.49929916, 1.00140168, -0.49789747)
"""Where the article's twenty updates begin."""


@st.fragment
def explore() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="descent views"):
        view = st.segmented_control(
            "View",
            (ONE, TWO, ARTICLE),
            default=ONE,
            required=True,
            key="descent view",
            label_visibility="collapsed",
            help="The cost as one weight changes, over two weights, or the article's worked example",
        )
        predict.switch()
    {ONE: one_weight, TWO: two_weights, ARTICLE: article}[view]()


def choose_scene() -> Scene:
    """A single neuron to begin with, or the current drawing on some of its training rows."""
    visitor = session()
    options = [NEURON] if visitor.problem else [NEURON, DRAWING]
    source = st.selectbox(
        "Network",
        options,
        key="descent network",
        width=210,
        help="The article's neuron, or the drawing you are working on with its training rows",
    )
    if source == NEURON:
        return descent.article_neuron()
    return rows_scene(visitor, visitor.dataset.train[:MOST_ROWS])


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
    left, right = st.columns([0.58, 0.42], gap="medium")
    with left, st.container(horizontal=True, vertical_alignment="bottom", key="descent controls"):
        scene = choose_scene()
        names = descent.weight_names(scene)
        name = st.selectbox(
            "Weight",
            list(names),
            key=f"descent weight {len(names)}",
            width=210,
            help="The weight that moves; all others stay as they are",
        )
    connection = names[name]
    slot = scene.network.slot(connection)
    is_neuron = scene.loss == "sse" and scene.network.depth == 1
    pace, place = left.columns(2)
    with pace:
        rate = choose_rate(f"descent rate {is_neuron}", 0.1 if is_neuron else 1.0)
    with place:
        begin = st.slider(
            "Start at",
            -5.0,
            5.0,
            round(float(np.clip(scene.theta[slot], -5, 5)), 1),
            0.1,
            key=f"descent start {name} {is_neuron}",
            help="The value the weight has before the first step",
        )
    training = Training(optimizer="sgd", learning_rate=rate, loss=scene.loss)
    path = descent.walk(scene, [slot], [begin], training, descent.STEPS)
    with right:
        stepper.stepper(STEP, len(path.costs))
    done = stepper.position(STEP, len(path.costs))
    low, high = descent.around(path)
    weights = np.linspace(low, high, CURVE_POINTS)
    costs = descent.costs_along(scene, slot, weights)
    here, cost, slope = (float(values[done].flat[0]) for values in (path.weights, path.costs, path.slopes))
    with left:
        taken = (path.weights[: done + 1, 0], path.costs[: done + 1])
        figure = cost_curve(weights, costs, at=(here, cost, slope), steps=taken, name=name, dark=is_dark())
        text = f"Cost over {name}. After {done} steps: weight {here:.3g}, cost {cost:.3g}, slope {slope:.3g}"
        chart(figure, "descent curve", text, height=420)
    with right:
        told_step(scene, connection, here, done, training, len(path.costs))
        tell_verdict(path, float(costs.min()), rate)


def told_step(scene: Scene, connection: Connection, weight: float, done: int, training: Training, count: int) -> None:
    """The arithmetic of the next step from here."""
    at = descent.moved(scene, [scene.network.slot(connection)], [weight])
    explained = explain_weight(at.network, at.parameters, at.trace, at.gradient, connection, training, most=3)
    st.header(f"Step {done + 1}", anchor=False)
    look = words.look_switch("descent look")
    key = f"descent {connection} {done}"
    if predict.is_hidden(key, explained.value):
        words.show([explained], look, hidden=True)
        predict.ask_number(key, "Where does the weight land?", explained.value)
    else:
        words.show([explained], look)
        predict.verdict(key, explained.value)
    if done == count - 1 and count <= descent.STEPS:
        st.caption("The next step leaves the scale: the walk has diverged.")


def tell_verdict(path: descent.Walk, lowest: float, rate: float) -> None:
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
    with st.container(horizontal=True, vertical_alignment="bottom", key="contour controls"):
        scene = choose_scene()
        names = descent.weight_names(scene)
        if len(names) < 2:
            st.info("This network has a single weight. Choose another one.", icon=":material/info:")
            return
        first = choose_weight("First weight", list(names), 0)
        second = choose_weight("Second weight", [name for name in names if name != first], 0)
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
        is_neuron = scene.loss == "sse" and scene.network.depth == 1
        rate = choose_rate(f"contour rate {is_neuron}", 0.01 if is_neuron else 0.2)
        steps = st.slider("Steps", 1, 60, 30, key="contour steps", help="How many steps each of them takes")
    slots = (scene.network.slot(names[first]), scene.network.slot(names[second]))
    start = [float(scene.theta[slot]) for slot in slots]
    walks = {
        name: descent.walk(scene, slots, start, Training(optimizer=name, learning_rate=rate), steps)
        for name in optimizers
    }
    spans = [descent.around(walk, column, widest=6.0) for walk in walks.values() for column in (0, 1)]
    reach = max([(high - low) / 2 for low, high in spans], default=2.0)
    x, y = (np.linspace(middle - reach, middle + reach, GRID) for middle in start)
    costs = descent.costs_over(scene, slots, x, y)
    costs = np.maximum(costs, SHALLOW * np.nanmax(costs))
    paths = {OPTIMIZERS[name].label: (*walk.weights.T, walk.costs) for name, walk in walks.items()}
    order = sorted(walks, key=lambda name: final_cost(walks[name], steps))
    key = f"contour best {rate:g} {steps} {first} {second} {','.join(walks)}"
    hidden = len(order) > 1 and predict.is_hidden(key, OPTIMIZERS[order[0]].label)
    with left:
        shown = {} if hidden else paths
        figure = cost_contour(x, y, costs, shown, names=(first, second), title="", dark=is_dark())
        chart(figure, "contour", f"Cost over {first} and {second}, with the path of each optimiser", height=520)
    with right:
        if hidden:
            options = [OPTIMIZERS[name].label for name in walks]
            predict.ask_choice(key, f"Which one is lowest after {steps} steps?", options, OPTIMIZERS[order[0]].label)
            return
        if len(order) > 1:
            predict.verdict(key, OPTIMIZERS[order[0]].label)
        for name in order:
            tell_optimizer(name, walks[name], steps)


def choose_weight(label: str, names: list[str], index: int) -> str:
    return st.selectbox(
        label,
        names,
        index,
        key=f"contour {label} {len(names)}",
        width=170,
        help="One of the two weights that move; all others stay as they are",
    )


def final_cost(path: descent.Walk, steps: int) -> float:
    return float(path.costs[-1]) if len(path.costs) > steps else np.inf


def tell_optimizer(name: str, path: descent.Walk, steps: int) -> None:
    cost = final_cost(path, steps)
    end = f"cost {format_number(cost)} after {steps} steps" if np.isfinite(cost) else "diverged"
    st.markdown(f"**{OPTIMIZERS[name].label}** {end}")
    for part in re.split(r",\s*\\q+uad", OPTIMIZERS[name].formula):
        st.latex(part)


# -------------------------------------------------------------------- the article's example


def article() -> None:
    scene = descent.article_neuron()
    training = Training(optimizer="sgd", learning_rate=0.01, loss="sse")
    connections = list(scene.network.connections())
    left, right = st.columns(2, gap="large")
    with left:
        st.header("One step", anchor=False)
        st.markdown(
            "A linear neuron with the weights 0, 2, 1 reads 1, 2, 3; the target is 0. The learning rate is 0.01, "
            "the loss the squared error **without** the ½, as in the article's code: its slope is 2 · error · input."
        )
        look = words.look_switch("article look")
        before = [
            explain_unit(scene.network, scene.parameters, scene.trace, Unit(1, 0), name="prediction"),
            explain_loss(scene.network, scene.trace, scene.targets, scene.loss),
        ]
        words.show(before, look)
        updates = [
            explain_weight(scene.network, scene.parameters, scene.trace, scene.gradient, connection, training)
            for connection in connections
        ]
        after = replace(scene, theta=np.array([*(update.value for update in updates), 0.0]))
        again = explain_unit(after.network, after.parameters, after.trace, Unit(1, 0), name="new error")
        if predict.is_hidden("article step", again.value):
            predict.ask_number("article step", "The error is 7 now. What is it after one step?", again.value)
        else:
            words.show([*updates, again], look)
            predict.verdict("article step", again.value)
    with right:
        st.header("Twenty updates", anchor=False)
        twenty_updates(training)


def twenty_updates(training: Training) -> None:
    scene = descent.article_neuron(FIRST_WEIGHTS)
    slots = [scene.network.slot(connection) for connection in scene.network.connections()]
    path = descent.walk(scene, slots, FIRST_WEIGHTS, training, 20)
    log = st.toggle("Logarithmic", key="article log", help="Each line of the grid is a tenth of the one above it")
    figure = cost_steps(path.costs, name="mean squared error", dark=is_dark())
    if not log:
        figure.update_yaxes(type="linear", dtick=None, rangemode="tozero")
    first, last = format_number(path.costs[0]), format_number(path.costs[-1])
    chart(figure, "twenty updates", f"Mean squared error over twenty updates, from {first} to {last}", height=380)
    st.markdown(
        f"From the weights {', '.join(f'{weight:.8f}'.replace('-', '−') for weight in FIRST_WEIGHTS)} the mean squared "
        f"error falls from {first} to {last}: each update multiplies the error by "
        f"{format_number(float(np.sqrt(path.costs[1] / path.costs[0])))}."
    )
    st.caption("With one sample, mean and sum are the same. With the ½ of the usual form, the slope is half as large.")


platform.through_app()
st.title("Gradient descent", anchor=False)
st.caption(
    "The [slope](glossary#slope) says which way is down: each step takes the weight against it, Δw = −η · ∂J/∂w, "
    "with the [learning rate](glossary#learning-rate) η. The aim is a small [cost](glossary#cost) J."
)
st.html(words.STYLE)
explore()
