"""What columns are for, and which values stand for "missing"."""

import pytest

from nncore.data.reading import read_table
from nncore.data.roles import guess_roles, guess_target, suspects
from nncore.data.table import table_of
from nncore.data.table_rows import ready_table


def table(names, *columns):
    return table_of(tuple(names), tuple(zip(*columns, strict=True)))


def roles(found):
    return {role.name: (role.role, role.reason) for role in guess_roles(found)}


NUMBERS = [3.0, 1.5, 2.5, 9.0, 4.0, 7.5]


def test_ids_dates_texts_and_constants_are_not_used_and_the_reason_is_said():
    found = read_table(
        b"id,day,note,same,size,answer\n"
        + b"".join(b"%d,2024-01-%02d,text %d,7,%d.5,%s\n" % (k, 1 + k % 28, k, k % 9, b"ny"[k % 2 :][:1])
                   for k in range(1, 40))
    )  # fmt: skip
    assert roles(found) == {
        "id": ("ignore", "counts the rows: an id, not a property"),
        "day": ("ignore", "date: a network needs numbers"),
        "note": ("ignore", "text: a network needs numbers"),
        "same": ("ignore", "always the same value: nothing to learn from"),
        "size": ("input", "numbers"),
        "answer": ("target", "the last column"),
    }


@pytest.mark.parametrize("name", ["target", "Class", "label", "y", "Species", "OUTCOME"])
def test_a_column_called_like_a_target_is_the_target_wherever_it_stands(name):
    assert guess_target(table((name, "a"), [0.0, 1.0, 0.0, 1.0, 1.0, 0.0], NUMBERS)) == (name, "its name says so")


def test_a_last_column_that_can_not_be_predicted_is_passed_over():
    found = table(("a", "b", "same"), NUMBERS, [1.0, 2.0] * 3, [1.0] * 6)
    assert guess_target(found) == ("b", "the last column that can be predicted")


def test_whole_numbers_in_any_order_are_an_id_only_where_the_name_says_so():
    mixed = [5.0, 3.0, 9.0, 1.0, 7.0, 2.0]
    assert roles(table(("customer_id", "y"), mixed, NUMBERS))["customer_id"][0] == "ignore"
    assert roles(table(("weight", "y"), mixed, NUMBERS))["weight"][0] == "input"


def test_the_zeros_of_pima_that_can_not_be_measurements_are_suspected():
    pima = read_table(_csv(ready_table("pima")))
    found = {one.column: one.cells for one in suspects(pima)}
    assert found == {"glucose": 5, "blood_pressure": 35, "skin_thickness": 227, "insulin": 374, "bmi": 11}


def _csv(found):
    rows = [found.names, *(["0" if cell is None else cell for cell in row] for row in found.rows())]
    return "\n".join(",".join(map(str, row)) for row in rows).encode()


@pytest.mark.parametrize("value", [-9999.0, -999.0, -99.0, 99999.0, 999999.0])
def test_a_sentinel_far_from_all_others_is_suspected(value):
    one = suspects(table(("a", "y"), [*NUMBERS, value, value, value], [0.0] * 9))
    assert [(found.column, found.value, found.cells) for found in one] == [("a", value, 3)]
    assert "all others, 1.5 to 9" in one[0].reason


@pytest.mark.parametrize("cells", [
    [*NUMBERS, -9999.0],  # once: it may be a slip
    [0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 1.0, 2.0],  # a count begins at zero
    [-3.0, -1.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
])  # fmt: skip
def test_values_among_the_others_are_not_suspected(cells):
    assert suspects(table(("a", "y"), cells, [0.0] * len(cells))) == ()
