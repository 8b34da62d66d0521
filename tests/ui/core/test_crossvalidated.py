"""A cross-validation in slices and within bounds."""

from dataclasses import replace
from itertools import count

import pytest

from nncore import Data, Experiment, dense
from ui.core import crossvalidated
from ui.core.crossvalidated import MOST_SECONDS, CrossValidation, caution_of, state_of, subject, summary, usual_epochs

SMALL = Experiment(Data("circle", samples=60), dense(2, 3, 1, output="tanh"))


def test_it_goes_on_slice_by_slice_to_the_last_fold():
    run = CrossValidation(SMALL, 3, 4)
    shares = []
    while run.running:
        run.go_on(0.0)
        shares.append(run.share)
    assert shares[:4] == [pytest.approx(n / 12) for n in (1, 2, 3, 4)]
    assert run.finished and len(run.folds) == 3 and state_of(run) == ""
    assert "of 3 folds" in summary(run, False) and " ± " in summary(run, False)


def test_it_ends_when_its_time_is_over_and_says_so():
    ticks = count(0, MOST_SECONDS / 4)
    run = CrossValidation(SMALL, 3, 4)
    while run.running:
        run.go_on(0.0, lambda: next(ticks))
    assert not run.finished
    assert state_of(run).endswith("seconds of training were over.")


def test_it_is_about_the_experiment_whatever_the_weights():
    assert subject(replace(SMALL, theta=(1.0,) * SMALL.network.size)) == subject(SMALL)


def test_folds_at_random_are_too_good_where_order_or_groups_matter():
    assert "order" in caution_of(Data("circle", split="order"))
    assert caution_of(Data("circle")) == ""


def test_epochs_are_those_of_the_run_on_screen():
    assert usual_epochs(SMALL, 70) == 70
    assert usual_epochs(SMALL, 0) == crossvalidated.USUAL_EPOCHS
    assert usual_epochs(SMALL, 10**6) == crossvalidated.MOST_EPOCHS
