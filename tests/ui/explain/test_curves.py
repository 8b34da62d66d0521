"""The activations as curves: dashes tell the derivative, colour and marks the functions."""

import pytest

from ui.explain.curves import curves

NAMES = ["relu", "tanh", "sigmoid"]


@pytest.mark.parametrize(("derivative", "dash"), [(False, "solid"), (True, "dash")])
def test_dashes_tell_value_from_derivative_and_marks_tell_functions_apart(derivative, dash):
    lines = [trace for trace in curves(NAMES, 1.0, derivative, "", False).data if trace.showlegend is not False]
    assert {trace.line.dash for trace in lines} == {dash}
    looks = {(trace.line.color, trace.marker.symbol) for trace in lines}
    assert len(looks) == len({symbol for _, symbol in looks}) == len(NAMES)
