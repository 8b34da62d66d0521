import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncore.data.features import (
    LONGEST_FORMULA,
    FormulaError,
    available,
    check_feature,
    check_formula,
    compute_feature,
    formula_columns,
    formula_kind,
    identifier,
)

X1, X2 = np.array([0.5, -2.0, 3.0]), np.array([1.0, 4.0, -0.25])
COLUMNS = {"x1": X1, "x2": X2}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("x1", X1),
        ("x1²", X1**2),
        ("x1x2", X1 * X2),
        ("sin x2", np.sin(X2)),
        ("x1³ − 2·x₂", X1**3 - 2 * X2),
        ("-(x1 + 1.5)/x2", -(X1 + 1.5) / X2),
        ("max(x1, x2) - min(x1, x2)", abs(X1 - X2)),
        ("exp(-abs(x1)) * tanh(cos(x2))", np.exp(-abs(X1)) * np.tanh(np.cos(X2))),
        ("sqrt(x1**2 + x2**2)", np.hypot(X1, X2)),
        ("1e-1 * x1", 0.1 * X1),
        ("2 ** -1", np.full(3, 0.5)),
        ("7", np.full(3, 7.0)),
        ("x1 > 0", [1, 0, 1]),
        ("x1 <= 0.5", [1, 1, 0]),
        ("x1 ≥ 0.5", [1, 0, 1]),
        ("x2 == 4", [0, 1, 0]),
        ("x2 ≠ 4", [1, 0, 1]),
        ("0 < x1 < 1", [1, 0, 0]),
        ("0 < x1 > x2", [0, 0, 1]),
        ("x1 > 0 and x2 > 0", [1, 0, 0]),
        ("x1 > 1 or x2 > 2", [0, 1, 1]),
        ("not x1 > 0", [0, 1, 0]),
        ("not x1", [0, 0, 0]),
        ("x1 and x2", [1, 1, 1]),
        ("(x1 > 0) * 3 - (x2 > 0)", [2, -1, 3]),
        ("x1 > 0 or 1/0 > 0", [1, np.nan, 1]),
        ("x1 > 0 and log(x1) < 0", [1, 0, 0]),
        ("x1\n>\t0", [1, 0, 1]),
        ("sign(x1)", [1, -1, 1]),
        ("floor(x2)", [1, 4, -1]),
        ("round(x1)", [0, -2, 3]),
        ("step(x1) + step(0)", [1, 0, 1]),
        ("cos(pi * x1)", np.cos(np.pi * X1)),
        ("log(e)", [1, 1, 1]),
    ],
)
def test_formulas_mean_what_they_say(formula, expected):
    check_feature(formula, COLUMNS)
    np.testing.assert_allclose(compute_feature(formula, COLUMNS), expected, rtol=1e-15)


@pytest.mark.parametrize(
    ("formula", "position", "message"),
    [
        ("", 0, "can't read on at the end of formula ''; write something like"),
        ("x1 and ", 7, "can't read on at the end"),
        ("x1 +", 4, r"can't read on at the end of formula 'x1 \+'"),
        ("  x1 * ) ", 7, "'\\)' without its '\\('"),
        ("(x1 + (x2)", 0, "'\\(' that is not closed at character 1 .* add a \\)"),
        ("sin(x1", 3, "'\\(' that is not closed"),
        ("2x1", 0, r"can't read '2x1' at character 1 of formula '2x1'; write 2\*x1"),
        ("1e5x1", 0, r"write 1e5\*x1"),
        ("x1² + 2pi", 6, r"write 2\*pi"),
        ("1and x1", 0, "write 1 and"),
        ("0x10", 0, r"write 0\*x10"),
        ("1j", 0, r"write 1\*j"),
        ("x1^2", 2, r"unknown sign '\^' at character 3 of formula 'x1\^2'; write powers as \*\*"),
        ("x1²·x2 ^ 2", 7, r"character 8 .* write powers as \*\*"),
        ("x1 = 2", 3, "write == to compare"),
        ("x1 =< 2", 3, "write <="),
        ("x1 => 2", 3, "write >="),
        ("x1 <> 2", 3, "write !="),
        ("!x1", 0, "write not"),
        ("x1 & x2", 3, "write and"),
        ("x1 || x2", 3, "write or"),
        ("~x1", 0, "write not"),
        ("x1 === x2", 3, "write =="),
        ("x1 << 2", 3, "can't use"),
        ("x1 % 2", 3, "unknown sign '%'"),
        ("x1 @ x2", 3, "unknown sign '@'"),
        ("x3", 0, "unknown column 'x3' at character 1 of formula 'x3'; choose from x1, x2"),
        ("x1³ − 2·x₃", 8, "unknown column 'x3' at character 9"),
        ("größe + x1", 0, "unknown column 'größe'"),
        ("x1 + größe*2 + x3", 5, "unknown column 'größe'"),
        ("x1 if größe else x3.y", 3, "can't use"),
        ("größe + x1.y", 10, "can't use 'x1.y'"),
        ("sin", 0, r"'sin' without values at character 1 .* write sin\(…\)"),
        ("x1 + step", 5, "a column of that name is _step"),
        ("sin(x1, x2)", 0, r"sin of 2 value\(s\) .* give it 1"),
        ("x1*min(x1)", 3, r"min of 1 value\(s\) .* give it 2"),
        ("sin()", 0, r"sin of 0 value\(s\)"),
        ("gamma(x1)", 0, "unknown function 'gamma' .* choose from sin, cos"),
        ("eval(x1)", 0, "unknown function 'eval'"),
        ("pi(x1)", 0, "unknown function 'pi'"),
        ("(x1)(x2)", 0, "unknown function 'x1'"),
        ("sin(x1)(x2)", 0, "unknown function 'sin\\(x1\\)'"),
        ("x1.sin(x2)", 0, "unknown function 'x1.sin'"),
        ("x1 if x2 else 0", 3, "can't use"),
        ("x1, x2", 0, "can't use"),
        ("()", 0, "can't use"),
        ("x1.real", 2, "can't use 'x1.real'"),
        ("(x1).__class__.__mro__", 14, "can't use"),
        ("x1 in x2", 3, "can't use"),
        ("x1 not in x2", 3, "can't use"),
        ("x1 is x2", 3, "can't use"),
        ("x1 < x2 is x1", 3, "can't use"),
        ("(x1 ) // 2", 6, "can't use"),
        ("sin(*x1)", 4, "can't use"),
        ("sin(**x1)", 0, "unknown function|choose"),
        ("sin(x1 for x1 in x2)", 3, "can't use"),
        ("await x1", 0, "can't use"),
        ("True", 0, "can't use 'True'"),
        ("x1 + None", 5, "can't use 'None'"),
        ("...", 0, r"can't use '\.\.\.'"),
        ("max(x1, key=x2)", 11, "write == to compare"),
        ("(x1 := 2)", 4, "unknown sign ':'"),
        ("lambda: x1", 6, "unknown sign ':'"),
        ("lambda", None, "can't read on"),
        ("yield x1", None, "can't read on"),
        ("import os", None, "can't read on"),
        ("x1; x2", 2, "unknown sign ';'"),
        ("[x1]", 0, "unknown sign '\\['"),
        ("x1[0]", 2, "unknown sign '\\['"),
        ("{x1}", 0, "unknown sign '{'"),
        ("'x1'", 0, "unknown sign"),
        ('f"{x1}"', 1, "unknown sign"),
        ("__import__('os').system('true')", 11, "unknown sign"),
        ("x1 # x2", 3, "unknown sign '#'"),
        ("x1\\\nx2", 2, "unknown sign"),
        ("x1\0", 2, "unknown sign"),
        ("x1 → 2", 3, "unknown sign '→'"),
        ("x1\nx2", None, "can't read on"),
        ("x1 x2", None, "can't read on"),
        ("* x1", 0, "can't read on"),
        ("x1 < < x2", None, "can't read on"),
        ("x1 not x2", None, "can't read on"),
        ("1.2.3", None, "can't read on"),
        ("9999999999", 0, "too large a number .* use numbers up to 1e\\+09"),
        ("x1 * 1e999", 5, "too large a number"),
        ("9**9**9**9 + " * 30 + "1", LONGEST_FORMULA, "too many characters at .* shorten it to 300"),
        ("(" * 199, 100, "too many brackets in each other"),
        ("(" * 101 + "1" + ")" * 101, 100, "too many brackets in each other"),
        ("-" * 199 + "x1", 100, "too deeply nested"),
        ("not " * 50 + "-" * 60 + "x1", None, "too deeply nested"),
        ("<".join(["-x"] * 100), None, "too many parts"),
    ],
)
def test_anything_else_is_refused_with_the_place_and_the_remedy(formula, position, message):
    """Where Python's own reader decides on the place, it may differ from version to version: None."""
    with pytest.raises(FormulaError, match=message) as refused:
        check_formula(formula, COLUMNS)
    assert 0 <= refused.value.position <= len(formula)
    if position is not None:
        assert refused.value.position == position
    with pytest.raises(ValueError, match=message):
        check_feature(formula, COLUMNS)


def test_a_caret_marks_the_place():
    with pytest.raises(FormulaError) as refused:
        check_formula("x1² ·\n(x₂ ^ 2)", COLUMNS)
    assert refused.value.marked == "x1² · (x₂ ^ 2)\n          ^"


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("x1 > 0", "classes"),
        (" (not x1) ", "classes"),
        ("x1 > 0 or x2", "classes"),
        ("0 < x1 < 1", "classes"),
        ("x1", "regression"),
        ("(x1 > 0) * (x2 > 0)", "regression"),
        ("-(x1 > 0)", "regression"),
        ("step(x1)", "regression"),
    ],
)
def test_a_truth_value_is_a_class_and_a_number_a_regression(formula, kind):
    assert formula_kind(formula) == kind


def test_the_longest_sums_and_deepest_brackets_are_read():
    check_formula("+".join(["x"] * 100), ["x"])
    check_formula("(" * 100 + "x" + ")" * 100, ["x"])


def test_towers_of_powers_overflow_instead_of_hanging():
    assert np.all(np.isinf(compute_feature("9**9**9**9**9", COLUMNS)))


def test_where_a_formula_has_no_value_it_is_not_finite():
    assert np.isfinite(compute_feature("log(x1)", COLUMNS)).tolist() == [True, False, True]
    assert not np.isfinite(compute_feature("1/(x1 - x1)", COLUMNS)).any()


@pytest.mark.parametrize(
    "formula", ["log(x1) < 9", "not log(x1)", "1/0 == 1/0", "log(x1) and 1", "0 or log(x1)", "0 < log(x1) < 1"]
)
def test_a_comparison_with_no_value_has_no_value(formula):
    assert np.isnan(compute_feature(formula, {"x1": np.array([-1.0])})).all()


@given(st.text("x12 +-*/().,sincoexp²<>=!·", max_size=30) | st.text(max_size=40))
@settings(max_examples=500)
def test_any_text_is_computed_or_refused(text):
    try:
        check_feature(text, COLUMNS)
    except FormulaError as error:
        assert 0 <= error.position <= len(text)
        return
    assert compute_feature(text, COLUMNS).shape == (3,)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("blood pressure", "blood_pressure"),
        ("2 hour glucose", "_2_hour_glucose"),
        ("class", "_class"),
        ("max", "_max"),
        ("x₁", "x1"),
        ("größe", "größe"),
        ("%", "_"),
    ],
)
def test_columns_have_a_name_inside_formulas(name, expected):
    assert identifier(name) == expected
    np.testing.assert_array_equal(compute_feature(f"{expected} * 2", {name: X1}), X1 * 2)


def test_functions_are_no_columns():
    assert formula_columns("sin(x1) * max(x2, 3)") == {"x1", "x2"}


def test_a_column_wins_over_a_constant_of_its_name():
    np.testing.assert_array_equal(compute_feature("e + pi", {"e": X1}), X1 + np.pi)


def test_derived_features_need_their_columns():
    assert available(("x1", "x2")) == ("x1²", "x2²", "x1x2", "sin x1", "sin x2")
    assert available(("x1",)) == ("x1²", "sin x1")
    assert available(("glucose", "bmi")) == ()
    with pytest.raises(ValueError, match="feature 'x1x2' needs the column 'x2'; choose from x1"):
        check_feature("x1x2", ["x1"])
