"""Files that come in from anywhere: which kind one is, and what becomes of a session that takes it."""

import re
from dataclasses import replace
from threading import Lock
from typing import Literal

import numpy as np

from nncore.data import Dataset
from nncore.experiment import dataset_of, fitting_loss
from nncore.imports import Imported, read_network
from ui.core.demonstration import EXTENSION as OF_DEMONSTRATIONS
from ui.core.files import EXTENSION
from ui.core.session import Session

Kind = Literal["session", "demonstration", "network", "lesson", "table"]

READING = Lock()
"""One file at a time: a large one keeps a processor busy."""
DEMONSTRATION_BEGINS = re.compile(rb'\s*\{\s*"netsketch_demo"')
SESSION_BEGINS = re.compile(rb'\s*\{\s*"netsketch"')
NETWORK_ENDINGS = (
    ".onnx", ".safetensors", ".npz", ".npy", ".keras", ".h5", ".hdf5",
    ".pt", ".pth", ".pkl", ".pickle", ".joblib", ".bin",
)  # fmt: skip
OF_NETWORKS = re.compile(rb'"(coefs|coefs_|intercepts|intercepts_)"\s*:')
"""What scikit-learn's weights as JSON hold."""


def kind_of(name: str, content: bytes) -> Kind:
    """What a file is for; what isn't recognised is taken for a table, whose reader says what it can't read."""
    if DEMONSTRATION_BEGINS.match(content) or name.lower().endswith(OF_DEMONSTRATIONS):
        return "demonstration"
    if SESSION_BEGINS.match(content) or name.lower().endswith(EXTENSION):
        return "session"
    if name.lower().endswith(NETWORK_ENDINGS) or OF_NETWORKS.search(content):
        return "network"
    if name.lower().endswith(".md"):
        return "lesson"
    return "table"


def bring_network(session: Session, name: str, content: bytes) -> str:
    """Go on with a network that was made elsewhere; undo leads back. Returns what was guessed, for the reader.

    Raises ValueError where it can't be read, with what to do; then the session stays as it was.
    """
    with READING:
        found = read_network(name, content, session.experiment.network)
    with session.lock:
        experiment = session.experiment
        dataset = None if session.awaits else _dataset(session)
        fitting = found if _is_scaled_alike(found, dataset) else found.unscaled()
        output = fitting.network.activations[-1]
        task = dataset.task if dataset else "regression"
        training = replace(experiment.training, loss=fitting_loss(task, output, experiment.training.loss))
        theta = tuple(fitting.theta.tolist())
        session.load(replace(experiment, network=fitting.network, theta=theta, training=training))
        notes = [found.note, _about_scaling(found, fitting, dataset)]
    return "; ".join(note for note in notes if note)


def _dataset(session: Session) -> Dataset | None:
    try:
        return dataset_of(session.experiment.data)
    except ValueError:
        return None


def _is_scaled_alike(found: Imported, dataset: Dataset | None) -> bool:
    """Whether the data are scaled as the network expects it, so that its weights may stay as they are."""
    if found.center is None or found.scale is None:
        return True
    if dataset is None or dataset.center.shape != found.center.shape:
        return False
    return np.allclose(dataset.center, found.center, rtol=1e-6) and np.allclose(dataset.scale, found.scale, rtol=1e-6)


def _about_scaling(found: Imported, fitting: Imported, dataset: Dataset | None) -> str:
    """What a reader should know about how the inputs are scaled."""
    if fitting is not found:
        return "its scaling of the inputs is now in the weights of the first layer: choose unscaled inputs on Data"
    if found.center is None and dataset is not None and (dataset.scale != 1).any():
        return "the file says nothing about scaling, and the inputs here are scaled"
    return ""
