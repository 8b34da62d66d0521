"""What can be asked, what counts as an answer, and how answers are grouped."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.core.classroom.questions import (
    Question,
    checked_answer,
    histogram,
    histograms,
    is_right,
    question_of,
    true_text,
    written_answer,
)

NUMBER = Question("number", "What is the loss?", "loss", 0.05)
SHARE = Question("number", "How accurate?", "accuracy", 2.0)
CHOICE = Question("choice", "Which one?", choices=("tanh", "relu", "<b>sigmoid</b>"), right=1)
OPINION = Question("free", "Clear so far?", choices=("yes", "no"))
ALL = [NUMBER, SHARE, CHOICE, OPINION]

numbers = st.floats(-1e15, 1e15)


def bins(question, answers, true=math.nan):
    return [(bin.label, bin.count, bin.right) for bin in histogram(question, answers, true)]


# -------------------------------------------------------------------- questions


@pytest.mark.parametrize("question", ALL)
def test_a_question_is_read_as_it_was_written(question):
    assert question_of(question.to_dict()) == question


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (None, "no question"),
        ([], "no question"),
        ({"text": "a"}, "unknown kind"),
        ({"kind": ["number"], "text": "a"}, "unknown kind"),
        ({"kind": "essay", "text": "a"}, "choose from number, choice, free"),
        ({"kind": "number", "value": "loss"}, "no text"),
        ({"kind": "number", "value": "loss", "text": " "}, "0 characters"),
        ({"kind": "number", "value": "loss", "text": "x" * 301}, "301 characters; use 1 to 300"),
        ({"kind": "number", "text": "a"}, "unknown number 'None'; choose from output"),
        ({"kind": "number", "text": "a", "value": "__class__"}, "unknown number"),
        ({"kind": "number", "text": "a", "value": "weight:" + "0" * 50}, "unknown number"),
        ({"kind": "number", "text": "a", "value": "loss", "tolerance": -1}, "tolerance"),
        ({"kind": "number", "text": "a", "value": "loss", "tolerance": math.nan}, "tolerance"),
        ({"kind": "number", "text": "a", "value": "loss", "tolerance": "1"}, "tolerance"),
        ({"kind": "number", "text": "a", "value": "loss", "tolerance": 10**400}, "tolerance"),
        ({"kind": "choice", "text": "a"}, "2 to 6"),
        ({"kind": "choice", "text": "a", "choices": "ab"}, "2 to 6"),
        ({"kind": "choice", "text": "a", "choices": ["a"]}, "2 to 6"),
        ({"kind": "choice", "text": "a", "choices": list("abcdefg")}, "2 to 6"),
        ({"kind": "choice", "text": "a", "choices": ["a", "a "]}, "the same"),
        ({"kind": "choice", "text": "a", "choices": ["a", 3]}, "a choice is no text"),
        ({"kind": "choice", "text": "a", "choices": ["a", "b"], "right": 2}, "from 0 to 1"),
        ({"kind": "choice", "text": "a", "choices": ["a", "b"], "right": True}, "from 0 to 1"),
        ({"kind": "free", "text": "a", "choices": ["a", ""]}, "0 characters"),
    ],
)
def test_what_is_no_question_is_refused_in_words(spec, words):
    with pytest.raises(ValueError, match=words):
        question_of(spec)


def test_an_opinion_has_nothing_right_whatever_is_sent():
    assert question_of({"kind": "free", "text": "a", "choices": ["a", "b"], "right": 1}).right is None


# -------------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("sent", "kept"),
    [(1, 1.0), (-0.5, -0.5), ("0,5", 0.5), (" −2 ", -2.0), ("1.2e-3", 0.0012), ("87 %", 87.0), ("1.2 × 10⁻³", 0.0012)],
)
def test_a_number_is_kept_however_it_is_written(sent, kept):
    assert checked_answer(NUMBER, sent) == kept


@pytest.mark.parametrize(
    "sent",
    [
        None,
        True,
        [1],
        {"a": 1},
        "",
        "abc",
        "1" * 41,
        "1e999",
        math.nan,
        math.inf,
        -math.inf,
        1e16,
        10**400,
        "NaN",
        "0x10",
    ],
)
def test_what_is_no_number_is_refused_in_words(sent):
    with pytest.raises(ValueError, match="write"):
        checked_answer(NUMBER, sent)


@pytest.mark.parametrize("sent", [None, True, -1, 3, 1.0, "1", "relu", [1], math.nan, 10**400])
def test_what_is_no_choice_is_refused_in_words(sent):
    with pytest.raises(ValueError, match="choose one"):
        checked_answer(CHOICE, sent)


def test_answers_are_written_as_they_are_shown():
    assert written_answer(SHARE, 87.5) == "87.5 %"
    assert written_answer(CHOICE, 2) == "<b>sigmoid</b>"


@pytest.mark.parametrize(
    ("answer", "true", "right"),
    [
        (0.55, 0.5, True),
        (0.4501, 0.5, True),
        (0.56, 0.5, False),
        (0.5, math.nan, None),
        (0.5, math.inf, None),
    ],
)
def test_a_number_is_right_within_its_tolerance(answer, true, right):
    assert is_right(NUMBER, answer, true) is right


def test_the_number_as_it_is_written_is_right_without_any_tolerance():
    exact = Question("number", "Loss?", "loss")
    assert true_text(exact, 0.517138) == "0.517"
    assert is_right(exact, 0.517, 0.517138)
    assert not is_right(exact, 0.518, 0.517138)
    assert is_right(exact, 3, 3.0)
    assert not is_right(exact, 3.01, 3.0)


def test_a_choice_is_right_where_one_is():
    assert [is_right(CHOICE, place, math.nan) for place in range(3)] == [False, True, False]
    assert is_right(OPINION, 0, math.nan) is None
    assert (true_text(CHOICE, math.nan), true_text(OPINION, math.nan)) == ("relu", None)
    assert true_text(SHARE, 87.51234) == "87.5 %"
    assert true_text(NUMBER, math.nan) is None


# -------------------------------------------------------------------- histograms


def test_choices_have_a_bin_each():
    assert bins(CHOICE, [1, 1, 0]) == [("tanh", 1, False), ("relu", 2, True), ("<b>sigmoid</b>", 0, False)]
    assert bins(OPINION, []) == [("yes", 0, False), ("no", 0, False)]


def test_few_different_numbers_have_a_bin_each_and_the_right_ones_are_together():
    assert bins(NUMBER, [3.0, 0.52, 0.5, 3.0, 0.1], 0.517138) == [
        ("0.1", 1, False),
        ("0.517", 2, True),
        ("3", 2, False),
    ]


def test_numbers_without_answers_show_the_true_one_alone():
    assert bins(NUMBER, [], 0.5) == [("0.5", 0, True)]
    assert bins(NUMBER, []) == []


def test_many_numbers_lie_between_round_numbers_around_the_true_one():
    answers = [number / 100 for number in range(30, 70)]
    assert bins(NUMBER, answers, 0.5) == [
        ("0.3 to 0.4", 10, False),
        ("0.4 to 0.5", 10, False),
        ("0.5 to 0.6", 10, True),
        ("0.6 to 0.7", 10, False),
    ]


def test_wild_guesses_are_at_the_ends_and_make_no_bin_wider():
    near = [0.41, 0.42, 0.45, 0.47, 0.5, 0.52, 0.53, 0.56, 0.58]
    assert bins(NUMBER, [*near, 1e15, 1e6, -1e9], 0.5) == [
        ("below 0.3", 1, False),
        ("0.3 to 0.4", 0, False),
        ("0.4 to 0.5", 4, False),
        ("0.5 to 0.6", 5, True),
        ("0.6 to 0.7", 0, False),
        ("0.7 to 0.8", 0, False),
        ("0.8 to 0.9", 0, False),
        ("0.9 or more", 2, False),
    ]


def test_before_it_is_revealed_numbers_lie_around_their_middle():
    found = bins(NUMBER, [100, 110, 120, 130, 140, 150, 160])
    assert sum(count for _, count, _ in found) == 7
    assert not any(right for _, _, right in found)
    assert sum(count > 0 for _, count, _ in found) >= 3


@pytest.mark.parametrize("scale", [5e-324, 1e-300, 1e-20, 1e12])
@pytest.mark.parametrize("true", [0.0, 1.0, 1e15, -1e30, math.nan])
def test_numbers_of_any_size_have_their_bins(scale, true):
    found = bins(NUMBER, [scale * number for number in range(1, 40)], true)
    assert sum(count for _, count, _ in found) == 39
    assert 1 <= len(found) <= 8


def test_both_rounds_have_the_same_bins():
    before, after = histograms(NUMBER, [[0.1, 0.9, 2, 3, 4, 5, 6, 70], [0.5, 0.5]], 0.5)
    assert [bin.label for bin in before] == [bin.label for bin in after]
    assert (sum(bin.count for bin in before), sum(bin.count for bin in after)) == (8, 2)


def test_percentages_say_so():
    found = bins(SHARE, list(range(40, 100, 5)), 87.5)
    assert all(label.endswith(("%", "% or more")) for label, _, _ in found)


@given(st.lists(numbers, max_size=80), st.lists(numbers, max_size=20), st.floats() | numbers)
def test_whatever_is_answered_each_answer_is_in_one_of_at_most_eight_bins(first, second, true):
    both = histograms(NUMBER, [first, second], true)
    for found, answers in zip(both, (first, second), strict=True):
        assert sum(bin.count for bin in found) == len(answers)
        assert len(found) <= 8
        assert sum(bin.right for bin in found) == math.isfinite(true)
