"""Which NumPy calls each activation, loss and optimiser needs: three tables of recipes.

A call is a pair (function, arguments); a recipe is a list of them. Nothing is computed here: the recipes
are written down once, with the arrays they read and fill, and replayed for every batch. Arrays lie units
first: shape (units, batch). Constants are arrays of no dimension, which NumPy takes up faster than floats.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nncore.activations import GELU_CUBE, GELU_SCALE, LEAK, SELU_ALPHA, SELU_SCALE

add, subtract, multiply, divide = np.add, np.subtract, np.multiply, np.divide


def constant(value, like):
    """A number as an array of no dimension and the type of `like`."""
    return np.array(value, like.dtype)


def maximum(a, b, out):
    """np.maximum, which has `out` by name only; a tuple there is a little faster."""
    np.maximum(a, b, out=(out,))


def minimum(a, b, out):
    np.minimum(a, b, out=(out,))


# -------------------------------------------------------------------- activations
# value(z, a) fills a; it may be given z = a. slope(z, a, s) fills s with da/dz.


def linear_value(z, a):
    return [(np.positive, (z, a))]


def relu_value(z, a):
    return [(maximum, (z, constant(0, z), a))]


def relu_slope(z, a, s):
    return [(np.sign, (a, s))]


def leaky_relu_value(z, a):
    low = np.empty_like(z)
    return [(multiply, (z, constant(LEAK, z), low)), (maximum, (z, low, a))]


def leaky_relu_slope(z, a, s):
    return [(np.sign, (z, s)), (maximum, (s, constant(LEAK, z), s))]


def elu_value(z, a):
    low, zero = np.empty_like(z), constant(0, z)
    return [(minimum, (z, zero, low)), (np.expm1, (low, low)), (maximum, (z, zero, a)), (add, (a, low, a))]


def elu_slope(z, a, s):
    return [(minimum, (z, constant(0, z), s)), (np.exp, (s, s))]


def selu_value(z, a):
    low, zero = np.empty_like(z), constant(0, z)
    return [
        (minimum, (z, zero, low)),
        (np.expm1, (low, low)),
        (multiply, (low, constant(SELU_ALPHA, z), low)),
        (maximum, (z, zero, a)),
        (add, (a, low, a)),
        (multiply, (a, constant(SELU_SCALE, z), a)),
    ]


def selu_slope(z, a, s):
    """SCALE for z > 0, else SCALE · ALPHA · eᶻ: the sign picks which."""
    below, side = np.empty_like(z), np.empty_like(z)
    return [
        (minimum, (z, constant(0, z), below)),
        (np.exp, (below, below)),
        (multiply, (below, constant(SELU_SCALE * SELU_ALPHA, z), below)),
        (np.heaviside, (z, constant(0, z), side)),
        (multiply, (side, constant(SELU_SCALE * (1 - SELU_ALPHA), z), side)),
        (add, (below, side, s)),
    ]


def gelu_value(z, a):
    t = np.empty_like(z)
    return [
        (multiply, (z, z, t)),
        (multiply, (t, constant(GELU_CUBE * GELU_SCALE, z), t)),
        (add, (t, constant(GELU_SCALE, z), t)),
        (multiply, (t, z, t)),
        (np.tanh, (t, t)),
        (add, (t, constant(1, z), t)),
        (multiply, (t, constant(0.5, z), t)),
        (multiply, (z, t, a)),
    ]


def gelu_slope(z, a, s):
    """p + 2 z p (1 − p) · rise with p = ½ (1 + tanh …); z bounded so that z³ cannot overflow."""
    bounded, p, rest = np.empty_like(z), np.empty_like(z), np.empty_like(z)
    one = constant(1, z)
    return [
        (maximum, (z, constant(-50, z), bounded)),
        (minimum, (bounded, constant(50, z), bounded)),
        (multiply, (bounded, bounded, s)),
        (multiply, (s, constant(GELU_CUBE * GELU_SCALE, z), p)),
        (add, (p, constant(GELU_SCALE, z), p)),
        (multiply, (p, bounded, p)),
        (np.tanh, (p, p)),
        (add, (p, one, p)),
        (multiply, (p, constant(0.5, z), p)),
        (multiply, (s, constant(6 * GELU_CUBE * GELU_SCALE, z), s)),
        (add, (s, constant(2 * GELU_SCALE, z), s)),
        (multiply, (s, bounded, s)),
        (multiply, (s, p, s)),
        (subtract, (one, p, rest)),
        (multiply, (s, rest, s)),
        (add, (s, p, s)),
    ]


def sigmoid_value(z, a):
    """½ + ½ tanh(z/2): one call fewer than 1 / (1 + e⁻ᶻ), and nothing overflows."""
    half = constant(0.5, z)
    return [(multiply, (z, half, a)), (np.tanh, (a, a)), (multiply, (a, half, a)), (add, (a, half, a))]


def sigmoid_slope(z, a, s):
    return [(subtract, (constant(1, a), a, s)), (multiply, (s, a, s))]


def silu_value(z, a):
    s = np.empty_like(z)
    return [*sigmoid_value(z, s), (multiply, (z, s, a))]


def silu_slope(z, a, s):
    """σ + a (1 − σ)."""
    rest = np.empty_like(z)
    return [
        *sigmoid_value(z, s),
        (subtract, (constant(1, z), s, rest)),
        (multiply, (rest, a, rest)),
        (add, (s, rest, s)),
    ]


def softplus_value(z, a):
    return [(np.logaddexp, (z, constant(0, z), a))]


def softplus_slope(z, a, s):
    return sigmoid_value(z, s)


def tanh_value(z, a):
    return [(np.tanh, (z, a))]


def tanh_slope(z, a, s):
    return [(multiply, (a, a, s)), (subtract, (constant(1, a), s, s))]


def step_value(z, a):
    return [(np.heaviside, (z, constant(0, z), a))]


def step_slope(z, a, s):
    return [(multiply, (a, constant(0, a), s))]


def softmax_value(z, a):
    row = np.empty_like(z[..., :1, :])
    return [
        (np.maximum.reduce, (z, -2, None, row, True)),
        (subtract, (z, row, a)),
        (np.exp, (a, a)),
        (np.add.reduce, (a, -2, None, row, True)),
        (divide, (a, row, a)),
    ]


VALUE_CALLS: dict[str, Callable] = {
    "linear": linear_value,
    "relu": relu_value,
    "leaky_relu": leaky_relu_value,
    "elu": elu_value,
    "selu": selu_value,
    "gelu": gelu_value,
    "silu": silu_value,
    "softplus": softplus_value,
    "tanh": tanh_value,
    "sigmoid": sigmoid_value,
    "step": step_value,
    "softmax": softmax_value,
}

SLOPE_CALLS: dict[str, Callable] = {  # without linear, whose slope is 1, and softmax, which has a whole Jacobian
    "relu": relu_slope,
    "leaky_relu": leaky_relu_slope,
    "elu": elu_slope,
    "selu": selu_slope,
    "gelu": gelu_slope,
    "silu": silu_slope,
    "softplus": softplus_slope,
    "tanh": tanh_slope,
    "sigmoid": sigmoid_slope,
    "step": step_slope,
}

SLOPE_FROM_VALUE = ("relu", "tanh", "sigmoid", "step")
"""Activations whose slope is told by a alone."""


def through_softmax(a, d):
    """Turns ∂J/∂a in d into ∂J/∂z = a (d − Σ d a): each output depends on every sum."""
    product, row = np.empty_like(d), np.empty_like(d[..., :1, :])
    return [
        (multiply, (d, a, product)),
        (np.add.reduce, (product, -2, None, row, True)),
        (subtract, (d, row, d)),
        (multiply, (d, a, d)),
    ]


# -------------------------------------------------------------------- losses
# slope(a, t, d) fills d with ∂(loss of a sample)/∂a, but for the factor that stands beside it in the table.


def error(a, t, d):
    return [(subtract, (a, t, d))]


def sign_of_error(a, t, d):
    return [(subtract, (a, t, d)), (np.sign, (d, d))]


def bounded_error(a, t, d):
    return [
        (subtract, (a, t, d)),
        (maximum, (d, constant(-1, d), d)),
        (minimum, (d, constant(1, d), d)),
    ]


LOSS_CALLS: dict[str, tuple[Callable, float]] = {
    "half_mse": (error, 1.0),
    "half_sse": (error, 1.0),
    "sse": (error, 2.0),
    "mse": (error, 2.0),
    "mae": (sign_of_error, 1.0),
    "huber": (bounded_error, 1.0),
    "binary_crossentropy": (error, 1.0),  # with the output's slope inside: a − t
    "categorical_crossentropy": (error, 1.0),
}


def sigmoid_error(z, t, d):
    """2 (σ(z) − t) from the sum z, given 2t − 1 for t: saves the two calls from tanh to σ."""
    return [(multiply, (z, constant(0.5, z), d)), (np.tanh, (d, d)), (subtract, (d, t, d))]


# -------------------------------------------------------------------- optimisers


@dataclass(frozen=True)
class OptimizerCalls:
    """The recipe of one optimiser.

    weight(settings, rates): what the gradient is to be multiplied with before it arrives, (steps,): it rides
    on the output's delta, which has to be scaled anyway. None for one that scales the gradient itself.
    numbers(settings, rates, counts): the arrays (steps,) of what changes from step to step.
    calls(theta, new, state, numbers, settings, factor): the calls of a step; new: shape (2, n), the gradient
    and a spare row; numbers: arrays of no dimension; factor: what the gradient still lacks, 1 but for weight None.
    """

    weight: Callable | None
    numbers: Callable
    calls: Callable


def sgd_calls(theta, new, state, numbers, settings, factor):
    return [(subtract, (theta, new[0], theta))]


def momentum_calls(theta, new, state, numbers, settings, factor):
    (g, r), velocity, (rate,) = new, state[0], numbers
    return [
        (multiply, (velocity, constant(settings.momentum, g), velocity)),
        (add, (velocity, g, velocity)),
        (multiply, (velocity, rate, r)),
        (subtract, (theta, r, theta)),
    ]


def nesterov_calls(theta, new, state, numbers, settings, factor):
    (g, r), velocity, (rate,) = new, state[0], numbers
    mu = constant(settings.momentum, g)
    return [
        (multiply, (velocity, mu, velocity)),
        (add, (velocity, g, velocity)),
        (multiply, (velocity, mu, r)),
        (add, (r, g, r)),
        (multiply, (r, rate, r)),
        (subtract, (theta, r, theta)),
    ]


def adagrad_calls(theta, new, state, numbers, settings, factor):
    (g, r), squares, (rate,) = new, state[0], numbers
    return [
        (multiply, (g, g, r)),
        (add, (squares, r, squares)),
        (np.sqrt, (squares, r)),
        (add, (r, constant(settings.epsilon, g), r)),
        (divide, (g, r, r)),
        (multiply, (r, rate, r)),
        (subtract, (theta, r, theta)),
    ]


def rmsprop_calls(theta, new, state, numbers, settings, factor):
    (g, r), squares, (rate,) = new, state[0], numbers
    return [
        (multiply, (g, g, r)),
        (multiply, (squares, constant(settings.rho, g), squares)),
        (add, (squares, r, squares)),
        (np.sqrt, (squares, r)),
        (add, (r, constant(settings.epsilon, g), r)),
        (divide, (g, r, r)),
        (multiply, (r, rate, r)),
        (subtract, (theta, r, theta)),
    ]


def adam_calls(theta, new, state, numbers, settings, factor):
    """Both averages in one call each."""
    constants = ANY_OPTIMIZER[settings.optimizer](settings)
    beta, share = np.empty_like(state), np.empty_like(state)
    beta[0], beta[1] = constants.beta_m, constants.beta_v
    share[0], share[1] = constants.share_m * factor, constants.share_v * factor**2
    return any_optimizer_calls(theta, new, state, numbers, beta, share)


def plain(settings, rates):
    return np.ones_like(rates)


def only_rate(settings, rates, counts):
    return (rates,)


def adam_numbers(settings, rates, counts):
    """Rate and ε with both corrections folded in: η m̂ / (√v̂ + ε) = rate · m / (√v + ε')."""
    root = np.sqrt(1 - settings.beta2**counts)
    return rates * root / (1 - settings.beta1**counts), settings.epsilon * root


def adamw_numbers(settings, rates, counts):
    return *adam_numbers(settings, rates, counts), 1 - rates * settings.weight_decay


OPTIMIZER_CALLS: dict[str, OptimizerCalls] = {
    "sgd": OptimizerCalls(lambda settings, rates: rates, lambda settings, rates, counts: (), sgd_calls),
    "momentum": OptimizerCalls(plain, only_rate, momentum_calls),
    "nesterov": OptimizerCalls(plain, only_rate, nesterov_calls),
    "adagrad": OptimizerCalls(plain, only_rate, adagrad_calls),
    "rmsprop": OptimizerCalls(
        # √(1 − ρ), so that the square of what arrives is what the average of squares takes in
        lambda settings, rates: np.full_like(rates, np.sqrt(1 - settings.rho)),
        lambda settings, rates, counts: (rates / np.sqrt(1 - settings.rho),),
        rmsprop_calls,
    ),
    "adam": OptimizerCalls(None, adam_numbers, adam_calls),
    "adamw": OptimizerCalls(None, adamw_numbers, adam_calls),
}


# -------------------------------------------------------------------- any optimiser, by its constants


@dataclass(frozen=True)
class Constants:
    """One optimiser as a case of u = (p m + q g) / (√v + ε), w ← keep · w − rate · u.

    m and v are averages: m ← beta_m m + share_m g, v ← beta_v v + share_v g². An optimiser without squares
    has a v that starts at 1 and stays there. slots: which of (m, v) its own state holds.
    """

    beta_m: float
    share_m: float
    beta_v: float
    share_v: float
    slots: tuple[int, ...]
    p: float = 1.0
    q: float = 0.0
    start_v: float = 0.0


ANY_OPTIMIZER: dict[str, Callable] = {
    "sgd": lambda s: Constants(0, 1, 1, 0, (), start_v=1),
    "momentum": lambda s: Constants(s.momentum, 1, 1, 0, (0,), start_v=1),
    "nesterov": lambda s: Constants(s.momentum, 1, 1, 0, (0,), p=s.momentum, q=1, start_v=1),
    "adagrad": lambda s: Constants(0, 1, 1, 1, (1,)),
    "rmsprop": lambda s: Constants(0, 1, s.rho, 1 - s.rho, (1,)),
    "adam": lambda s: Constants(s.beta1, 1 - s.beta1, s.beta2, 1 - s.beta2, (0, 1)),
    "adamw": lambda s: Constants(s.beta1, 1 - s.beta1, s.beta2, 1 - s.beta2, (0, 1)),
}


def any_optimizer_numbers(settings, rates, counts):
    """rate, ε and keep of each step, (3, steps)."""
    rate, epsilon, keep = rates, np.zeros_like(rates), np.ones_like(rates)
    if settings.optimizer in ("adagrad", "rmsprop"):
        epsilon = np.full_like(rates, settings.epsilon)
    elif settings.optimizer in ("adam", "adamw"):
        rate, epsilon = adam_numbers(settings, rates, counts)
    if settings.optimizer == "adamw":
        keep = 1 - rates * settings.weight_decay
    return np.stack([rate, epsilon, keep])


def any_optimizer_calls(theta, new, state, numbers, beta, share, p=None, q=None):
    """The calls of a step of `Constants`, with g in new[0]; beta, share: (2, n); p, q: (n,).

    numbers: rate, ε and, where anything decays, keep, (n,) each.
    """
    rate, epsilon, *keep = numbers
    r, u = np.empty_like(theta), np.empty_like(theta)  # full arrays of β: NumPy is slow to repeat a column
    calls = [(multiply, (theta, keep[0], theta))] if keep else []
    calls += [
        (multiply, (new[0], new[0], new[1])),
        (multiply, (new, share, new)),
        (multiply, (state, beta, state)),
        (add, (state, new, state)),
        (np.sqrt, (state[1], r)),
        (add, (r, epsilon, r)),
    ]
    if q is not None and q.any():
        calls += [(multiply, (state[0], p, u)), (multiply, (new[0], q, new[0])), (add, (u, new[0], u))]
    else:
        u = state[0]
    return [*calls, (divide, (u, r, r)), (multiply, (r, rate, r)), (subtract, (theta, r, theta))]


# -------------------------------------------------------------------- penalties and clipping


def penalty_calls(theta, g, l1, l2):
    """Adds the slope of the penalties, l1 · sign(w) + l2 · w, to g; all of shape (n,), 0 at biases."""
    r, calls = np.empty_like(g), []
    if l2.any():
        calls += [(multiply, (theta, l2, r)), (add, (g, r, g))]
    if l1.any():
        calls += [(np.sign, (theta, r)), (multiply, (r, l1, r)), (add, (g, r, g))]
    return calls


def clip_calls(g, clip):
    """Shortens g to length `clip` where it is longer."""
    length = constant(0, g)
    return [
        (g.dot, (g, length)),
        (np.sqrt, (length, length)),
        (divide, (constant(clip, g), length, length)),
        (minimum, (length, constant(1, g), length)),
        (multiply, (g, length, g)),
    ]
