"""Plots of a run that take a moment to compute, made from the session as it is when asked for."""

import math

import numpy as np
import plotly.graph_objects as go

from nncore.activations import ACTIVATIONS
from nncore.data import Dataset, targets_for
from nncore.network import Network, Unit
from nncore.parameters import Parameters
from nncore.program import Evaluator
from nncore.propagation import backward, forward
from nncore.training import Snapshot
from ui.core.session import Session
from ui.figures.hidden_space import Boundary, hidden_space
from ui.figures.landscape import landscape
from ui.figures.points import value_span
from ui.figures.surface import surface
from ui.figures.weight_pictures import MOST_PICTURES, weight_pictures
from ui.figures.weights_over_time import weights_over_time

MOST_SNAPSHOTS = 80
MOST_ROWS = 500
LANDSCAPE = 31
"""Points of the loss landscape along each side."""
SURFACE = 60
MESH, ALONG = 13, 60
"""Lines of the input plane in each direction that a layer bends, and points along each."""

Array = np.ndarray


def snapshots_until_now(session: Session) -> list[Snapshot]:
    """Kept snapshots up to the epoch shown, of the drawing as it is, evenly thinned; the one shown comes last."""
    network, here = session.experiment.network, session.snapshot
    found = [
        snapshot
        for branch in session.history.chain
        if branch.experiment.network == network
        for snapshot in branch.kept.values()
        if snapshot.epoch < here.epoch
    ]
    found.sort(key=lambda snapshot: snapshot.epoch)
    every = -(-len(found) // MOST_SNAPSHOTS) or 1
    return [*found[::every], here]


def slots(network: Network, layer: int) -> tuple[list[int], list[str]]:
    """Where a layer's drawn weights and its biases are in θ, and their names."""
    places, names = [], []
    for index in range(network.sizes[layer]):
        unit = Unit(layer, index)
        for connection in network.incoming(unit):
            places.append(network.slot(connection))
            names.append(f"{network.name(connection.source)} → {network.name(unit)}")
        places.append(network.slot(unit))
        names.append(f"bias of {network.name(unit)}")
    return places, names


def weights_plot(session: Session, layer: int, dark: bool) -> go.Figure:
    """A layer's weights and biases over the epochs."""
    places, names = slots(session.experiment.network, layer)
    snapshots = snapshots_until_now(session)
    values = [snapshot.theta[places] for snapshot in snapshots]
    epochs = [snapshot.epoch for snapshot in snapshots]
    return weights_over_time(epochs, values, names, position=session.position, dark=dark)


def gradients_plot(session: Session, layer: int, dark: bool) -> go.Figure:
    """The gradient of the loss for a layer's weights and biases over the epochs, on the training rows."""
    network, loss = session.experiment.network, session.experiment.training.loss
    places, names = slots(network, layer)
    inputs, targets = training_rows(session)
    snapshots, values = snapshots_until_now(session), []
    for snapshot in snapshots:
        parameters = Parameters(network, snapshot.theta.astype(float))
        with np.errstate(all="ignore"):
            trace = forward(network, parameters, inputs)
            values.append(backward(network, parameters, trace, targets, loss).theta[places])
    epochs = [snapshot.epoch for snapshot in snapshots]
    return weights_over_time(
        epochs, values, names, quantity="∂J/∂w", title="Gradients", position=session.position, dark=dark
    )


def picture_side(dataset: Dataset) -> int | None:
    """How many pixels along each side, where the inputs are a square picture row by row: pixel_0_0, pixel_0_1, …"""
    side = math.isqrt(len(dataset.input_names))
    pixels = tuple(f"pixel_{row}_{column}" for row in range(side) for column in range(side))
    return side if side > 1 and dataset.input_names == pixels else None


def pictures_plot(session: Session, side: int, dark: bool) -> go.Figure:
    """The weights of the first layer's neurons, each as a picture of side × side pixels."""
    network = session.experiment.network
    weights = Parameters(network, session.theta.astype(float)).weights[1]
    names = [network.name(Unit(1, index)) for index in range(min(len(weights), MOST_PICTURES))]
    return weight_pictures(weights, side, names, dark=dark)


def training_rows(session: Session) -> tuple[Array, Array]:
    """Inputs and targets of the first training rows."""
    dataset, rows = session.dataset, session.dataset.train[:MOST_ROWS]
    targets = targets_for(dataset, session.experiment.network.activations[-1])
    return dataset.inputs[rows], targets[rows]


def hidden_plot(session: Session, units: tuple[Unit, Unit], columns: tuple[int, int], dark: bool) -> go.Figure:
    """The rows and the lines of the input plane where two neurons of a layer put them."""
    network, dataset = session.experiment.network, session.dataset
    parameters = Parameters(network, session.theta.astype(float))

    def activations(inputs: Array) -> Array:
        with np.errstate(all="ignore"):
            a = forward(network, parameters, np.nan_to_num(inputs)).a[units[0].layer]
        return a[:, [unit.index for unit in units]]

    rows = np.concatenate([dataset.train[:MOST_ROWS], dataset.watched[:MOST_ROWS]])
    return hidden_space(
        dataset,
        rows,
        activations(dataset.inputs[rows]),
        [activations(dataset.transform(line)) for line in mesh(session, columns)],
        names=(network.name(units[0]), network.name(units[1])),
        boundary=straight_boundary(network, parameters, units),
        dark=dark,
    )


def mesh(session: Session, columns: tuple[int, int]) -> list[Array]:
    """Straight lines over the plane of two columns, each (ALONG, columns of the data)."""
    dataset = session.dataset
    lines = []
    for along, across in (columns, columns[::-1]):
        (first, last), (low, high) = dataset.range[along], dataset.range[across]
        for level in np.linspace(low, high, MESH):
            line = np.tile(dataset.median_raw, (ALONG, 1))
            line[:, across] = level
            line[:, along] = np.linspace(first, last, ALONG)
            lines.append(line)
    return lines


def straight_boundary(network: Network, parameters: Parameters, units: tuple[Unit, Unit]) -> Boundary | None:
    """(weight, weight, bias) of a single output that reads these two neurons and nothing else, else None."""
    layer = units[0].layer
    if layer + 1 != network.depth or network.sizes[-1] != 1 or network.sizes[layer] != 2:
        return None
    if len(network.reads(layer + 1)) != 2:
        return None
    row = parameters.weights[layer + 1][0]
    return float(row[units[0].index]), float(row[units[1].index]), float(parameters.biases[layer + 1][0])


def output_span(session: Session) -> tuple[float, float]:
    """The outputs that get the full colours."""
    if session.dataset.task == "regression":
        return value_span(session.dataset)
    return ACTIVATIONS[session.experiment.network.activations[-1]].codes


def surface_plot(session: Session, columns: tuple[int, int], dark: bool) -> go.Figure:
    """The first output as a surface over the plane."""
    network, dataset = session.experiment.network, session.dataset
    grid = dataset.grid(columns, SURFACE)
    with np.errstate(all="ignore"):
        inputs = np.nan_to_num(dataset.transform(grid.raw))
        output = forward(network, Parameters(network, session.theta.astype(float)), inputs).output[:, 0]
        output = dataset.unscaled(output)
    names = [dataset.raw_names[column] for column in columns]
    return surface(
        grid.x,
        grid.y,
        output.reshape(SURFACE, SURFACE),
        span=output_span(session),
        names=(names[0], names[1], network.output_names[0]),
        dark=dark,
    )


def landscape_plot(session: Session, dark: bool) -> go.Figure:
    """The loss of the training rows around the weights shown, with the path that led there.

    The two directions are those along which the path is longest (principal components), so that most of it lies
    in the picture. Source: Li et al. (2018), Visualizing the Loss Landscape, section 7.
    """
    network, loss = session.experiment.network, session.experiment.training.loss
    here = session.theta.astype(float)
    snapshots = snapshots_until_now(session)
    steps = np.array([snapshot.theta for snapshot in snapshots], dtype=float) - here
    directions = two_directions(steps, network.trainable())
    track = steps @ directions.T
    reach = 1.25 * np.abs(track).max(axis=0)
    reach = np.maximum(reach, max(0.2 * reach.max(), 0.5))
    x, y = (np.linspace(-side, side, LANDSCAPE) for side in reach)
    evaluate = Evaluator(network, loss, training_rows(session))
    losses = [[evaluate(here + a * directions[0] + b * directions[1])[0] for a in x] for b in y]
    epochs = [snapshot.epoch for snapshot in snapshots]
    return landscape(x, y, np.array(losses), track, epochs=epochs, dark=dark)


def two_directions(steps: Array, trainable: Array) -> Array:
    """Two orthonormal directions (2, size) that hold as much of the path as two can; else two fixed random ones."""
    if len(steps) > 3 and np.linalg.matrix_rank(steps) > 1:
        return np.linalg.svd(steps, full_matrices=False)[2][:2]
    drawn = np.random.default_rng(0).standard_normal((2, len(trainable))) * trainable
    return np.linalg.qr(drawn.T)[0].T
