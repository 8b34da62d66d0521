"""The training page through Streamlit's own test harness: widgets change the session, and show it."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nncore.data import Data
from nncore.experiment import Experiment
from nncore.experiments import EXPERIMENTS
from nncore.network import dense
from ui.core import crowd
from ui.core.session import Session
from ui.link.frame import unpack
from ui.streamlit import seeding

APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.fixture
def page() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    app.run()
    app.switch_page("pages/train.py").run()
    return app


def session(app: AppTest) -> Session:
    return app.session_state["session"]


def select(app: AppTest, label: str):
    return next(box for box in app.selectbox if box.label == label)


def type_in(app: AppTest, label: str, text: str) -> AppTest:
    """Choose a text that isn't among the options; Streamlit's harness knows only the options."""
    box = select(app, label)
    if text not in box.options:
        box.options.append(text)
    return box.set_value(text).run()


def number(app: AppTest, label: str):
    return next(box for box in app.number_input if box.label == label)


def sound(app: AppTest) -> AppTest:
    assert not app.exception, [found.value for found in app.exception]
    return app


def test_the_page_opens_with_the_playground_default(page):
    sound(page)
    assert select(page, "Data").value == "circle"
    assert select(page, "Learning rate").value == "0.03"
    assert session(page).experiment == EXPERIMENTS["playground"].experiment


def test_a_setting_changed_in_mid_run_keeps_the_weights(page):
    session(page).advance(epochs=5)
    theta = session(page).theta.copy()
    select(page, "Learning rate").set_value("0.1").run()
    sound(page)
    assert session(page).experiment.training.learning_rate == 0.1
    assert session(page).position == 5
    assert (session(page).theta == theta).all()
    assert session(page).history.marks[-1].change == "learning rate 0.03 → 0.1"


@pytest.mark.parametrize(
    "typed, rate, shown", [("0,045", 0.045, "0.045"), ("1e-5", 1e-5, "10⁻⁵"), ("1.25 × 10⁻⁵", 1.25e-5, "1.25 × 10⁻⁵")]
)
def test_a_learning_rate_can_be_typed_as_it_is_written(page, typed, rate, shown):
    type_in(page, "Learning rate", typed)
    assert session(page).experiment.training.learning_rate == rate
    assert select(page, "Learning rate").value == shown


@pytest.mark.parametrize("typed", ["fast", "0", "-1", "nan"])
def test_a_learning_rate_that_cannot_be_is_refused_and_the_old_one_stays(page, typed):
    type_in(page, "Learning rate", typed)
    sound(page)
    assert page.warning[0].value
    assert select(page, "Learning rate").value == "0.03"
    assert session(page).experiment.training.learning_rate == 0.03
    page.run()
    assert not page.warning


@pytest.mark.parametrize(
    ("label", "value", "name", "expected"),
    [
        ("Optimiser", "adam", "optimizer", "adam"),
        ("Batch size", "all rows", "batch_size", 0),
        ("Batch size", "7", "batch_size", 7),
        ("Batch size", "1,000", "batch_size", 1000),
        ("Loss", "mse", "loss", "mse"),
        ("L1 penalty", "0.01", "l1", 0.01),
        ("L2 penalty", "0.003", "l2", 0.003),
        ("Schedule", "cosine", "schedule", "cosine"),
        ("First weights", "he_uniform", "initializer", "he_uniform"),
    ],
)
def test_choices_reach_the_experiment(page, label, value, name, expected):
    type_in(page, label, value)
    sound(page)
    assert getattr(session(page).experiment.training, name) == expected


@pytest.mark.parametrize(
    ("label", "value", "name"),
    [
        ("Dropout", 0.2, "dropout"),
        ("Clip the gradient at", 1.5, "clip"),
        ("Stop at epoch", 200, "stop_epoch"),
        ("Stop when the loss is down to", 0.05, "stop_loss"),
        ("Early stopping: patience", 20, "patience"),
    ],
)
def test_numbers_reach_the_experiment(page, label, value, name):
    number(page, label).set_value(value).run()
    sound(page)
    assert getattr(session(page).experiment.training, name) == value


def test_early_stopping_on_test_rows_is_named_and_a_third_part_offered(page):
    assert not page.warning
    number(page, "Early stopping: patience").set_value(20).run()
    assert "The test rows decide when training stops (patience)" in page.warning[0].value
    next(button for button in page.button if "aside for validation" in button.label).click().run()
    sound(page)
    assert not page.warning
    assert session(page).experiment.data.validation_share == 0.25  # half of the 50 % held out


def test_one_activation_is_given_to_all_hidden_layers(page):
    select(page, "Activation").set_value("relu").run()
    assert session(page).experiment.network.activations == ("linear", "relu", "relu", "tanh")
    session(page).edit({"kind": "activate", "layer": 1, "name": "silu"})
    page.run()
    assert select(page, "Activation").value == "mixed"


def test_other_data_fit_the_drawing_to_themselves(page):
    select(page, "Data").set_value("pima").run()
    sound(page)
    assert session(page).experiment.network.sizes == (8, 4, 2, 1)
    assert not session(page).problem
    assert [box.label for box in page.selectbox if box.label in ("Across", "Upwards")] == ["Across", "Upwards"]
    select(page, "Data").set_value("rings").run()
    assert session(page).experiment.network.sizes == (2, 4, 2, 3)


def test_the_axes_of_the_plane_never_show_the_same_column(page):
    select(page, "Data").set_value("pima").run()
    select(page, "Across").set_value(5).run()
    assert session(page).columns == (5, 1)
    select(page, "Upwards").set_value(5).run()
    assert session(page).columns == (1, 5)
    sound(page)


def test_noise_points_and_share_change_the_rows(page):
    sliders = {slider.label: slider for slider in page.slider}
    sliders["Noise"].set_value(0.25).run()
    {slider.label: slider for slider in page.slider}["Points"].set_value(300).run()
    {slider.label: slider for slider in page.slider}["Share for training, %"].set_value(70).run()
    dataset = session(page).dataset
    assert (len(dataset.labels), len(dataset.train), dataset.data.noise) == (300, 210, 0.25)


def test_new_points_are_other_points(page):
    before = session(page).dataset.raw.copy()
    page.button(key="new_points").click().run()
    assert (session(page).dataset.raw != before).any()


def test_features_become_inputs(page):
    page.button_group(key="set_features").set_value(["x1", "x2", "x1²"]).run()
    sound(page)
    assert session(page).experiment.network.input_names == ("x1", "x2", "x1²")
    page.button_group(key="set_features").set_value([]).run()
    assert "at least one" in page.warning[0].value
    assert session(page).experiment.network.sizes[0] == 3


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_loads_and_trains(page, name, monkeypatch):
    monkeypatch.setattr(crowd, "BUDGET", 60.0)  # a slow machine still gets to two epochs
    select(page, "Experiment").set_value(name).run()
    sound(page)
    assert session(page).experiment == EXPERIMENTS[name].experiment
    assert select(page, "Experiment").value == ""
    request = {"id": 1, "client": "tab", "play": {"unit": "epoch", "count": 2}}
    header, _ = unpack(page.session_state["studio conversation"].hear(request))
    assert header["epoch"] == 2


def test_undo_shows_the_former_settings_again(page):
    select(page, "Optimiser").set_value("adam").run()
    session(page).undo()
    page.run()
    assert select(page, "Optimiser").value == "sgd"


def charts(page):
    """The charts that stand on the page, beside the studio."""
    return [found for found in page.get("bidi_component") if found.proto.component_name.endswith(".chart")]


@pytest.mark.parametrize(
    "view", ["Weights over time", "Gradients over time", "Hidden space", "Output surface", "Loss landscape"]
)
@pytest.mark.parametrize("epochs", [0, 12])
def test_each_closer_look_shows_a_figure(page, view, epochs):
    if epochs:
        session(page).advance(epochs=epochs)
    page.button_group(key="view").set_value(view).run()
    sound(page)
    assert len(charts(page)) == 1


def test_closer_looks_that_need_more_say_what(page):
    select(page, "Data").set_value("sine").run()
    page.button_group(key="view").set_value("Output surface").run()
    sound(page)
    assert "two columns" in page.info[0].value


PIXELS = ("pixel_0_0", "pixel_0_1", "pixel_1_0", "pixel_1_1")


def test_weights_are_pictures_where_the_inputs_are_pixels(app_page):
    rows = tuple((*pixels, float(sum(pixels) > 2)) for pixels in np.ndindex(3, 3, 3, 3))
    data = Data.of_rows(columns=(*PIXELS, "dark"), rows=rows)
    page = app_page("train", session=Session(Experiment(data, dense(4, 3, 1, inputs=PIXELS, outputs=("dark",)))))
    page.button_group(key="view").set_value("Weights as pictures").run()
    sound(page)
    assert len(charts(page)) == 1
    select(page, "Data").set_value("circle").run()
    sound(page)
    assert not charts(page)
    assert "Weights as pictures" not in page.button_group(key="view").options


def test_a_drawing_that_does_not_fit_says_so_and_stays(page):
    session(page).edit({"kind": "add_unit", "layer": 0})
    page.run()
    sound(page)
    assert "3 inputs" in page.error[0].value
    assert session(page).experiment.network.sizes == (3, 4, 2, 1)


def test_a_drawing_that_does_not_fit_is_fitted_by_a_button(app_page):
    drawn = Session(Experiment(Data("circle"), dense(3, 4, 1, output="tanh")))
    page = app_page("train", session=drawn)
    next(button for button in page.button if button.label == "Fit the drawing to the data").click().run()
    sound(page)
    assert session(page).experiment.network.sizes == (2, 4, 1)
    assert not page.error


def test_a_link_with_more_points_than_the_slider_usually_offers_opens(app_page):
    data = Data("circle", samples=4321, train_share=0.06)
    page = app_page("train", session=Session(Experiment(data, dense(2, 4, 1, output="tanh"))))
    sound(page)
    sliders = {slider.label: slider.value for slider in page.slider}
    assert (sliders["Points"], sliders["Share for training, %"]) == (4321, 6)


def test_a_browser_that_has_not_heard_of_a_change_does_not_undo_it(page, monkeypatch):
    session(page).configure(data=Data("xor"))
    page.run()
    select(page, "Data").set_value("circle").run()  # what its menu still shows
    sound(page)
    assert session(page).experiment.data.name == "xor"
    monkeypatch.setattr(seeding, "STALE", 0.0)
    select(page, "Data").set_value("circle").run()
    assert session(page).experiment.data.name == "circle"


def test_a_formula_becomes_an_input(page):
    page.text_input(key="own_input").set_value("x1**2 + x2 > 1").run()
    sound(page)
    assert session(page).experiment.data.features == ("x1", "x2", "x1**2 + x2 > 1")
    assert session(page).experiment.network.sizes[0] == 3
    assert page.text_input(key="own_input").value == ""


def test_a_formula_that_can_not_be_read_shows_where_and_changes_nothing(page):
    page.text_input(key="own_input").set_value("x1 + sin(x3)").run()
    sound(page)
    assert session(page).experiment.data.features == ("x1", "x2")
    assert any("unknown column" in error.value.lower() for error in page.error)
    formula, caret = page.code[0].value.split("\n")
    assert formula[caret.index("^") :].startswith("x3")
    assert page.text_input(key="own_input").value == "x1 + sin(x3)"
