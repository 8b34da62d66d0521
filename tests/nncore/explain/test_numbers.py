import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore.explain.numbers import equals, format_number, read_number, show_decimals, show_number


@pytest.mark.parametrize(
    "value, text",
    [
        (5, "5"),
        (-8, "−8"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.123456, "0.123"),
        (0.5004, "0.500"),
        (0.1 + 0.2, "0.3"),
        (1234.6, "1235"),
        (52.25, "52.2"),
        (9.996, "10.0"),
        (1.2345e-7, "1.23 × 10⁻⁷"),
        (9.63e-5, "9.63 × 10⁻⁵"),
        (9.9996e-5, "1.00 × 10⁻⁴"),
        (1e-5, "10⁻⁵"),
        (-1e6, "−10⁶"),
        (2.5e6, "2.5 × 10⁶"),
        (math.nan, "NaN"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_are_written_with_three_digits_and_a_true_minus(value, text):
    assert format_number(value) == text


def test_the_sign_says_whether_digits_were_dropped():
    assert (equals(0.5), equals(0.1 + 0.2), equals(1 / 3), equals(0.1234, 4)) == ("=", "=", "≈", "=")


@given(st.floats(-1e300, 1e300, allow_subnormal=False), st.integers(1, 15))
def test_what_is_written_reads_as_what_is_shown_and_is_near_the_number(value, digits):
    shown = show_number(value, digits)
    assert read_number(shown.text) == pytest.approx(shown.value, rel=1e-12)
    assert abs(shown.value - value) <= 0.5 * shown.unit * (1 + 1e-9)


def test_a_number_smaller_than_the_last_place_is_zero_or_one_unit_of_it():
    assert show_decimals(5.6e-17, 13).text == "0"
    assert show_decimals(7e-6, 5).text == "10⁻⁵"


@pytest.mark.parametrize("text, value", [("−0,5", -0.5), (" 1.2e-3 ", 0.0012), ("1.2 × 10⁻³", 0.0012), ("-10⁶", -1e6)])
def test_typed_numbers_are_read_in_every_usual_form(text, value):
    assert read_number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("text", ["", "about 5", "1,2,3", "3 × 2", "1.2.3"])
def test_what_is_no_number_is_refused_with_the_remedy(text):
    with pytest.raises(ValueError, match="write it like"):
        read_number(text)


def test_a_number_that_rounds_up_to_one_in_the_last_place_is_that_one():
    """10⁻²³ is stored a little below itself: looking at its digits alone, one never arrives."""
    for decimals in range(5, 320):
        shown = show_decimals(float(f"7e-{decimals + 1}"), decimals)
        assert shown.value == float(f"1e-{decimals}") and not shown.exact
