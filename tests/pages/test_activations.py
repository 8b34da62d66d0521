"""The gallery of activations and what each does to the current drawing."""

from explaining import opened, press, texts

from nncore import ACTIVATIONS


def gallery(page):
    return next(e.proto.body for e in page.get("html") if "ns-gallery" in e.proto.body and "<figure" in e.proto.body)


def choose(page, *names):
    page.pills(key="activations chosen").set_value(list(names)).run()
    assert not page.exception
    return page


def test_every_activation_has_a_graph_with_its_range():
    shown = gallery(opened("activations"))
    for record in ACTIVATIONS.values():
        assert f'alt="Graph of {record.label}"' in shown
        assert record.range_words in shown


def test_every_chosen_activation_tells_formula_derivative_use_and_trouble():
    page = choose(opened("activations"), "selu", "gelu", "step")
    for name in ("selu", "gelu", "step", "softmax"):
        record = ACTIVATIONS[name]
        assert {record.formula, record.derivative_formula} <= {latex.value.strip("$\n ") for latex in page.latex}
        for text in (record.use, record.trouble, record.range_words):
            assert text in texts(page)


def test_values_and_slopes_follow_the_sum():
    page = choose(opened("activations"), "relu", "tanh")
    page.slider(key="activations z").set_value(-2.0).run()
    assert "**ReLU** &nbsp; f(−2) = **0**, slope f′(−2) = 0" in texts(page)
    assert "**Tanh** &nbsp; f(−2) ≈ **−0.964**, slope f′(−2) ≈ 0.0707" in texts(page)


def test_the_same_drawing_is_shown_under_each_with_its_accuracy():
    page = choose(opened("activations"), "tanh", "linear")
    same = [line for line in texts(page).splitlines() if "accuracy" in line]
    assert [line.split("**")[1] for line in same] == ["Tanh", "Linear"]
    page.segmented_control(key="activations way").set_value("After training").run()
    trained = [float(line.split("accuracy ")[1]) for line in texts(page).splitlines() if "accuracy" in line]
    assert trained[0] == 1.0, "tanh separates the circle"
    assert trained[1] < 0.7, "linear layers draw a straight line"


def test_a_drawing_without_hidden_layers_says_what_to_do():
    assert "Add one on the Draw page" in texts(opened("activations", "and"))


def test_an_empty_choice_says_what_to_do():
    assert "Choose an activation" in texts(choose(opened("activations")))


def test_with_predictions_the_value_is_asked_for():
    page = choose(opened("activations"), "relu")
    page.toggle(key="predict switch").set_value(True).run()
    assert "f(1) = **1**" not in texts(page)
    page.text_input[0].set_value("1")
    press(page, "reveal activation")
    assert "f(1) = **1**" in texts(page)
    assert "1 of 1 right" in texts(page)


def test_softmax_is_shown_on_an_example():
    """e², e¹ and e⁰ over their sum 11.107."""
    assert "2 → 0.665, 1 → 0.245, 0 → 0.0900" in texts(opened("activations"))
