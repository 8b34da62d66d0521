"""Lessons: every number in them is computed, files are read strictly, missions know when they are done."""

import os
import re
from dataclasses import replace

import numpy as np
import pytest

from nncore import PRESETS, History, Layer, dense
from nncore.crossvalidation import cross_validate
from nncore.data import Data
from nncore.drawing import Drawing
from nncore.experiment import dataset_of
from nncore.explain.numbers import format_number
from ui import glossary
from ui.explain.descent import ARTICLES_WEIGHTS, twenty_updates
from ui.lessons.blocks import Descent, Mission, Prediction, Run, Step, Table, Text, Updates
from ui.lessons.measuring import measure
from ui.lessons.missions import Verdict, Work, judged_experiment
from ui.lessons.reading import FOLDER, load_lessons, read_lesson

LESSONS, PROBLEMS = load_lessons()
BY_NAME = {lesson.name: lesson for lesson in LESSONS}
HEAD = '+++\ntitle = "A"\nsummary = "B"\n+++\n'


def worked(name: str) -> list[str]:
    """The arithmetic of all steps and predictions of a lesson."""
    blocks = BY_NAME[name].of(Step) + [block for block in BY_NAME[name].of(Prediction) if block.explanation]
    steps = [step for updates in BY_NAME[name].of(Updates) for line in updates.lines for step in line.split(",  ")]
    return [line for block in blocks for line in str(block.explanation).splitlines()] + steps


# -------------------------------------------------------------------- the six lessons


def test_there_are_six_lessons_in_the_articles_order():
    assert PROBLEMS == []
    assert [lesson.name for lesson in LESSONS] == [
        "neuron", "forward-pass", "activations", "gradient-descent", "back-propagation", "pima",
    ]  # fmt: skip


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_each_lesson_has_a_prediction_a_worked_number_and_a_mission(lesson):
    assert lesson.of(Prediction) and lesson.of(Step) and len(lesson.of(Mission)) == 1
    assert sum(len(text.markdown.split()) for text in lesson.of(Text)) <= 400


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "neuron",
            ["i = (2 × 1) + (3 × 1) = 5", "i = (2 × 1) + (3 × 1) − 4 = 1", "j = (2 × −1) + (3 × 1) = 1"],
        ),
        (
            "forward-pass",
            [
                "transactions = (5 × 2) + (1 × −1) = 9",
                "h1 = (3 × 1) + (4 × 1) = 7",
                "transactions = (7 × 2) + (1 × −1) = 13",
            ],
        ),
        (
            "activations",
            [
                "z = (3 × 2) + (4 × 4) = 22",
                "z = (3 × 4) + (4 × −5) = −8",
                "a = relu(−8) = 0",
                "transactions = (22 × 2) + (0 × 7) = 44",
                "transactions = (22 × 2) + (−8 × 7) = −12",
            ],
        ),
        (
            "gradient-descent",
            [
                "y = (1 × 0) + (2 × 2) + (3 × 1) = 7",
                "∂J/∂w = 2 × 7 × 1 = 14",
                "∂J/∂w = 2 × 7 × 2 = 28",
                "∂J/∂w = 2 × 7 × 3 = 42",
                "new w = 0 − 0.14 = −0.14",
                "new w = 2 − 0.28 = 1.72",
                "new w = 1 − 0.42 = 0.58",
                "y = (1 × −0.14) + (2 × 1.72) + (3 × 0.58) = 5.04",
                "∂J/∂w = 7 × 1 = 7",
            ],
        ),
        ("pima", ["share = 500 / 768 ≈ 0.6510", "share = 597 / 768 ≈ 0.7773"]),
    ],
)
def test_the_articles_numbers_are_worked_out(name, lines):
    assert set(lines) <= set(worked(name))


def test_the_step_in_numpy_prints_the_same_numbers(capsys):
    (updates,) = BY_NAME["gradient-descent"].of(Updates)
    assert len(updates.lines) == 3
    exec(updates.numpy, {})
    slopes, weights = (np.array(part.split(), float) for part in re.findall(r"\[(.+?)\]", capsys.readouterr().out))
    assert slopes.tolist() == [14, 28, 42]
    assert weights == pytest.approx([-0.14, 1.72, 0.58])


def test_the_why_of_the_linear_prediction_is_true():
    prediction = BY_NAME["activations"].of(Prediction)[0]
    assert -8 * 7 == -56 and 44 - 56 == -12 == prediction.explanation.value
    assert "−8 × 7 = −56, and 44 − 56 = −12" in prediction.why


def test_no_question_gives_its_answer_away():
    question = BY_NAME["back-propagation"].of(Prediction)[0].question
    assert "flat" not in question and "slope" not in question


def test_every_weight_of_the_step_goes_down():
    (updates,) = BY_NAME["gradient-descent"].of(Updates)
    assert all("Δw = −" in line for line in updates.lines)
    text = " ".join(text.markdown for text in BY_NAME["gradient-descent"].of(Text))
    assert "every weight must go down" in text


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("gradient-descent", ["glossary#epoch", "training loss", "(descent)", "(SSE)"]),
        ("back-propagation", ["glossary#chain-rule", "glossary#batch"]),
        ("pima", ["glossary#cross-entropy", "glossary#adam", "glossary#regularisation", "glossary#test-rows"]),
    ],
)
def test_terms_are_explained_before_the_mission_uses_them(name, terms):
    before = " ".join(text.markdown for text in BY_NAME[name].of(Text))
    assert [term for term in terms if term not in before] == []


def test_the_article_is_named_and_linked():
    assert "V. Kurama" in BY_NAME["neuron"].of(Text)[0].markdown
    assert "https://towardsdatascience.com/" in BY_NAME["neuron"].of(Text)[0].markdown


def test_sse_is_explained_once():
    texts = [text.markdown for lesson in LESSONS for text in lesson.of(Text)]
    assert sum(text.count("SSE") for text in texts) == 1


def test_relu_everywhere_answers_the_articles_four_rows():
    (table,) = BY_NAME["activations"].of(Table)
    assert table.answers == ((52,), (63,), (0,), (148,))


def test_twenty_updates_lower_the_error_step_by_step():
    (descent,) = BY_NAME["gradient-descent"].of(Descent)
    assert len(descent.costs) == 21
    # by hand: the error is 7, and a step multiplies it by 1 − 0.01 · 2 · (1 + 4 + 9) = 0.72
    assert descent.costs == pytest.approx([(7 * 0.72**n) ** 2 for n in range(21)], rel=1e-9)
    assert descent.course == "the cost falls from 49 over 25.4 and 13.2 to 9.63 × 10⁻⁵"


def test_the_articles_curve_begins_where_twenty_updates_end():
    end = twenty_updates().weights[-1]
    assert end == pytest.approx(ARTICLES_WEIGHTS, abs=5e-9)
    text = " ".join(text.markdown for text in BY_NAME["gradient-descent"].of(Text))
    assert all(f"{weight:.8f}".replace("-", "−") in text for weight in end)


@pytest.mark.parametrize(
    ("costs", "course"),
    [
        ((49, 75.3, 116, 648), "the cost rises from 49 over 75.3 and 116 to 648"),
        ((4, 1, 3, 2), "the cost goes up and down from 4 over 1 and 3 to 2"),
        ((4, 2, 1), "the cost falls from 4 over 2 to 1"),
        ((4, 2), "the cost falls from 4 to 2"),
    ],
)
def test_the_verb_of_a_descent_comes_from_its_numbers(costs, course):
    assert Descent("", costs).course == course


def test_back_propagation_follows_by_hand():
    # error 44 − 40 = 4; back over the weight 2; times the input 3; the second neuron's ReLU is flat
    assert {
        "δ = 4 × 1 = 4",
        "δ = 8 × 1 = 8",
        "δ = 28 × 0 = 0",
        "∂J/∂w = 4 × 22 = 88",
        "∂J/∂w = 8 × 3 = 24",
    } <= set(worked("back-propagation"))


def test_pima_quotes_what_the_article_prints():
    run = BY_NAME["pima"].of(Run)[0]
    assert [row.printed for row in run.rows] == ["0.6776", "0.6510", "0.4634", "0.7773"]
    assert run.experiment.network.sizes == (8, 16, 8, 1)
    assert run.experiment.data.train_share == 1.0 and run.experiment.data.scaling == "raw"


def test_the_zeros_that_mean_missing_are_counted_as_in_the_file():
    dataset = dataset_of(Data("pima"))
    column = dict(zip(dataset.raw_names, dataset.raw.T, strict=True))
    insulin, pressure = (int((column[name] == 0).sum()) for name in ("insulin", "blood_pressure"))
    text = " ".join(BY_NAME["pima"].of(Text)[0].markdown.split())
    assert f"{insulin} women have an insulin of 0, {pressure} a blood pressure of 0" in text


def test_the_held_out_loss_rises_while_the_training_loss_falls():
    run = BY_NAME["pima"].of(Run)[2]
    assert [row.label for row in run.rows[2:]] == [
        "Held-out loss after 30 epochs",
        "Held-out loss after 150 epochs",
        "Training loss after 30 epochs",
        "Training loss after 150 epochs",
    ]
    early, late, train_early, train_late = map(np.mean, measure(run, 0, lambda share: None)[2:])
    assert late > early and train_late < train_early


def test_links_lead_to_terms_and_pages_that_exist():
    texts = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("[0-9]*.md"))
    links = re.findall(r"\]\(([^)]+)\)", texts)
    assert len(links) >= 12
    for page, _, anchor in (link.partition("#") for link in links if not link.startswith("https://")):
        assert (FOLDER.parents[1] / "pages" / f"{page}.py").is_file()
        assert not anchor or anchor in glossary.terms()


# -------------------------------------------------------------------- missions


def mission(name: str) -> Mission:
    return BY_NAME[name].of(Mission)[0]


def verdict(name: str, drawing: Drawing | None = None):
    """Of a mission with a board."""
    found = mission(name)
    return found.check.run(Work(drawing), **found.fields)


def verdict_on_run(name: str, history: History | None, folds=()):
    """Of a mission that has started this run."""
    found = mission(name)
    run = history.stretches() if history else ()
    return found.check.run(Work(start=found.experiment, run=run, folds=folds), **found.fields)


def run_to(experiment, epochs) -> History:
    history = History(experiment)
    snapshot = history.near(0)
    while snapshot.epoch < epochs and not snapshot.cause:
        snapshot = history.after(snapshot)
    return history


def of_hidden(experiment, size):
    network = experiment.network
    layers = (network.layers[0], Layer(size, "tanh"), network.layers[-1])
    return replace(experiment, network=replace(network, layers=layers))


def at_rate(experiment, rate):
    return replace(experiment, training=replace(experiment.training, learning_rate=rate))


@pytest.mark.parametrize("name", ["neuron", "forward-pass", "activations"])
def test_a_drawing_mission_is_not_done_at_the_start(name):
    assert not verdict(name, mission(name).begin.drawing).done


def test_missions_for_drawings_are_done_by_their_solutions():
    money = Drawing(dense(2, 1, output="linear"), [2, 5, 0])
    assert verdict("neuron", money).done
    assert verdict("forward-pass", PRESETS["transactions"].drawing).done
    assert verdict("activations", PRESETS["xor_relu"].drawing).done
    assert verdict("activations", PRESETS["xor"].drawing).done


def test_a_mission_says_how_far_it_is():
    told = verdict("activations", PRESETS["or"].drawing).text
    assert told == "3 of 4 rows are right: (1, 1) gives 1 where 0 is wanted."
    told = verdict("activations", PRESETS["not"].drawing).text
    assert told == "Needed: 2 inputs and 1 output; the drawing has 1 and 1."
    assert verdict("activations").text == "Nothing is drawn yet."
    single = Drawing(dense(2, 1, output="linear"), [3, 1, 0])
    assert verdict("forward-pass", single).text == "The drawing has 0 hidden neurons; 2 are asked for."


def test_a_drawing_that_overflows_is_just_not_right():
    huge = dense(2, 1, output="linear")
    assert not verdict("neuron", Drawing(huge, [np.inf, np.nan, 1e308])).done


@pytest.mark.parametrize("name", ["gradient-descent", "back-propagation", "pima"])
def test_a_run_mission_waits_for_the_run_it_starts_and_for_training(name):
    assert verdict_on_run(name, None).text.startswith("Not set up yet")
    assert not verdict_on_run(name, run_to(mission(name).experiment, 0)).done


def test_the_circle_needs_more_than_it_starts_with_and_three_neurons_are_enough():
    start = mission("back-propagation").experiment
    few = verdict_on_run("back-propagation", run_to(start, 200))
    assert not few.done and re.search(r"is the best so far; wanted is at least 95 %\.$", few.text)
    assert verdict_on_run("back-propagation", run_to(of_hidden(start, 3), 300)).done
    refused = verdict_on_run("back-propagation", run_to(of_hidden(start, 4), 300))
    assert refused.text == "The drawing has 4 hidden neurons; at most 3 are allowed."


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"features": ("x1²", "x2²")}, "the inputs"),
        ({"train_share": 0.98}, "the share of rows that train"),
        ({"seed": 1}, "the seed of the data"),
        ({"name": "gauss"}, "the data set"),
    ],
)
def test_the_circle_mission_does_not_pass_with_easier_data(change, named):
    start = of_hidden(mission("back-propagation").experiment, 1 if "features" in change else 3)
    easier = at_rate(replace(start, data=replace(start.data, **change)), 0.1)
    history = run_to(easier, 150)
    assert history.curves().test_accuracy.max() >= 0.95
    told = verdict_on_run("back-propagation", history)
    assert told == Verdict(False, f"This mission keeps its data as they were set up. Set back: {named}.")


def test_walking_down_needs_a_larger_learning_rate_within_thirty_epochs():
    start = mission("gradient-descent").experiment
    told = verdict_on_run("gradient-descent", run_to(start, 30))
    assert not told.done and told.text.endswith("wanted is at most 0.001 within 30 epochs.")
    assert verdict_on_run("gradient-descent", run_to(at_rate(start, 0.05), 30)).done
    late = run_to(at_rate(start, 0.01), 400)
    assert late.curves().train_loss.min() <= 0.001
    assert not verdict_on_run("gradient-descent", late).done


def test_reaching_the_bound_in_time_and_playing_on_counts():
    start = mission("gradient-descent").experiment
    assert verdict_on_run("gradient-descent", run_to(at_rate(start, 0.05), 200)).done


def test_weights_that_were_set_by_hand_are_no_walk_down():
    start = mission("gradient-descent").experiment
    found = run_to(at_rate(start, 0.05), 60)
    by_hand = replace(start, theta=tuple(found.at(60).theta.tolist()))
    told = verdict_on_run("gradient-descent", run_to(by_hand, 10))
    assert not told.done and told.text.startswith("These weights were good before they were trained")


# -------------------------------------------------------------------- the mission that is judged on several splits


def judged(experiment):
    start = mission("pima").experiment
    epochs = experiment.training.stop_epoch
    return list(cross_validate(judged_experiment(experiment, start), mission("pima").fields["folds"], epochs))


def pima_with(stop_epoch=30, scaling="raw", **changes):
    start = mission("pima").experiment
    training = replace(start.training, stop_epoch=stop_epoch, **changes)
    return replace(start, data=replace(start.data, scaling=scaling), training=training)


@pytest.mark.parametrize(
    ("experiment", "done"),
    [(pima_with(), False), (pima_with(150), False), (pima_with(30, "standard", l2=0.01), True)],
    ids=["as it starts", "longer", "standardised with L2"],
)
def test_pima_is_judged_by_the_mean_over_the_splits(experiment, done):
    folds = judged(experiment)
    assert sum(fold.rows for fold in folds) == 768
    told = verdict_on_run("pima", History(experiment), folds)
    mean = 100 * np.mean([fold.test_score for fold in folds])
    assert told.done is done and told.text.startswith(f"{format_number(mean)} % of the rows held out are right")


def test_a_lucky_seed_or_epoch_is_of_no_use_on_pima():
    settings = pima_with(5)
    lucky = [judged(replace(settings, seed=seed)) for seed in (0, 3)]
    assert lucky[0] == lucky[1]
    split = replace(settings, data=replace(settings.data, seed=8))
    assert verdict_on_run("pima", History(split), lucky[0]).text.endswith("Set back: the seed of the data.")
    endless = pima_with(0)
    assert verdict_on_run("pima", run_to(endless, 3), lucky[0]).text.startswith("Choose beforehand when to stop")
    assert verdict_on_run("pima", run_to(pima_with(150), 3)).text.startswith("Not judged yet")


# -------------------------------------------------------------------- files


def test_numbers_in_brackets_are_computed():
    text = HEAD + 'Before.\n\n```drawing\npreset = "transactions"\n```\nIt says [[unit 2.0]] for [[unit 0.1]] accounts.'
    lesson = read_lesson(text, "7-mine.md")
    assert (lesson.name, lesson.order, lesson.title) == ("mine", 7, "A")
    assert [block.markdown for block in lesson.of(Text)] == ["Before.", "It says 9 for 3 accounts."]


def test_a_block_changes_the_setting_for_itself_alone():
    text = HEAD + (
        '```drawing\npreset = "transactions"\n```\n'
        '```step\nshow = "unit 2.0"\nweights = {"1.0>2.0" = 0}\ninputs = [3, 4]\n```\n'
        '```step\nshow = "unit 2.0"\n```\n'
    )
    assert [step.explanation.value for step in read_lesson(text, "7-mine.md").of(Step)] == [-1, 9]


def test_code_in_other_languages_is_left_as_it_stands():
    text = HEAD + "```python\n[1, 2]\n```\n"
    assert read_lesson(text, "7-mine.md").of(Text)[0].markdown == "```python\n[1, 2]\n```"


BLOCK = "```{}\n{}\n```\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no head", r"7-mine\.md, line 1: begin with title and summary"),
        ("+++\ntitle = \n+++\n", r"7-mine\.md, line 2: .*; write name = value"),
        ('+++\ntitle = "A"\n+++\n', r"line 1: summary: give a text"),
        ('+++\ntitle = "A"\nsummary = "B"\ncolour = "red"\n+++\n', "line 1: unknown field 'colour'"),
        (HEAD + "text\n```misson\n```\n", r"line 6: unknown block 'misson'; choose from drawing, step"),
        (HEAD + "text\n```step\n", "line 6: this block has no end"),
        (HEAD + BLOCK.format("step", "\nshow = unit"), r"line 7: "),
        (HEAD + BLOCK.format("step", 'show = "unit 1.0"'), "line 5: no drawing yet"),
        (HEAD + BLOCK.format("step", 'preset = "and"\nshow = "unit 4.0"'), "names nothing in this drawing"),
        (HEAD + BLOCK.format("step", 'preset = "and"\nshow = "unit"'), "names nothing in this drawing"),
        (
            HEAD + BLOCK.format("step", 'preset = "and"\nshow = "colour 1.0"'),
            "unknown number .*begin with one of unit",
        ),
        (HEAD + BLOCK.format("step", 'preset = "and"\nshow = "loss"'), "give targets"),
        (HEAD + BLOCK.format("drawing", 'preset = "nor"'), "unknown preset 'nor'; choose from transactions"),
        (HEAD + BLOCK.format("drawing", 'preset = "and"\ninputs = [1]'), "inputs: give a list of 2 numbers"),
        (HEAD + BLOCK.format("drawing", 'preset = "and"\nweigths = 3'), "unknown field 'weigths'"),
        (HEAD + BLOCK.format("drawing", 'preset = "and"\nweights = {"0.7>1.0" = 3}'), "not connected"),
        (HEAD + BLOCK.format("drawing", 'preset = "and"\nlearning_rate = -1'), "learning_rate is -1"),
        (HEAD + BLOCK.format("drawing", 'preset = "and"\nupdates = 10000'), "updates: give a whole number"),
        (HEAD + BLOCK.format("predict", 'preset = "and"\nquestion = "?"'), "give answer"),
        (
            HEAD + BLOCK.format("predict", 'preset = "and"\nquestion = "?"\nanswer = "unit 1.0"\nchoices = [5, 6]'),
            "the right answer, 1, is not among the choices",
        ),
        (
            HEAD + BLOCK.format("mission", 'title = "M"\ntask = "T"\ncheck = "luck"'),
            "choose from answers, run, folds",
        ),
        (
            HEAD + BLOCK.format("mission", 'title = "M"\ntask = "T"\ncheck = "answers"\nrows = [[0]]\ntargets = []'),
            "one answer for each row",
        ),
        (
            HEAD + BLOCK.format("mission", 'title = "M"\ntask = "T"\ncheck = "run"\nmeasure = "luck"'),
            "choose from test_accuracy",
        ),
        (
            HEAD + BLOCK.format("update", 'preset = "transactions"\ntargets = [9]\nloss = "sse"'),
            "this table is for one linear neuron",
        ),
        (HEAD + BLOCK.format("update", 'preset = "slope"\nloss = "sse"'), "give targets"),
        (
            HEAD + BLOCK.format("mission", 'title = "M"\ntask = "T"\ncheck = "answers"\nrows = [[0]]\ntargets = [1]'),
            "begin: say what the mission begins with",
        ),
        (
            HEAD + BLOCK.format("mission", 'title = "M"\ntask = "T"\ncheck = "folds"\nat_least = 0.5'),
            "start: say what the mission begins with",
        ),
        (
            HEAD
            + BLOCK.format(
                "mission", 'title = "M"\ntask = "T"\ncheck = "folds"\nat_least = 0.5\nmay_change = ["luck"]'
            ),
            "may_change: give a list of settings of the data",
        ),
        (
            HEAD + BLOCK.format("run", 'title = "R"\nexperiment = "luck"\nrows = []'),
            "unknown experiment 'luck'",
        ),
        (HEAD + "It is [[unit 1.0]].", "line 5: no drawing yet"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(text, reason):
    with pytest.raises(ValueError, match=reason):
        read_lesson(text, "7-mine.md")


def test_a_broken_file_leaves_the_other_lessons_alone(tmp_path):
    (tmp_path / "1-good.md").write_text(HEAD + "Text.", encoding="utf-8")
    (tmp_path / "2-broken.md").write_text("nothing", encoding="utf-8")
    (tmp_path / "3-bytes.md").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "README.md").write_text("not a lesson", encoding="utf-8")
    lessons, problems = load_lessons(tmp_path)
    assert [lesson.name for lesson in lessons] == ["good"]
    assert [problem.split(":")[0] for problem in problems] == ["2-broken.md, line 1", "3-bytes.md, line 1"]


def test_a_lesson_is_read_again_after_it_changed(tmp_path):
    path = tmp_path / "1-good.md"
    path.write_text(HEAD + "One.", encoding="utf-8")
    assert load_lessons(tmp_path)[0][0].blocks == (Text("One."),)
    path.write_text(HEAD + "Two.", encoding="utf-8")
    os.utime(path, (1, 1))
    assert load_lessons(tmp_path)[0][0].blocks == (Text("Two."),)


def test_the_readmes_example_is_a_lesson():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    example = "\n".join(line[4:] for line in readme.splitlines() if line.startswith("    "))
    lesson = read_lesson(example, "7-my-lesson.md")
    assert lesson.of(Prediction)[0].right == 13
