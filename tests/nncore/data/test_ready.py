"""The data sets that come with Netsketch: what their sources say of them is true of the files."""

import csv
import hashlib
from collections import Counter

import pytest

from nncore.data.cells import MISSING_WORDS
from nncore.data.kinds import DATASETS
from nncore.data.reading import read_table
from nncore.data.ready import FOLDER, READY, ready_bytes
from nncore.data.table_rows import PIMA_ZERO_IS_MISSING

TASKS = ("binary", "multiclass", "regression")

# rows and classes: UCI Machine Learning Repository (iris, digits' test set, pima), load_penguins of palmerpenguins
COUNTS = {
    "iris": {"setosa": 50, "versicolor": 50, "virginica": 50},
    "penguins": {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124},
    "digits": {"0": 178, "1": 182, "2": 177, "3": 183, "4": 181, "5": 182, "6": 181, "7": 179, "8": 174, "9": 180},
    "pima": {"0": 500, "1": 268},
}
# cells not measured: UCI (cars, pima), the summary in the manual of palmerpenguins
MISSING = {
    "iris": {},
    "penguins": {"bill_length": 2, "bill_depth": 2, "flipper_length": 2, "body_mass": 2, "sex": 11},
    "cars": {"horsepower": 6},
    "digits": {},
    "pima": {"glucose": 5, "blood_pressure": 35, "skin_thickness": 227, "insulin": 374, "bmi": 11},
}
# what tests/reference/record_ready_sets.py wrote
HASHES = {
    "iris": "9cc1c345c71bcc9b486b74cbf6063fa66f4bb5e0f603a4b3c3471ec2e5e8e355",
    "penguins": "a005cb5cb799b1ab916a0622af349f39a8ddba519b7ce1f0757b516640578e7d",
    "cars": "7aeb04797d47db7531ff2dafe77e4103a3c7b91fde07ba67bbfdab73d2686dc0",
    "digits": "592cc047d0a1cc7fdef9fd724514209dcb45a80aa147dc3ab375e3e1a9a380f4",
    "pima": "604bdfaeaecb2c035c3ca112979410b579d4cbfb8029b6c513c9e7fc55b253f4",
}
EVERY_SET = pytest.mark.parametrize("name", READY)


def cells(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(ready_bytes(name).decode().splitlines()))


@EVERY_SET
def test_a_file_holds_the_columns_that_are_described(name):
    header = ready_bytes(name).decode().splitlines()[0].split(",")
    ready = READY[name]
    assert header == [column.name for column in ready.columns]
    assert ready.target == header[-1]
    assert set(ready.inputs) <= set(header[:-1])


@EVERY_SET
def test_a_file_is_the_one_that_was_recorded(name):
    assert hashlib.sha256(ready_bytes(name)).hexdigest() == HASHES[name]


@EVERY_SET
def test_a_file_is_read_as_a_table_of_a_visitor_would_be(name):
    table = read_table(ready_bytes(name))
    assert table.names == tuple(column.name for column in READY[name].columns)
    assert len(table) == len(cells(name))


@pytest.mark.parametrize("name", COUNTS)
def test_each_class_has_as_many_rows_as_its_source_says(name):
    assert Counter(row[READY[name].target] for row in cells(name)) == COUNTS[name]


@EVERY_SET
def test_as_many_cells_are_missing_as_the_source_says(name):
    rows, words = cells(name), READY[name].missing
    assert {column: sum(row[column] == word for row in rows) for column, word in words.items()} == MISSING[name]

    empty = {(column, cell) for row in rows for column, cell in row.items() if cell.lower() in MISSING_WORDS}
    assert empty <= set(words.items())


def test_cars_are_those_of_the_auto_mpg_table():
    rows = cells("cars")
    assert len(rows) == 398  # UCI, "Number of instances"
    assert Counter(row["origin"] for row in rows) == {"USA": 249, "Europe": 70, "Japan": 79}
    assert sum(row["model_year"] == "1981" for row in rows) == 29
    assert [row["mpg"] for row in rows][:3] == ["18", "15", "18"]


def test_irises_are_those_of_fishers_paper():
    rows = [tuple(row.values()) for row in cells("iris")]
    assert rows[34] == ("4.9", "3.1", "1.5", "0.2", "setosa")  # UCI's file has 0.1
    assert rows[37] == ("4.9", "3.6", "1.4", "0.1", "setosa")  # UCI's file has 3.1 and 1.5


def test_pixels_of_digits_are_counts_of_the_16_squares_in_them():
    rows = [[int(cell) for cell in row.values()] for row in cells("digits")]
    assert {min(min(row[:-1]) for row in rows), max(max(row[:-1]) for row in rows)} == {0, 16}


@EVERY_SET
def test_every_set_says_who_made_it_and_who_may_use_it(name):
    ready = READY[name]
    assert ready.task in TASKS
    assert str(ready.year) in ready.source
    assert ready.licence in ("CC BY 4.0", "CC0 1.0")
    assert ready.url.startswith("https://")
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in readme.splitlines() if line.startswith(f"| `{ready.file}` |")]
    assert ready.licence in line and f"{len(cells(name)):,}" in line


WITHOUT_UNIT = {"year", "cylinders", "model_year", "pregnancies", "pedigree", "diabetes", "digit"}
"""Columns of numbers that are counts, years, classes or pure numbers; pixels are counts too."""


@EVERY_SET
def test_every_column_says_what_it_means_and_numbers_have_their_unit(name):
    table = read_table(ready_bytes(name))
    for index, column in enumerate(READY[name].columns):
        assert column.meaning
        is_number = table.columns[index].numbers is not None
        counted = column.name in WITHOUT_UNIT or column.name.startswith("pixel_")
        assert bool(column.unit) == (is_number and not counted), column.name


def test_classes_have_a_name_for_each_cell():
    for name, counts in COUNTS.items():
        assert len(READY[name].classes) in (0, len(counts))


def test_pima_is_the_set_that_the_menus_have():
    assert tuple(READY["pima"].missing) == PIMA_ZERO_IS_MISSING
    assert READY["pima"].label == DATASETS["pima"].label
    assert READY["pima"].description == DATASETS["pima"].description


def test_ready_sets_stay_small():
    assert sum((FOLDER / ready.file).stat().st_size for ready in READY.values()) < 150_000


def test_an_unknown_name_is_refused_with_the_names_to_choose_from():
    with pytest.raises(ValueError, match="unknown ready data set 'irises'; choose from iris, penguins"):
        ready_bytes("irises")
