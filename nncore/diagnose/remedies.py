"""What can be done about a run: each function gives the remedies of one kind that apply to it.

The first ones mend a cause that can be seen without training: scales, a penalty, first weights. The others change how
or what is learned, from the smallest change to the largest.
"""

from collections.abc import Iterator
from dataclasses import replace

from nncore.activations import ACTIVATIONS
from nncore.data.features import available
from nncore.diagnose.finding import Remedy, together
from nncore.diagnose.own_table import SCALED_TARGET, STANDARDISED, is_own_table, is_scaled
from nncore.diagnose.run import Run, has_large_targets, unlike_inputs
from nncore.experiment import MOST_SEED
from nncore.explain.numbers import format_number

USUAL_RATES = (0.3, 0.1, 0.03, 0.01, 0.001, 1e-4, 1e-5, 1e-6)
FACTORS = (10, 100, 1000)
FASTEST = 1.0
"""No larger learning rate is proposed."""
HUGE_WEIGHT = 100.0
"""First weights beyond it drown whatever the inputs say."""
LARGE_LAYER = 32
"""Layers of that many units aren't made larger."""


def standardised(run: Run) -> tuple[Remedy, ...]:
    if is_scaled(run.experiment.data) or unlike_inputs(run.dataset) is None:
        return ()
    return (Remedy("Standardise the inputs", data=STANDARDISED, restart=True),)


def target_scaled(run: Run) -> tuple[Remedy, ...]:
    if not has_large_targets(run) or run.experiment.data.scale_target:
        return ()
    return (Remedy("Scale the target", data=SCALED_TARGET, restart=True),)


def new_weights(run: Run) -> tuple[Remedy, ...]:
    """Other first weights where those there are were set by hand and are huge."""
    theta = run.experiment.theta
    if theta is None or max(map(abs, theta), default=0.0) < HUGE_WEIGHT:
        return ()
    new = {"initializer": suited(run)} if run.training.initializer == "zeros" else {}
    return (Remedy("Start again with new first weights", training=new, restart=True),)


def other_weights(run: Run) -> tuple[Remedy, ...]:
    """First weights of the next seed."""
    new = {"initializer": suited(run)} if run.training.initializer == "zeros" else {}
    seed = (run.experiment.seed + 1) % MOST_SEED
    return (Remedy("Start again with other first weights", training=new, seed=seed, restart=True),)


def suited(run: Run) -> str:
    """The first weights that suit the first hidden layer."""
    return ACTIVATIONS[run.network.activations[1]].initializer


def causes(run: Run) -> tuple[Remedy, ...]:
    """What mends a cause that can be seen: each alone, then all of them together."""
    found = (*new_weights(run), *target_scaled(run), *standardised(run))
    return (*found, together(*found)) if len(found) > 1 else found


def slower(run: Run) -> tuple[Remedy, ...]:
    """Smaller learning rates, the largest first."""
    rate = run.training.learning_rate
    rates = sorted({rate / 10, *(usual for usual in USUAL_RATES if usual < rate / 9.9)}, reverse=True)
    return tuple(at_rate(rate) for rate in rates)


def at_rate(rate: float) -> Remedy:
    shown = format_number(rate, 2)
    return Remedy(f"Start again with learning rate {shown}", training={"learning_rate": rate}, restart=True)


def faster(run: Run) -> tuple[float, ...]:
    """Larger learning rates, the smallest first."""
    rate = run.training.learning_rate
    multiples = {factor * rate for factor in FACTORS}
    wanted = multiples | {usual for usual in USUAL_RATES if usual > max(multiples)}
    return tuple(sorted(larger for larger in wanted if larger <= FASTEST))


def going_on_at(rate: float) -> Remedy:
    return Remedy(f"Use a learning rate of {format_number(rate, 2)}", training={"learning_rate": rate})


def adam(run: Run) -> tuple[Remedy, ...]:
    """Adam at its usual rate and, where an epoch has few steps, at a larger one."""
    size = run.training.batch_size or len(run.dataset.train)
    rates = (0.01, 0.1) if len(run.dataset.train) <= 4 * size else (0.01,)
    return tuple(
        _adam(rate) for rate in rates if (run.training.optimizer, run.training.learning_rate) != ("adam", rate)
    )


def _adam(rate: float) -> Remedy:
    label = "Start again with Adam" if rate == 0.01 else f"Start again with Adam and learning rate {rate}"
    return Remedy(label, training={"optimizer": "adam", "learning_rate": rate}, restart=True)


def he_weights(run: Run) -> tuple[Remedy, ...]:
    if run.training.initializer == "he_normal" and run.experiment.theta is None:
        return ()
    return (Remedy("Start again with He weights", training={"initializer": "he_normal"}, restart=True),)


def smaller_weights(run: Run) -> tuple[Remedy, ...]:
    if run.training.initializer == "glorot_uniform" and run.experiment.theta is None:
        return ()
    return (Remedy("Start again with smaller weights", training={"initializer": "glorot_uniform"}, restart=True),)


def livelier(run: Run) -> tuple[Remedy, ...]:
    """Another activation where the hidden layers' own fades or dies."""
    hidden = {layer: run.network.activations[layer] for layer in range(1, run.network.depth)}
    poor = {layer: "tanh" for layer, name in hidden.items() if name == "linear" or _fades(name)}
    names = " and ".join(sorted({ACTIVATIONS[hidden[layer]].label.lower() for layer in poor}))
    label = f"Start again with tanh instead of {names.replace('relu', 'ReLU')}"
    return (Remedy(label, activations=poor, restart=True),) if poor else ()


def _fades(name: str) -> bool:
    record = ACTIVATIONS[name]
    return record.dies or not record.trains or (record.squashes and record.range[0] == 0.0)


def larger(run: Run) -> tuple[Remedy, ...]:
    """More hidden units: each layer wider, then a second layer too."""
    hidden = run.network.sizes[1:-1]
    wider = tuple(max(size, min(LARGE_LAYER, max(2 * size, 8))) for size in hidden) or (8,)
    choices = (wider, (*wider, wider[-1])) if len(wider) < 2 else (wider,)
    return tuple(
        Remedy(f"Start again with {_sizes(sizes)}", hidden=sizes, restart=True)
        for sizes in choices
        if any(size < LARGE_LAYER for size in hidden) or len(sizes) > len(hidden)
    )


def _sizes(sizes: tuple[int, ...]) -> str:
    return f"hidden layers of {' and '.join(map(str, sizes))}" if len(sizes) > 1 else f"a hidden layer of {sizes[0]}"


def more_features(run: Run) -> tuple[Remedy, ...]:
    """TensorFlow Playground's further inputs, where the data have x1 and x2."""
    inputs = run.dataset.input_names
    new = tuple(name for name in available(run.dataset.raw_names) if name not in inputs)
    if not new or is_own_table(run.dataset.data):
        return ()
    return (Remedy(f"Add the inputs {', '.join(new)}", data={"features": (*inputs, *new)}, restart=True),)


def usual(run: Run) -> Remedy:
    """Everything that can be seen to be unusual put right at once."""
    training = {
        "optimizer": "adam",
        "learning_rate": 0.01,
        "batch_size": 10,
        "initializer": "glorot_uniform",
        "schedule": "constant",
        **dict.fromkeys(("l1", "l2", "dropout", "clip"), 0.0),
    }
    weights = Remedy("", training, restart=True)
    everything = together(weights, *causes(run)[-1:], *livelier(run))
    return replace(everything, label="Start again with the usual settings")


def further(run: Run) -> Iterator[Remedy]:
    """What may get a run going that stands still, the smallest change first."""
    rates, quick, lively, size, inputs = faster(run)[:1], adam(run), livelier(run), larger(run), more_features(run)
    yield from (at_rate(rate) for rate in rates)
    yield from quick
    yield from lively
    yield from size[:1]
    yield from inputs
    yield from (together(one, quick[0]) for one in (*lively, *size, *inputs) if quick)
