"""Where connections go when layers change."""

from nncore import Connection
from nncore.relocation import relocate_connection, removed


def test_a_connection_whose_end_is_gone_is_gone():
    assert relocate_connection(Connection.parse("0.0>1.0"), removed(1)) is None
    assert relocate_connection(Connection.parse("0.0>2.0"), removed(1)) == Connection.parse("0.0>1.0")
