"""The parts of the pages that a teacher may lock or hide, and which change belongs to which part.

A part is found on the page by its selectors, in the page itself and within our own components, and on the server by
the settings and edits that are its own.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from nncore.data import Data
from nncore.experiment import Experiment
from nncore.network import Network
from nncore.settings import Training

SHOWN, LOCKED, HIDDEN = "shown", "locked", "hidden"
STATES = {
    SHOWN: "Shown",
    LOCKED: "Locked: seen, but can't be changed",
    HIDDEN: "Hidden",
}


@dataclass(frozen=True)
class Part:
    """One part.

    pages: names of the pages where it is. selectors: CSS selectors of its elements. states: what it can be.
    data, training: the fields of Data and Training that it sets. edits: the kinds of edits that change it.
    style: CSS that hides it where taking its elements away isn't enough.
    """

    label: str
    group: str
    pages: tuple[str, ...] = ("train",)
    selectors: tuple[str, ...] = ()
    states: tuple[str, ...] = (SHOWN, LOCKED, HIDDEN)
    data: frozenset[str] = frozenset()
    training: frozenset[str] = frozenset()
    edits: frozenset[str] = frozenset()
    style: str = ""


DISPLAY = (SHOWN, HIDDEN)
"""States of what is only looked at."""
DRAWINGS = ("train", "draw")


def _setting(label: str, group: str, *names: str, **more: Any) -> Part:
    """A part made of widgets that are seeded: names of settings."""
    selectors = tuple(f'[class*="st-key-set_{name}"]' for name in names)
    return Part(label, group, selectors=(*selectors, *more.pop("selectors", ())), **more)


def _page(name: str, label: str, *selectors: str) -> Part:
    """A page of the navigation, and what leads there."""
    return Part(label, "Pages", (name,), selectors, states=DISPLAY)


def _only(name: str) -> frozenset[str]:
    return frozenset({name})


WITH_PICTURES_OFF = """
.maps { display: none !important; }
.with-maps .body { display: inline; } .with-maps .square { display: none; } .with-maps .value { display: inline; }
"""

PARTS: dict[str, Part] = {
    "experiment": _setting(
        "Ready experiments and drawings", "Data", "experiment", pages=DRAWINGS,
        selectors=(".st-key-preset",), edits=_only("preset"),
    ),
    "data": _setting(
        "Data set, points drawn by hand", "Data", "data",
        selectors=(".st-key-change_data", '.toggle[title^="Draw, spray"]'), edits=_only("points"),
    ),
    "noise": _setting("Noise", "Data", "noise", data=_only("noise")),
    "points": _setting("Number of points", "Data", "samples", data=_only("samples")),
    "new_points": Part("New points", "Data", selectors=(".st-key-new_points",), data=_only("seed")),
    "share": _setting(
        "Share for training", "Data", "share", data=frozenset({"train_share", "validation_share"}),
    ),
    "features": _setting(
        "Inputs", "Data", "features", selectors=(".st-key-own_input_box",), data=_only("features"),
    ),
    "scaling": _setting("Scaling of inputs", "Data", "scaling", data=_only("scaling")),
    "axes": _setting("Axes of the plane", "Data", "axis"),
    "learning_rate": _setting("Learning rate", "Settings", "learning_rate", training=_only("learning_rate")),
    "activation": _setting(
        "Activation", "Settings", "activation", pages=DRAWINGS,
        selectors=(".head select.activation",), edits=_only("activate"),
    ),
    "optimizer": _setting("Optimiser", "Settings", "optimizer", training=_only("optimizer")),
    "batch_size": _setting("Batch size", "Settings", "batch_size", training=_only("batch_size")),
    "loss": _setting("Loss", "Settings", "loss", training=_only("loss")),
    "more": Part("Regularisation and more settings", "Settings", selectors=(".st-key-more_box",)),
    "layers": Part(
        "Layers and neurons", "Network", DRAWINGS, (".count button", ".insert"),
        edits=frozenset({
            "connect", "disconnect", "add_unit", "remove_unit", "remove", "add_layer", "remove_layer", "move_layer",
            "rename",
        }),
    ),
    "weights": Part(
        "Weights and biases, by hand", "Network", DRAWINGS, (".badge", ".labels", ".editor"),
        states=(SHOWN, LOCKED), edits=frozenset({"set_weight", "set_bias", "pin", "unpin"}),
    ),
    "numbers": Part("Numbers on connections", "Network", DRAWINGS, (".labels",), states=DISPLAY),
    "biases": Part("Bias labels", "Network", DRAWINGS, (".badge",), states=DISPLAY),
    "pictures": Part(
        "Pictures in neurons", "Network", selectors=('.toggle[title^="Each neuron"]',), states=DISPLAY,
        style=WITH_PICTURES_OFF,
    ),
    "steps": Part(
        "Single epochs and steps", "Training",
        selectors=('.bar [aria-label^="Train one"]',), edits=_only("advance"),
    ),
    "reset": Part("Reset", "Training", selectors=('.bar [aria-label^="Reset"]',), edits=_only("reset")),
    "new_weights": Part(
        "New first weights, seed", "Training",
        selectors=('.bar [aria-label^="Draw new"]', '[class*="st-key-set_seed"]'), edits=_only("reseed"),
    ),
    "speed": Part("Speed", "Training", selectors=(".bar .speed",)),
    "timeline": Part("Timeline", "Training", selectors=(".timeline",), edits=_only("seek")),
    "test_curve": Part("Test curve", "Results", selectors=(".curves .tracetest",), states=DISPLAY),
    "test_scores": Part("Test scores", "Results", selectors=(".scores :is(td, th):nth-child(3)",), states=DISPLAY),
    "more_scores": Part("More scores", "Results", selectors=(".more", ".scores .further"), states=DISPLAY),
    "doctor": Part("The doctor's hints", "Results", selectors=(".message",), states=DISPLAY, edits=_only("remedy")),
    "plots": Part("Plots to look closer", "Results", selectors=(".st-key-view",), states=DISPLAY),
    "page_home": _page("home", "Netsketch (the first page)"),
    "page_draw": _page("draw", "Draw"),
    "page_data": _page("data", "Data", ".st-key-change_data"),
    "page_train": _page("train", "Train"),
    "page_metrics": _page("metrics", "Metrics"),
    "page_inspect": _page("inspect", "Inside"),
    "page_learn": _page("learn", "Learn"),
    "page_forward": _page("forward", "Forward pass"),
    "page_activations": _page("activations", "Activations"),
    "page_descent": _page("descent", "Gradient descent"),
    "page_backprop": _page("backprop", "Back-propagation"),
    "page_glossary": _page("glossary", "Glossary"),
}  # fmt: skip
"""Name → part, in the order of the list that a teacher chooses from."""

OF_DATA = {name: part for part, one in PARTS.items() for name in one.data}
OF_TRAINING = {name: part for part, one in PARTS.items() for name in one.training}
OF_EDITS = {kind: part for part, one in PARTS.items() for kind in one.edits}


# -------------------------------------------------------------------- which parts a change touches


def parts_of_data(old: Data, new: Data) -> set[str]:
    """The parts that would be changed; a field that is no part's own belongs to the data set."""
    if old.name != new.name:
        return {"data"}  # what else differs follows from it
    return {OF_DATA.get(name, "data") for name in _differing(old, new)}


def parts_of_training(old: Training, new: Training) -> set[str]:
    return {OF_TRAINING.get(name, "more") for name in _differing(old, new)}


def parts_of_network(old: Network, new: Network) -> set[str]:
    if old == new:
        return set()
    return {"activation"} if old.activations != new.activations and old.sizes == new.sizes else {"layers"}


def parts_of_experiment(old: Experiment, new: Experiment) -> set[str]:
    """The parts that would be changed where one experiment takes the place of another."""
    parts = parts_of_data(old.data, new.data) | parts_of_training(old.training, new.training)
    parts |= parts_of_network(old.network, new.network)
    if new.theta is not None and new.theta != old.theta:
        parts.add("weights")
    return parts | ({"new_weights"} if new.seed != old.seed else set())


def parts_of_edit(kind: Any) -> set[str]:
    return {OF_EDITS[kind]} if isinstance(kind, str) and kind in OF_EDITS else set()


def _differing(old: Any, new: Any) -> set[str]:
    pairs = ((f.name, getattr(old, f.name), getattr(new, f.name)) for f in fields(old))
    return {name for name, one, other in pairs if one is not other and one != other}


# -------------------------------------------------------------------- on the page


def hiding_style(names: Collection[str]) -> str:
    """CSS that takes parts away: for the page, and for the inside of our components."""
    hidden = [PARTS[name] for name in names]
    selectors = [selector for part in hidden for selector in part.selectors]
    rules = [f"{', '.join(selectors)} {{ display: none !important; }}"] if selectors else []
    return "\n".join([*rules, *(part.style for part in hidden if part.style)])


def selectors_of(names: Collection[str]) -> list[str]:
    return [selector for name in names for selector in PARTS[name].selectors]
