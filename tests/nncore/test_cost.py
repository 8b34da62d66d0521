"""What no classroom needs is refused before it runs, by its number; what one needs is not."""

from dataclasses import replace

import pytest

import nncore as nn
from nncore import Data, Experiment, Training, dense
from nncore.cost import MOST_BATCHES, batch_seconds, batches_a_replay, epoch_seconds, run_bytes
from nncore.serialize import from_link, to_link

CIRCLE = Data("circle", samples=5000)
BATCH_1 = Training(batch_size=1)
ADAM_1 = Training(batch_size=1, optimizer="adam")
LARGE_TABLE = Data.of_rows(columns=("a", "y"), rows=tuple((i / 9, i % 2) for i in range(8_000)), train_share=1.0)


def tanh(*sizes):
    return dense(*sizes, output="tanh")


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(Data("circle", samples=1000), tanh(2, *[64] * 8, 1), BATCH_1),
        Experiment(CIRCLE, tanh(2, *[64] * 8, 1), Training(batch_size=0, optimizer="adam", dropout=0.1)),
        Experiment(CIRCLE, tanh(2, 128, 128, 1), ADAM_1),
        replace(nn.EXPERIMENTS["pima"].experiment, training=replace(ADAM_1, loss="binary_crossentropy")),
        Experiment(LARGE_TABLE, tanh(1, 32, 32, 1), ADAM_1),
    ],
    ids=["8 x 64, batch 1", "8 x 64, all 2,500 rows", "2-128-128-1", "Pima", "8,000 rows"],
)
def test_what_a_large_lesson_needs_is_allowed(experiment):
    assert nn.misfit(experiment) == ""


@pytest.mark.parametrize(
    ("experiment", "says"),
    [
        (
            Experiment(replace(CIRCLE, train_share=1.0), tanh(2, 380, 380, 1), ADAM_1),
            "an epoch would take about 9 seconds; use a larger batch, fewer neurons or fewer points",
        ),
        (
            Experiment(CIRCLE, tanh(2, 380, 380, 1), Training(batch_size=0)),
            "763 units on 5,000 rows are too much to hold, about 233 MB; use a smaller batch, fewer neurons or fewer",
        ),
        (
            Experiment(CIRCLE, tanh(2, *[900, 1] * 8, 1)),
            "7,211 units on 5,000 rows are too much to hold, about 1,162 MB; use a smaller batch",
        ),
    ],
)  # fmt: skip
def test_what_takes_too_long_or_too_much_is_refused_with_its_number(experiment, says):
    assert nn.misfit(experiment).startswith(says)
    with pytest.raises(ValueError, match=says[:20]):
        nn.Trainer(experiment, nn.make_data(experiment.data))


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        ([2, 996, 996, 1], "996,997 weights are too many; at most 150,000 fit"),
        ([2, *[120] * 62, 1], "886,201 weights are too many"),
        ([2, *[1000, 1] * 30, 1], "30,033 units are too many; at most 10,000 fit"),
    ],
)
def test_a_short_link_to_a_huge_drawing_is_refused(sizes, says):
    small = Experiment(CIRCLE, tanh(2, 3, 1), BATCH_1).to_dict()
    layers = [[size, "tanh" if place else "linear"] for place, size in enumerate(sizes)]
    link = to_link(small | {"network": {"layers": layers}})
    assert len(link) < 250
    with pytest.raises(ValueError, match=says):
        Experiment.from_dict(from_link(link))


def test_the_estimate_grows_with_what_makes_an_epoch_longer():
    network, training = tanh(2, 64, 64, 1), Training(batch_size=10)
    seconds = epoch_seconds(network, training, 500, 1000)
    for longer in (
        epoch_seconds(tanh(2, 128, 128, 1), training, 500, 1000),
        epoch_seconds(network, replace(training, batch_size=1), 500, 1000),
        epoch_seconds(network, replace(training, optimizer="adam"), 500, 1000),
        epoch_seconds(network, training, 1000, 1000),
    ):
        assert longer > 1.3 * seconds
    assert run_bytes(network, replace(training, batch_size=0), 500, 1000) > run_bytes(network, training, 500, 1000)


def test_a_replay_is_the_shorter_the_longer_its_batches_take():
    small, large = tanh(2, 4, 2, 1), tanh(2, 380, 380, 1)
    assert batches_a_replay(small, BATCH_1, 1) == MOST_BATCHES
    assert 1 < batches_a_replay(large, ADAM_1, 1) < 20
    assert batches_a_replay(large, ADAM_1, 2500) == 1
    assert batch_seconds(large, ADAM_1, 2500) < 1.0
