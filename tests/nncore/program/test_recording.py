"""The worked recording that opens the program's package is the one that is replayed."""

import re

import numpy as np

from nncore import Training, dense, program
from nncore.program import Program

LINE = re.compile(r"^ {8}(\w+) +((?:\([\d, ]*\) )+)→ (\([\d, ]*\))", re.MULTILINE)


def kernel(function, arguments) -> tuple[str, list[str]]:
    """A kernel's name and the shapes of its arrays, the one that it fills at the end."""
    arrays = [argument for argument in arguments if isinstance(argument, np.ndarray)]
    if function.__name__ == "dot":
        arrays.insert(0, function.__self__)
    return function.__name__, [str(array.shape) for array in arrays]


def test_the_worked_recording_is_the_one_that_is_replayed():
    small = Program(dense(2, 2, 1, output="tanh"), Training(batch_size=5), np.zeros((5, 2)), np.zeros((5, 1)))
    written = [(name, [*re.findall(r"\(.*?\)", read), filled]) for name, read, filled in LINE.findall(program.__doc__)]
    assert written == [kernel(*one) for one in small._recording.kernels]
