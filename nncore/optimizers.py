"""Optimisers: how a gradient becomes a step of the weights.

Each is two pure functions: `start(size)` gives its first state, `step(…)` the new θ and the new state.
The state is one array of shape (slots, size): one number a weight for each running average kept.
The arithmetic is PyTorch's; where other libraries or the papers differ, the docstring says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nncore.network import Network
    from nncore.settings import Training

Array = np.ndarray


@dataclass(frozen=True)
class Optimizer:
    """One entry of OPTIMIZERS.

    step(theta, gradient, state, count, settings) -> (theta, state); theta and gradient have shape (size,),
    state (slots, size); count is 1 at the first step; settings is the Training.
    The arguments are left as they are. reads: the settings beside the learning rate that it looks at.
    """

    name: str
    label: str
    formula: str
    slots: int
    step: Callable[[Array, Array, Array, int, "Training"], tuple[Array, Array]]
    reads: tuple[str, ...] = ()

    def start(self, size: int) -> Array:
        """The state before the first step: zeros of shape (slots, size)."""
        return np.zeros((self.slots, size))


def sgd(theta: Array, gradient: Array, state: Array, count: int, settings: "Training") -> tuple[Array, Array]:
    """Plain gradient descent: Δw = −η ∂J/∂w."""
    return theta - settings.learning_rate * gradient, state


def momentum(theta: Array, gradient: Array, state: Array, count: int, settings: "Training") -> tuple[Array, Array]:
    """Descent with a velocity that remembers earlier gradients (Polyak, 1964).

    As in PyTorch, the learning rate multiplies the velocity. Sutskever et al. (2013) and Keras multiply the
    gradient before it enters the velocity; the two differ only when the learning rate changes in mid-run.
    """
    velocity = settings.momentum * state[0] + gradient
    return theta - settings.learning_rate * velocity, velocity[None]


def nesterov(theta: Array, gradient: Array, state: Array, count: int, settings: "Training") -> tuple[Array, Array]:
    """Momentum that looks one step ahead (Nesterov, 1983), in PyTorch's form: no second gradient needed."""
    velocity = settings.momentum * state[0] + gradient
    ahead = gradient + settings.momentum * velocity
    return theta - settings.learning_rate * ahead, velocity[None]


def adagrad(theta: Array, gradient: Array, state: Array, count: int, settings: "Training") -> tuple[Array, Array]:
    """Smaller steps for weights that moved much already (Duchi, Hazan & Singer, 2011).

    The sum of squares starts at 0, as in PyTorch; Keras starts it at 0.1.
    """
    squares = state[0] + gradient**2
    return theta - settings.learning_rate * gradient / (np.sqrt(squares) + settings.epsilon), squares[None]


def rmsprop(theta: Array, gradient: Array, state: Array, count: int, settings: "Training") -> tuple[Array, Array]:
    """AdaGrad that forgets: a running average of squares (Hinton, lecture 6e, 2012).

    ρ is 0.9 in the lecture and in Keras, 0.99 in PyTorch. ε is added to the root, as in PyTorch; Keras adds
    it to the average, under the root.
    """
    squares = settings.rho * state[0] + (1 - settings.rho) * gradient**2
    return theta - settings.learning_rate * gradient / (np.sqrt(squares) + settings.epsilon), squares[None]


def adam(theta: Array, gradient: Array, state: Array, count: int, settings: "Training") -> tuple[Array, Array]:
    """Running averages of the gradient and of its square, both corrected for their start at 0.

    Source: Kingma & Ba (2015), algorithm 1; ε as in the paper and in PyTorch, 1e-8. Keras uses 1e-7 and adds
    it to the uncorrected root (the paper's "ε hat"), which matters only where gradients are tiny.
    """
    m = settings.beta1 * state[0] + (1 - settings.beta1) * gradient
    v = settings.beta2 * state[1] + (1 - settings.beta2) * gradient**2
    m_hat = m / (1 - settings.beta1**count)
    v_hat = v / (1 - settings.beta2**count)
    return theta - settings.learning_rate * m_hat / (np.sqrt(v_hat) + settings.epsilon), np.stack([m, v])


def adamw(theta: Array, gradient: Array, state: Array, count: int, settings: "Training") -> tuple[Array, Array]:
    """Adam with weight decay beside it rather than inside the gradient (Loshchilov & Hutter, 2019).

    As in PyTorch, the decay is multiplied by the learning rate and takes biases along.
    """
    decayed = theta * (1 - settings.learning_rate * settings.weight_decay)
    return adam(decayed, gradient, state, count, settings)


OPTIMIZERS = {
    entry.name: entry
    for entry in (
        Optimizer("sgd", "SGD", r"w \leftarrow w - \eta\, g", 0, sgd),
        Optimizer(
            "momentum",
            "Momentum",
            r"u \leftarrow \mu u + g, \qquad w \leftarrow w - \eta\, u",
            1,
            momentum,
            ("momentum",),
        ),
        Optimizer(
            "nesterov",
            "Nesterov",
            r"u \leftarrow \mu u + g, \qquad w \leftarrow w - \eta\,(g + \mu u)",
            1,
            nesterov,
            ("momentum",),
        ),
        Optimizer(
            "adagrad",
            "AdaGrad",
            r"s \leftarrow s + g^2, \qquad w \leftarrow w - \eta\,\frac{g}{\sqrt{s} + \varepsilon}",
            1,
            adagrad,
            ("epsilon",),
        ),
        Optimizer(
            "rmsprop",
            "RMSProp",
            r"s \leftarrow \rho s + (1 - \rho)\, g^2, \qquad "
            r"w \leftarrow w - \eta\,\frac{g}{\sqrt{s} + \varepsilon}",
            1,
            rmsprop,
            ("rho", "epsilon"),
        ),
        Optimizer(
            "adam",
            "Adam",
            r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad "
            r"v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2, \quad "
            r"w \leftarrow w - \eta\,\frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \varepsilon}",
            2,
            adam,
            ("beta1", "beta2", "epsilon"),
        ),
        Optimizer(
            "adamw",
            "AdamW",
            r"w \leftarrow (1 - \eta\lambda)\, w, \quad m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad "
            r"v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2, \quad "
            r"w \leftarrow w - \eta\,\frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \varepsilon}",
            2,
            adamw,
            ("beta1", "beta2", "epsilon", "weight_decay"),
        ),
    )
}


def clipped(gradient: Array, norm: float) -> Array:
    """The gradient, shortened to length `norm` where it is longer; 0 keeps it (Pascanu et al., 2013)."""
    length = np.sqrt(gradient @ gradient)
    return gradient * (norm / length) if 0 < norm < length else gradient


def update(
    network: "Network", theta: Array, gradient: Array, state: Array, count: int, settings: "Training"
) -> tuple[Array, Array]:
    """One step of a drawing: clip, step, and leave alone what is pinned or not drawn.

    gradient (size,) holds the penalty's derivative already; settings is the Training. Returns the new (theta, state).
    """
    free = network.trainable()
    gradient = clipped(np.where(free, gradient, 0.0), settings.clip)
    optimizer = OPTIMIZERS[settings.optimizer]
    moved, state = optimizer.step(theta, gradient, state, count, settings)
    return np.where(free, moved, theta), state
