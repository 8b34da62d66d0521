import json
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncore import experiment
from nncore.data import DATASETS, Data, make_data, targets_for
from nncore.data.data import SCALINGS
from nncore.data.features import DERIVED

GIVEN = ("table", "points")
MADE = [name for name, kind in DATASETS.items() if kind.samples]
SHIPPED = [name for name in DATASETS if name not in GIVEN]
TABLE = {
    "columns": ("size", "colour", "weight", "kind"),
    "rows": (
        (1.0, "red", 5.0, "cat"),
        (2.0, "blue", 6.0, "dog"),
        (3.0, "red", 7.0, "cat"),
        (4.0, "green", 9.0, "dog"),
    ),
}
ARRAYS = ("raw", "inputs", "labels", "targets", "train", "test", "center", "scale", "median_raw", "range")


def x1_x2(dataset):
    return dataset.raw[:, 0], dataset.raw[:, 1]


# TensorFlow Playground's formulas (dataset.ts)


def test_circle_without_noise_is_a_disc_inside_a_ring():
    dataset = make_data(Data("circle"))
    radius = np.hypot(*x1_x2(dataset))
    assert len(radius) == 500 and dataset.labels.sum() == 250
    assert radius[dataset.labels == 1].max() < 2.5
    assert radius[dataset.labels == 0].min() >= 3.5 and radius.max() <= 5
    # r itself is uniform, not the area: its mean is 1.25 inside and 4.25 outside.
    assert radius[dataset.labels == 1].mean() == pytest.approx(1.25, abs=0.15)
    assert radius[dataset.labels == 0].mean() == pytest.approx(4.25, abs=0.1)


def test_xor_is_positive_where_the_signs_agree_and_keeps_off_the_axes():
    dataset = make_data(Data("xor"))
    x1, x2 = x1_x2(dataset)
    np.testing.assert_array_equal(dataset.labels == 1, x1 * x2 >= 0)
    assert min(abs(x1).min(), abs(x2).min()) >= 0.3
    assert 5 < max(abs(x1).max(), abs(x2).max()) <= 5.3


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gauss_has_clouds_at_plus_and_minus_two(noise, variance):
    dataset = make_data(Data("gauss", samples=5000, noise=noise))
    for label, center in ((1, 2), (0, -2)):
        cloud = dataset.raw[dataset.labels == label]
        np.testing.assert_allclose(cloud.mean(axis=0), center, atol=0.15)
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.1)


def test_spiral_without_noise_follows_its_formula():
    dataset = make_data(Data("spiral", samples=200))
    for label, turn in ((1, 0.0), (0, np.pi)):
        i = np.arange(100)
        radius, angle = 5 * i / 100, 1.75 * i / 100 * 2 * np.pi + turn
        arm = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
        np.testing.assert_allclose(dataset.raw[dataset.labels == label], arm, atol=1e-12)


def test_plane_is_the_sum_over_ten():
    dataset = make_data(Data("plane"))
    assert len(dataset.raw) == 1200
    np.testing.assert_allclose(dataset.targets[:, 0], dataset.raw.sum(axis=1) / 10)


@pytest.mark.parametrize(
    ("center", "height"),
    [((-4, 2.5), 1), ((0, 2.5), -1), ((4, 2.5), 1), ((-4, -2.5), -1), ((0, -2.5), 1), ((4, -2.5), -1)],
)
def test_bumps_fall_from_their_centres_to_zero_at_distance_two(center, height):
    dataset = make_data(Data("bumps", samples=5000))
    distance = np.linalg.norm(dataset.raw - center, axis=1)
    near = distance < 1.9
    assert near.sum() > 100
    np.testing.assert_allclose(dataset.labels[near], height * (1 - distance[near] / 2))


def test_points_far_from_all_bumps_are_zero():
    dataset = make_data(Data("bumps"))
    assert np.all(dataset.labels[(abs(dataset.raw[:, 1]) > 4.5)] == 0)


@pytest.mark.parametrize("name", ["circle", "xor", "checkerboard", "plane", "bumps"])
def test_noise_changes_labels_and_leaves_the_points_in_place(name):
    calm, noisy = make_data(Data(name)), make_data(Data(name, noise=0.5))
    np.testing.assert_array_equal(calm.raw, noisy.raw)
    assert np.any(calm.labels != noisy.labels)


# Our own sets


def test_rings_are_three_classes_one_around_the_other():
    dataset = make_data(Data("rings"))
    radius = np.hypot(*x1_x2(dataset))
    edges = [(radius[dataset.labels == label].min(), radius[dataset.labels == label].max()) for label in range(3)]
    assert edges[0][1] < edges[1][0] < edges[1][1] < edges[2][0]
    assert dataset.task == "multiclass" and dataset.output_names == ("inner", "middle", "outer")


def test_checkerboard_changes_class_every_three_units():
    dataset = make_data(Data("checkerboard"))
    np.testing.assert_array_equal(dataset.labels, np.floor(dataset.raw / 3).sum(axis=1) % 2 == 0)


def test_moons_lie_on_two_half_circles_of_radius_three():
    dataset = make_data(Data("moons"))
    for label, center in ((1, (-1.5, -0.75)), (0, (1.5, 0.75))):
        distance = np.linalg.norm(dataset.raw[dataset.labels == label] - center, axis=1)
        np.testing.assert_allclose(distance, 3)


def test_sine_has_one_input():
    dataset = make_data(Data("sine"))
    assert dataset.inputs.shape == (500, 1)
    np.testing.assert_allclose(dataset.labels, np.sin(dataset.raw[:, 0]))


def test_transactions_are_what_the_articles_linear_network_answers():
    dataset = make_data(Data("transactions"))
    hidden = dataset.raw @ np.array([[1, -1], [1, 1]])
    np.testing.assert_array_equal(dataset.labels, hidden @ [2, -1])
    answers = {tuple(row): value for row, value in zip(dataset.raw.tolist(), dataset.labels, strict=True)}
    assert answers[2, 3] == 9 and answers[3, 4] == 13  # ARTICLE.md, section 1
    assert dataset.raw_names == ("family members", "accounts") and dataset.output_names == ("transactions",)


@pytest.mark.parametrize(
    ("name", "answers"), [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor table", [0, 1, 1, 0])]
)
def test_truth_tables_train_on_all_their_rows(name, answers):
    dataset = make_data(Data(name))
    np.testing.assert_array_equal(dataset.raw, [[0, 0], [0, 1], [1, 0], [1, 1]])
    assert dataset.labels.tolist() == answers
    assert sorted(dataset.train) == [0, 1, 2, 3] and len(dataset.test) == 0


# Every set


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_spec_gives_the_same_rows(name):
    once, again = make_data(Data(name, seed=7)), make_data(Data(name, seed=7))
    for array in ARRAYS:
        np.testing.assert_array_equal(getattr(once, array), getattr(again, array))


@pytest.mark.parametrize("name", MADE)
def test_another_seed_gives_other_rows(name):
    assert np.any(make_data(Data(name, noise=0.1, seed=1)).raw != make_data(Data(name, noise=0.1, seed=2)).raw)


@pytest.mark.parametrize("name", SHIPPED)
def test_arrays_are_read_only_and_contiguous(name):
    dataset = make_data(Data(name))
    for array in (*ARRAYS, "train_inputs", "train_labels", "test_inputs"):
        values = getattr(dataset, array)
        assert values.flags.c_contiguous and not values.flags.writeable, array
        assert values.dtype in (np.float64, np.int64), array
    with pytest.raises(ValueError, match="read-only"):
        dataset.inputs[0, 0] = 1


@pytest.mark.parametrize("name", SHIPPED)
def test_transform_of_the_raw_rows_gives_the_inputs(name):
    dataset = make_data(Data(name, scaling="standard"))
    np.testing.assert_array_equal(dataset.transform(dataset.raw), dataset.inputs)


@given(
    name=st.sampled_from(SHIPPED),
    share=st.floats(0.01, 1),
    noise=st.floats(0, 0.5),
    samples=st.integers(10, 300),
    scaling=st.sampled_from(list(SCALINGS)),
    seed=st.integers(0, 2**53 - 1),
)
@settings(max_examples=60)
def test_every_row_either_trains_or_tests(name, share, noise, samples, scaling, seed):
    spec = Data(name, samples=samples, noise=noise, train_share=share, scaling=scaling, seed=seed)
    dataset = make_data(spec)
    rows = len(dataset.inputs)
    assert sorted([*dataset.train, *dataset.test]) == list(range(rows))
    assert len(dataset.train) == max(1, int(rows * share + 1e-9))
    assert np.isfinite(dataset.inputs).all() and np.isfinite(dataset.targets).all()
    assert Data.from_dict(json.loads(json.dumps(spec.to_dict()))) == spec


def test_the_split_shuffles_both_classes_into_both_parts():
    dataset = make_data(Data("circle"))
    assert len(dataset.train) == 250
    assert 90 < dataset.train_labels.sum() < 160 and 90 < dataset.test_labels.sum() < 160


def test_train_share_of_29_percent_of_100_is_29():
    # 100 * 0.29 is 28.999… in floating point
    assert len(make_data(Data("circle", samples=100, train_share=0.29)).train) == 29


# Features and standardising


def test_the_seven_features_of_the_playground_in_its_order():
    names = ("x1", "x2", "x1²", "x2²", "x1x2", "sin x1", "sin x2")
    dataset = make_data(Data("spiral", features=names))
    x1, x2 = x1_x2(dataset)
    expected = np.column_stack([x1, x2, x1 * x1, x2 * x2, x1 * x2, np.sin(x1), np.sin(x2)])
    assert dataset.input_names == names
    np.testing.assert_allclose(dataset.inputs, expected, rtol=1e-15)


def test_a_formula_of_ones_own_is_an_input_and_works_on_grids():
    dataset = make_data(Data("circle", features=("sqrt(x1**2 + x2**2)", "x2")))
    np.testing.assert_allclose(dataset.inputs[:, 0], np.hypot(*x1_x2(dataset)))
    grid = dataset.grid(size=5)
    np.testing.assert_allclose(dataset.transform(grid.raw)[0], [np.sqrt(72), -6])


def test_a_formula_too_large_to_be_standardised_says_in_which_row():
    rows = tuple((10.0 * number, number % 2) for number in range(20))
    with pytest.raises(ValueError, match=r"'exp\(a\)' is 2\.52e\+30 in row 8; scale it down"):
        make_data(Data.of_rows(columns=("a", "y"), rows=rows, features=("exp(a)",)))


def test_a_formula_without_a_value_says_in_which_row():
    with pytest.raises(ValueError, match=r"'log\(x1\)' has no value in row \d+; change the formula"):
        make_data(Data("circle", features=("log(x1)",)))


def test_standardising_is_fitted_on_the_training_rows_alone():
    dataset = make_data(Data("gauss", scaling="standard", train_share=0.3))
    np.testing.assert_allclose(dataset.train_inputs.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(dataset.train_inputs.std(axis=0), 1)
    assert np.all(abs(dataset.test_inputs.mean(axis=0)) > 1e-6)
    train = dataset.raw[dataset.train]
    np.testing.assert_allclose(dataset.inputs, (dataset.raw - train.mean(axis=0)) / train.std(axis=0))


def test_a_constant_column_standardises_to_zero():
    dataset = make_data(Data("circle", features=("x1", "0*x1 + 0.1"), scaling="standard"))
    assert np.all(dataset.inputs[:, 1] == 0)


# Grids


def test_the_grid_covers_the_plane_with_x_fastest():
    grid = make_data(Data("circle")).grid(size=3)
    np.testing.assert_array_equal(grid.x, [-6, 0, 6])
    np.testing.assert_array_equal(grid.raw[:4], [[-6, -6], [0, -6], [6, -6], [-6, 0]])


def test_a_grid_of_pima_holds_the_other_columns_at_the_training_medians():
    dataset = make_data(Data("pima"))
    grid = dataset.grid(columns=(1, 5), size=20)
    np.testing.assert_array_equal(dataset.median_raw, np.median(dataset.raw[dataset.train], axis=0))
    others = [0, 2, 3, 4, 6, 7]
    assert np.all(grid.raw[:, others] == dataset.median_raw[others])
    assert grid.x[0] < dataset.raw[:, 1].min() and grid.x[-1] > dataset.raw[:, 1].max()


def test_a_grid_of_one_column_is_a_line():
    grid = make_data(Data("sine")).grid(size=50)
    assert grid.raw.shape == (50, 1) and grid.x[0] == -6


# Coding of targets


@pytest.mark.parametrize(("activation", "low"), [("sigmoid", 0), ("tanh", -1), ("linear", -1), ("relu", 0)])
def test_two_classes_are_coded_by_what_the_output_reaches(activation, low):
    dataset = make_data(Data("circle"))
    targets = targets_for(dataset, activation)
    assert targets.shape == (500, 1)
    np.testing.assert_array_equal(targets[:, 0], np.where(dataset.labels == 1, 1, low))


def test_softmax_gets_a_column_a_class():
    np.testing.assert_array_equal(targets_for(make_data(Data("and")), "softmax"), [[1, 0], [1, 0], [1, 0], [0, 1]])
    rings = make_data(Data("rings"))
    np.testing.assert_array_equal(targets_for(rings, "softmax").argmax(axis=1), rings.labels)
    assert set(np.unique(targets_for(rings, "tanh"))) == {-1, 1}


def test_regression_targets_stay_as_they_are():
    dataset = make_data(Data("plane"))
    assert targets_for(dataset, "tanh") is dataset.targets


# Pima


def test_pima_is_the_articles_table():
    dataset = make_data(Data("pima", scaling="raw", train_share=1.0))
    assert dataset.inputs.shape == (768, 8) and dataset.labels.sum() == 268
    np.testing.assert_array_equal(dataset.inputs[0], [6, 148, 72, 35, 0, 33.6, 0.627, 50])
    assert dataset.input_names[:2] == ("pregnancies", "glucose") and dataset.classes == ("no diabetes", "diabetes")


def test_pima_rows_with_zeros_that_mean_missing_can_be_left_out():
    # 392 of the 768 women have all eight measurements.
    assert len(make_data(Data("pima", missing="drop")).raw) == 392


def test_pima_zeros_can_be_filled_with_the_training_median():
    plain, filled = make_data(Data("pima")), make_data(Data("pima", missing="median"))
    insulin = plain.raw_names.index("insulin")
    missing = plain.raw[:, insulin] == 0
    assert missing.sum() == 374
    written = plain.raw[plain.train][:, insulin]
    assert np.all(filled.raw[missing, insulin] == np.median(written[written > 0]))
    pregnancies = plain.raw_names.index("pregnancies")
    np.testing.assert_array_equal(filled.raw[:, pregnancies], plain.raw[:, pregnancies])


def test_a_choice_of_pima_columns():
    dataset = make_data(Data("pima", features=("bmi", "glucose", "log(age)"), scaling="raw"))
    assert dataset.raw_names == ("glucose", "bmi", "age")
    np.testing.assert_allclose(dataset.inputs[0], [33.6, 148, np.log(50)])


# A table of one's own


def test_a_table_predicts_its_last_column_from_the_others():
    dataset = make_data(Data.of_rows(**TABLE, scaling="raw"))
    assert dataset.input_names == ("size", "colour = blue", "colour = green", "colour = red", "weight")
    np.testing.assert_array_equal(dataset.inputs[3], [4, 0, 1, 0, 9])
    assert dataset.task == "binary" and dataset.classes == ("cat", "dog") and dataset.labels.tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("target", "task", "expected"),
    [
        ("colour", "auto", "multiclass"),
        ("size", "auto", "regression"),
        ("size", "classes", "multiclass"),
        ("size", "regression", "regression"),
    ],
)
def test_the_target_decides_the_task_unless_told(target, task, expected):
    assert make_data(Data.of_rows(**TABLE, target=target, task=task)).task == expected


def holed(*rows):
    return {"columns": ("a", "b", "y"), "rows": rows}


def test_an_empty_cell_is_named_with_the_remedy():
    cells = holed((1.0, 2.0, 0.0), (None, 2.0, 1.0))
    with pytest.raises(ValueError, match=r"'a' is empty in row 2; choose missing 'drop'.*'median'"):
        make_data(Data.of_rows(**cells))
    assert len(make_data(Data.of_rows(**cells, features=("b",))).raw) == 2


def test_rows_with_an_empty_target_can_be_left_out_but_not_filled():
    cells = holed((1.0, 2.0, 0.0), (3.0, 2.0, None), (5.0, 1.0, 1.0))
    with pytest.raises(ValueError, match="'y' is empty in row 2"):
        make_data(Data.of_rows(**cells))
    for missing in ("drop", "median"):
        assert make_data(Data.of_rows(**cells, missing=missing)).raw[:, 0].tolist() == [1, 5]


def test_the_median_that_fills_is_the_training_rows():
    rows = [(float(i), 1.0, float(i % 2)) for i in range(20)]
    rows[4] = (None, 1.0, 0.0)
    dataset = make_data(Data.of_rows(**holed(*rows), missing="median", scaling="raw", train_share=0.5))
    train = [rows[i][0] for i in dataset.train if i != 4]
    assert dataset.raw[4, 0] == np.median(train)


def test_a_missing_text_becomes_the_most_frequent_category():
    cells = {"columns": ("c", "y"), "rows": (("u", 0.0), ("v", 1.0), ("w", 0.0), ("v", 1.0), (None, 1.0))}
    dataset = make_data(Data.of_rows(**cells, missing="median", scaling="raw", train_share=1.0))
    np.testing.assert_array_equal(dataset.inputs[4], [0, 1, 0])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"columns": ("y",), "rows": ((1.0,),)}, "1 columns; bring at least one input"),
        ({"columns": ("a", "a"), "rows": ((1.0, 2.0),)}, "two columns have one name"),
        ({"target": "price"}, "unknown target 'price'; choose from size, colour"),
        ({"features": ("height",)}, "unknown column 'height'.*choose from size, weight"),
        ({"features": ("kind",)}, "'kind' can't be an input"),
        ({"rows": ((1.0, "red", 2.0),)}, "row 1 has 3 cells and the header 4"),
        ({"rows": ((float("nan"), "red", 2.0, "cat"),)}, "'size' in row 1 is nan; write a number"),
        ({"rows": ((True, "red", 2.0, "cat"),)}, "'size' in row 1 is 'True'; use a number"),
        ({"rows": ((1.0, [], 2.0, "cat"),)}, "'colour' in row 1"),
        ({"columns": [f"c{i}" for i in range(201)], "rows": ()}, "201 columns; use at most"),
        ({"rows": 5}, "rows is '5'; use a list"),
        ({"columns": "abc"}, "columns is 'abc'; use a list of names"),
    ],
)
def test_bad_tables_are_refused_with_the_remedy(changes, message):
    with pytest.raises(ValueError, match=message):
        Data.of_rows(**(TABLE | changes))


@pytest.mark.parametrize(
    ("rows", "task", "message"),
    [
        ([(1.0, f"name {i}") for i in range(11)], "auto", "'y' has 11 different values.*at most 10"),
        ([(1.0, float(i)) for i in range(11)], "classes", "11 different values"),
        ([(1.0, "cat"), (2.0, "dog")], "regression", "'y' holds texts such as 'cat'"),
        ([(1.0, "cat"), (2.0, "cat")], "auto", "'y' is always 'cat'"),
        ([(1.0, None)], "auto", "'y' is empty in row 1"),
    ],
)
def test_targets_that_cannot_be_learned_say_why(rows, task, message):
    with pytest.raises(ValueError, match=message):
        make_data(Data.of_rows(columns=("x", "y"), rows=tuple(rows), task=task))


def test_an_input_that_is_empty_everywhere_is_refused():
    rows = tuple((None, float(i)) for i in range(4))
    with pytest.raises(ValueError, match="no column can be an input"):
        make_data(Data.of_rows(columns=("x", "y"), rows=rows, missing="median"))
    late = ((None, 0.0), (None, 1.0), (None, 2.0), (1.0, 3.0))
    with pytest.raises(ValueError, match="'x' is empty in all training rows"):
        make_data(Data.of_rows(columns=("x", "y"), rows=late, missing="median", split="order"))


# Points drawn by hand


def test_drawn_points_are_two_classes_until_a_third_is_drawn():
    two = make_data(Data("points", rows=((1, 2, 0), (-1, -2, 1), (0, 1.5, 0))))
    assert two.task == "binary" and two.labels.tolist() == [0, 1, 0] and two.raw[2].tolist() == [0, 1.5]
    three = make_data(Data("points", rows=((1, 2, 0), (-1, -2, 2))))
    assert three.task == "multiclass" and len(three.output_names) == 3


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((7, 0, 0), "point 1 is at .*keep within ±6"),
        ((float("nan"), 0, 0), "keep within"),
        ((0, 0, 10), "class 10; use 0 to 9"),
        ((0, 0, 0.5), "class 0.5"),
        ((0, 0), "use x1, x2 and the number of its class"),
        ((0, 0, "1"), "use x1, x2"),
    ],
)
def test_bad_points_are_refused(row, message):
    with pytest.raises(ValueError, match=message):
        Data("points", rows=(row,))


def test_no_points_yet_says_what_to_do():
    with pytest.raises(ValueError, match="click on the plane"):
        make_data(Data("points"))


# Specs


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"name": "cirlce"}, "unknown data set 'cirlce'; choose from circle, xor"),
        ({"name": ["circle"]}, "unknown data set"),
        ({"samples": 5001}, "samples is 5001; use a whole number from 10 to 5000"),
        ({"samples": 100.5}, "samples is 100.5"),
        ({"noise": 0.6}, "noise is 0.6; use 0 to 0.5"),
        ({"noise": float("nan")}, "noise is 'nan'; use a number"),
        ({"noise": "much"}, "noise is 'much'; use a number"),
        ({"train_share": 0}, "train_share is 0.0"),
        ({"train_share": 1.1}, "train_share is 1.1"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": 1.5}, "seed is 1.5"),
        ({"scaling": "z"}, "scaling is 'z'; choose from standard, minmax, raw"),
        ({"scaling": 1}, "scaling is '1'; choose from"),
        ({"split": "half"}, "split is 'half'; choose from stratified"),
        ({"train_share": 0.8, "validation_share": 0.3}, "validation_share is 0.3; use 0, or a part that leaves room"),
        ({"folds": 1}, "folds is 1; use a whole number from 2 to 20"),
        ({"fold": 10}, "fold is 10; use a whole number from 0 to 9"),
        ({"split": "column", "split_column": "x1"}, "only own data can be split by a column"),
        ({"features": ("x1", "x1")}, "each once"),
        ({"features": "x1"}, "features is 'x1'; use a list"),
        ({"features": ("x3",)}, "unknown column 'x3'"),
        ({"name": "pima", "missing": "guess"}, "missing is 'guess'; choose from keep, drop, median"),
        ({"name": "points", "task": "guess"}, "task is 'guess'; choose from auto"),
        ({"name": "table"}, "no table; bring one"),
    ],
)
def test_bad_settings_are_refused_with_the_remedy(settings, message):
    with pytest.raises(ValueError, match=message):
        Data(**settings)


def test_specs_are_values():
    assert Data("circle") == Data("circle", samples=500, features=["x1", "x2"], train_share=0.5)
    assert hash(Data("circle")) == hash(Data("circle", samples=500))
    assert Data("plane").samples == 1200
    assert Data("circle").to_dict() == {"name": "circle"}


@pytest.mark.parametrize(
    "told", [None, [], {"name": "circle", "colour": 1}, {"name": "points", "rows": [[1, 2]]}, {3: 4}]
)
def test_what_is_not_a_spec_is_refused(told):
    with pytest.raises(ValueError):
        Data.from_dict(told)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.sampled_from([10**400, "x1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=8,
)


@given(
    st.sampled_from(list(DATASETS)),
    st.dictionaries(st.sampled_from([f.name for f in fields(Data)][1:]), JSON, max_size=4),
)
@settings(max_examples=200)
def test_any_json_is_a_spec_or_refused_with_a_message(name, told):
    try:
        spec = Data.from_dict({"name": name, **told})
    except ValueError as error:
        assert str(error)
        return
    assert Data.from_dict(spec.to_dict()) == spec
    hash(spec)


def test_given_rows_survive_json():
    for spec in (Data.of_rows(**TABLE, target="weight", missing="drop"), Data("points", rows=((0.5, 1.0, 1),))):
        again = Data.from_dict(json.loads(json.dumps(spec.to_dict())))
        assert again == spec and hash(again) == hash(spec)


def test_switching_the_set_keeps_what_fits():
    old = Data("circle", noise=0.2, seed=5, train_share=0.7, features=("x1", "x1²"))
    assert old.switch("spiral") == Data("spiral", noise=0.2, seed=5, train_share=0.7, features=("x1", "x1²"))
    assert old.switch("sine").features == ("x1",)
    assert old.switch("pima") == Data("pima", seed=5)


def test_rows_in_use_are_not_made_again_though_there_is_no_room_for_them(monkeypatch):
    monkeypatch.setattr(experiment, "MOST_BYTES", 1)
    one = experiment.dataset_of(Data("circle", seed=81))
    experiment.dataset_of(Data("circle", seed=82))
    assert [data.seed for data, _ in experiment._made] == [82]
    assert experiment.dataset_of(Data("circle", seed=81)) is one


def test_the_name_of_a_file_survives_json_and_is_checked():
    spec = Data.from_table(replace(Data.of_rows(**TABLE).table, name="ward.csv"))
    assert Data.from_dict(json.loads(json.dumps(spec.to_dict()))).table.name == "ward.csv"
    with pytest.raises(ValueError, match=r"title is 'aaaa.*'; use the name of a file, up to 200 characters"):
        Data.from_dict(spec.to_dict() | {"title": "a" * 201})


def test_drawn_values_come_back_from_json():
    data = Data("points", rows=((1.0, 2.0, 0.5), (1.0, 3.0, -7.25)), task="regression")
    assert Data.from_dict(json.loads(json.dumps(data.to_dict()))) == data


@pytest.mark.parametrize("formula", [5, 0.5, ["x1"], {"x1": 1}, True])
def test_a_formula_that_is_no_text_is_refused(formula):
    with pytest.raises(ValueError, match="use a text"):
        Data.from_dict({"name": "formula", "formula": formula})


def _blanked(cells, value, **settings):
    rows = [(cell, place % 7, place % 2) for place, cell in enumerate(cells)]
    return Data.of_rows(("n", "m", "y"), rows, blanks=(("n", value),), missing="median", **settings)


@pytest.mark.parametrize("cell", [5, "unknown"])
def test_a_column_of_which_every_cell_stands_for_missing_is_named(cell):
    with pytest.raises(ValueError, match=r"'n'.* take it out of the inputs"):
        make_data(_blanked([cell] * 40, cell))


def test_a_column_whose_every_cell_stands_for_missing_does_no_harm_where_nothing_reads_it():
    assert make_data(_blanked(["unknown"] * 40, "unknown", features=("m",))).input_names == ("m",)


def test_a_column_that_was_chosen_to_be_a_category_stays_one_where_a_text_stands_for_missing():
    days = _blanked(["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04"] * 10, "2020-01-04", features=("m",))
    columns = (replace(days.table["n"], taken_as="category"), *days.table.columns[1:])
    data = replace(days, table=replace(days.table, columns=columns), features=("n", "m"))
    assert make_data(data).input_names == ("n = 2020-01-01", "n = 2020-01-02", "n = 2020-01-03", "m")


@pytest.mark.parametrize("value", [10**400, float("nan"), True, None])
def test_only_a_text_or_a_number_stands_for_missing(value):
    with pytest.raises(ValueError, match="use a"):
        _blanked(range(40), value)


def test_values_that_stand_for_missing_are_limited():
    with pytest.raises(ValueError, match="at most 1,000"):
        replace(_blanked(range(40), 1), blanks=(("n", 1.0),) * 1001)


def test_categories_that_would_make_too_many_inputs_are_refused_before_they_take_memory(monkeypatch):
    monkeypatch.setattr("nncore.data.table_rows.MOST_NUMBERS", 100)
    make_data(_blanked(["a", "b"] * 20, "q"))
    with pytest.raises(ValueError, match="40 rows of 5 inputs"):
        make_data(_blanked(["a", "b", "c", "d"] * 10, "q"))


@pytest.mark.parametrize("feature", DERIVED)
def test_playgrounds_features_can_be_computed_from_a_table_with_its_columns(feature):
    rows = [(place / 7, place / 9, place % 2) for place in range(40)]
    data = Data.of_rows(("x1", "x2", "y"), rows, features=(feature,), scaling="raw")
    made = make_data(data)
    assert np.array_equal(made.transform(made.raw), made.inputs)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_inputs_so_small_that_their_squares_are_zero_are_finite_when_scaled(scaling):
    data = Data.of_rows(("n", "y"), [(place * 1e-200, place % 2) for place in range(40)], scaling=scaling)
    assert np.isfinite(make_data(data).inputs).all()


def test_an_input_without_a_value_is_named_by_its_row_in_the_table():
    rows = [(None if place < 5 else place - 5, place % 2) for place in range(40)]
    with pytest.raises(ValueError, match="no value in row 6;"):
        make_data(Data.of_rows(("a", "y"), rows, missing="drop", features=("log(a)",)))


def test_a_formula_whose_values_are_too_large_to_learn_is_refused():
    with pytest.raises(ValueError, match="scale it down"):
        make_data(Data("formula", formula="exp(exp(x1))"))


def test_classes_of_long_numbers_have_names_of_their_own():
    days = [(place, 20230101 + place % 2) for place in range(40)]
    assert make_data(Data.of_rows(("n", "day"), days)).classes == ("20230101", "20230102")


def test_long_numbers_among_texts_stay_apart():
    table = Data.of_rows(("n", "y"), [(1234567, 1), (1234568, 0), ("unknown", 1)]).table
    assert table["n"].texts == ("1234567", "1234568", "unknown")
