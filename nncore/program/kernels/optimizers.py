"""The kernels of each optimiser's step, of penalties and of clipping."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from nncore.optimizers import OPTIMIZERS, Optimizer
from nncore.program.kernels.base import Array, Kernel, add, constant, divide, minimum, multiply, subtract
from nncore.settings import Training


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


@dataclass(frozen=True)
class OptimizerKernels:
    """The kernels of one optimiser.

    weight(settings, rates): what the gradient is to be multiplied with before it arrives, (steps,): it rides
    on the output's delta, which has to be scaled anyway. None for one that scales the gradient itself.
    numbers(settings, rates, counts): the arrays (steps,) of what changes from step to step.
    step(theta, new, state, numbers, settings, factor): the kernels of a step; new: shape (2, n), the gradient
    and a spare row; numbers: arrays of no dimension; factor: what the gradient still lacks, 1 but for weight None.
    constants(settings), shared_numbers(settings, rates, counts): its `Constants`, and rate, ε and keep of each step,
    (steps,) or a number each; None for one that is no such case, so that several networks can't share its kernels.
    """

    weight: Callable[[Training, Array], Array] | None
    numbers: Callable[[Training, Array, Array], tuple[Array, ...]]
    step: Callable[[Array, Array, Array, list[Array], Training, float], list[Kernel]]
    constants: Callable[[Training], Constants] | None = None
    shared_numbers: Callable[[Training, Array, Array], tuple[Array | float, ...]] | None = None


def optimizer_kernels(name: str) -> OptimizerKernels:
    """The kernels of an optimiser; those of its record's own step where it has no others."""
    if name in KERNELS:
        return KERNELS[name]
    return OptimizerKernels(plain, rate_and_count, partial(step_of_record, OPTIMIZERS[name]))


def step_of_record(
    record: Optimizer,
    theta: Array,
    new: Array,
    state: Array,
    numbers: list[Array],
    settings: Training,
    factor: float,
) -> list[Kernel]:
    def step(theta: Array, gradient: Array, state: Array, rate: Array, count: Array) -> None:
        now = replace(settings, learning_rate=float(rate))
        theta[...], state[...] = record.step(theta, gradient, state, int(count), now)

    return [(step, (theta, new[0], state, *numbers))]


def sgd_step(
    theta: Array, new: Array, state: Array, numbers: list[Array], settings: Training, factor: float
) -> list[Kernel]:
    return [(subtract, (theta, new[0], theta))]


def momentum_step(
    theta: Array, new: Array, state: Array, numbers: list[Array], settings: Training, factor: float
) -> list[Kernel]:
    (g, r), velocity, (rate,) = new, state[0], numbers
    return [
        (multiply, (velocity, constant(settings.momentum, g), velocity)),
        (add, (velocity, g, velocity)),
        (multiply, (velocity, rate, r)),
        (subtract, (theta, r, theta)),
    ]


def nesterov_step(
    theta: Array, new: Array, state: Array, numbers: list[Array], settings: Training, factor: float
) -> list[Kernel]:
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


def adagrad_step(
    theta: Array, new: Array, state: Array, numbers: list[Array], settings: Training, factor: float
) -> list[Kernel]:
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


def rmsprop_step(
    theta: Array, new: Array, state: Array, numbers: list[Array], settings: Training, factor: float
) -> list[Kernel]:
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


def adam_step(
    theta: Array, new: Array, state: Array, numbers: list[Array], settings: Training, factor: float
) -> list[Kernel]:
    """Both averages in one call each."""
    constants = adam_constants(settings)
    beta, share = np.empty_like(state), np.empty_like(state)
    beta[0], beta[1] = constants.beta_m, constants.beta_v
    share[0], share[1] = constants.share_m * factor, constants.share_v * factor**2
    return shared_step(theta, new, state, numbers, beta, share)


def plain(settings: Training, rates: Array) -> Array:
    return np.ones_like(rates)


def only_rate(settings: Training, rates: Array, counts: Array) -> tuple[Array, ...]:
    return (rates,)


def rate_and_count(settings: Training, rates: Array, counts: Array) -> tuple[Array, ...]:
    return rates, counts


def adam_numbers(settings: Training, rates: Array, counts: Array) -> tuple[Array, ...]:
    """Rate and ε with both corrections folded in: η m̂ / (√v̂ + ε) = rate · m / (√v + ε')."""
    root = np.sqrt(1 - settings.beta2**counts)
    return rates * root / (1 - settings.beta1**counts), settings.epsilon * root


def adamw_numbers(settings: Training, rates: Array, counts: Array) -> tuple[Array, ...]:
    return *adam_numbers(settings, rates, counts), 1 - rates * settings.weight_decay


def adam_constants(settings: Training) -> Constants:
    return Constants(settings.beta1, 1 - settings.beta1, settings.beta2, 1 - settings.beta2, (0, 1))


def velocity_constants(settings: Training) -> Constants:
    return Constants(settings.momentum, 1, 1, 0, (0,), start_v=1)


def rate_alone(settings: Training, rates: Array, counts: Array) -> tuple[Array | float, ...]:
    return rates, 0.0, 1.0


def rate_and_epsilon(settings: Training, rates: Array, counts: Array) -> tuple[Array | float, ...]:
    return rates, settings.epsilon, 1.0


KERNELS: dict[str, OptimizerKernels] = {
    "sgd": OptimizerKernels(
        lambda settings, rates: rates,
        lambda settings, rates, counts: (),
        sgd_step,
        lambda settings: Constants(0, 1, 1, 0, (), start_v=1),
        rate_alone,
    ),
    "momentum": OptimizerKernels(plain, only_rate, momentum_step, velocity_constants, rate_alone),
    "nesterov": OptimizerKernels(
        plain,
        only_rate,
        nesterov_step,
        lambda settings: replace(velocity_constants(settings), p=settings.momentum, q=1),
        rate_alone,
    ),
    "adagrad": OptimizerKernels(
        plain, only_rate, adagrad_step, lambda settings: Constants(0, 1, 1, 1, (1,)), rate_and_epsilon
    ),
    "rmsprop": OptimizerKernels(
        # √(1 − ρ), so that the square of what arrives is what the average of squares takes in
        lambda settings, rates: np.full_like(rates, np.sqrt(1 - settings.rho)),
        lambda settings, rates, counts: (rates / np.sqrt(1 - settings.rho),),
        rmsprop_step,
        lambda settings: Constants(0, 1, settings.rho, 1 - settings.rho, (1,)),
        rate_and_epsilon,
    ),
    "adam": OptimizerKernels(
        None,
        adam_numbers,
        adam_step,
        adam_constants,
        lambda settings, rates, counts: (*adam_numbers(settings, rates, counts), 1.0),
    ),
    "adamw": OptimizerKernels(None, adamw_numbers, adam_step, adam_constants, adamw_numbers),
}


def shared_step(
    theta: Array,
    new: Array,
    state: Array,
    numbers: list[Array],
    beta: Array,
    share: Array,
    p: Array | None = None,
    q: Array | None = None,
) -> list[Kernel]:
    """The kernels of a step of `Constants`, with g in new[0]; beta, share: (2, n); p, q: (n,).

    numbers: rate, ε and, where anything decays, keep, (n,) each.
    """
    rate, epsilon, *keep = numbers
    r, u = np.empty_like(theta), np.empty_like(theta)  # full arrays of β: NumPy is slow to repeat a column
    kernels: list[Kernel] = [(multiply, (theta, keep[0], theta))] if keep else []
    kernels += [
        (multiply, (new[0], new[0], new[1])),
        (multiply, (new, share, new)),
        (multiply, (state, beta, state)),
        (add, (state, new, state)),
        (np.sqrt, (state[1], r)),
        (add, (r, epsilon, r)),
    ]
    if q is not None and q.any():
        kernels += [(multiply, (state[0], p, u)), (multiply, (new[0], q, new[0])), (add, (u, new[0], u))]
    else:
        u = state[0]
    return [*kernels, (divide, (u, r, r)), (multiply, (r, rate, r)), (subtract, (theta, r, theta))]


# -------------------------------------------------------------------- penalties and clipping


def penalty(theta: Array, g: Array, l1: Array, l2: Array) -> list[Kernel]:
    """Adds the derivative of the penalties, l1 · sign(w) + l2 · w, to g; all of shape (n,), 0 at biases."""
    r = np.empty_like(g)
    kernels: list[Kernel] = []
    if l2.any():
        kernels += [(multiply, (theta, l2, r)), (add, (g, r, g))]
    if l1.any():
        kernels += [(np.sign, (theta, r)), (multiply, (r, l1, r)), (add, (g, r, g))]
    return kernels


def clipping(g: Array, clip: float) -> list[Kernel]:
    """Shortens g to length `clip` where it is longer."""
    length = constant(0, g)
    return [
        (g.dot, (g, length)),
        (np.sqrt, (length, length)),
        (divide, (constant(clip, g), length, length)),
        (minimum, (length, constant(1, g), length)),
        (multiply, (g, length, g)),
    ]
