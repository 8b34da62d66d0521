import numpy as np
import pytest

import nncore as nn
from nncore.export import EXPORTS, model_of
from nncore.export.weights_csv import weights_csv
from tests.nncore.export.drawings import MANY, random_model


def test_answers_are_those_of_the_app_for_held_out_rows_in_their_own_unit():
    experiment = nn.EXPERIMENTS["pima"].experiment
    model = model_of(experiment, experiment.first_theta())
    dataset = nn.make_dataset(experiment)
    trace = nn.forward(experiment.network, model.parameters, dataset.inputs[dataset.test[:5]])
    assert model.rows == pytest.approx(dataset.raw[dataset.test[:5]], abs=1e-12)
    assert model.answers == pytest.approx(trace.output, abs=1e-12)
    assert set(model.named_answers) <= set(dataset.classes)


def test_values_of_a_regression_are_given_in_their_own_unit():
    experiment = nn.fitted(nn.Experiment(nn.Data("cars"), nn.dense(2, 3, 1, output="linear")))
    model = model_of(experiment, np.zeros(experiment.network.size))
    assert model.answers == pytest.approx(np.full((5, 1), model.target_center))
    assert model.task == "regression" and model.named_answers == ()


def test_a_drawing_that_fits_no_data_is_taken_along_unscaled():
    experiment = nn.Experiment(nn.Data("circle"), nn.dense(5, 2))
    model = model_of(experiment, experiment.first_theta())
    assert not model.is_scaled and model.rows.shape == (5, 5) and model.classes == ()


def test_the_table_of_weights_has_each_drawn_number_in_full():
    network = nn.dense(2, 1, inputs=("age", "income")).disconnect(nn.Connection(nn.Unit(0, 1), nn.Unit(1, 0)))
    network = network.pin(nn.Unit(1, 0))
    model = model_of(nn.Experiment(nn.Data("circle"), network), np.array([0.1, 0.0, -1 / 3]))
    assert weights_csv(model).decode() == (
        "layer,into,from,weight,pinned\n1,y,age,0.1,\n1,y,bias,-0.3333333333333333,yes\n"
    )


def test_every_kind_writes_every_drawing_or_says_why_not():
    refused = set()
    for number in range(0, MANY, 5):
        model = random_model(number)
        for name, kind in EXPORTS.items():
            try:
                assert kind.make(model)
            except ValueError as error:
                refused.add((name, str(error)))
    assert all(len(reason) > 20 for _, reason in refused)


def test_the_random_drawings_have_every_kind_of_part():
    models = [random_model(number) for number in range(MANY)]
    assert {name for model in models for name in model.network.activations} == set(nn.ACTIVATIONS)
    assert all(any(getattr(model.network, part) for model in models) for part in ("cut", "skips", "pinned"))
    assert {model.task for model in models} == {"binary", "multiclass", "regression"}
