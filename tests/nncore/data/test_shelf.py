"""Large tables by their keys: found while there is room or somebody uses them, else named."""

import gc

import numpy as np
import pytest

from nncore.data import Data, shelf
from nncore.data.data import MOST_LINKED
from nncore.data.shelf import MissingTable
from nncore.data.table import Table, number_column, text_column


@pytest.fixture(autouse=True)
def an_empty_shelf(monkeypatch):
    monkeypatch.setattr(shelf, "_tables", shelf.OrderedDict())
    monkeypatch.setattr(shelf, "_in_use", shelf.WeakValueDictionary())


def table(seed=0, rows=MOST_LINKED) -> Table:
    numbers = np.random.default_rng(seed).normal(size=rows)
    answers = text_column("y", ["yes" if number > 0 else "no" for number in numbers])
    return Table((number_column("x", numbers), answers), f"table {seed}.csv")


def test_a_large_table_is_named_by_key_name_and_size():
    data = Data.from_table(table())
    assert data.to_dict()["table"] == {"key": data.table.key, "name": "table 0.csv", "rows": 20_000, "columns": 2}
    assert Data.from_dict(data.to_dict()) == data


def test_a_link_of_before_has_the_key_alone():
    data = Data.from_table(table())
    spec = data.to_dict()
    assert Data.from_dict(spec | {"table": spec["table"]["key"]}) == data


def test_one_that_is_missing_says_which_file_to_bring():
    spec = shelf.named(table())
    shelf._tables.clear()
    gc.collect()
    with pytest.raises(MissingTable, match=r"table 0\.csv \(20,000 rows of 2 columns\)") as raised:
        shelf.table_of(spec)
    assert raised.value.named.rows == 20_000


def test_a_table_in_use_is_found_though_there_is_no_room_for_it(monkeypatch):
    monkeypatch.setattr(shelf, "MOST_BYTES", 1)
    one, other = table(1), table(2)
    shelf.put(one)
    shelf.put(other)
    assert list(shelf._tables) == [other.key]
    assert shelf.has(one.key) and shelf.table_of(one.key) is one
    key = one.key
    del one
    gc.collect()
    assert not shelf.has(key)


def test_the_shelf_never_holds_more_than_it_may(monkeypatch):
    monkeypatch.setattr(shelf, "MOST_BYTES", 3 * 12 * 20_000)
    for seed in range(6):
        shelf.put(table(seed))
    assert len(shelf._tables) == 3


@pytest.mark.parametrize(
    "spec",
    [None, 5, [], {}, {"key": 5}, {"key": "a" * 100}, {"key": "a", "rows": -1}, {"key": "a", "rows": 10**9},
     {"key": "a", "name": 5}, {"key": "a", "columns": True}, {"key": "a", "else": 1},
     {"key": "a", "kinds": []}, {"key": "a", "kinds": {"x": "secret"}}, {"key": "a", "kinds": {"x": []}}],
)  # fmt: skip
def test_what_names_no_table_is_refused(spec):
    with pytest.raises(ValueError, match=r"table|kinds"):
        shelf.table_of(spec)
