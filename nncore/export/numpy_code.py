"""A network as a Python file that needs NumPy alone: its forward pass and its training, written out for the drawing."""

import textwrap

from nncore.export.format import Format
from nncore.export.model import Model
from nncore.export.numpy_forward import activation_codes, answer_code, forward_code, parameters_code, quiet
from nncore.export.numpy_lines import untrainable
from nncore.export.numpy_training import training_code
from nncore.export.writing import WIDTH, check, known_data, predict, title

USE = """\
It needs Python with NumPy, nothing else. Run as a program it answers five rows and compares its answers with the
app's; imported into other code, `predict` is the network and `train` trains it further.
"""


def numpy_code(model: Model) -> bytes:
    """The network as a file. Training is left out, with the reason, where a loss or an optimiser isn't known here."""
    about = f'"""{textwrap.fill(title(model), WIDTH - 3)}\n\n{USE}"""\n\nimport numpy as np\n\n'
    parts = [about + quiet(model.network) + known_data(model), parameters_code(model.network, model.theta)]
    parts += [*activation_codes(model), forward_code(model), answer_code(model), predict(model)]
    reason = untrainable(model)
    parts += [f"# Training isn't written here: {reason}.\n"] if reason else training_code(model)
    return "\n\n".join((*parts, check(model))).encode()


NUMPY_CODE = Format(
    "numpy_code", "code", "NumPy code", "Forward pass and training as a short Python file to read and to run.",
    ".py", "text/x-python", numpy_code, ("numpy",),
)  # fmt: skip
