"""The forward pass of a drawing as NumPy code: its weights, its activations, and what makes answers of outputs."""

from collections.abc import Iterator

from nncore.activations import ACTIVATIONS
from nncore.export.model import Array, Model
from nncore.export.numpy_lines import derivative_code, value_code
from nncore.export.writing import SCALED, assigned, in_unit, listed
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.parameters import Parameters

INPUTS_SCALED = SCALED.replace("rows", "np.asarray(rows)", 1)


def quiet(network: Network) -> str:
    """Keeps NumPy from warning where an overflow is meant; "" where there can be none."""
    codes = [code(ACTIVATIONS[name]) for name in network.activations for code in (value_code, derivative_code)]
    if not any("np.exp(-" in code for code in codes):
        return ""
    return 'np.seterr(over="ignore")  # where e^-z is too large for a number it is infinite, and 1 / infinity is 0\n\n'


def parameters_code(network: Network, theta: Array) -> str:
    """W1, b1, W2, b2 … and PARAMETERS, the list of all."""
    parameters = Parameters(network, theta)
    lines = ["# W1[i, j] is the weight from value j that layer 1 reads to its neuron i, b1[i] that neuron's bias.\n"]
    names = []
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
    lines = [f"*_, output = forward({INPUTS_SCALED})", f"return {in_unit(model, 'output')}"]
    return defined("answer(rows)", about, lines)


# -------------------------------------------------------------------- what training writes the same way


def read_name(network: Network, layer: int) -> str:
    """The variable that a layer reads: the values of the layer before, or r with those of several layers."""
    if len(network.layers_read(layer)) > 1:
        return f"r{layer}"
    return f"a{layer - 1}" if layer > 1 else "x"


def read_lines(network: Network, layer: int) -> Iterator[str]:
    """What puts the values of several layers side by side, where skips make a layer read them."""
    layers = network.layers_read(layer)
    if len(layers) > 1:
        names = [f"a{source}" if source else "x" for source in layers]
        yield f"r{layer} = np.hstack([{listed(names, 4)}])"


def layer_names(network: Network) -> list[str]:
    """z1, a1, z2, a2 …: what `forward` returns."""
    return [f"{letter}{layer}" for layer in range(1, network.depth + 1) for letter in "za"]


def several(names: list[str]) -> str:
    """Names of a tuple in a function's body, in brackets where they need more than a line."""
    text = listed(names, 4)
    return f"({text})" if "\n" in text else text


def defined(signature: str, about: str, lines: list[str]) -> str:
    """A function with its docstring."""
    body = "".join(f"    {line}\n" for line in (f'"""{about}"""', *lines))
    return f"def {signature}:\n{body}"


def drops(model: Model) -> bool:
    """Whether hidden neurons are left out at random while it trains."""
    return bool(model.experiment.training.dropout) and model.network.depth > 1


def differentiated(model: Model) -> set[str]:
    """The activations of which training reads the derivative."""
    used = {*model.network.activations[1:-1]}
    output = model.network.activations[-1]
    return used if LOSSES[model.experiment.training.loss].cancels == output else used | {output}
