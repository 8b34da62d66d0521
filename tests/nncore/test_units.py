"""The texts that name units and connections."""

import pytest

from nncore import Connection, Unit
from nncore.units import parse_item, target_of


def test_ids_are_read_as_they_are_written():
    assert str(Unit(1, 0)) == "1.0" and Unit.parse("1.0") == Unit(1, 0)
    assert str(Connection(Unit(0, 1), Unit(2, 3))) == "0.1>2.3" and Connection.parse("0.1>2.3").span == 2


@pytest.mark.parametrize("text", ["", "1", "1.", ".1", "a.b", "-1.0", "1.0.0", "²", "1.²", "1e3.0", "9999999.0", None])
def test_text_that_is_no_unit_is_refused(text):
    with pytest.raises(ValueError, match="is not a unit; write layer"):
        Unit.parse(text)


def test_text_that_is_no_connection_is_refused():
    with pytest.raises(ValueError, match="is not a connection"):
        Connection.parse("0.1-1.0")


@pytest.mark.parametrize("item", [Unit(1, 0), Connection(Unit(0, 1), Unit(1, 0))])
def test_one_reader_takes_units_and_connections(item):
    assert parse_item(str(item)) == item
    assert target_of(item) == Unit(1, 0)


@pytest.mark.parametrize("value", [None, 3, 10**5000, ["1.0"]], ids=["nothing", "number", "huge number", "list"])
def test_what_is_no_text_names_nothing(value):
    with pytest.raises(ValueError, match=r"names nothing; write 1\.0 for a unit"):
        parse_item(value)
