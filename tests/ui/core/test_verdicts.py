"""What the figures of a run say in sentences."""

from dataclasses import replace

import numpy as np
import pytest

from nncore import Data
from nncore.data import make_data
from nncore.experiments import EXPERIMENTS
from ui.core.measured import parts_of
from ui.core.session import Session
from ui.core.verdicts import few_rows, gap_of_classes, gap_of_values, reads_held_out, with_third_part


def test_a_gap_beyond_the_interval_is_more_than_chance():
    # of 100 held-out rows 70 right: Wilson's interval ends at 78.1 %
    assert gap_of_classes(0.79, 0.7, 100).startswith("9 percentage points better on the rows it has seen: part of")
    assert gap_of_classes(0.78, 0.7, 100).endswith("can be chance.")
    assert gap_of_classes(0.704, 0.7, 100).startswith("Hardly better")  # less than half a percentage point
    assert gap_of_classes(0.7, 0.7, 100).startswith("No better")
    assert gap_of_classes(1.0, 1.0, 250).startswith("No better")  # the interval ends just below 1


def test_few_rows_come_with_their_interval():
    # Wilson's interval of 14 of 20: 48.1 to 85.5 %
    assert few_rows(0.7, 20) == "20 held-out rows are few: the true accuracy may be anything from 48.1 % to 85.5 %."
    assert few_rows(0.7, 100) == ""


def test_a_gap_of_values_is_named_from_a_twentieth_of_r2():
    assert "0.2 better" in gap_of_values(0.9, 0.7)
    assert gap_of_values(0.9, 0.88).startswith("Hardly better")
    assert gap_of_values(0.9, np.nan) == ""


@pytest.mark.parametrize("setting, value", [("patience", 5), ("stop_loss", 0.1), ("stop_accuracy", 0.9)])
def test_what_stops_by_the_test_rows_is_named_until_validation_rows_do_it(setting, value):
    experiment = EXPERIMENTS["pima"].experiment
    stopping = replace(experiment, training=replace(experiment.training, **{setting: value}))
    assert reads_held_out(Session(stopping)) and not reads_held_out(Session(experiment))
    third, _ = with_third_part(stopping.data)
    assert reads_held_out(Session(replace(stopping, data=third))) == ""


def test_a_third_part_comes_from_the_test_rows_where_shares_decide():
    third, rows = with_third_part(Data("circle", train_share=0.5))
    dataset = make_data(third)
    assert rows == "half of the test rows"
    assert [len(dataset.train), len(dataset.validation), len(dataset.test)] == [250, 125, 125]
    assert with_third_part(Data("circle", split="fold"))[1] == "15 % of the other rows"


def test_errors_of_a_scaled_target_are_in_its_own_unit():
    experiment = EXPERIMENTS["bumps"].experiment
    scaled = replace(experiment, data=replace(experiment.data, scale_target=True))
    plain, own = parts_of(Session(experiment))[0], parts_of(Session(scaled))[0]
    np.testing.assert_allclose(own.targets, plain.targets)
