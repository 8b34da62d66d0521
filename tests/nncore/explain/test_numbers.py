import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore.explain.numbers import (
    ALL_DIGITS,
    equals,
    format_number,
    read_number,
    read_whole,
    show_decimals,
    show_number,
)

CASES = json.loads((Path(__file__).parents[2] / "numbers.json").read_text(encoding="utf-8"))
"""What tests/js/format.test.js asks of ui/canvas/format.js too."""


@pytest.mark.parametrize("value, digits, text", CASES["written"])
def test_numbers_are_written_as_the_table_says(value, digits, text):
    assert format_number(float(value), digits) == text


def test_numbers_drawn_at_random_are_written_as_the_table_says():
    for value, digits, text in CASES["drawn at random"]:
        assert format_number(value, digits) == text


def test_the_sign_says_whether_digits_were_dropped():
    assert (equals(0.5), equals(0.1 + 0.2), equals(1 / 3), equals(0.1234, 4)) == ("=", "=", "≈", "=")


@given(st.floats(-1e300, 1e300), st.integers(1, ALL_DIGITS))
def test_what_is_written_reads_as_what_is_shown_and_is_near_the_number(value, digits):
    shown = show_number(value, digits)
    assert read_number(shown.text) == shown.value
    assert abs(shown.value - value) <= 0.5 * shown.unit * (1 + 1e-9) + math.ulp(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_in_full_reads_back_to_the_last_bit(value):
    assert read_number(format_number(value, ALL_DIGITS)) == value


def test_a_number_smaller_than_the_last_place_is_zero_or_one_unit_of_it():
    assert show_decimals(5.6e-17, 13).text == "0"
    assert show_decimals(7e-6, 5).text == "10⁻⁵"


@pytest.mark.parametrize("text, value", CASES["read"])
def test_typed_numbers_are_read_in_every_usual_form(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize("text", CASES["refused"])
def test_what_is_no_number_is_refused_with_the_remedy(text):
    with pytest.raises(ValueError, match="write it like"):
        read_number(text)


@pytest.mark.parametrize(
    "text, value", [("20", 20), (" 2,000 ", 2000), ("−1,234,567", -1234567), ("10⁶", 10**6), ("5.0", 5)]
)
def test_whole_numbers_are_read_with_marked_thousands(text, value):
    assert read_whole(text) == value


@pytest.mark.parametrize("text", ["2.5", "2,5", "0,500", "many"])
def test_what_is_no_whole_number_is_refused_with_the_remedy(text):
    with pytest.raises(ValueError, match="write it like"):
        read_whole(text)


def test_a_number_that_rounds_up_to_one_in_the_last_place_is_that_one():
    """10⁻²³ is stored a little below itself: looking at its digits alone, one never arrives."""
    for decimals in range(5, 320):
        shown = show_decimals(float(f"7e-{decimals + 1}"), decimals)
        assert shown.value == float(f"1e-{decimals}") and not shown.exact
