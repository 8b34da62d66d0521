"""Random numbers by seed and purpose, so that any part of a run can be drawn again on its own."""

import numpy as np

DATA, SPLIT, WEIGHTS, SHUFFLE, DROPOUT, IMPORTANCE, EXAMPLES = range(7)


def rng(seed: int, purpose: int, epoch: int = 0) -> np.random.Generator:
    """A generator that depends on these three numbers only.

    Purposes draw from streams of their own: changing the noise of the data leaves the first weights as they
    were, and an epoch is shuffled the same way whether or not the epochs before it were run.
    """
    return np.random.default_rng([seed, purpose, epoch])
