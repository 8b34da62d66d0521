import numpy as np

from ui.figures import calibration, confusion, correlation, histogram, roc


def test_confusion_writes_counts_and_shades_rows():
    figure = confusion(np.array([[40, 10], [0, 5]]), ("no", "yes"))
    cells = figure.data[0]
    np.testing.assert_array_equal(cells.text, [[40, 10], [0, 5]])
    np.testing.assert_allclose(cells.z, [[0.8, 0.2], [0, 1]])
    assert figure.layout.yaxis.autorange == "reversed"


def test_a_class_without_samples_is_an_empty_row():
    np.testing.assert_array_equal(confusion(np.array([[3, 1], [0, 0]]), ("a", "b")).data[0].z[1], [0, 0])


def test_roc_names_its_area_and_marks_the_threshold():
    figure = roc([0, 0.5, 1], [0, 1, 1], [np.inf, 0.7, 0.1], 0.75, at=1)
    assert figure.layout.title.text == "ROC, area 0.750"
    assert tuple(figure.data[1].x) == (0, 0.5, 1) and tuple(figure.data[1].y) == (0, 1, 1)
    assert (tuple(figure.data[2].x), tuple(figure.data[2].customdata)) == ((0.5,), (0.7,))
    assert figure.layout.uirevision == roc([0, 1], [0, 1], [1, 0], 0.5).layout.uirevision


def test_calibration_sizes_points_by_their_samples():
    figure = calibration([0.1, 0.9], [0.2, 0.8], [1, 100])
    small, large = figure.data[1].marker.size
    assert large > small and tuple(figure.data[1].y) == (0.2, 0.8)


def test_histogram_counts_every_sample_of_each_class():
    values, labels = np.array([0.0, 1, 1, 2, 3, 3]), np.array([0, 0, 1, 1, 1, 1])
    figure = histogram(values, "glucose", labels, ("no", "yes"), bins=3)
    assert [trace.name for trace in figure.data] == ["no", "yes"]
    assert figure.data[0].y.tolist() == [1, 1, 0] and figure.data[1].y.tolist() == [0, 1, 3]
    assert figure.data[0].marker.pattern.shape != figure.data[1].marker.pattern.shape
    assert figure.layout.xaxis.title.text == "glucose"


def test_histogram_without_classes_counts_all_together():
    (bars,) = histogram([1.0, 2.0, 2.0], "age", bins=2).data
    assert bars.y.tolist() == [1, 2]


def test_correlation_agrees_with_numpy():
    values = np.random.default_rng(0).normal(size=(50, 3))
    np.testing.assert_allclose(correlation(values, ("a", "b", "c")).data[0].z, np.corrcoef(values.T), atol=1e-12)


def test_a_column_that_never_changes_has_no_correlation():
    r = correlation(np.array([[1.0, 2.0], [1.0, 3.0]]), ("a", "b")).data[0].z
    np.testing.assert_allclose(r, [[np.nan, np.nan], [np.nan, 1]])


def test_numbers_are_written_where_they_fit():
    values = np.random.default_rng(0).normal(size=(20, 8))
    assert correlation(values, "abcdefgh").data[0].texttemplate is None
    assert correlation(values[:, :3], "abc").data[0].texttemplate == "%{z:.2f}"
