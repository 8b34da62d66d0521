"""Lessons that somebody else wrote: read with their line, bounded, and without a way to other hosts."""

import json

import pytest

from nncore.experiments import EXPERIMENTS
from nncore.serialize import from_link, to_link
from ui.core.links import lesson_link, link_of, opened_from_link
from ui.core.opening import kind_of
from ui.core.session import Session
from ui.lessons.blocks import Mission, Prediction, Text
from ui.lessons.own import BEGINNING, LONGEST_OWN, MOST_BLOCKS, read_own
from ui.names import JOINER, prose

HEAD = '+++\ntitle = "T"\nsummary = "S"\n+++\n\n'


def test_what_the_editor_begins_with_is_a_lesson():
    lesson = read_own(BEGINNING)
    assert lesson.title == "My lesson"
    assert lesson.of(Prediction)[0].right == 3
    assert "11" in lesson.of(Text)[1].markdown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "line 1: begin with title"),
        (HEAD + "```nonsense\n```", "line 6: unknown block"),
        (HEAD + '```predict\nquestion = "a\n```', "line 7"),
        (HEAD + "```mission\ncheck = []\n```", "line 6: a field holds another kind"),
        (HEAD + "```drawing\nnetwork = {layers = 5}\n```", "line 6"),
        (HEAD + '```drawing\nnetwork = {layers = [[90, "linear"], [90, "tanh"]]}\n```', "line 6: network: 8"),
        (HEAD + f"```mission\ntitle = {'[' * 2000}\n```", "line 7: lists within lists"),
        (HEAD + "a" * LONGEST_OWN, "line 1: the lesson has"),
        (HEAD + "```answers\nrows = [[1, 2]]\npreset = []\n```", "line 6"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, reason):
    with pytest.raises(ValueError, match="line") as error:
        read_own(text)
    assert str(error.value).startswith(reason)


def test_too_many_blocks_are_refused():
    one = '```step\nshow = "share 1 2"\n```\n'
    read_own(HEAD + one * MOST_BLOCKS)
    with pytest.raises(ValueError, match="blocks"):
        read_own(HEAD + one * (MOST_BLOCKS + 1))


def test_no_text_of_it_reaches_another_host_whatever_way_it_is_written():
    hostile = r"\u0021\u005bx](http\u003a//evil.example/a.png) <img src=x>"
    lesson = read_own(
        HEAD
        + "![x](http://evil.example) <b>bold</b>\n\n"
        + f'```mission\ntitle = "{hostile}"\ntask = "{hostile}"\nhint = "{hostile}"\ncheck = "answers"\n'
        + 'rows = [[1, 2]]\ntargets = [1]\nbegin = {preset = "empty"}\n```\n'
        + f'```predict\nquestion = "{hostile}"\nchoices = ["{hostile}", "b"]\nright = "b"\nwhy = "{hostile}"\n```\n'
    )
    mission, question, text = lesson.of(Mission)[0], lesson.of(Prediction)[0], lesson.of(Text)[0]
    texts = [mission.title, mission.task, mission.hint, question.question, *question.choices, question.why]
    for shown in [*texts, text.markdown]:
        assert "](" not in shown
        assert "://" not in shown
        assert "<i" not in shown
        assert "<b" not in shown
    assert question.right in question.choices


@pytest.mark.parametrize(
    "kept",
    [
        "# Head\n\n**bold** and *other*",
        "- a\n- b",
        "`code`",
        "$w_1 x$ and $$\\sum_i x_i$$",
        "[w](glossary#weight)",
        "a < b",
    ],
)
def test_prose_leaves_ordinary_markdown_alone(kept):
    assert prose(kept) == kept


@pytest.mark.parametrize(
    "bad", ["![a](b)", "[a](http://b)", "[a]: b", "[a][b]", "<img>", "http://a", "www.a.b", "a@b.c"]
)
def test_prose_parts_what_would_lead_elsewhere(bad):
    assert JOINER in prose(bad)
    assert prose(bad).replace(JOINER, "") == bad
    assert "{}" in prose(f"$ {bad} $") or JOINER in prose(f"$ {bad} $")


# -------------------------------------------------------------------- links and files


def test_a_link_carries_a_lesson_to_the_page_of_lessons():
    session = Session(EXPERIMENTS["playground"].experiment)
    opened = opened_from_link(lesson_link(session, BEGINNING))
    assert (opened.lesson, opened.page) == (BEGINNING, "learn")
    assert opened_from_link(link_of(session)).lesson == ""


@pytest.mark.parametrize("lesson", [5, [], "a" * (LONGEST_OWN + 1)], ids=lambda one: json.dumps(one)[:10])
def test_a_forged_lesson_in_a_link_is_refused(lesson):
    session = Session(EXPERIMENTS["playground"].experiment)
    with pytest.raises(ValueError, match="lesson"):
        opened_from_link(to_link(from_link(link_of(session)) | {"lesson": lesson}))


def test_a_markdown_file_is_a_lesson():
    assert kind_of("1-Own.MD", b"+++") == "lesson"
