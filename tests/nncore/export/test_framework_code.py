"""Code for PyTorch, Keras, scikit-learn and JAX: that it is sound, and that it answers and trains as the app does."""

import ast
import io
import json
import tokenize
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import nncore as nn
from nncore.export import EXPORTS, Model, jax_code, keras_code, pytorch_code, scikit_code
from nncore.losses import LOSSES
from tests.nncore.export.drawings import MANY, random_model
from tests.nncore.export.frameworks import (
    FRAMEWORKS,
    allowed,
    dropout_lesson,
    lesson,
    lessons,
    missing,
    outline,
    plain_lessons,
    recorded_numbers,
    run,
    steep_models,
    trainable_model,
    trained_answers,
    written,
)

RECORD = Path(__file__).parents[2] / "reference" / "exports.json"
FREE = ("pytorch", "keras", "jax")
"""Exports that can write every drawing."""

HOSTILE = (
    "'); __import__('os').system('touch /tmp/x') #",
    '"""\nimport os\n"""',
    "\\",
    "{__import__('os')}",
    "new\nline",
    "%s {0} \x00",
    "a'b\"c",
    "\u2028é",
    "# coding",
)

codes = cache(written)


@pytest.mark.parametrize("name", FREE)
def test_every_drawing_can_be_written(name):
    assert list(codes(name)) == list(range(MANY))


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_what_is_written_is_python(name):
    for number, text in codes(name).items():
        compile(text, f"{name} {number}", "exec")


@pytest.mark.parametrize("name", FREE)
def test_files_hold_the_numbers_of_the_drawing_and_the_answers_of_the_app(name):
    for number in range(0, MANY, 10):
        model, values = random_model(number), assigned_values(codes(name)[number])
        network, parameters = model.network, model.parameters
        layers = range(1, len(network.layers))
        assert values["WEIGHTS"] == [parameters.weights[layer].tolist() for layer in layers]
        assert values["BIASES"] == [parameters.biases[layer].tolist() for layer in layers]
        assert values["ROWS"] == model.rows.tolist() and values["APP_ANSWERS"] == model.answers.tolist()
        assert values["CENTER"] == model.center.tolist() and values["SCALE"] == model.scale.tolist()
        assert tuple(values.get("CLASSES", ())) == model.classes


def assigned_values(text: str) -> dict:
    """NAME = literal, or NAME = call(literal), of a file."""
    values = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper():
            value = node.value.args[0] if isinstance(node.value, ast.Call) and node.value.args else node.value
            if isinstance(value, ast.List | ast.Constant):
                values[ast.unparse(node.targets[0])] = ast.literal_eval(value)
    return values


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_hostile_names_stay_inside_string_literals(name):
    for number in (0, 3, 6, 12, 24):  # classes, values; fitting and not
        model = random_model(number)
        if name == "scikit_learn" and number not in codes(name):
            continue
        tame, hostile = (as_tokens(EXPORTS[name].make(called(model, names)).decode(), names) for names in NAMES)
        assert tame == hostile


TAME = tuple(f"{number}".ljust(len(repr(name)) - 2) for number, name in enumerate(HOSTILE))  # as long in a file
NAMES = TAME, HOSTILE


def called(model: Model, names: tuple[str, ...]) -> Model:
    return replace(model, input_names=names[: len(model.input_names)], classes=names[: len(model.classes)])


def as_tokens(text: str, names: tuple[str, ...]) -> list[str]:
    """The words of a file without its layout, with the number of a name instead of its literal."""
    words = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_text = token.type == tokenize.STRING and token.string.startswith(("'", '"'))  # no f-string
        if is_text and (value := ast.literal_eval(token.string)) in names:
            words.append(f"name {names.index(value)}")
        elif token.type not in (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            words.append(token.string)
    return words


def test_every_kind_the_app_has_is_known_to_the_frameworks():
    for code in (pytorch_code, keras_code, jax_code):
        assert code.ACTIVATIONS.keys() == nn.ACTIVATIONS.keys()
        assert code.LOSSES.keys() == LOSSES.keys()
    assert pytorch_code.OPTIMIZERS.keys() == keras_code.OPTIMIZERS.keys() == jax_code.STEPS.keys()
    assert pytorch_code.OPTIMIZERS.keys() == nn.OPTIMIZERS.keys()


def test_a_plain_drawing_is_sequential_and_one_with_skips_is_not():
    plain, skips = trainable_model("circle", "tanh", plain=True), trainable_model("circle", "tanh")
    for name, sequential, joining in (
        ("pytorch", "nn.Sequential(", "torch.cat("),
        ("keras", "keras.Sequential(", "keras.layers.Concatenate("),
    ):
        first, second = (EXPORTS[name].make(model).decode() for model in (plain, skips))
        assert sequential in first and joining not in first
        assert joining in second and sequential not in second


@pytest.mark.parametrize("name", FREE)
def test_a_loss_that_does_not_suit_the_output_leaves_training_out_and_says_why(name):
    experiment = nn.Experiment(
        nn.Data("circle"), nn.dense(2, 1, output="tanh"), nn.Training(loss="binary_crossentropy")
    )
    text = EXPORTS[name].make(nn.export.model_of(experiment, experiment.first_theta())).decode()
    assert "# Training isn't written here: binary cross-entropy needs sigmoid" in text
    assert "def train" not in text and "def predict" in text


# -------------------------------------------------------------------- what scikit-learn can't express


def refusal(network: nn.Network, data: str = "circle") -> str:
    experiment = nn.Experiment(nn.Data(data), network)
    with pytest.raises(ValueError) as caught:
        EXPORTS["scikit_learn"].make(nn.export.model_of(experiment, experiment.first_theta()))
    return str(caught.value)


def test_scikit_learn_refuses_what_it_cannot_express_and_names_the_remedy():
    mixed = nn.dense(2, 3, 3, 1).activate(1, "tanh").activate(2, "relu")
    assert refusal(mixed) == (
        "scikit-learn has one activation for all hidden layers; this drawing has tanh and relu: set them alike, "
        "or take PyTorch or Keras"
    )
    assert "choose linear, sigmoid, tanh, relu" in refusal(nn.dense(2, 3, 1, hidden="gelu"))
    assert "remove the skips" in refusal(nn.dense(2, 3, 1).connect(nn.Connection(nn.Unit(0, 0), nn.Unit(2, 0))))
    assert "with sigmoid or softmax on the output layer, not tanh" in refusal(nn.dense(2, 3, 1, output="tanh"))
    assert "answers values with linear" in refusal(nn.dense(9, 3, 1, output="softplus"), "cars")


def test_scikit_learn_writes_all_other_drawings():
    def expressible(model: Model) -> bool:
        hidden, output = set(model.network.activations[1:-1]), model.network.activations[-1]
        outputs = {"binary": ("sigmoid", "softmax"), "multiclass": ("softmax",), "regression": ("linear",)}
        alike = len(hidden) <= 1 and hidden <= {"linear", "sigmoid", "tanh", "relu"}
        return alike and output in outputs[model.task] and not model.network.skips

    assert list(codes("scikit_learn")) == [number for number in range(MANY) if expressible(random_model(number))]


def test_scikit_learn_says_that_training_revives_cut_connections():
    model = trainable_model("circle", "sigmoid", plain=True)
    cut = model.network.disconnect(nn.Connection(nn.Unit(0, 1), nn.Unit(1, 0)))
    text = EXPORTS["scikit_learn"].make(replace(model, experiment=replace(model.experiment, network=cut))).decode()
    assert "Cut connections are weights of 0 here: training would revive them." in text


# -------------------------------------------------------------------- in the frameworks themselves


@pytest.fixture(scope="module", params=FRAMEWORKS)
def framework(request):
    if absent := missing(request.param):
        pytest.skip(f"{' and '.join(absent)} not installed; NETSKETCH_FRAMEWORKS may name a Python that has them")
    return request.param


@pytest.fixture(scope="module")
def results(framework, tmp_path_factory):
    """What the framework made of every random drawing and of the lessons, from one process."""
    folder = tmp_path_factory.mktemp(framework)
    for number, text in codes(framework).items():
        (folder / f"{number}.py").write_text(text, encoding="utf-8")
    for title, model in taught(framework).items():
        (folder / f"{title}.py").write_bytes(EXPORTS[framework].make(model))
        (folder / f"{title}.json").write_text(json.dumps(lesson(model)))
    for title, model in steep(framework).items():
        (folder / f"{title}.py").write_bytes(EXPORTS[framework].make(model))
    return run(folder)


def steep(framework: str) -> dict[str, Model]:
    known = scikit_code.HIDDEN if framework == "scikit_learn" else nn.ACTIVATIONS
    return {title: model for title, model in steep_models().items() if model.network.activations[1] in known}


def taught(framework: str) -> dict[str, Model]:
    """What a framework is to train."""
    return plain_lessons() if framework == "scikit_learn" else lessons() | {"dropout": dropout_lesson()}


def test_the_framework_answers_as_the_app_does(framework, results):
    for number in codes(framework):
        model, result = random_model(number), results[f"{number}.py"]
        assert result["difference"] <= allowed(model), number
        if model.classes:
            assert tuple(result["predictions"]) == model.named_answers, number


def test_the_framework_answers_as_the_app_does_where_sums_are_large(framework, results):
    for title, model in steep(framework).items():
        assert results[f"{title}.py"]["difference"] <= allowed(model), title


TRAINED = {"pytorch": 1e-9, "jax": 1e-9, "scikit_learn": 1e-6, "keras": 1e-4}
"""The largest difference after training. Keras and scikit-learn have ε in another place of RMSProp and Adam (see
nncore.optimizers); Keras computes losses in float32, and clips by the gradients of held weights too.
"""


def test_the_framework_trains_as_the_app_does(framework, results):
    for title in taught(framework).keys() - {"dropout"} - ({"clipped"} if framework == "keras" else set()):
        model = taught(framework)[title]
        expected = trained_answers(model)
        assert np.abs(expected - model.answers).max() > 1e-4, f"{title} learns too little to tell"
        trained = np.array(results[f"{title}.py"]["trained"])
        assert trained == pytest.approx(expected, abs=TRAINED[framework], rel=TRAINED[framework]), title


def test_the_framework_trains_with_dropout(framework, results):
    if framework == "scikit_learn":
        pytest.skip("scikit-learn has no dropout")
    before, trained = dropout_lesson().answers, np.array(results["dropout.py"]["trained"])
    assert np.isfinite(trained).all() and 1e-4 < np.abs(trained - before).max() < 1
    assert results["dropout.py"]["difference"] <= allowed(dropout_lesson())


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_what_was_run_in_the_framework_is_what_is_written_now(name):
    """For machines without the frameworks; exports.json has what they printed when they last ran this code."""
    record = json.loads(RECORD.read_text())[name]
    assert sorted(map(int, record["runs"])) == recorded_numbers(codes(name))
    for number, run_once in record["runs"].items():
        assert run_once["difference"] <= allowed(random_model(int(number)))
        assert run_once["code"] == outline(codes(name)[int(number)]), (
            f"the {name} code of drawing {number} has changed since it was run; run it again, with a Python that has "
            "the frameworks: NETSKETCH_FRAMEWORKS=python .venv/bin/python -m tests.reference.record_exports"
        )
