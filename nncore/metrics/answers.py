"""What an output says: the class it stands for, and how much it speaks for one of them.

output: (samples, outputs) of the network.
"""

import numpy as np

from nncore.activations import ACTIVATIONS

Array = np.ndarray


def threshold(output_activation: str) -> float:
    """Where one output passes from the first class to the second: between the two codes of targets_for."""
    return sum(ACTIVATIONS[output_activation].codes) / 2


def predicted_classes(output: Array, output_activation: str) -> Array:
    """(samples,) class numbers: the largest of several outputs, or the side of the threshold one output is on."""
    if output.shape[1] > 1:
        return output.argmax(axis=1)
    return (output[:, 0] > threshold(output_activation)).astype(np.int64)


def scores(output: Array, output_activation: str, positive: int = 1) -> Array:
    """(samples,) how much a network speaks for the positive class, 0 to 1 where the activation allows it.

    With one output for two classes, the first class gets what the second one leaves.
    """
    first, second = ACTIVATIONS[output_activation].codes
    if output.shape[1] > 1:
        return (output[:, positive] - first) / (second - first)
    score = (output[:, 0] - first) / (second - first)
    return score if positive == 1 else 1 - score


def positives(scores: Array, threshold: float, positive: int = 1) -> Array:
    """(samples,) whether each score is enough to call its sample positive.

    A score at the threshold stays with the first class, as in predicted_classes.
    """
    return scores >= threshold if positive == 0 else scores > threshold
