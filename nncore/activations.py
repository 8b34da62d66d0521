"""What a neuron does with its weighted sum: each activation, and everything the app knows about it.

A new activation is one more record in ACTIVATIONS; menus, links, pictures and explanations ask the records.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Array = np.ndarray

LEAK = 0.01
"""Derivative of leaky ReLU below zero. Source: Maas, Hannun & Ng (2013)."""
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
"""Source: Klambauer et al. (2017), equation 14."""


@dataclass(frozen=True)
class Activation:
    """One activation function.

    value, derivative: arrays of any shape to arrays of the same shape; the derivative is da/dz at the weighted sum z.
    formula, derivative_formula: LaTeX. code, derivative_code: NumPy, with {} for the name of the weighted sum.
    range: the lowest and the highest value, ±∞ where there is none; range_words: the same for reading.
    use, trouble: one sentence each. symbol: its name in LaTeX, "" for the plain name.
    initializer: the first weights that suit it.
    trains: whether it has a derivative to learn by. dies: whether its derivative is 0 on one side of z = 0.
    back: for one that works on a whole layer, along the last axis: (a, ∂J/∂a) to ∂J/∂z. Its `derivative` is then the
    diagonal of the Jacobian. None where each value depends on its own sum alone.
    """

    name: str
    label: str
    value: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    formula: str
    derivative_formula: str
    code: str
    derivative_code: str
    range: tuple[float, float]
    range_words: str
    use: str
    trouble: str
    symbol: str = ""
    initializer: str = "glorot_uniform"
    trains: bool = True
    dies: bool = False
    back: Callable[[Array, Array], Array] | None = None

    @property
    def elementwise(self) -> bool:
        """Whether each value depends on its own sum alone."""
        return self.back is None

    @property
    def is_identity(self) -> bool:
        return self.value is linear

    @property
    def bounded(self) -> bool:
        return math.isfinite(self.range[0]) and math.isfinite(self.range[1])

    @property
    def squashes(self) -> bool:
        """Whether it bends smoothly into a flat end on either side, as tanh does."""
        return self.bounded and self.elementwise and self.trains

    @property
    def codes(self) -> tuple[float, float]:
        """What an output stands for the first and the second of two classes with: −1 and 1 where it gets that low."""
        return (-1.0 if self.range[0] <= -1.0 else 0.0), 1.0

    def error_back(self, z: Array, a: Array, error: Array) -> Array:
        """∂J/∂z from the error ∂J/∂a."""
        return error * self.derivative(z) if self.back is None else self.back(a, error)


def linear(z: Array) -> Array:
    return z


def linear_derivative(z: Array) -> Array:
    return np.ones_like(z)


def relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def relu_derivative(z: Array) -> Array:
    return np.where(z > 0, 1.0, 0.0)


def leaky_relu(z: Array) -> Array:
    return np.where(z > 0, z, LEAK * z)


def leaky_relu_derivative(z: Array) -> Array:
    return np.where(z > 0, 1.0, LEAK)


def elu(z: Array) -> Array:
    """Source: Clevert, Unterthiner & Hochreiter (2016), with α = 1."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))


def elu_derivative(z: Array) -> Array:
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0.0)))


def selu(z: Array) -> Array:
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0.0)))


def selu_derivative(z: Array) -> Array:
    return SELU_SCALE * np.where(z > 0, 1.0, SELU_ALPHA * np.exp(np.minimum(z, 0.0)))


GELU_SCALE, GELU_CUBE = math.sqrt(2 / math.pi), 0.044715


def gelu(z: Array) -> Array:
    """Source: Hendrycks & Gimpel (2016), section 2, the tanh form (as used by BERT and GPT-2)."""
    return 0.5 * z * (1.0 + np.tanh(GELU_SCALE * (z + GELU_CUBE * z * z * z)))


def gelu_derivative(z: Array) -> Array:
    bounded = np.clip(z, -50.0, 50.0)  # tanh is ±1 to the last bit long before; keeps z³ from overflowing
    inner = np.tanh(GELU_SCALE * (bounded + GELU_CUBE * bounded**3))
    rise = GELU_SCALE * (1.0 + 3.0 * GELU_CUBE * bounded**2)
    return 0.5 * (1.0 + inner) + 0.5 * bounded * (1.0 - inner**2) * rise


def silu(z: Array) -> Array:
    return z * sigmoid(z)


def silu_derivative(z: Array) -> Array:
    s = sigmoid(z)
    return s * (1.0 + z * (1.0 - s))


def softplus(z: Array) -> Array:
    return np.logaddexp(0.0, z)


def sigmoid(z: Array) -> Array:
    """1 / (1 + e⁻ᶻ), written with tanh so that no z overflows."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def sigmoid_derivative(z: Array) -> Array:
    s = sigmoid(z)
    return s * (1.0 - s)


def tanh_derivative(z: Array) -> Array:
    return 1.0 - np.tanh(z) ** 2


def step(z: Array) -> Array:
    return np.where(z > 0, 1.0, 0.0)


def step_derivative(z: Array) -> Array:
    return np.zeros_like(z)


def softmax(z: Array) -> Array:
    """eᶻ divided by its sum along the last axis; the maximum is taken off first so that nothing overflows."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_derivative(z: Array) -> Array:
    a = softmax(z)
    return a * (1.0 - a)


def softmax_back(a: Array, error: Array) -> Array:
    """a (s − Σ s a) with s the error: every output depends on every sum, so the whole Jacobian counts."""
    apart: Array = error - (error * a).sum(axis=-1, keepdims=True)
    return a * apart


ACTIVATIONS: dict[str, Activation] = {
    record.name: record
    for record in (
        Activation(
            "linear", "Linear", linear, linear_derivative,
            r"f(z) = z", r"f'(z) = 1",
            "{}", "1.0",
            (-math.inf, math.inf), "−∞ to ∞",
            "Outputs that are amounts: a price, a temperature, a number of transactions.",
            "Layers of it collapse into one: a network of linear layers draws only straight boundaries.",
        ),
        Activation(
            "relu", "ReLU", relu, relu_derivative,
            r"f(z) = \max(0, z)", r"f'(z) = \begin{cases}1 & z > 0\\ 0 & z \le 0\end{cases}",
            "np.maximum({}, 0)", "np.where({} > 0, 1.0, 0.0)",
            (0.0, math.inf), "0 to ∞",
            "The usual choice for hidden layers: quick to compute, and its slope does not fade.",
            "A neuron whose sum is negative for every row has slope 0 and never learns again: a dead ReLU.",
            initializer="he_uniform", dies=True,
        ),
        Activation(
            "leaky_relu", "Leaky ReLU", leaky_relu, leaky_relu_derivative,
            r"f(z) = \begin{cases}z & z > 0\\ 0.01\,z & z \le 0\end{cases}",
            r"f'(z) = \begin{cases}1 & z > 0\\ 0.01 & z \le 0\end{cases}",
            "np.where({0} > 0, {0}, 0.01 * {0})", "np.where({} > 0, 1.0, 0.01)",
            (-math.inf, math.inf), "−∞ to ∞",
            "Like ReLU, with a small slope below zero that keeps every neuron learning.",
            "Below zero it learns a hundred times more slowly.",
            initializer="he_uniform",
        ),
        Activation(
            "elu", "ELU", elu, elu_derivative,
            r"f(z) = \begin{cases}z & z > 0\\ e^{z} - 1 & z \le 0\end{cases}",
            r"f'(z) = \begin{cases}1 & z > 0\\ e^{z} & z \le 0\end{cases}",
            "np.where({0} > 0, {0}, np.expm1(np.minimum({0}, 0)))",
            "np.where({0} > 0, 1.0, np.exp(np.minimum({0}, 0)))",
            (-1.0, math.inf), "−1 to ∞",
            "Hidden layers: smooth, and its mean output stays closer to zero than ReLU's.",
            "Costs an exponential, and fades for very negative sums.",
            initializer="he_uniform",
        ),
        Activation(
            "selu", "SELU", selu, selu_derivative,
            r"f(z) = 1.0507\begin{cases}z & z > 0\\ 1.6733\,(e^{z} - 1) & z \le 0\end{cases}",
            r"f'(z) = 1.0507\begin{cases}1 & z > 0\\ 1.6733\,e^{z} & z \le 0\end{cases}",
            "1.0507009873554805 * np.where({0} > 0, {0}, 1.6732632423543772 * np.expm1(np.minimum({0}, 0)))",
            "1.0507009873554805 * np.where({0} > 0, 1.0, 1.6732632423543772 * np.exp(np.minimum({0}, 0)))",
            (-SELU_SCALE * SELU_ALPHA, math.inf), "−1.758 to ∞",
            "Deep plain networks: keeps the values' mean and variance level, with LeCun normal weights.",
            "Its promise holds only with standardised inputs and LeCun initialisation.",
            initializer="lecun_normal",
        ),
        Activation(
            "gelu", "GELU", gelu, gelu_derivative,
            r"f(z) = \tfrac{z}{2}\left(1 + \tanh\left(\sqrt{2/\pi}\,(z + 0.044715\,z^3)\right)\right)",
            r"f'(z) = \tfrac{1 + t}{2} + \tfrac{z\,(1 - t^2)}{2}\sqrt{2/\pi}\,(1 + 0.134145\,z^2)",
            "0.5 * {0} * (1 + np.tanh(np.sqrt(2 / np.pi) * ({0} + 0.044715 * {0} ** 3)))",
            "0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * ({0} + 0.044715 * {0} ** 3)))"
            " + 0.5 * {0} * (1 - np.tanh(np.sqrt(2 / np.pi) * ({0} + 0.044715 * {0} ** 3)) ** 2)"
            " * np.sqrt(2 / np.pi) * (1 + 0.134145 * {0} ** 2)",
            (-0.170041, math.inf), "−0.170 to ∞",
            "Hidden layers of today's language models; a smooth ReLU.",
            "Dips slightly below zero, so it is not monotonic.",
            initializer="he_uniform",
        ),
        Activation(
            "silu", "SiLU", silu, silu_derivative,
            r"f(z) = z\,\sigma(z)", r"f'(z) = \sigma(z)\,(1 + z\,(1 - \sigma(z)))",
            "{0} / (1 + np.exp(-{0}))", "1 / (1 + np.exp(-{0})) * (1 + {0} * (1 - 1 / (1 + np.exp(-{0}))))",
            (-0.278465, math.inf), "−0.278 to ∞",
            "Hidden layers of many image networks; also called Swish.",
            "Dips below zero, so it is not monotonic.",
            initializer="he_uniform",
        ),
        Activation(
            "softplus", "Softplus", softplus, sigmoid,
            r"f(z) = \ln(1 + e^{z})", r"f'(z) = \sigma(z)",
            "np.logaddexp(0, {})", "1 / (1 + np.exp(-{}))",
            (0.0, math.inf), "0 to ∞",
            "A smooth ReLU; outputs that must be positive.",
            "Never exactly zero, and it shifts every value upwards.",
        ),
        Activation(
            "tanh", "Tanh", np.tanh, tanh_derivative,
            r"f(z) = \tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}", r"f'(z) = 1 - \tanh^2(z)",
            "np.tanh({})", "1 - np.tanh({}) ** 2",
            (-1.0, 1.0), "−1 to 1",
            "Small networks and classes coded −1 and +1; centred on zero.",
            "Saturates: far from zero its slope vanishes and learning stops.",
            symbol=r"\tanh",
        ),
        Activation(
            "sigmoid", "Sigmoid", sigmoid, sigmoid_derivative,
            r"f(z) = \sigma(z) = \frac{1}{1 + e^{-z}}", r"f'(z) = \sigma(z)\,(1 - \sigma(z))",
            "1 / (1 + np.exp(-{}))", "1 / (1 + np.exp(-{0})) * (1 - 1 / (1 + np.exp(-{0})))",
            (0.0, 1.0), "0 to 1",
            "The output for a yes or no: its value reads as a probability.",
            "Saturates at both ends, and its slope is never above ¼: poor in deep hidden layers.",
            symbol=r"\sigma",
        ),
        Activation(
            "step", "Step", step, step_derivative,
            r"f(z) = \begin{cases}1 & z > 0\\ 0 & z \le 0\end{cases}", r"f'(z) = 0",
            "np.where({} > 0, 1.0, 0.0)", "0.0",
            (0.0, 1.0), "0 or 1",
            "The first artificial neurons (1943, 1958), and logic gates set by hand.",
            "Its slope is 0 everywhere: gradient descent cannot train through it.",
            trains=False,
        ),
        Activation(
            "softmax", "Softmax", softmax, softmax_derivative,
            r"f(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
            r"\frac{\partial f_i}{\partial z_j} = f_i\,(\delta_{ij} - f_j)",
            "np.exp({0} - {0}.max()) / np.exp({0} - {0}.max()).sum()", "",
            (0.0, 1.0), "0 to 1, adding up to 1",
            "The output for three classes and more: one probability each.",
            "Belongs on the output layer; each output depends on all the sums.",
            back=softmax_back,
        ),
    )
}  # fmt: skip


def unknown_activation(name: object) -> str:
    """The message for a name that is not in ACTIVATIONS."""
    return f"unknown activation {str(name)[:40]!r}; choose from {', '.join(ACTIVATIONS)}"
