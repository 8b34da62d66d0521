import csv
import io

import numpy as np
import pytest

import nncore as nn
from nncore.export import model_of
from nncore.export.data_csv import data_csv


def written(data, *sizes) -> list[dict[str, str]]:
    experiment = nn.fitted(nn.Experiment(data, nn.dense(2, 1)))
    return rows_of(data_csv(model_of(experiment, experiment.first_theta())))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_inputs_are_in_their_own_unit_as_the_file_had_them():
    cells = [(0.1 + number, number * 3.0, "no" if number % 2 else "yes") for number in range(20)]
    rows = written(nn.Data.of_rows(("a", "b", "answer"), cells, scaling="standard"))
    assert rows[3].items() >= {"a": "3.1", "b": "9", "answer": "no", "row": "4"}.items()


def test_each_row_says_its_part_and_where_it_came_from():
    data = nn.Data("penguins", validation_share=0.1, train_share=0.7)
    dataset = nn.make_dataset(nn.fitted(nn.Experiment(data, nn.dense(2, 1))))
    rows = written(data)
    for part in ("train", "validation", "test"):
        expected = dataset.source[np.sort(getattr(dataset, part))] + 1
        assert [int(row["row"]) for row in rows if row["part"] == part] == expected.tolist()
    assert len(rows) == len(dataset.labels)


def test_classes_are_written_by_name_under_the_name_of_the_target():
    rows = written(nn.Data("iris"))
    assert {row["species"] for row in rows} == {"setosa", "versicolor", "virginica"}
    assert {row["class"] for row in written(nn.Data("rings"))} == set(nn.make_dataset(ringed()).classes)


def ringed():
    return nn.fitted(nn.Experiment(nn.Data("rings"), nn.dense(2, 1)))


def test_values_of_a_regression_are_not_scaled():
    experiment = nn.fitted(nn.Experiment(nn.Data("cars"), nn.dense(2, 1, output="linear")))
    dataset = nn.make_dataset(experiment)
    rows = written(nn.Data("cars"))
    assert [float(row[dataset.output_names[0]]) for row in rows] == dataset.labels.tolist()


def test_formulas_are_columns_and_no_column_hides_another():
    cells = [(float(number), float(number % 3), float(number % 2)) for number in range(20)]
    data = nn.Data.of_rows(
        ("part", "row", "y"), cells, features=("part", "row", "part*row"), target="y", task="classes"
    )
    rows = written(data)
    assert list(rows[0]) == ["part", "row", "part*row", "y", "part_", "row_"]
    assert (rows[5]["part*row"], rows[5]["row_"]) == ("10", "6")


def test_the_table_reads_back_as_the_same_inputs():
    experiment = nn.fitted(nn.Experiment(nn.Data("pima"), nn.dense(2, 1)))
    table = nn.read_table(data_csv(model_of(experiment, experiment.first_theta())))
    dataset = nn.make_dataset(experiment)
    columns = [table[name].numbers for name in dataset.input_names]
    assert (np.column_stack(columns) == dataset.features).all()


def test_a_drawing_that_fits_no_data_is_refused_with_the_reason():
    experiment = nn.Experiment(nn.Data("circle"), nn.dense(5, 2))
    with pytest.raises(ValueError, match="no rows for this drawing: the drawing has 5 inputs and the data 2 features"):
        data_csv(model_of(experiment, experiment.first_theta()))
