"""The forward pass, neuron by neuron, as a visitor reads it."""

import pytest
from explaining import arithmetic, opened, press

from nncore import PRESETS


def at_forward(preset="transactions", by="Neuron"):
    page = opened("forward", preset)
    page.segmented_control(key="forward by").set_value(by).run()
    return page


def to_step(page, number):
    page.slider(key="forward step slider").set_value(number).run()
    assert not page.exception
    return page


def test_the_articles_forward_pass_is_read_step_by_step():
    """ARTICLE.md, part 1: 5, 1 and 9 for 2 family members and 3 accounts."""
    page = at_forward()
    assert arithmetic(page) == ["family members = 2", "accounts = 3"]
    said = []
    for _ in range(3):
        press(page, "forward step Next")
        said += arithmetic(page)
    assert said == [
        "h1 = (2 × 1) + (3 × 1) = 5",
        "h2 = (2 × −1) + (3 × 1) = 1",
        "transactions = (5 × 2) + (1 × −1) = 9",
    ]
    assert page.button(key="forward step Next").disabled
    press(page, "forward step Back")
    assert arithmetic(page) == ["h2 = (2 × −1) + (3 × 1) = 1"]


def test_layer_by_layer_shows_every_neuron_of_the_layer():
    """ARTICLE.md, part 2: 22 and −8, after ReLU 22 and 0, output 44."""
    page = to_step(at_forward("transactions_relu", "Layer"), 2)
    assert arithmetic(page) == [
        "z = (3 × 2) + (4 × 4) = 22",
        "a = relu(22) = 22",
        "z = (3 × 4) + (4 × −5) = −8",
        "a = relu(−8) = 0",
    ]
    assert arithmetic(to_step(page, 3)) == ["transactions = (22 × 2) + (0 × 7) = 44"]


def test_the_same_step_as_formula_and_as_numpy():
    page = to_step(at_forward("transactions_relu"), 3)
    page.segmented_control(key="forward look").set_value("Formula").run()
    assert any(r"\operatorname{relu}\left(-8\right) = 0" in latex.value for latex in page.latex)
    page.segmented_control(key="forward look").set_value("NumPy").run()
    assert any("z = np.dot([3.0, 4.0], [4.0, -5.0])" in code.value for code in page.code)


def test_the_whole_pass_is_there_as_numpy_that_prints_the_output(capsys):
    page = at_forward("transactions_relu")
    code = page.code[-1].value
    assert len(code.strip().splitlines()) <= 6
    exec(code, {})
    assert capsys.readouterr().out.strip() == "[44.]"


def test_a_row_of_the_data_can_go_through():
    page = at_forward()
    page.selectbox(key="forward source").set_value("A training row").run()
    assert not page.exception
    assert any(caption.value.startswith("Target: ") for caption in page.caption)
    row = next(field for field in page.number_input if field.label == "Row")
    before = arithmetic(page)
    row.set_value(2).run()
    assert arithmetic(page) != before


def test_with_predictions_the_result_is_hidden_until_a_guess_is_committed():
    page = at_forward("transactions_relu")
    page.toggle[0].set_value(True).run()
    to_step(page, 3)
    assert arithmetic(page)[-1] == "a = relu(−8) = ?"
    page.text_input[0].set_value("0")
    press(page, "reveal forward 1.1")
    assert arithmetic(page)[-1] == "a = relu(−8) = 0"
    assert "1 of 1 right" in page.success[0].value


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_can_be_walked_to_its_end(name):
    page = at_forward(name)
    press(page, "forward step Last")
    assert not page.exception
    assert arithmetic(page)
