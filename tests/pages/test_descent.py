"""Gradient descent on one weight, on two, and the article's example."""

import pytest
from explaining import arithmetic, opened, press, texts


def show(view):
    page = opened("descent")
    page.segmented_control(key="descent view").set_value(view).run()
    assert not page.exception
    return page


def test_the_articles_step_is_worked_out():
    """ARTICLE.md, part 3: prediction 7, slope 14, 28, 42, new weights −0.14, 1.72, 0.58, new error 5.04."""
    lines = arithmetic(show("The article's example"))
    assert lines[0] == "prediction = (1 × 0) + (2 × 2) + (3 × 1) = 7"
    assert lines[1] == "J = (7 − 0)² = 49"
    assert [line for line in lines if line.startswith("∂J/∂w")] == [
        "∂J/∂w = 14 × 1 = 14",
        "∂J/∂w = 14 × 2 = 28",
        "∂J/∂w = 14 × 3 = 42",
    ]
    assert [line.split()[-1] for line in lines if line.startswith("new w")] == ["−0.14", "1.72", "0.58"]
    assert lines[-1] == "new error = (1 × −0.14) + (2 × 1.72) + (3 × 0.58) = 5.04"


def test_twenty_updates_bring_the_error_down():
    """ARTICLE.md, part 3: with a rate of 0.01 an update leaves 1 − 2 · 0.01 · 14 = 0.72 of the error."""
    said = texts(show("The article's example"))
    assert "From the weights 0, 2, 1 the squared error falls from 49 to 9.63 × 10⁻⁵" in said
    assert "−0.49929916, 1.00140168, −0.49789747, where these end, down to 1.89 × 10⁻¹⁰" in said
    assert "multiplies the error by 0.72" in said


@pytest.mark.parametrize(
    "rate, word",
    [(0.001, "Too small"), (0.2, "Good"), (0.5, "Good"), (0.7, "Large"), (1.0, "Too large"), (2.0, "Too large")],
)
def test_the_learning_rate_goes_from_too_small_to_diverging(rate, word):
    """One weight of the neuron with input 1: J = (w + 7)², so that a rate of 1 swings for ever, and more diverges."""
    page = show("One weight")
    slider = next(s for s in page.select_slider if s.label == "Learning rate η")
    slider.set_value(rate).run()
    assert f"**. {word}:" in texts(page)


def test_a_step_on_one_weight_is_told_with_its_numbers():
    page = show("One weight")
    assert arithmetic(page) == ["∂J/∂w = 14 × 1 = 14", "Δw = −(0.1 × 14) = −1.4", "new w = 0 − 1.4 = −1.4"]
    press(page, "descent step Next")
    assert arithmetic(page)[-1] == "new w = −1.4 − 1.12 = −2.52"
    press(page, "descent step Back")
    assert arithmetic(page)[-1] == "new w = 0 − 1.4 = −1.4"


def test_a_weight_of_the_current_drawing_can_walk():
    page = show("One weight")
    page.selectbox(key="descent network").set_value("The current drawing").run()
    assert not page.exception
    assert len(next(box for box in page.selectbox if box.label == "Weight").options) == 2 * 4 + 4 * 2 + 2
    assert arithmetic(page)[-1].startswith("new w ")


def test_every_optimiser_can_walk_over_two_weights():
    page = show("Two weights")
    page.pills(key="contour optimizers").set_value(
        ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
    ).run()
    assert not page.exception
    told = [line for line in texts(page).splitlines() if " after 30 steps" in line]
    assert len(told) == 7
    costs = [float(line.split("cost ")[1].split(" after")[0].split(" ×")[0]) for line in told if "10" not in line[-40:]]
    assert costs == sorted(costs)


def test_with_predictions_the_way_a_rate_goes_is_asked_for():
    page = show("One weight")
    page.toggle[0].set_value(True).run()
    question = next(radio for radio in page.radio if "30 steps" in radio.label)
    assert "**. Good" not in texts(page)
    question.set_value("down")
    next(b for b in page.button if b.label == "Reveal" and "verdict" in b.key).click().run()
    assert "**. Good" in texts(page)
    assert "1 of 1 right" in texts(page)
