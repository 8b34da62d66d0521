"""What an experiment will take, estimated before it runs: seconds on an ordinary machine."""

from nncore.network import Network
from nncore.optimizers import OPTIMIZERS
from nncore.settings import Training

MOST_BATCHES = 256
"""Batches recorded at most; a longer epoch replays the same recording on its next rows."""
REPLAY_SECONDS = 0.02
"""How long one replay may take: between two of them somebody can ask a run to halt."""


def batch_seconds(network: Network, training: Training, rows: int) -> float:
    """Estimated seconds of one step on `rows` rows.

    Fitted to measured steps of 25 to a million weights and multiplied by four, for the slow machine of a school:
    what it costs to call NumPy, to update a weight, to multiply a weight and a row, to evaluate a unit for a row.
    """
    calls = 16 + 5 * network.depth
    update = network.size * (2 + 5 * OPTIMIZERS[training.optimizer].slots)
    products = 0.4 * network.size * rows
    values = (20 if training.dropout else 10) * sum(network.sizes) * rows
    return 1e-6 * calls + 1e-9 * (update + products + values)


def batches_a_replay(network: Network, training: Training, rows: int) -> int:
    """How many batches of `rows` rows a recording holds: no more than run in about REPLAY_SECONDS."""
    return max(1, min(MOST_BATCHES, int(REPLAY_SECONDS / batch_seconds(network, training, rows))))
