"""What people type: nicknames, titles, questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.core.classroom.texts import LONGEST_NICKNAME, apart, checked_nickname, plain_line, plain_text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ann", "Ann"),
        ("  Jean-Luc  P. ", "Jean-Luc P."),
        ("O'Neil_2", "O'Neil_2"),
        ("4711", "4711"),
        ("Łukasz", "Łukasz"),
        ("नमस्ते", "नमस्ते"),
        ("ｆｕｌｌ", "full"),
        ("a\u202eb", "ab"),
        ("tab\tbed", "tabbed"),
    ],
)
def test_a_nickname_is_kept_as_people_write_it(typed, name):
    assert checked_nickname(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "<b>",
        "a;b",
        "a/b",
        "😀",
        "x" * 21,
        None,
        5,
        ["a"],
        "\u3164",
        "...",
        "\u202e",
        "a\ud800<",
        "=1+1",
        "y" * 10**6,
    ],
)
def test_what_is_no_nickname_is_refused_with_what_to_use(typed):
    with pytest.raises(ValueError, match=r"use|type it again"):
        checked_nickname(typed)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_short_printable_nickname_or_refused(typed):
    try:
        name = checked_nickname(typed)
    except ValueError:
        return
    assert 1 <= len(name) <= LONGEST_NICKNAME
    assert name.isprintable()
    assert checked_nickname(name) == name


def test_the_second_of_the_same_name_gets_a_number():
    assert apart("Ann", []) == "Ann"
    assert apart("ann", ["Ann"]) == "ann 2"
    assert apart("Ann", ["Ann", "ann 2"]) == "Ann 3"
    assert apart("straße", ["STRASSE"]) == "straße 2"


def test_a_number_behind_a_long_name_still_fits():
    long = "x" * LONGEST_NICKNAME
    second = apart(long, [long])
    assert second == "x" * 18 + " 2"
    assert apart(long, [long, second]) == "x" * 18 + " 3"


def test_text_keeps_its_lines_and_loses_what_is_not_seen():
    assert plain_text(" one\r\ntwo\x00\x1b ", "the question", 50) == "one\ntwo"
    assert plain_line("one\ntwo", "the title", 50) == "one two"
    assert plain_text("<b>&amp;</b>", "the question", 50) == "<b>&amp;</b>"
