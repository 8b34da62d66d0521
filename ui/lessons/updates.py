"""One step of gradient descent on all weights of a single neuron, written as 2 × error × input."""

from nncore.explain import explain_weight
from nncore.explain.expressions import Number, Product
from nncore.explain.lines import Line, settle
from nncore.network import Connection, Unit
from ui.lessons.blocks import Updates
from ui.lessons.setting import Setting

FACTORS = {"sse": 2.0, "half_sse": 1.0}
"""Loss → what its slope multiplies error and input by."""


def updates_of(setting: Setting, title: str) -> Updates:
    """A line for each weight: its slope, its step, its new value. Raises ValueError for more than one linear neuron."""
    network, loss = setting.drawing.network, setting.training.loss
    if network.sizes[1:] != (1,) or network.activations[1] != "linear" or loss not in FACTORS:
        raise ValueError(f"this table is for one linear neuron with the loss {' or '.join(FACTORS)}; use steps instead")
    if not setting.targets or setting.training.optimizer != "sgd":
        raise ValueError('this table shows plain descent to a target; give targets = [0] and optimizer = "sgd"')
    error = float(setting.pass_.trace.output[0, 0]) - setting.targets[0]
    lines = tuple(_line(setting, connection, error) for connection in network.connections())
    factor = "2 " if loss == "sse" else ""
    return Updates(title, lines, _formula(factor), _numpy(setting, FACTORS[loss]))


def _line(setting: Setting, connection: Connection, error: float) -> str:
    explained = explain_weight(setting.pass_, connection, setting.training)
    slope = float(setting.pass_.gradient.theta[setting.drawing.network.slot(connection)])
    value = setting.inputs[connection.source.index]
    factors = [Number(FACTORS[setting.training.loss])] if setting.training.loss == "sse" else []
    product = Product((*factors, Number(error), Number(value)))
    (written,) = settle([Line("∂J/∂w", product, Number(slope))])
    return ",  ".join(map(str, (written, *explained.lines[1:])))


def _formula(factor: str) -> str:
    return rf"\Delta w = -\eta\, \frac{{\partial J}}{{\partial w}} = -\eta \cdot {factor}(a - y)\, x"


def _numpy(setting: Setting, factor: float) -> str:
    network, theta = setting.drawing.network, setting.drawing.theta
    weights = [float(theta[network.slot(connection)]) for connection in network.connections()]
    bias, target = float(theta[network.slot(Unit(1, 0))]), float(setting.targets[0])
    rate = setting.training.learning_rate
    return (
        "import numpy as np\n\n"
        f"x, w = np.array({list(setting.inputs)}), np.array({weights})\n"
        f"b, y = {bias}, {target}\nerror = x @ w + b - y\n"
        f"slope = {factor:g} * error * x\n"
        f"w = w - {rate!r} * slope\nprint(slope, w)"
    )
