"""A network as a Python file that needs NumPy alone: its forward pass and its training, written out for the drawing."""

from nncore.activations import ACTIVATIONS
from nncore.export.format import Format
from nncore.export.model import Array, Model
from nncore.export.numpy_lines import derivative_code, untrainable, value_code
from nncore.export.numpy_training import (
    defined,
    differentiated,
    drops,
    layer_names,
    read_lines,
    read_name,
    several,
    training_code,
)
from nncore.export.writing import SCALED, assigned, check, in_unit, known_data, listed, predict, title
from nncore.network import Network
from nncore.parameters import Parameters

USE = """\
It needs Python with NumPy, nothing else. Run as a program it answers five rows and compares its answers with the
app's; imported into other code, `predict` is the network and `train` trains it further.
"""


def numpy_code(model: Model) -> bytes:
    """The network as a file. Training is left out, with the reason, where a loss or an optimiser isn't known here."""
    reason = untrainable(model)
    parts = [f'"""{title(model)}\n\n{USE}"""\n\nimport numpy as np\n\n{quiet(model.network)}{known_data(model)}']
    parts += [parameters_code(model.network, model.theta), *activation_codes(model)]
    parts += [forward_code(model), answer_code(model), predict(model)]
    parts += [f"# Training isn't written here: {reason}.\n"] if reason else training_code(model)
    return "\n\n".join((*parts, check(model))).encode()


def quiet(network: Network) -> str:
    """Keeps NumPy from warning where an overflow is meant; "" where there can be none."""
    codes = [code(ACTIVATIONS[name]) for name in network.activations for code in (value_code, derivative_code)]
    if not any("np.exp(-" in code for code in codes):
        return ""
    return 'np.seterr(over="ignore")  # where e^-z is too large for a number it is infinite, and 1 / infinity is 0\n\n'


def parameters_code(network: Network, theta: Array) -> str:
    """W1, b1, W2, b2 … and PARAMETERS, the list of all."""
    parameters = Parameters(network, theta)
    lines, names = (
        ["# W1[i, j] is the weight from value j that layer 1 reads to its neuron i, b1[i] that neuron's bias.\n"],
        [],
    )
    for layer in range(1, network.depth + 1):
        lines.append(assigned(f"W{layer}", parameters.weights[layer], "np.array"))
        lines.append(assigned(f"b{layer}", parameters.biases[layer], "np.array"))
        names += [f"W{layer}", f"b{layer}"]
    return "".join((*lines, f"PARAMETERS = [{listed(names)}]\n"))


def activation_codes(model: Model) -> list[str]:
    """The functions that its layers use, each with its derivative where training reads it."""
    codes = []
    for name in dict.fromkeys(model.network.activations[1:]):
        activation = ACTIVATIONS[name]
        if activation.is_identity:
            continue
        codes.append(f"def {name}(z):\n    return {value_code(activation)}\n")
        if activation.elementwise and name in differentiated(model):
            codes.append(f"def {name}_derivative(z):\n    return {derivative_code(activation)}\n")
    return codes


def forward_code(model: Model) -> str:
    """`def forward(x)`: z and a of every layer for scaled inputs."""
    network, hidden = model.network, model.network.depth - 1
    lines: list[str] = []
    for layer in range(1, network.depth + 1):
        lines += read_lines(network, layer)
        lines.append(f"z{layer} = {read_name(network, layer)} @ W{layer}.T + b{layer}")
        activation = ACTIVATIONS[network.activations[layer]]
        value = f"z{layer}" if activation.is_identity else f"{activation.name}(z{layer})"
        kept = f" * keep[{layer - 1}]" if drops(model) and layer <= hidden else ""
        lines.append(f"a{layer} = {value}{kept}")
    lines.append(f"return {several(layer_names(network))}")
    keep = f", keep=(1,) * {hidden}" if drops(model) else ""
    about = f"Each layer's sums z and values a, (rows, units), for scaled inputs x of shape (rows, {network.sizes[0]})."
    return defined(f"forward(x{keep})", about, lines)


def answer_code(model: Model) -> str:
    """`def answer(rows)`: outputs in the unit of the data for rows in theirs."""
    about = f"What the network answers for rows in the unit of the data, (rows, {model.network.sizes[-1]})."
    lines = [
        f"*_, output = forward({SCALED.replace('rows', 'np.asarray(rows)', 1)})",
        f"return {in_unit(model, 'output')}",
    ]
    return defined("answer(rows)", about, lines)


NUMPY_CODE = Format(
    "numpy_code", "code", "NumPy code", "Forward pass and training as a short Python file to read and to run.",
    ".py", "text/x-python", numpy_code, ("numpy",),
)  # fmt: skip
