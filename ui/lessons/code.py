"""The six steps of a project with Keras, each with the code that does it: ours, generated, beside its NumPy twin."""

import ast

from nncore.experiment import Experiment
from ui.lessons.blocks import CodeStep

MAIN = "main"
STEPS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "Load": (
        "What the columns and classes are called, and the answers as numbers.",
        ("INPUTS", "CLASSES", "targets"),
        ("INPUTS", "CLASSES", "targets"),
    ),
    "Define": (
        "Layers of neurons, one after the other. In NumPy they are the forward pass itself.",
        ("dense_layers", "network"),
        ("forward",),
    ),
    "Compile": (
        "Choose loss and optimiser. NumPy needs the loss and its slopes written out: back-propagation.",
        ("network.compile",),
        ("cost", "gradient"),
    ),
    "Fit": ("Train: epochs, batches, and a step of the optimiser for each batch.", ("train",), ("train",)),
    "Evaluate": ("Ask the model, and make a class of its probability.", ("answer", "predict"), ("answer", "predict")),
    "Tie it all together": ("One program that runs.", (MAIN,), (MAIN,)),
}
"""Step → a sentence, and the names of what does it in Keras and in NumPy code."""


def steps_of(experiment: Experiment) -> tuple[CodeStep, ...]:
    """The steps for an experiment. Raises ValueError where its code can't be written, with the remedy."""
    from nncore.export import EXPORTS  # the app starts without them
    from nncore.export.model import model_of

    model = model_of(experiment, experiment.first_theta())
    keras, numpy = (pieces(EXPORTS[name].make(model).decode()) for name in ("keras", "numpy_code"))
    return tuple(
        CodeStep(name, words, _joined(keras, of_keras), _joined(numpy, of_numpy))
        for name, (words, of_keras, of_numpy) in STEPS.items()
    )


def _joined(found: dict[str, str], names: tuple[str, ...]) -> str:
    return "\n\n".join(found[name] for name in names)


def pieces(code: str) -> dict[str, str]:
    """What a program defines, by name; a call under the name of what is called, the program's main part as MAIN."""
    found: dict[str, str] = {}
    for node in ast.parse(code).body:
        source = ast.get_source_segment(code, node) or ""
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = source
            case ast.Expr(value=ast.Call(func=called)):
                found[ast.unparse(called)] = source
            case ast.If():
                found[MAIN] = source
    return found
