"""The six steps as code: taken word for word from what Share writes."""

from nncore.experiments import EXPERIMENTS
from nncore.export import EXPORTS
from nncore.export.model import model_of
from ui.lessons.blocks import Code
from ui.lessons.code import pieces
from ui.lessons.reading import load_lessons

(CODE,) = {lesson.name: lesson for lesson in load_lessons()[0]}["pima"].of(Code)


def test_there_are_the_articles_six_steps():
    names = [step.name for step in CODE.steps]
    assert names == ["Load", "Define", "Compile", "Fit", "Evaluate", "Tie it all together"]


def test_the_code_is_that_which_share_writes():
    experiment = EXPERIMENTS["pima_article"].experiment
    model = model_of(experiment, experiment.first_theta())
    keras, numpy = (EXPORTS[name].make(model).decode() for name in ("keras", "numpy_code"))
    for step in CODE.steps:
        assert all(part in keras for part in step.keras.split("\n\n"))
        assert all(part in numpy for part in step.numpy.split("\n\n"))


def test_each_step_does_what_it_says():
    define, compile_, fit = (step.keras for step in CODE.steps[1:4])
    assert 'Dense(16, activation="relu")' in define and "keras.Sequential" in define
    assert "Adam(0.001" in compile_ and "BinaryCrossentropy" in compile_
    assert "batch_size=10" in fit and "network.fit" in fit
    assert "def gradient" in CODE.steps[2].numpy and "m_hat" in CODE.steps[3].numpy


def test_pieces_of_a_program_are_found_by_name():
    found = pieces("import a\nX = 1\n\n\ndef f():\n    return X\n\n\na.b(X)\nif X:\n    f()\n")
    assert found == {"X": "X = 1", "f": "def f():\n    return X", "a.b": "a.b(X)", "main": "if X:\n    f()"}
