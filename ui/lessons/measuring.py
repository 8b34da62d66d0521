"""Carrying out the run of a lesson: training over its seeds, and what it measures."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from nncore.crossvalidation import spread
from nncore.experiment import make_dataset
from nncore.explain.numbers import format_number, show_decimals
from nncore.training import train
from ui.lessons.blocks import Run

Measures = list[list[float]]
"""For each row of a run its values, one a seed."""


def measure(run: Run, first_seed: int, show_progress: Callable[[float], object]) -> Measures:
    """What the rows of a run measure under `run.seeds` seeds from the first one on.

    show_progress is given the share that is done, 0 to 1.
    """
    epochs = max(row.epoch for row in run.rows)
    values: Measures = [[] for _ in run.rows]
    for number in range(run.seeds):
        seed = first_seed + number
        experiment = replace(run.experiment, seed=seed, data=replace(run.experiment.data, seed=seed))
        for snapshot in train(experiment, make_dataset(experiment)):
            for row, found in zip(run.rows, values, strict=True):
                if row.epoch == snapshot.epoch:
                    found.append(float(getattr(snapshot, row.measure)))
            if snapshot.epoch % 10 == 0:
                show_progress((number + min(snapshot.epoch / epochs, 1.0)) / run.seeds)
            if snapshot.epoch >= epochs:
                break
    return values


def written(values: Iterable[float]) -> str:
    """One value to four places; of several the mean ± the standard deviation."""
    found = list(values)
    mean, deviation = spread(found)
    if len(found) < 2:
        return show_decimals(mean, 4).text
    return f"{show_decimals(mean, 4).text} ± {format_number(deviation, 2)}"
