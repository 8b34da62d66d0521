"""Missing cells as a chart."""

from ui.figures.missing_cells import MOST_COLUMNS, missing_cells


def test_the_columns_that_miss_most_come_first_and_full_ones_are_left_out():
    bars = missing_cells({"a": 2, "b": 0, "c": 9}, 10).data[0]
    assert (list(bars.y), list(bars.x)) == (["c", "a"], [9, 2])
    assert bars.text[0] == "9 (90.0%)"


def test_of_very_many_columns_the_worst_are_drawn():
    assert len(missing_cells({f"c{k}": k + 1 for k in range(99)}, 100).data[0].y) == MOST_COLUMNS
