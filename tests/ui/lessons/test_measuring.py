"""Runs of lessons: what they measure, and how it is written."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from nncore.experiment import make_dataset
from nncore.training import train
from ui.lessons.blocks import Measured, Run
from ui.lessons.measuring import measure, written
from ui.lessons.reading import load_lessons

PIMA = {lesson.name: lesson for lesson in load_lessons()[0]}["pima"]


def test_each_seed_has_data_and_first_weights_of_its_own():
    experiment = PIMA.of(Run)[1].experiment
    shares: list[float] = []
    run = Run("a", "A", "printed", experiment, 2, (Measured("Accuracy", "test_accuracy", 2),))
    (values,) = measure(run, 7, shares.append)
    for seed, value in zip((7, 8), values, strict=True):
        alone = replace(experiment, seed=seed, data=replace(experiment.data, seed=seed))
        *_, second = islice(train(alone, make_dataset(alone)), 3)
        assert (second.epoch, second.test_accuracy) == (2, value)


def test_several_values_are_written_with_their_spread():
    assert written([0.65104]) == "0.6510"
    values = [0.70, 0.74, 0.78]
    assert written(values) == f"0.74 ± {np.std(values, ddof=1):.2f}" == "0.74 ± 0.04"


@pytest.mark.parametrize("run", PIMA.of(Run)[1:], ids=lambda run: run.title)
def test_runs_over_several_splits_say_so_in_their_title(run):
    assert run.seeds == 10
