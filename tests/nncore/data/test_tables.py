import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncore.data import Data, make_data
from nncore.data.tables import PIMA_COLUMNS, check_rows, read_csv, read_pima


def test_pima_has_the_columns_and_zeros_of_its_source():
    pima = read_pima()
    assert pima.columns == PIMA_COLUMNS and PIMA_COLUMNS[-1] == "diabetes"
    assert len(pima.rows) == 768
    zeros = {name: sum(row[i] == 0 for row in pima.rows) for i, name in enumerate(pima.columns)}
    expected = {"glucose": 5, "blood_pressure": 35, "skin_thickness": 227, "insulin": 374, "bmi": 11}
    assert {name: zeros[name] for name in expected} == expected  # ARTICLE.md, "The data"
    assert zeros["age"] == 0 and zeros["diabetes"] == 500


@pytest.mark.parametrize(
    ("content", "columns", "rows"),
    [
        (b"a,b\n1,x\n2.5,y\n", ("a", "b"), ((1.0, "x"), (2.5, "y"))),
        (b"1,2\n3,4\n", ("column 1", "column 2"), ((1.0, 2.0), (3.0, 4.0))),
        (b"a;b\n1,5;2\n-3;1e3\n", ("a", "b"), ((1.5, 2.0), (-3.0, 1000.0))),
        (b"a\tb\r\n1\t2\r\n", ("a", "b"), ((1.0, 2.0),)),
        (b'\xef\xbb\xbf"a, first",b\n1,2\n', ("a, first", "b"), ((1.0, 2.0),)),
        ("größe,b\n1,2\n".encode("latin-1"), ("größe", "b"), ((1.0, 2.0),)),
        (b"a,b\n\n1, 2 \n,\n3,4\n\n", ("a", "b"), ((1.0, 2.0), (3.0, 4.0))),
        (b"a,b,\n1,?,NaN\nn/a,2,\n", ("a", "b", "column 3"), ((1.0, None, None), (None, 2.0, None))),
        (b"a,a,a 2\n1,2,3\n", ("a", "a 2", "a 2 2"), ((1.0, 2.0, 3.0),)),
        (b"a,b\n1,x\n2,3\n", ("a", "b"), ((1.0, "x"), (2.0, "3"))),
        (b"a,b\n1,inf\n", ("a", "b"), ((1.0, "inf"),)),
        (b'a,b\n"x\ny",1\n', ("a", "b"), (("x\ny", 1.0),)),
    ],
)
def test_reads_the_csv_that_spreadsheets_write(content, columns, rows):
    table = read_csv(content)
    assert table.columns == columns
    assert table.rows == rows


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no rows in this file"),
        (b"\n \n,,\n", "no rows"),
        (b"a,b\n1,2\n3\n", "line 3 has 1 cells and the first 2"),
        (b"a,b\n1,2\n3,4,5\n", "line 3 has 3 cells"),
        (b"PK\x03\x04\x00\x00", "not a text file; save it as CSV"),
        (b"1," * 600_000, "file of 1,200,000 bytes; use at most 1,000,000"),
        (b"1\n" * 20_002, "too large at line 20002; use 20,000 rows"),
        (b"1" + b",1" * 200, "too large at line 1; use 20,000 rows, 200 columns"),
        (b"a,b\n1,1e100\n", "'b' in row 1 is 1e.100; write a number up to"),
        (b'a,b\n1,"' + b"x" * 200_000, "line .* can't be read"),
    ],
)
def test_hostile_files_are_refused_with_the_remedy(content, message):
    with pytest.raises(ValueError, match=message):
        read_csv(content)


@given(st.binary(max_size=300) | st.text("01.5,;\n\"'\tabé-e", max_size=200).map(str.encode))
@settings(max_examples=300)
def test_any_file_gives_a_table_or_a_message(content):
    try:
        table = read_csv(content)
    except ValueError as error:
        assert str(error)
        return
    check_rows(table.columns, table.rows)
    assert len(set(table.columns)) == len(table.columns)


@given(st.text("0123456789.,\n-xyz", min_size=1, max_size=200))
@settings(max_examples=200)
def test_any_readable_file_gives_a_data_set_or_a_message(text):
    try:
        table = read_csv(text.encode())
        dataset = make_data(Data("table", columns=table.columns, rows=table.rows, missing="median"))
    except ValueError as error:
        assert str(error)
        return
    assert dataset.inputs.shape[0] == dataset.targets.shape[0] > 0


def test_too_many_cells_are_refused():
    with pytest.raises(ValueError, match="20,000 rows of 26 columns; use at most"):
        check_rows(tuple("abcdefghijklmnopqrstuvwxyz"), ((0.0,) * 26,) * 20_000)


def test_numbers_too_large_to_compute_with_are_refused():
    with pytest.raises(ValueError, match=r"'a' in row 1 is 1e\+300; write a number up to 1e\+15"):
        check_rows(("a",), ((1e300,),))
