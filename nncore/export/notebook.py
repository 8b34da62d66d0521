"""A run as a Jupyter notebook: the data, the scaling, the first weights, training, and how good the answers are.

Its cells are those of the NumPy file, with the data beside them; rows are shuffled as the app shuffles them, so that
the same weights come out.
"""

from dataclasses import replace
from typing import Any

from nncore.data import Dataset
from nncore.data.table import number_text
from nncore.data.writing import csv_text
from nncore.experiment import misfit
from nncore.export.format import Format
from nncore.export.model import Array, Model
from nncore.export.numpy_forward import activation_codes, answer_code, forward_code, parameters_code, quiet
from nncore.export.numpy_lines import untrainable
from nncore.export.numpy_training import training_code
from nncore.export.writing import assigned, block, check, predict, title
from nncore.parameters import INITIALIZERS, Parameters

MOST_TEXT = 2_000_000
"""Characters of data that a notebook carries; beyond, browsers get slow with it."""
MOST_APART = 1e-6
"""Weights further apart than this don't come from the same run."""

Cell = tuple[str, str]
"""Its kind, "markdown" or "code", and its text."""


def notebook(model: Model) -> bytes:
    """The run of a model as a notebook. Raises ValueError where there are no data, or too many."""
    import nbformat.v4

    v4: Any = nbformat.v4  # its functions have no types
    make = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    cells = [make[kind](text.strip("\n"), id=f"cell-{place}") for place, (kind, text) in enumerate(_cells(model), 1)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return f"{v4.writes(v4.new_notebook(cells=cells, metadata=kernel))}\n".encode()


def _cells(model: Model) -> list[Cell]:
    if model.dataset is None:
        raise ValueError(
            "a notebook shows a run on data, and this drawing doesn't fit them: "
            f"{misfit(model.experiment)}. Or take the network along as NumPy code"
        )
    start = f"# A neural network, from its data to its answers\n\n{title(model)}\n\n{START}"
    learned = _not_trained(model) if untrainable(model) else _trained(model, model.dataset)
    parts = [_data(model, model.dataset), _scaling(model, model.dataset), learned, _judged(model, model.dataset)]
    return [("markdown", start), *(cell for part in parts for cell in part)]


START = """\
It needs Python with NumPy and Matplotlib: `pip install numpy matplotlib`. Run the cells from top to bottom; the last
one compares the answers with those of the app."""


# -------------------------------------------------------------------- data


def _data(model: Model, dataset: Dataset) -> list[Cell]:
    table = _table(dataset)
    if len(table) > MOST_TEXT:
        raise ValueError(
            f"these data take {len(table) / 1e6:.1f} MB as text, and a notebook carries {MOST_TEXT / 1e6:.0f} MB; "
            "train on fewer rows, or take the data along as CSV and the network as NumPy code"
        )
    about = (
        f"## The data\n\n{len(dataset.labels):,} rows: the inputs, then the target, then the part of the data the row "
        "belongs to. From *train* the network learns; the other rows are held out, to see how it does on rows it has "
        "never met."
    )
    imports = f"import csv\nimport io\n\nimport matplotlib.pyplot as plt\nimport numpy as np\n\n{quiet(model.network)}"
    return [
        ("markdown", about),
        ("code", f"{imports}CSV = {block(table)}"),
        ("code", READING + ("" if model.classes else "answers = answers.astype(float)\n") + _meaning(model)),
    ]


READING = """\
header, *lines = csv.reader(io.StringIO(CSV, newline=""))
INPUTS = header[:-2]
rows = np.array([[float(cell) for cell in line[:-2]] for line in lines])
answers = np.array([line[-2] for line in lines], dtype=object)
part = np.array([line[-1] for line in lines])
for name in ("train", "validation", "test"):
    print(f"{name}: {(part == name).sum()} rows")
"""


def _meaning(model: Model) -> str:
    return assigned("CLASSES", model.classes) if model.classes else assigned("OUTPUTS", model.output_names)


def _table(dataset: Dataset) -> str:
    """The rows as CSV in the order in which they are trained on, and then the others, numbers in full."""
    parts = {"train": dataset.train, "validation": dataset.validation, "test": dataset.test}
    columns = dict(zip(dataset.raw_names, dataset.raw.T, strict=True))
    computed = (dataset.inputs * dataset.scale + dataset.center).T  # in their unit, rounded; columns are exact
    inputs = [columns.get(name, own) for name, own in zip(dataset.input_names, computed, strict=True)]
    labels = dataset.labels.tolist()
    targets = [dataset.classes[label] for label in labels] if dataset.classes else labels
    order = [(int(row), name) for name, rows in parts.items() for row in rows]
    lines = ([*(number_text(float(column[row])) for column in inputs), targets[row], name] for row, name in order)
    return csv_text([*dataset.input_names, "target", "part"], lines)


# -------------------------------------------------------------------- scaling


SCALINGS = {
    "standard": (
        "Each input gets a mean of 0 and a standard deviation of 1. Both are taken from the training rows alone: the "
        "others are to stay unknown.",
        "CENTER, SCALE = mean_and_deviation(rows[part == 'train'])\n",
    ),
    "minmax": (
        "Each input is brought to the range from 0 to 1, as it is in the training rows alone: the others are to stay "
        "unknown.",
        "low, high = rows[part == 'train'].min(axis=0), rows[part == 'train'].max(axis=0)\n"
        "CENTER, SCALE = low, np.where(high > low, high - low, 1.0)\n",
    ),
    "raw": ("Inputs are read as they are.", "CENTER, SCALE = np.zeros(len(INPUTS)), np.ones(len(INPUTS))\n"),
}
"""Scaling of `Data` → what it does, and its NumPy."""

MEAN_AND_DEVIATION = '''\
def mean_and_deviation(values):
    """Of each column; a column with a single value gets a deviation of 1, so that scaling makes it 0."""
    same = values.min(axis=0) == values.max(axis=0)
    deviation = values.std(axis=0)
    return np.where(same, values[0], values.mean(axis=0)), np.where(same | (deviation == 0), 1.0, deviation)


'''


def _scaling(model: Model, dataset: Dataset) -> list[Cell]:
    about, code = SCALINGS[dataset.data.scaling]
    if not model.classes and dataset.data.scale_target:
        about += " The target is standardised too."
        code += "((TARGET_CENTER,), (TARGET_SCALE,)) = mean_and_deviation(answers[part == 'train'][:, None])\n"
    elif not model.classes:
        code += "TARGET_CENTER, TARGET_SCALE = 0.0, 1.0\n"
    code = (MEAN_AND_DEVIATION if "mean_and_deviation" in code else "") + code
    return [("markdown", f"## Scaling\n\n{about}"), ("code", code)]


# -------------------------------------------------------------------- network and training


def _network(model: Model, theta: Array, about: str) -> list[Cell]:
    """Weights and forward pass."""
    forward = "\n\n".join((*activation_codes(model), forward_code(model)))
    return [
        ("markdown", f"## The network\n\n{about}"),
        ("code", parameters_code(model.network, theta)),
        ("markdown", FORWARD),
        ("code", forward),
        ("code", f"{answer_code(model)}\n\n{predict(model)}"),
    ]


FORWARD = (
    "The forward pass: each layer multiplies what it reads with its weights, adds its biases, and sends the sums "
    "through its activation."
)


def _trained(model: Model, dataset: Dataset) -> list[Cell]:
    experiment, epochs = model.experiment, model.epoch
    drawn = f"as the app drew them ({INITIALIZERS[experiment.training.initializer].label}; seed {experiment.seed})"
    first = f"Its first weights, {drawn if experiment.theta is None else 'as they were set by hand'}."
    code = training_code(replace(model, epoch=0))
    return [
        *_network(model, experiment.first_theta(), first),
        ("markdown", LEARNING),
        ("code", "\n\n".join(code[:-1])),
        ("code", code[-1]),
        ("markdown", f"Now it learns. Epochs, each with all training rows once: {epochs:,}, as in the app."),
        ("code", _run(epochs, dataset)),
        ("markdown", f"## The learning curves\n\n{CURVES}"),
        ("code", PLOT if len(dataset.watched) else PLOT.replace(PLOT_HELD_OUT, "")),
        ("markdown", COMPARED),
        ("code", _compared(model)),
    ]


LEARNING = """\
## Learning

The loss says how far the outputs are from the targets. Back-propagation gives its gradient, which says how each weight
changes the loss. For each batch of rows the optimiser moves the weights so that the loss falls."""

CURVES = "The loss should fall. Where it falls for the training rows and rises for the others, the network overfits."

PLOT_HELD_OUT = 'plt.plot(held_out_losses, label=f"{held_out} rows")\n'
PLOT = f"""\
plt.plot(losses, label="train rows")
{PLOT_HELD_OUT}plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
"""

COMPARED = (
    "The app's weights, to compare with. Where the app trained in one go, with the settings that it has now, they "
    "differ by rounding alone."
)


def _run(epochs: int, dataset: Dataset) -> str:
    lines = [
        "def loss_of(name):",
        "    return cost((rows[part == name] - CENTER) / SCALE, targets(answers[part == name]))",
    ]
    lines += ["", "", 'losses = [loss_of("train")]']
    if len(dataset.watched):
        lines += [f'held_out = "{_watched(dataset)}"', "held_out_losses = [loss_of(held_out)]"]
    lines.append(f"for loss in train(rows[part == 'train'], answers[part == 'train'], epochs={epochs}):")
    lines.append("    losses.append(loss)")
    lines += ["    held_out_losses.append(loss_of(held_out))"] if len(dataset.watched) else []
    lines.append('print(f"training loss: {losses[0]:.6g} before, {losses[-1]:.6g} after")')
    return "\n".join(lines)


def _watched(dataset: Dataset) -> str:
    return "validation" if len(dataset.validation) else "test"


def _compared(model: Model) -> str:
    parameters = Parameters(model.network, model.theta)
    layers = range(1, model.network.depth + 1)
    arrays = [array.tolist() for layer in layers for array in (parameters.weights[layer], parameters.biases[layer])]
    return assigned("APP_PARAMETERS", arrays) + COMPARING


COMPARING = f"""\
apart = max(np.abs(p - app).max() for p, app in zip(PARAMETERS, APP_PARAMETERS))
print(f"largest difference from the app's weights: {{apart:.1e}}")
if not apart <= {MOST_APART!r}:
    print("This isn't the app's run: there, weights or settings were changed on the way, or rounding has grown.")
    print("From here on the app's weights are used.")
    for p, app in zip(PARAMETERS, APP_PARAMETERS):
        p[:] = app
"""


def _not_trained(model: Model) -> list[Cell]:
    about = f"These are the weights that the app has trained. Training isn't written here: {untrainable(model)}."
    return _network(model, model.theta, about)


# -------------------------------------------------------------------- how good it is


def _judged(model: Model, dataset: Dataset) -> list[Cell]:
    name, words = _shown(dataset)
    return [
        ("markdown", f"## How good are the answers?\n\nOn the {words}."),
        ("code", f'shown = part == "{name}"\n{CLASS_METRICS if model.classes else VALUE_METRICS}'),
        ("markdown", CHECKED),
        ("code", check(model)),
    ]


def _shown(dataset: Dataset) -> tuple[str, str]:
    """The part of the rows that answers are judged on, and in words."""
    if len(dataset.test):
        return "test", "test rows, which training hasn't seen"
    if len(dataset.validation):
        return "validation", "validation rows, which training hasn't seen"
    return "train", "training rows: none are held out, so this says little about others"


CLASS_METRICS = """\
predicted = predict(rows[shown])
accuracy = np.mean([own == name for own, name in zip(answers[shown], predicted)])
print(f"accuracy: {accuracy:.4f}")

confusion = np.zeros((len(CLASSES), len(CLASSES)), dtype=int)  # a row for the class it is, a column for the answer
for own, name in zip(answers[shown], predicted):
    confusion[CLASSES.index(own), CLASSES.index(name)] += 1
print(CLASSES, confusion, sep="\\n")
"""

VALUE_METRICS = """\
own, answered = answers[shown], answer(rows[shown])[:, 0]
print(f"RMSE: {np.sqrt(np.mean((own - answered) ** 2)):.6g}")
print(f"R²: {1 - ((own - answered) ** 2).sum() / ((own - own.mean()) ** 2).sum():.4f}")
plt.scatter(own, answered, s=12)
plt.axline((own.mean(), own.mean()), slope=1, color="grey")
plt.xlabel("value")
plt.ylabel("answer")
plt.show()
"""

CHECKED = "Five rows once more, and how far the answers are from those that the app gives."


NOTEBOOK = Format(
    "notebook", "code", "Jupyter notebook", "The whole run: data, training, learning curves and metrics, cell by cell.",
    ".ipynb", "application/x-ipynb+json", notebook, ("numpy", "matplotlib", "notebook"),
)  # fmt: skip
