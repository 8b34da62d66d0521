"""The report says what the app says, is sound and safe to open, and the same for the same session."""

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

import nncore as nn
from nncore import metrics
from nncore.diagnose import diagnose
from nncore.explain.numbers import format_number
from tests.hostile import ACTS, HOST, NAMES, sessions
from ui.core.guesses import outcome
from ui.core.links import link_of
from ui.core.measured import class_counts, parts_of
from ui.core.measures import percent
from ui.core.session import Session
from ui.lessons.blocks import Mission, Prediction
from ui.lessons.reading import load_lessons
from ui.report import report_of
from ui.report.link import LONGEST

TODAY = date(2026, 3, 9)
TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "section", "div", "p", "b", "i", "h1", "h2", "h3", "ul",
    "li", "span", "small", "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td",
    "svg", "desc", "g", "path", "line", "circle", "rect", "text", "image",
}  # fmt: skip
"""All that a report is made of: nothing that runs, fetches or leads elsewhere."""


def trained(name: str, epochs: int = 15, **training: object) -> Session:
    experiment = nn.EXPERIMENTS[name].experiment
    session = Session(replace(experiment, training=replace(experiment.training, **training)))
    session.advance(epochs=epochs)
    return session


def report(session: Session, **arguments: object) -> str:
    return report_of(session, date=TODAY, **arguments)


def read(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    for part in root.iter():
        part.tag = part.tag.rpartition("}")[2]
    return root


def words(part: ElementTree.Element) -> str:
    return " ".join("".join(part.itertext()).split())


def section(root: ElementTree.Element, title: str) -> ElementTree.Element:
    return next(one for one in root.iter("section") if words(one.find(".//h2")) == title)


def titles(root: ElementTree.Element) -> list[str]:
    return [words(one) for one in root.iter("h2")]


def rows(part: ElementTree.Element) -> dict[str, list[str]]:
    """Name of a row → its cells."""
    return {
        (row[0].text or words(row[0])): [words(cell) for cell in row[1:]] for body in part.iter("tbody") for row in body
    }


def glanced(root: ElementTree.Element) -> dict[str, str]:
    """Name → value of what stands out."""
    return {words(one.find("span")): words(one.find("b")) for one in root.iter("li") if one.find("b") is not None}


# -------------------------------------------------------------------- the numbers are the app's


def test_accuracy_loss_and_counts_of_a_pima_run_are_those_of_the_app():
    session = trained("pima")
    root, shown = read(report(session)), session.snapshot
    values = glanced(root)
    assert values["epochs trained"] == "15"
    assert values["loss, training"] == format_number(shown.train_loss)
    assert values["loss, test"] == format_number(shown.test_loss)
    assert values["accuracy, training"] == percent(shown.train_accuracy)
    assert values["accuracy, test"] == percent(shown.test_accuracy)
    found = rows(section(root, "How good it is"))
    assert found["Accuracy"] == [percent(shown.train_accuracy), percent(shown.test_accuracy)]
    assert found["Data loss"] == [format_number(shown.train_loss), format_number(shown.test_loss)]
    for name in ("Precision", "Recall", "F1", "ROC area (AUC)", "95 % interval"):
        assert len(found[name]) == 2
    matrix = [
        words(cell) for table in list(section(root, "How good it is").iter("table"))[1:] for cell in table.iter("td")
    ]
    counted = [
        f"{count:,}" for part in parts_of(session) for count in class_counts(session.dataset, part, "sigmoid").ravel()
    ]
    assert [matrix[place] for start in range(0, 20, 5) for place in (start, start + 1)] == counted


def test_the_rows_of_each_part_and_class_are_counted():
    session = trained("pima", 1)
    found, dataset = rows(section(read(report(session)), "Data")), session.dataset
    assert found["All"] == [f"{len(dataset.train)}", f"{len(dataset.test)}", "768"]
    ill = int(dataset.train_labels.sum())
    assert found["diabetes"][0] == f"{ill} · {percent(ill / len(dataset.train))}"


def test_a_regression_has_errors_in_the_unit_of_the_data():
    session = trained("cars")
    found = rows(section(read(report(session)), "How good it is"))
    part = parts_of(session)[-1]
    assert found["RMSE"][1] == format_number(metrics.root_mean_square(part.output, part.targets))
    assert found["MAE"][1] == format_number(metrics.mean_error(part.output, part.targets))
    assert found["R²"][1] == format_number(session.snapshot.test_accuracy)


def test_a_spiral_is_shown_on_its_plane_and_pima_is_not():
    spiral, pima = read(report(trained("spiral"))), read(report(trained("pima", 1)))
    plane = section(spiral, "The answers on the plane")
    assert next(plane.iter("image")).get("href").startswith("data:image/png;base64,")
    assert "The answers on the plane" not in titles(pima)


def test_points_of_the_plane_stand_where_their_rows_are():
    session = trained("spiral", 1)
    plane = section(read(report(session)), "The answers on the plane")
    marks = [path for path in plane.iter("path") if path.get("stroke-width")]
    assert len(marks) == len(session.dataset.train) + len(session.dataset.test)


def test_settings_have_the_names_and_words_of_the_train_page():
    session = trained("pima", 1, batch_size=0, dropout=0.25, schedule="step")
    found = rows(section(read(report(session)), "Settings"))
    assert found["Optimiser"] == ["Adam"] and found["Loss"] == ["Binary cross-entropy"]
    assert found["Batch size"] == ["all rows"] and found["Dropout"] == ["0.25"] and found["L2 penalty"] == ["0.01"]
    assert found["Epochs between drops"] == ["100"] and found["Seed"] == ["0"]
    assert "L1 penalty" not in found and "Regularisation" not in found


def test_curves_run_over_all_epochs_with_the_changes_marked():
    session = trained("playground", 20)
    session.configure(training=replace(session.experiment.training, learning_rate=0.1))
    session.advance(epochs=20)
    root = read(report(session))
    curves = section(root, "Learning curves")
    assert [words(one) for one in curves.iter("h3")] == ["Loss", "Accuracy"]
    lines = [path for path in curves.iter("path") if path.get("stroke-width") == "2"]
    assert [path.get("d").count("L") for path in lines] == [40] * 4
    assert "From epoch 20: learning rate 0.03 → 0.1" in words(section(root, "Settings"))
    assert len([path for path in curves.iter("path") if path.get("d").endswith("h8l-4 7z")]) == 2


def test_an_earlier_epoch_is_reported_as_it_was():
    session = trained("playground", 20)
    session.seek(5)
    root = read(report(session))
    assert glanced(root)["loss, training"] == format_number(session.snapshot.train_loss)
    assert "The run goes on to epoch 20" in words(section(root, "Learning curves"))


def test_the_doctors_findings_stand_with_their_remedies():
    session = trained("playground", 5, learning_rate=1e6)
    found = diagnose(session.experiment, session.snapshot, session.history.curves())
    told = words(section(read(report(session)), "The doctor"))
    assert found
    for one in found:
        assert one.title in told and one.explanation.rstrip(".") in told
        assert all(remedy.label in told for remedy in one.remedies)
    assert "finds nothing wrong" in words(section(read(report(trained("pima", 5))), "The doctor"))


def test_the_weights_of_a_small_network_are_listed():
    session = trained("playground", 3)
    root = read(report(session))
    listed = [words(row[2]) for body in section(root, "Weights").iter("tbody") for row in body]
    network = session.experiment.network
    order = [network.slot(one) for unit in network.units() if unit.layer for one in [*network.incoming(unit), unit]]
    assert listed == [format_number(value, 6) for value in session.theta[order]]
    assert format_number(float(session.theta[0])) in words(section(root, "The network"))
    assert "Weights" not in titles(read(report(trained("pima", 1))))


# -------------------------------------------------------------------- where there is less to say


def test_a_drawing_that_does_not_fit_its_data_is_reported_without_figures():
    session = Session(replace(nn.EXPERIMENTS["pima"].experiment, data=nn.Data("circle")))
    root = read(report(session))
    assert not {"How good it is", "Learning curves", "The answers on the plane"} & set(titles(root))
    assert {"The network", "Settings", "Data", "The doctor"} <= set(titles(root))
    assert "The drawing has 8 inputs and the data 2 features" in words(root)


def test_data_that_make_no_rows_are_reported_with_the_reason():
    session = sessions()["a problem"]
    assert session.problem[1:] in words(section(read(report(session)), "Data"))


def test_a_run_that_diverged_and_one_that_never_began_are_reported():
    assert "NaN" in report(trained("playground", 5, learning_rate=1e9))
    assert "Nothing was trained yet." in report(Session(nn.EXPERIMENTS["iris"].experiment))


@pytest.mark.parametrize("name", nn.EXPERIMENTS)
def test_every_experiment_gives_a_small_sound_report(name):
    text = report(trained(name, 2))
    read(text)
    assert len(text.encode()) < 300_000


def test_the_largest_drawing_gives_a_small_report():
    network = nn.dense(2, 300, 300, 150, 1)
    session = Session(nn.Experiment(nn.Data("circle"), network))
    assert len(report(session).encode()) < 300_000


# -------------------------------------------------------------------- lessons and link


def first_blocks() -> tuple[Prediction, Prediction, Mission]:
    lesson = load_lessons()[0][0]
    one, two = lesson.of(Prediction)[:2]
    return one, two, lesson.of(Mission)[0]


def test_predictions_are_right_or_wrong_and_missions_done_or_open():
    one, two, mission = first_blocks()
    guesses = [
        [outcome(one.id, one.right), 3.5, False],
        [outcome(two.id, two.right), two.right, True],
        ["z = 1", 1, True],
    ]
    kept = {"done": [mission.id], "runs": {}, "guesses": guesses}
    part = section(read(report(trained("iris", 1), lessons=kept)), "Lessons")
    found = rows(part)
    assert found[one.question] == ["3.5", one.right_text, "wrong"]
    assert found[two.question] == [two.right_text, two.right_text, "right"]
    assert found[f"Mission: {mission.title}"] == ["", "", "done"]
    assert "Predictions on other pages: 1 of 1 right." in words(part)
    kept["done"] = []
    assert (
        rows(section(read(report(trained("iris", 1), lessons=kept)), "Lessons"))[f"Mission: {mission.title}"][-1]
        == "open"
    )


@pytest.mark.parametrize("kept", [None, {}, {"done": 7, "guesses": [[1], "x", None]}, {"done": [["x"]], "guesses": {}}])
def test_lessons_that_nobody_did_or_that_make_no_sense_are_left_out(kept):
    assert "Lessons" not in titles(read(report(trained("iris", 1), lessons=kept)))


def test_a_link_is_printed_with_its_code_as_long_as_a_camera_can_read_it():
    session = trained("playground", 1)
    link = f"https://school.example/?s={link_of(session)}"
    part = section(read(report(session, link=link)), "Go on with it")
    assert link in words(part) and len(list(part.iter("svg"))) == 1
    long = section(read(report(session, link=link.ljust(LONGEST + 1, "x"))), "Go on with it")
    assert "2,001 characters, too many to print: save it as a file" in words(long) and not list(long.iter("svg"))
    assert "has no link: save it as a file" in words(section(read(report(session)), "Go on with it"))


# -------------------------------------------------------------------- safe, and the same every time


@pytest.mark.parametrize("special", sessions())
def test_hostile_names_are_text_and_nothing_else(special):
    session = sessions()[special]
    session.advance(epochs=2)
    hostile = "<script>alert(1)</script>"
    kept = {"done": [hostile], "guesses": [[hostile, hostile, True]]}
    root = read(text := report(session, student=hostile, link=f"javascript:{hostile}", lessons=kept))
    assert {part.tag for part in root.iter()} <= TAGS
    assert not [name for part in root.iter() for name in part.attrib if name.startswith("on") or name.endswith("src")]
    assert not any(part in text for part in (*ACTS["HTML"], "<script"))
    assert hostile in words(root)
    for part in root.iter():
        assert HOST not in (part.get("href") or "") and HOST not in (part.get("style") or "")


def test_letters_that_xml_does_not_know_are_replaced():
    assert "Ada\ufffd Lovelace" in words(read(report(trained("iris", 1), student="Ada\x00 Lovelace")))


def test_names_of_a_table_are_shown_as_they_are_written():
    assert NAMES[0] in words(read(report(sessions()["classes"])))


def test_a_browser_may_run_and_fetch_nothing():
    text = report(trained("playground", 1))
    policy = next(meta for meta in read(text).iter("meta") if meta.get("http-equiv"))
    assert policy.get("content").startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    addresses = set(re.findall(r"https?://[^\"<\s]+", text))
    assert addresses == {"http://www.w3.org/2000/svg"}


def test_the_same_session_gives_the_same_bytes():
    texts = {
        report(session, student="Ada", link="https://x.example/?s=1")
        for session in (trained("rings"), trained("rings"))
    }
    assert len(texts) == 1
    session = trained("rings")
    assert report(session, student="Ada", link="https://x.example/?s=1") in texts


def test_a_report_changes_nothing():
    session = trained("playground", 3)
    before = session.state, session.theta.copy()
    report(session)
    assert session.state == before[0] and np.array_equal(session.theta, before[1])


def test_the_day_and_the_student_stand_at_its_top():
    header = read(report(trained("iris", 1), student=" Ada Lovelace ")).find(".//header")
    assert [words(part) for part in header] == ["Report of a neural network", "Ada Lovelace · 9 March 2026"]
