"""Links and records about a table that is too large for them: whole where it is here, else waiting for its file."""

import gc
import json
from dataclasses import replace

import numpy as np
import pytest

from nncore.data import shelf
from nncore.data.table import Table, number_column, text_column
from nncore.experiments import EXPERIMENTS
from ui.core import own_data
from ui.core.links import left_out, link_of, opened_from_link
from ui.core.saving import opened_from_record, record_of
from ui.core.session import Session


@pytest.fixture(autouse=True)
def an_empty_shelf(monkeypatch):
    monkeypatch.setattr(shelf, "_tables", shelf.OrderedDict())
    monkeypatch.setattr(shelf, "_in_use", shelf.WeakValueDictionary())


def table(rows=10_001) -> Table:
    numbers = np.random.default_rng(0).normal(size=(2, rows)).round(2)
    answers = text_column("y", ["yes" if x > 0 else "no" for x in numbers[0]])
    return Table((number_column("a", numbers[0]), number_column("b", numbers[1]), answers), "t.csv")


def new() -> Session:
    return Session(EXPERIMENTS["playground"].experiment)


def trained() -> Session:
    session = new()
    assert own_data.bring_table(session, table()) == ""
    session.advance(epochs=2)
    return session


def forget() -> None:
    """A restart of the server: nothing is on its shelf."""
    shelf._tables.clear()
    shelf._in_use.clear()


def test_a_record_holds_a_large_table_by_its_key_and_opens_whole_where_it_is():
    session = trained()
    record = record_of(session)
    assert record["tables"] == [table().key]
    assert len(record["still"]) + len(record["moving"]) < 20_000
    again = new()
    again.open(opened_from_record(record))
    assert again.awaits is None and again.position == 2 and again.dataset.data.table == table()
    assert again.theta.tobytes() == session.theta.tobytes()


def test_a_record_of_a_small_table_names_none():
    session = new()
    own_data.bring_table(session, table(100))
    assert "tables" not in record_of(session)


def opened_without(record=None, link=None) -> Session:
    forget()
    session = new()
    session.open(opened_from_record(record) if record else opened_from_link(link))
    return session


def test_without_its_table_a_record_shows_drawing_and_weights_and_says_which_file_to_bring():
    before = trained()
    session = opened_without(record_of(before))
    assert session.theta.tobytes() == before.theta.tobytes()
    assert session.experiment.network == before.experiment.network and session.position == 2
    assert session.experiment.training == before.experiment.training
    assert "t.csv (10,001 rows of 3 columns)" in session.problem == session.message
    assert session.fresh and record_of(session) is None  # what the tab has is not overwritten


def test_what_a_view_sets_by_itself_does_not_overwrite_the_whole_record():
    session = opened_without(record_of(trained()))
    session.columns = (1, 0)
    assert not session.fresh and record_of(session) is None


@pytest.mark.parametrize("way", ["record", "link"])
def test_once_the_file_is_brought_it_is_whole(way):
    before = trained()
    texts = {"record": record_of(before), "link": link_of(before)}
    session = opened_without(**{way: texts[way]})
    assert own_data.bring_table(session, table()) == ""
    assert session.awaits is None and not session.problem
    assert session.theta.tobytes() == before.theta.tobytes()
    assert session.experiment.data == before.experiment.data
    assert session.position == 2
    assert len(session.history.curves().epoch) == (3 if way == "record" else 1)


def test_a_column_that_was_taken_as_another_kind_is_taken_so_again():
    plain = replace(table(), columns=(*table().columns, number_column("c", np.arange(10_001.0) % 3)))
    session = new()
    assert own_data.bring_table(session, plain) == ""
    session.advance(epochs=1)
    assert own_data.change(session, own_data.with_kind(session.experiment.data, "c", "category")) == ""
    again = opened_without(link=link_of(session))
    assert again.awaits.table.kinds == (("c", "category"),)
    assert own_data.bring_table(again, plain) == ""
    assert again.awaits is None and again.experiment.data == session.experiment.data


def test_what_was_drawn_meanwhile_learns_from_the_file_then():
    session = opened_without(record_of(trained()))
    assert session.edit({"kind": "set_weight", "id": "0.0>1.0", "value": 1.25}) == ""
    assert own_data.bring_table(session, table()) == ""
    assert 1.25 in session.theta and session.dataset.data.table == table()
    assert not session.problem


def test_nothing_is_trained_on_other_rows_while_the_file_is_awaited():
    session = opened_without(record_of(trained()))
    assert session.advance(epochs=1) == 0 and "t.csv" in session.message


WAYS_OUT = {
    "fit": lambda session: session.fit(),
    "other data": lambda session: session.configure(data=session.experiment.data.switch("xor")),
}


@pytest.mark.parametrize("leave", WAYS_OUT.values(), ids=WAYS_OUT)
def test_a_visitor_who_goes_on_without_the_file_is_not_held_up(leave):
    session = opened_without(record_of(trained()))
    assert leave(session) == ""
    assert session.awaits is None and session.advance(epochs=1) == 1


def test_other_data_put_an_end_to_the_waiting():
    session = opened_without(record_of(trained()))
    assert own_data.bring_table(session, table(500)) == ""
    assert session.awaits is None and not session.problem


def test_a_link_that_waits_for_its_file_can_be_passed_on_and_kept():
    link = link_of(trained())
    session = opened_without(link=link)
    assert session.awaits.table.rows == 10_001
    assert link_of(session) == link
    again = new()
    again.open(opened_from_record(record_of(session)))
    assert again.awaits is not None
    own_data.bring_table(again, table())
    assert again.position == 2 and not again.problem


def test_a_link_says_which_table_it_leaves_out():
    assert left_out(trained()) == table()
    assert left_out(new()) is None


@pytest.mark.parametrize("run", [{}, [], None, {"experiment": 5}, {"experiment": {"data": 0}}])
def test_a_forged_record_is_refused_whether_or_not_its_table_is_here(run):
    record = record_of(trained())
    forget()
    gc.collect()
    moving = json.loads(record["moving"]) | {"run": run}
    with pytest.raises(ValueError, match=r"use|begins anew"):
        opened_from_record(record | {"moving": json.dumps(moving)})
