"""Checks of what goes together: inputs of unlike scales, an output or a loss that doesn't suit the targets."""

from collections.abc import Iterator

from nncore.activations import ACTIVATIONS
from nncore.diagnose.finding import Finding, Remedy
from nncore.diagnose.remedies import standardised, target_scaled
from nncore.diagnose.run import SATURATED, STEADY_EPOCHS, Run, has_large_targets, is_falling, spreads_of, unlike_inputs
from nncore.experiment import Experiment, dataset_of, fitting_loss, misfit
from nncore.explain.numbers import format_number
from nncore.losses import LOSSES, loss_that_cancels
from nncore.metrics import predicted_classes
from nncore.sentences import sentence


def unlike_scales(run: Run) -> Finding | None:
    """Inputs of very different size, not standardised."""
    found = unlike_inputs(run.dataset)
    if found is None:
        return None
    wide, narrow = found
    names, spread = run.dataset.input_names, spreads_of(run.dataset)
    text = f"{names[wide]} spreads over {format_number(spread[wide], 2)}"
    if wide != narrow:
        text += f", {names[narrow]} over {format_number(spread[narrow], 2)}"
    return Finding(
        "scales",
        "warning" if run.is_poor else "hint",
        "Inputs on unlike scales" if wide != narrow else "Very large inputs",
        f"{text} (standard deviation). The largest input decides nearly everything, "
        "and one learning rate cannot suit them all.",
        standardised(run),
    )


def large_targets(run: Run) -> Finding | None:
    """Values to learn that are far larger than the weights are."""
    if not has_large_targets(run):
        return None
    targets = run.pass_.wanted
    return Finding(
        "target_scale",
        "warning" if run.is_poor else "hint",
        "Very large targets",
        f"They lie between {format_number(targets.min(), 3)} and {format_number(targets.max(), 3)}. The errors are as "
        "large, and so is every step: small learning rates then fit the last weights only, larger ones overshoot.",
        target_scaled(run),
    )


def out_of_reach(run: Run) -> Finding | None:
    """Targets that the output activation cannot reach, or a squared error stuck on its flat end."""
    output = run.network.activations[-1]
    low, high = ACTIVATIONS[output].range
    if not run.classifies:
        targets = run.pass_.wanted
        beyond = (targets < low - 0.05) | (targets > high + 0.05)
        if not beyond.any():
            return None
        return Finding(
            "misfit",
            "error",
            f"{ACTIVATIONS[output].label} cannot reach the targets",
            f"The output lies between {format_number(low)} and {format_number(high)}, "
            f"the targets between {format_number(targets.min())} and {format_number(targets.max())}.",
            (Remedy("Use a linear output", activations={run.network.depth: "linear"}),),
        )
    return stuck_output(run, output)


def stuck_output(run: Run, output: str) -> Finding | None:
    """Wrong answers given with full confidence: under a squared error their slope is almost 0."""
    pair = loss_that_cancels(output)
    if pair is None or run.training.loss == pair.name or run.snapshot.epoch < STEADY_EPOCHS or is_falling(run):
        return None
    answers = predicted_classes(run.trace.output, output)
    wrong = answers != run.dataset.labels[run.rows]
    slope = ACTIVATIONS[output].derivative(run.trace.z[-1])[wrong]
    if wrong.mean() < 0.2 or (slope.max(axis=1) < SATURATED * 0.25).mean() < 0.8:
        return None
    return Finding(
        "misfit",
        "error",
        "The loss does not fit the output",
        f"Rows are answered wrongly with full confidence. {ACTIVATIONS[output].label} is flat there, "
        f"and with {LOSSES[run.training.loss].label.lower()} almost no slope is left to learn from.",
        (Remedy(f"Use {pair.label.lower()}", training={"loss": pair.name}),),
    )


def misfit_finding(experiment: Experiment, reason: str) -> Finding:
    """The parts of the experiment do not go together: the reason is the engine's."""
    remedies = tuple(remedy for remedy in _fitting(experiment) if _fits(experiment, remedy))
    title = "The loss does not fit the output" if remedies else "Drawing and data do not go together"
    return Finding("misfit", "error", title, sentence(reason), remedies)


def _fits(experiment: Experiment, remedy: Remedy) -> bool:
    try:
        return not misfit(remedy.apply(experiment))
    except ValueError:  # softmax needs two outputs
        return False


def _fitting(experiment: Experiment) -> Iterator[Remedy]:
    """The output that the loss asks for, then the loss that the output asks for."""
    output, loss = experiment.network.activations[-1], experiment.training.loss
    for name in LOSSES[loss].outputs:
        if name != output:
            label = f"Use a {ACTIVATIONS[name].label.lower()} output"
            yield Remedy(label, activations={experiment.network.depth: name})
    try:
        suited = fitting_loss(dataset_of(experiment.data).task, output, loss)
    except ValueError:  # data that make no rows
        return
    if suited != loss:
        yield Remedy(f"Use {LOSSES[suited].label.lower()}", training={"loss": suited})
