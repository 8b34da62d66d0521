import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncore.data.features import available, check_feature, compute_feature, formula_columns, identifier

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
    ],
)
def test_formulas_mean_what_they_say(formula, expected):
    check_feature(formula, COLUMNS)
    np.testing.assert_allclose(compute_feature(formula, COLUMNS), expected, rtol=1e-15)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("", "can't read formula ''"),
        ("x1 +", r"can't read formula 'x1 \+'"),
        ("2x1", r"'2x1' in formula '2x1'; write 2\*x1"),
        ("1e5x1", r"write 1e5\*x1"),
        ("x1^2", r"'\^' in formula 'x1\^2' is not known; write powers as \*\*"),
        ("x3", "unknown column 'x3' in feature 'x3'; choose from x1, x2"),
        ("sin", "can't use 'sin'"),
        ("sin(x1, x2)", "sin in formula .* takes 1 value"),
        ("min(x1)", "min in formula .* takes 2 value"),
        ("gamma(x1)", "unknown function 'gamma' .* choose from sin, cos"),
        ("x1 if x2 else 0", "can't use"),
        ("x1, x2", "can't use"),
        ("x1.real", "can't use 'x1.real'"),
        ("(x1)(x2)", "unknown function 'x1'"),
        ("x1 and x2", "can't use"),
        ("not x1", "can't use"),
        ("True", "True in formula"),
        ("x1 // 2", "can't use"),
        ("sin(*x1)", "can't use"),
        ("max(x1, key=x2)", "is not known"),
        ("__import__('os').system('true')", "is not known"),
        ("x1.__class__.__mro__", "can't use"),
        ("9999999999", "use numbers up to 1e9"),
        ("9**9**9**9 + " * 30 + "1", "shorten it to 200"),
        ("(" * 199, "can't read"),
        ("x1\nx2", "can't read"),
        ("lambda", "can't read"),
    ],
)
def test_anything_else_is_refused_with_the_remedy(formula, message):
    with pytest.raises(ValueError, match=message):
        check_feature(formula, COLUMNS)


def test_towers_of_powers_overflow_instead_of_hanging():
    assert np.all(np.isinf(compute_feature("9**9**9**9**9", COLUMNS)))


def test_where_a_formula_has_no_value_it_is_not_finite():
    assert np.isfinite(compute_feature("log(x1)", COLUMNS)).tolist() == [True, False, True]
    assert not np.isfinite(compute_feature("1/(x1 - x1)", COLUMNS)).any()


@given(st.text("x12 +-*/().,sincoexp²", max_size=30) | st.text(max_size=40))
@settings(max_examples=500)
def test_any_text_is_computed_or_refused(text):
    try:
        check_feature(text, COLUMNS)
    except ValueError as error:
        assert str(error)
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


def test_derived_features_need_their_columns():
    assert available(("x1", "x2")) == ("x1²", "x2²", "x1x2", "sin x1", "sin x2")
    assert available(("x1",)) == ("x1²", "sin x1")
    assert available(("glucose", "bmi")) == ()
