"""The values on a drawing's inputs where one sample is shown: the visitor's own, as far as they go."""

from collections.abc import Sequence

from nncore.experiment import Experiment, dataset_of
from nncore.network import Unit
from nncore.units import parse_item
from ui.core.request import Edit

Values = tuple[float, ...]


def inputs_for(experiment: Experiment, inputs: Sequence[float] | None = None) -> Values:
    """Values for the input units: those given as far as they go, then those of the first training row, or 1."""
    size, given = experiment.network.sizes[0], tuple(inputs or ())[: experiment.network.sizes[0]]
    if len(given) == size:
        return tuple(map(float, given))
    try:
        dataset = dataset_of(experiment.data)
        row = [float(f"{value:.3g}") for value in dataset.train_inputs[0]]
    except ValueError:
        row = []
    usual = row if len(row) == size else [1.0] * size
    return tuple(map(float, [*given, *usual[len(given) :]]))


def without_removed(inputs: Values, edit: Edit, fewer: int) -> Values:
    """The values on the inputs that an edit leaves."""
    if fewer <= 0:
        return inputs
    ids = edit["ids"] if edit["kind"] == "remove" else [edit["id"]]
    gone = {parse_item(id) for id in ids}
    return tuple(value for index, value in enumerate(inputs) if Unit(0, index) not in gone)
