"""A table written as a file reads back as the same table."""

import numpy as np
import pytest

from nncore.data.reading import read_table
from nncore.data.table import Table, number_column, text_column
from nncore.data.writing import csv_of

RNG = np.random.default_rng(0)
NOISE, HOLES = RNG.normal(size=50), RNG.random(50) < 0.2
TABLES = {
    "numbers": Table((number_column("a", NOISE), number_column("b", RNG.integers(0, 9, 50).astype(float)))),
    "holes": Table(
        (
            number_column("a", np.where(HOLES, np.nan, NOISE.round(2))),
            text_column("y", [None if hole else "yes" for hole in HOLES[::-1]]),
            number_column("c", NOISE * 1e12),
        )
    ),
    "awkward texts": Table((number_column("a", NOISE[:4]), text_column("b", ['a, "b"', "c; d", "two\nlines", "it's"]))),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_written_table_reads_back_as_itself(table):
    assert read_table(csv_of(table), "again.csv") == table
