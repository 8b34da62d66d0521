"""What an experiment will take, estimated before it runs: seconds on a slow machine, and bytes.

The estimates are fitted to measured steps of 25 to a million weights, times four, for the machine of a school. They
are rough; what they have to tell apart is a second and an hour.
"""

from nncore.network import Network
from nncore.optimizers import OPTIMIZERS
from nncore.settings import Training

MOST_BATCHES = 256
"""Batches recorded at most; a longer epoch replays the same recording on its next rows."""
REPLAY_SECONDS = 0.02
"""How long one replay may take: between two of them somebody can ask a run to halt."""
MOST_SECONDS = 5.0
"""The longest epoch that is trained: beyond it nobody watches a curve grow."""
MOST_BYTES = 200_000_000
"""The largest run: many learners share one server."""


def too_much(network: Network, training: Training, train_rows: int, rows: int) -> str:
    """Why this run would take too long or too much memory, with the remedy; "" where it wouldn't.

    rows: those for training and those held out.
    """
    remedy = "fewer neurons or fewer points"
    if (size := run_bytes(network, training, train_rows, rows)) > MOST_BYTES:
        units = sum(network.sizes)
        return (
            f"{units:,} units on {rows:,} rows are too much to hold, about {size / 1e6:,.0f} MB; "
            f"use a smaller batch, {remedy}"
        )
    if (seconds := epoch_seconds(network, training, train_rows, rows)) > MOST_SECONDS:
        return f"an epoch would take about {_duration(seconds)}; use a larger batch, {remedy}"
    return ""


def epoch_seconds(network: Network, training: Training, train_rows: int, rows: int) -> float:
    """Estimated seconds of an epoch: its steps, and the evaluation of all rows at its end."""
    size = _batch(training, train_rows)
    evaluation = 1e-9 * rows * (0.15 * network.size + 8 * sum(network.sizes))
    return train_rows / size * batch_seconds(network, training, size) + evaluation


def batch_seconds(network: Network, training: Training, rows: int) -> float:
    """Estimated seconds of one step on `rows` rows.

    What it takes to call NumPy, to update a weight, to multiply a weight and a row, to evaluate a unit for a row.
    """
    calls = 16 + 5 * network.depth
    update = network.size * (2 + 5 * OPTIMIZERS[training.optimizer].slots)
    products = 0.4 * network.size * rows
    values = (20 if training.dropout else 10) * sum(network.sizes) * rows
    return 1e-6 * calls + 1e-9 * (update + products + values)


def batches_a_replay(network: Network, training: Training, rows: int) -> int:
    """How many batches of `rows` rows a recording holds: no more than run in about REPLAY_SECONDS."""
    return max(1, min(MOST_BATCHES, int(REPLAY_SECONDS / batch_seconds(network, training, rows))))


def run_bytes(network: Network, training: Training, train_rows: int, rows: int) -> int:
    """Estimated bytes that training holds at once.

    Of each unit: its value for every row twice, its sum and its error for every row while all of them are looked at,
    and five to seven arrays for the rows of a batch. Of each weight: about thirty numbers with the snapshots kept.
    """
    of_batch = (7 if training.dropout else 5) * _batch(training, train_rows)
    return 8 * (sum(network.sizes) * (4 * rows + of_batch) + 30 * network.size)


def _batch(training: Training, train_rows: int) -> int:
    return min(training.batch_size or train_rows, train_rows)


def _duration(seconds: float) -> str:
    """Rounded for reading: "16 seconds", "43 minutes", "3 hours"."""
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds:.0f} seconds"
