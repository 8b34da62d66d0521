import ast
from dataclasses import replace

import numpy as np
import pytest

from nncore.export.writing import WIDTH, assigned, check, known_data, literal, predict, title
from tests.nncore.export.drawings import random_model

HOSTILE = (
    '"; import os #',
    "\\'''\"\"\"",
    "line\nbreak",
    "a\u2028b\u2029c",
    "{__import__('os')}",
    "\u202eevil",
    "\ud800",
)
"""Names that end a text, a comment or a line where they are pasted into code."""


@pytest.mark.parametrize("shape", [(3,), (0,), (2, 30), (2, 3, 1), (40, 1)])
def test_numbers_are_read_back_to_the_bit_from_lines_that_fit_on_a_page(shape):
    values = np.random.default_rng(0).normal(size=shape) * 10.0 ** np.random.default_rng(1).integers(-20, 20, shape)
    text = literal(values)
    assert np.array(ast.literal_eval(text)).tobytes() == values.tobytes()
    assert max(map(len, text.splitlines())) <= WIDTH


def test_numbers_that_are_none_are_written_as_python_reads_them():
    assert literal(np.array([np.inf, -np.inf, -0.0])) == '[float("inf"), float("-inf"), -0.0]'


def test_names_come_back_as_they_were_whatever_is_in_them():
    text = assigned("INPUTS", HOSTILE)
    assert ast.literal_eval(text.removeprefix("INPUTS = ")) == list(HOSTILE)
    assert "\u202e" not in text and "\u2028" not in text


def test_what_is_known_of_the_data_is_code_that_says_the_same():
    model = replace(random_model(3), input_names=HOSTILE[:4], classes=HOSTILE[:3])
    found = {}
    exec("import numpy as np\n" + title(model).join(['"""', '"""\n']) + known_data(model) + predict(model), found)
    assert found["INPUTS"] == list(model.input_names) and found["CLASSES"] == list(model.classes)
    assert (found["CENTER"] == model.center).all() and (found["SCALE"] == model.scale).all()
    found["answer"] = model.answers_to
    assert tuple(found["predict"](model.rows)) == model.named_answers


def test_the_check_prints_how_far_answers_are_from_those_of_the_app(capsys):
    model = random_model(1)
    code = "import numpy as np\n" + known_data(model) + predict(model) + check(model)
    exec(code, {"__name__": "__main__", "answer": lambda rows: model.answers_to(rows) + 0.25})
    assert "largest difference from the app: 2.5e-01" in capsys.readouterr().out
