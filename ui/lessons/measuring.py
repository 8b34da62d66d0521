"""Carrying out the run of a lesson: training over its seeds, and what it measures."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nncore.experiment import make_dataset
from nncore.training import train
from ui.lessons.blocks import Run


def measure(run: Run, show_progress: Callable[[float], object]) -> list[float]:
    """The mean over the seeds of each row's measure; show_progress is given the share that is done, 0 to 1."""
    epochs = max(row.epoch for row in run.rows)
    values = np.zeros((run.seeds, len(run.rows)))
    for seed in range(run.seeds):
        experiment = replace(run.experiment, seed=seed, data=replace(run.experiment.data, seed=seed))
        for snapshot in train(experiment, make_dataset(experiment)):
            for index, row in enumerate(run.rows):
                if row.epoch == snapshot.epoch:
                    values[seed, index] = getattr(snapshot, row.measure)
            if snapshot.epoch % 10 == 0:
                show_progress((seed + min(snapshot.epoch / epochs, 1.0)) / run.seeds)
            if snapshot.epoch >= epochs:
                break
    return [float(mean) for mean in values.mean(axis=0)]
