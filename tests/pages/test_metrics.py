"""The page of metrics: both parts of the rows, one threshold, and what the figures say in words."""

import json
from dataclasses import replace

import numpy as np
import pytest
from explaining import APP, texts
from streamlit.testing.v1 import AppTest

from nncore import Data, Experiment, dense
from nncore.experiments import EXPERIMENTS
from nncore.metrics import accuracy, confusion, predicted_classes
from ui.core.measured import parts_of
from ui.core.session import Session


def trained(start, epochs=30, **training):
    experiment = EXPERIMENTS[start].experiment
    session = Session(replace(experiment, training=replace(experiment.training, **training)))
    session.advance(epochs=epochs)
    return session


def shown(session):
    page = AppTest.from_file(APP, default_timeout=60)
    page.session_state["session"], page.session_state["session_link"] = session, ""
    page.switch_page("pages/metrics.py").run()
    assert not page.exception, [found.value for found in page.exception]
    return page


def board(page):
    """What the view of the figures is sent."""
    sent = [json.loads(element.proto.json) for element in page.get("bidi_component") if element.proto.json]
    return next(data for data in sent if "sections" in data)


def lines(page, at=50):
    """Name of a figure → its texts, one for each part, at a threshold."""
    return {
        line["name"]: [cell if isinstance(cell, str) else cell[at] for cell in line["cells"]]
        for section in board(page)["sections"]
        for line in section["lines"]
    }


def test_both_parts_stand_side_by_side_with_the_base_rate_and_the_interval():
    session = trained("pima")
    page = shown(session)
    found, data = lines(page), board(page)
    assert [part["name"] for part in data["parts"]] == ["Training rows", "Test rows, held out"]
    percentages = [100 * session.snapshot.train_accuracy, 100 * session.snapshot.test_accuracy]
    assert [float(text.split()[0]) for text in found["Accuracy"]] == pytest.approx(percentages, abs=0.05)
    base = np.mean(session.dataset.train_labels == 0)
    assert float(found["Always “no diabetes”"][0].split()[0]) == pytest.approx(100 * base, abs=0.05)
    assert found["95 % interval"][0] == "–" and " – " in found["95 % interval"][1]


def test_one_threshold_moves_figures_counts_and_marks():
    page = shown(trained("pima"))
    strict, lax = lines(page, 90), lines(page, 10)
    assert strict["Recall"] != lax["Recall"] and strict["Precision"] != lax["Precision"]
    data = board(page)
    rows = [confusion["counts"] for confusion in data["confusions"]]
    assert rows[0][10] != rows[0][90] and len(rows[0]) == len(data["threshold"]["texts"]) == 101
    marks = data["charts"][0]["moves"][0]
    assert marks["y"][10][0] > marks["y"][90][0]
    found = rows[1][10][1][1] / sum(rows[1][10][1])
    assert float(lax["Recall"][1].split()[0]) == pytest.approx(100 * found, abs=0.5)


def test_at_the_usual_threshold_the_counts_are_those_of_training():
    session = trained("pima")
    test = parts_of(session)[1]
    usual = confusion(predicted_classes(test.output, "sigmoid"), test.labels, 2)
    assert board(shown(session))["confusions"][1]["counts"][50] == usual.tolist()
    assert accuracy(test.output, test.labels, "sigmoid") == session.snapshot.test_accuracy


def test_a_figure_without_a_value_is_nan_and_says_why():
    page = shown(trained("pima"))
    assert lines(page, 100)["Precision"] == ["NaN", "NaN"]
    line = next(line for line in board(page)["sections"][0]["lines"] if line["name"] == "Precision")
    assert line["why"] == "NaN: no row is called “diabetes”."


def test_either_class_can_be_positive_and_is_named():
    page = shown(trained("pima"))
    before = board(page)
    page.selectbox[0].set_value(0).run()
    assert not page.exception
    after = board(page)
    assert before["threshold"]["label"] == "Threshold for “diabetes”"
    assert after["threshold"]["label"] == "Threshold for “no diabetes”"
    usual = [np.array(data["confusions"][1]["counts"][50]) for data in (before, after)]
    assert (usual[0] == usual[1][::-1, ::-1]).all()


def test_the_articles_figure_is_compared_in_words():
    said = texts(shown(trained("pima_article", 5)))
    assert "77.73 %" in said and "about 74 %" in said and "65.1 %" in said
    assert "All rows are used for training" in said
    assert "77.73" not in texts(shown(trained("playground", 5)))


def test_an_open_gap_is_named():
    said = texts(shown(trained("pima", 150)))
    assert "better on the rows it has seen" in said


def test_the_caveat_comes_with_what_reads_the_test_rows():
    page = shown(trained("pima", 5, patience=20))
    assert any("no longer honest" in warning.value and "patience" in warning.value for warning in page.warning)
    assert not shown(trained("pima", 5)).warning


def test_loss_and_penalties_stand_apart():
    found = lines(shown(trained("pima", 5, l2=0.01, l1=0.001)))
    loss, one, two, cost = (
        [float(text) for text in found[name]] for name in ("Data loss", "L1 penalty", "L2 penalty", "Cost")
    )
    assert np.add(np.add(loss, one), two) == pytest.approx(cost, rel=0.01)
    assert "Cost" not in lines(shown(trained("pima", 5, l2=0.0)))


def test_several_classes_have_their_averages_named_and_one_of_them_is_positive():
    page = shown(trained("rings"))
    found, data = lines(page), board(page)
    assert {"Accuracy (micro)", "F1, macro", "F1, weighted", "Precision, macro"} <= found.keys()
    assert data["threshold"]["label"] == "Threshold for “inner”"
    assert data["confusions"][0]["classes"] == ["not inner", "inner"]


def test_a_regression_has_errors_and_no_threshold():
    page = shown(trained("bumps"))
    assert {"R²", "RMSE", "MAE", "Median error"} <= lines(page).keys()
    assert board(page)["threshold"] is None and not page.selectbox


def test_a_drawing_that_does_not_fit_says_so():
    said = texts(shown(Session(Experiment(Data("circle"), dense(3, 1, output="tanh")))))
    assert "No figures yet" in said and "3 inputs" in said


def test_scores_beyond_0_and_1_are_no_probabilities():
    network = dense(2, 1, output="linear")
    found = lines(shown(Session(Experiment(Data("circle"), network, theta=(1.0,) * network.size))))
    assert [found[name] for name in ("Brier score", "Log loss", "Calibration error")] == [["NaN", "NaN"]] * 3


def test_cross_validation_gives_mean_and_spread_of_models_that_are_not_the_one_on_screen():
    session = trained("playground", 5)
    theta = session.theta.copy()
    page = shown(session)
    assert "10 models, none of which is the one on screen" in texts(page)
    page.number_input(key="folds").set_value(3)
    page.button(key="folds begin").click().run()
    assert not page.exception
    said = texts(page)
    assert "Mean ± standard deviation of 3 folds" in said and "3 models, none of which" in said
    assert (session.theta == theta).all() and session.position == 5


def test_a_cross_validation_is_forgotten_when_the_settings_change():
    session = trained("playground", 5)
    page = shown(session)
    page.button(key="folds begin").click().run()
    assert "standard deviation of 10 folds" in texts(page)
    session.configure(training=replace(session.experiment.training, learning_rate=0.5))
    assert "standard deviation of" not in texts(page.run())


def test_an_untrained_network_says_that_its_figures_are_chance():
    assert "not trained yet" in shown(trained("pima", 0)).info[0].value
    assert not shown(trained("pima", 1)).info


def test_a_third_part_makes_the_test_rows_honest_again():
    session = trained("pima", 5, patience=20)
    page = shown(session)
    next(button for button in page.button if "aside for validation" in button.label).click().run()
    assert not page.exception and not page.warning
    assert [part["name"] for part in board(page)["parts"]] == [
        "Training rows",
        "Validation rows",
        "Test rows, held out",
    ]
