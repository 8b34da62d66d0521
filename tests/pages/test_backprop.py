"""Back-propagation in slow motion, as a visitor reads it."""

import pytest
from explaining import arithmetic, opened, press, texts

from nncore.experiments import EXPERIMENTS


def walked(page):
    """Every step's title and arithmetic, from here to the end."""
    steps = [(page.header[0].value, arithmetic(page))]
    while not page.button(key="backprop step Next").disabled:
        press(page, "backprop step Next")
        steps.append((page.header[0].value, arithmetic(page)))
    return steps


def slope_example():
    page = opened("backprop", "slope")
    page.selectbox(key="backprop source").set_value("Values on the drawing").run()
    return page


def test_one_training_step_of_the_articles_neuron_is_told_from_end_to_end():
    """ARTICLE.md, part 3: error 7, slopes 14, 28, 42, and the weight 2 becomes 1.72."""
    steps = dict(walked(slope_example()))
    assert steps["Forward: output"] == ["y = (1 × 0) + (2 × 2) + (3 × 1) = 7"]
    assert steps["The loss"] == ["J = (7 − 0)² = 49"]
    assert steps["Delta: y"] == ["∂J/∂a = 2 × (7 − 0) = 14", "f′(z) = 1", "δ = 14 × 1 = 14"]
    assert steps["Gradients into y"][:3] == ["∂J/∂w = 14 × 1 = 14", "∂J/∂w = 14 × 2 = 28", "∂J/∂w = 14 × 3 = 42"]
    assert "new w = 2 − 0.28 = 1.72" in steps["Update of y"]


def test_the_walk_goes_backwards_layer_by_layer():
    page = opened("backprop")
    titles = [title for title, _ in walked(page)]
    assert titles == [
        "Forward: hidden layer 1",
        "Forward: hidden layer 2",
        "Forward: output",
        "The loss",
        *(f"Delta: {name}" for name in ("y", "h2,1", "h2,2", "h1,1", "h1,2", "h1,3", "h1,4")),
        *(f"Gradients into {name}" for name in ("y", "h2,1", "h2,2", "h1,1", "h1,2", "h1,3", "h1,4")),
        *(f"Update of {name}" for name in ("y", "h2,1", "h2,2", "h1,1", "h1,2", "h1,3", "h1,4")),
    ]
    press(page, "backprop step Back")
    assert page.header[0].value == "Update of h1,3"


def test_a_gradient_agrees_with_a_finite_difference():
    page = slope_example()
    page.slider(key="backprop step slider").set_value(4).run()
    assert page.header[0].value == "Gradients into y"
    assert any(r"\approx 14" in latex.value and r"{\partial w} = 14" in latex.value for latex in page.latex)
    assert "They agree" in texts(page)
    check = next(box for box in page.selectbox if box.label == "Weight or bias")
    check.set_value(check.options[2]) if isinstance(check.options[2], tuple) else check.select_index(2)
    page.run()
    assert any(r"{\partial w} = 42" in latex.value for latex in page.latex)


@pytest.mark.parametrize("start", ["rings", "bumps", "transactions_relu", "pima"])
def test_a_batch_of_every_kind_of_data_can_be_walked(start):
    page = opened("backprop", start=start)
    page.selectbox(key="backprop source").set_value("The next batch").run()
    page.segmented_control(key="backprop by").set_value("Layer").run()
    steps = walked(page)
    size = min(EXPERIMENTS[start].experiment.training.batch_size, len(page.session_state["session"].dataset.train))
    assert f"{size} rows; neurons show the mean" in texts(page)
    loss = next(lines for title, lines in steps if title == "The loss")
    assert len(loss) == 2 and loss[1].startswith("J ≈ (")


def test_another_optimiser_changes_the_update_alone():
    page = slope_example()
    box = next(box for box in page.selectbox if box.label == "Optimiser")
    box.select("Adam").run() if "Adam" in box.options else box.set_value("adam").run()
    lines = dict(walked(page))["Update of y"]
    assert "m = (0.9 × 0) + ((1 − 0.9) × 14) = 1.4" in lines
    assert any(line.startswith("v̂ ") for line in lines)


def test_taking_the_step_trains_one_batch():
    page = opened("backprop", start="playground")
    press(page, "backprop step Last")
    take = next(button for button in page.button if button.label.startswith("Take this step"))
    before = page.session_state["session"].theta.copy()
    take.click().run()
    after = page.session_state["session"]
    assert (after.theta != before).any()
    assert after.progress.batch == 1
    assert page.header[0].value == "Forward: hidden layer 1"


def test_with_predictions_a_delta_is_asked_for():
    page = slope_example()
    page.toggle[0].set_value(True).run()
    page.slider(key="backprop step slider").set_value(3).run()
    assert arithmetic(page)[-1] == "δ = 14 × 1 = ?"
    page.text_input[0].set_value("14")
    press(page, "reveal backprop delta 1.0")
    assert arithmetic(page)[-1] == "δ = 14 × 1 = 14"


def test_targets_can_be_set_where_the_drawing_is_the_sample():
    page = slope_example()
    target = next(field for field in page.number_input if field.label == "Target y")
    target.set_value(5.0).run()
    press(page, "backprop step Next")
    assert arithmetic(page) == ["J = (7 − 5)² = 4"]
