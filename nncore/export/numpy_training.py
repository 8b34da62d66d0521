"""Training of a drawing as NumPy code: its targets and loss, back-propagation layer by layer, and the loop.

The code reads names that `numpy_forward` writes: PARAMETERS, forward, CENTER, SCALE and what outputs mean.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict

from nncore.activations import ACTIVATIONS
from nncore.export.model import Model
from nncore.export.numpy_forward import INPUTS_SCALED, defined, drops, layer_names, read_lines, read_name, several
from nncore.export.numpy_lines import BACK_CODES, LOSS_CODES, RATE_CODES, STEP_CODES, untrainable
from nncore.export.writing import assigned, listed
from nncore.losses import LOSSES
from nncore.randomness import DROPOUT, SHUFFLE


def training_code(model: Model) -> tuple[str, ...]:
    """The definitions of `targets`, `cost`, `gradient` and `train`, and before them of what training leaves alone.

    Raises ValueError where training can't be written.
    """
    if reason := untrainable(model):
        raise ValueError(reason)
    parts = (part(model) for part in (_note, _free, _targets, _cost, _gradient, _kept, _train))
    return tuple(part for part in parts if part)


def _note(model: Model) -> str:
    """What training as written here does otherwise than the app, as comment; "" where there is nothing."""
    if model.experiment.training.precision == "float64":
        return ""
    return "# The app trained in single precision; here numbers are double, so they part from about the sixth digit.\n"


# -------------------------------------------------------------------- what training leaves alone


def _free(model: Model) -> str:
    """FREE: for each of PARAMETERS 1 or an array, 1 where training may change it; "" where it may change all."""
    network = model.network
    if network.trainable().all():
        return ""
    free = network.trainable().astype(int)
    lines = ["# 1 where training may change a number, 0 where it is pinned or no connection is drawn.\n"]
    names = []
    for layer in range(1, network.depth + 1):
        rows = free[network.block(layer)].reshape(network.sizes[layer], -1)
        for name, values in ((f"W{layer}", rows[:, :-1]), (f"b{layer}", rows[:, -1])):
            names.append("1" if values.all() else f"{name}_free")
            if not values.all():
                lines.append(assigned(f"{name}_free", values, "np.array"))
    return "".join((*lines, f"FREE = [{listed(names)}]\n"))


# -------------------------------------------------------------------- targets and loss


def _targets(model: Model) -> str:
    first, second = ACTIVATIONS[model.network.activations[-1]].codes
    if not model.classes:
        about = "The values that the network is to give, (rows, outputs), scaled as its own are."
        values = "np.asarray(answers, dtype=float).reshape(len(answers), -1)"
        return defined("targets(answers)", about, [f"return ({values} - TARGET_CENTER) / TARGET_SCALE"])
    numbers = "[CLASSES.index(name) for name in answers]"
    if model.network.sizes[-1] == 1:
        about = f"What the output is to be, (rows, 1): {first!r} for the first class, {second!r} for the second."
        coded = f"np.array([{[first, second]}]).T[{numbers}]"
    else:
        about = f"What the outputs are to be, (rows, outputs): {second!r} for the row's own class, else {first!r}."
        own = f"np.eye({model.network.sizes[-1]})[{numbers}]"
        coded = own if (first, second) == (0, 1) else f"np.where({own} == 1, {second!r}, {first!r})"
    return defined("targets(answers)", about, [f"return {coded}"])


def _cost(model: Model) -> str:
    loss = LOSSES[model.experiment.training.loss]
    code = LOSS_CODES[loss.name].value
    lines = ["*_, z, a = forward(x)", f"return {code}"]
    return defined("cost(x, y)", f"{loss.label}: how far the outputs for x are from the targets y.", lines)


# -------------------------------------------------------------------- back-propagation


def _gradient(model: Model) -> str:
    network = model.network
    lines = [f"{several(layer_names(network))} = forward({_arguments(model, 'x')})"]
    for layer in range(1, network.depth + 1):
        lines += read_lines(network, layer)
    lines += _output_delta(model)
    for layer in range(network.depth - 1, 0, -1):
        lines.append(_hidden_delta(model, layer))
    lines += _returned(model)
    about = "∂J/∂W and ∂J/∂b of every layer for a batch; the error goes back from the last layer, d is ∂J/∂z."
    return defined(f"gradient({_arguments(model, 'x, y')})", about, lines)


def _arguments(model: Model, usual: str) -> str:
    return f"{usual}, keep" if drops(model) else usual


def _output_delta(model: Model) -> Iterator[str]:
    network, loss = model.network, LOSSES[model.experiment.training.loss]
    output, layer = ACTIVATIONS[network.activations[-1]], network.depth
    error = _of_layer(LOSS_CODES[loss.name].derivative, layer)
    if loss.cancels == output.name or output.is_identity:
        yield f"d{layer} = {error}"
    elif output.elementwise:
        yield f"d{layer} = ({error}) * {output.name}_derivative(z{layer})"
    else:
        yield f"e = {error}"
        yield f"d{layer} = {_of_layer(BACK_CODES[output.name], layer)}"


def _of_layer(code: str, layer: int) -> str:
    """Code on the values a as code on those of a layer."""
    return re.sub(r"\ba\b", f"a{layer}", code)


def _hidden_delta(model: Model, layer: int) -> str:
    """∂J/∂z of a hidden layer, from the layers that read it."""
    network, activation = model.network, ACTIVATIONS[model.network.activations[layer]]
    errors = []
    for reader in range(layer + 1, network.depth + 1):
        layers, mask = network.layers_read(reader), network.mask(reader)
        if layer not in layers:
            continue
        start = network.first(layer) - network.reads(reader).start
        end = start + network.sizes[layer]
        if reader == layer + 1 or (mask is not None and mask[:, start:end].any()):
            part = f"[:, {start}:{end}]" if len(layers) > 1 else ""
            errors.append(f"d{reader} @ W{reader}{part}")
    error = f"({' + '.join(errors)})"
    kept = f" * keep[{layer - 1}]" if drops(model) else ""
    derivative = "" if activation.is_identity else f" * {activation.name}_derivative(z{layer})"
    return f"d{layer} = {error}{kept}{derivative}"


def _returned(model: Model) -> Iterator[str]:
    network, training = model.network, model.experiment.training
    items = []
    for layer in range(1, network.depth + 1):
        penalty = f" + {training.l1!r} * np.sign(W{layer})" if training.l1 else ""
        penalty += f" + {training.l2!r} * W{layer}" if training.l2 else ""
        items += [f"d{layer}.T @ {read_name(network, layer)}{penalty}", f"d{layer}.sum(axis=0)"]
    if network.trainable().all():
        yield f"return [{listed(items, 4)}]"
    else:
        yield f"found = [{listed(items, 4)}]"
        yield "return [g * free for g, free in zip(found, FREE)]"


# -------------------------------------------------------------------- the loop


def _kept(model: Model) -> str:
    """`def kept(random, rows)`: the masks of dropout, drawn as the app draws them; "" where nothing is dropped."""
    if not drops(model):
        return ""
    hidden, share = model.network.sizes[1:-1], model.experiment.training.dropout
    starts = [sum(hidden[:layer]) + layer for layer in range(len(hidden))]  # between layers lies a row that isn't used
    parts = [f"drawn[{start}:{start + size}].T" for start, size in zip(starts, hidden, strict=True)]
    about = "For each hidden layer, (rows, units): 0 for values left out, else what keeps their mean level."
    drawn = f"(random.random(({sum(hidden) + len(hidden)}, rows)) >= {share!r}) / (1 - {share!r})"
    return defined("kept(random, rows)", about, [f"drawn = {drawn}", f"return [{listed(parts, 4)}]"])


def _train(model: Model) -> str:
    training = model.experiment.training
    step, rate = STEP_CODES[training.optimizer], _with_settings(model, RATE_CODES[training.schedule])
    answers = "the names of their classes" if model.classes else "their values"
    about = TRAIN.format(answers=answers)
    lines = [f"x, y = {INPUTS_SCALED}, targets(answers)"]
    lines += ["count = 0"] if any("count" in line for line in step.lines) else []
    lines += [f"{slot}s = [np.zeros_like(p) for p in PARAMETERS]" for slot in step.slots]
    lines += ["for epoch in range(done, done + epochs):", f"    rate = {rate}"]
    lines += [f"    {line}" for line in (*_epoch(model), "yield cost(x, y)")]
    return defined(f"train(rows, answers, epochs, done={model.epoch})", about, lines)


TRAIN = """\
Train on rows, and on {answers}, as in the data.

    Changes the weights above and gives the cost of all rows after each epoch, so that one writes
    `for loss in train(rows, answers, epochs=10): print(loss)`. done: epochs trained before.
    """


def _epoch(model: Model) -> Iterator[str]:
    """The steps of an epoch: all rows in one, or shuffled and cut into batches."""
    seed, size = model.experiment.seed, model.experiment.training.batch_size
    if drops(model):
        yield f"random = np.random.default_rng([{seed}, {DROPOUT}, epoch + 1])"
    if not size or (model.dataset and size >= len(model.dataset.train)):
        yield from _step(model, "x", "y")
        return
    yield f"order = np.random.default_rng([{seed}, {SHUFFLE}, epoch + 1]).permutation(len(x))"
    yield f"for start in range(0, len(x), {size}):"
    yield f"    batch = order[start : start + {size}]"
    yield from (f"    {line}" for line in _step(model, "x[batch]", "y[batch]"))


def _step(model: Model, x: str, y: str) -> Iterator[str]:
    training, every = model.experiment.training, model.network.trainable().all()
    step = STEP_CODES[training.optimizer]
    keep = f", kept(random, len({x}))" if drops(model) else ""
    yield f"gradients = gradient({x}, {y}{keep})"
    if training.clip:
        yield "length = np.sqrt(sum((g**2).sum() for g in gradients))"
        yield f"if length > {training.clip!r}:"
        yield f"    gradients = [g * ({training.clip!r} / length) for g in gradients]"
    code = _with_settings(model, "\n".join(step.lines))
    code = code.replace(" * free", "") if every else code
    kept = {"p": "PARAMETERS", "g": "gradients"} | {slot: f"{slot}s" for slot in step.slots}
    kept |= {"free": "FREE"} if "free" in code else {}
    if "count" in code:
        yield "count += 1"
    yield f"for {', '.join(kept)} in zip({', '.join(kept.values())}):"
    yield from (f"    {line}" for line in code.split("\n"))


def _with_settings(model: Model, code: str) -> str:
    """Code with the settings' values in place of their names in braces."""
    return code.format(**{name: repr(value) for name, value in asdict(model.experiment.training).items()})
