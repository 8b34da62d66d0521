import gzip
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncore.data import Data, make_data
from nncore.data.reading import read_table
from nncore.data.recognise import LARGEST_FILE
from nncore.data.table import Table, table_of
from nncore.data.table_rows import PIMA_COLUMNS, read_pima


def rows_of(table):
    return tuple(table.rows())


def test_pima_has_the_columns_and_zeros_of_its_source():
    pima = read_pima()
    assert pima.names == PIMA_COLUMNS and PIMA_COLUMNS[-1] == "diabetes"
    assert len(pima) == 768
    expected = {"glucose": 5, "blood_pressure": 35, "skin_thickness": 227, "insulin": 374, "bmi": 11}
    zeros = {name: int((pima[name].numbers == 0).sum()) for name in pima.names}
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
        (b"a,b\n1,inf\n2,3\n", ("a", "b"), ((1.0, None), (2.0, 3.0))),
        (b'a,b\n"x\ny",1\n', ("a", "b"), (("x\ny", 1.0),)),
    ],
)
def test_reads_the_csv_that_spreadsheets_write(content, columns, rows):
    table = read_table(content)
    assert table.names == columns
    assert rows_of(table) == rows


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n \n,,\n", "no rows"),
        (b"a,b\n1,2\n3\n", "line 3 has 1 cell and the others 2"),
        (b"a,b\n1,2\n3,4,5\n", "line 3 has 3 cells"),
        (b"PK\x03\x04\x00\x00", "archive is broken"),
        (b"1" + b"0" * LARGEST_FILE, "a file of 50 MB; use at most 50 MB"),
        (b"1\n" * 100_001, "more than 100,000 rows; use fewer"),
        (b"1" + b",1" * 200, "201 columns; use at most 200"),
        (b'a,b\n1,"' + b"x" * 200_000, "line 2 can't be read: a quotation mark is opened and not closed"),
    ],
)
def test_hostile_files_are_refused_with_the_remedy(content, message):
    with pytest.raises(ValueError, match=message):
        read_table(content)


@given(st.binary(max_size=300) | st.text("01.5,;\n\"'\tabé-e", max_size=200).map(str.encode))
@settings(max_examples=300)
def test_any_file_gives_a_table_or_a_message(content):
    try:
        table = read_table(content)
    except ValueError as error:
        assert str(error)
        return
    assert len(set(table.names)) == len(table.names) and len(table) > 0
    again = table_of(table.names, table.rows(), kinds={c.name: c.taken_as for c in table.columns if c.taken_as})
    assert [column.kind for column in again.columns] == [column.kind for column in table.columns]


@given(st.text("0123456789.,\n-xyz", min_size=1, max_size=200))
@settings(max_examples=200)
def test_any_readable_file_gives_a_data_set_or_a_message(text):
    try:
        dataset = make_data(Data.from_table(read_table(text.encode()), missing="median"))
    except ValueError as error:
        assert str(error)
        return
    assert dataset.inputs.shape[0] == dataset.targets.shape[0] > 0


def test_numbers_too_large_to_compute_with_are_named_and_refused():
    with pytest.raises(ValueError, match=r"'a' in row 1 is 1e\+300; write a number up to 1e\+15"):
        table_of(("a",), ((1e300,),))
    table = read_table(b"a,b\n1,1e100\n2,1\n")
    assert table["b"].kind == "text"
    assert "1e+100; numbers beyond" in table.guesses.columns[1].reason


def test_tables_are_equal_where_their_cells_are():
    one, two = (table_of(("a", "b"), ((1.0, "x"), (None, "y"))) for _ in range(2))
    assert one == two and hash(one) == hash(two)
    assert one != table_of(("a", "b"), ((1.0, "x"), (2.0, "y")))
    assert one != table_of(("a", "c"), ((1.0, "x"), (None, "y")))
    assert one != table_of(("a", "b"), ((1.0, "x"), (None, "y")), kinds={"b": "text"})


def excel(*rows, sheets=("Sheet",)):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows if name == sheets[-1] else ():
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_sheet_of_excel_is_read_with_its_first_full_sheet():
    table = read_table(excel(("size", "kind", "old"), (1.5, "cat", True), (2, None, False), sheets=("Notes", "Data")))
    assert rows_of(table) == ((1.5, "cat", "TRUE"), (2.0, None, "FALSE"))
    assert ("Sheet", "Data") in table.guesses.layout


def test_a_packed_file_is_read_and_one_that_unpacks_to_too_much_is_refused():
    assert rows_of(read_table(gzip.compress(b"a,b\n1,2\n"))) == ((1.0, 2.0),)
    with pytest.raises(ValueError, match="unpacked, the file has more than 50 MB"):
        read_table(gzip.compress(b"1,2\n" * 13_000_000))


def test_the_work_on_different_texts_is_bounded(monkeypatch):
    monkeypatch.setattr("nncore.data.reading.MOST_DIFFERENT", 5)
    assert read_table(b"a,b\nu,1%\nv,2%\n")["b"].kind == "number"
    with pytest.raises(ValueError, match="more than 5 different texts; use fewer rows, or fewer columns of texts"):
        read_table(b"a,b\nu,1%\nv,2%\nw,3%\n")


def test_a_chosen_decimal_sign_holds_for_every_column():
    content = b"a;b\n1,5;0.5\n2,5;0.25\n"
    assert [column.kind for column in read_table(content).columns] == ["number", "number"]
    assert [column.kind for column in read_table(content, decimal=",").columns] == ["number", "category"]
    assert "numbers are written as 1,5 in this column alone" in read_table(content).guesses.columns[0].repairs


def test_lines_above_and_a_separator_of_blanks_can_be_chosen():
    content = b"x y  z\n1 2  3\n4 5  6\n"
    assert read_table(content, separator="  ").names == ("x y", "z")
    assert read_table(content, above=1, header=False).names == ("column 1", "column 2", "column 3")


def test_choices_take_the_place_of_guesses():
    content = b"1;2\n3;4\n"
    assert read_table(content, header=True).names == ("1", "2")
    assert read_table(content, separator=",").names == ("1;2",)
    assert read_table(content, kinds={"column 1": "category"})["column 1"].kind == "category"
    assert read_table(b"a,b\n1,-9999\n2,5\n", missing=("-9999",))["b"].missing.tolist() == [True, False]
    assert isinstance(read_table(content), Table)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"separator": ":"}, "unknown separator ':'; choose from tab, semicolon"),
        ({"encoding": "ebcdic"}, "unknown encoding 'ebcdic'; choose from utf-8"),
        ({"decimal": "'"}, "decimal sign"),
        ({"kinds": {"a": "colour"}}, "'a' as 'colour'; choose from number, category"),
        ({"kinds": {"a": "yes/no"}}, "'a' has 3 different values; yes or no needs two"),
        ({"kinds": {"b": "number"}}, "'b' holds no numbers; take it as a category"),
    ],
)
def test_choices_that_make_no_sense_are_refused(choices, message):
    with pytest.raises(ValueError, match=message):
        read_table(b"a,b\n1,x\n2,y\n3,z\n", **choices)
