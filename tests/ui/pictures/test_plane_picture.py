"""The plane as a picture has the colours of the app."""

import base64
import io
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import nncore as nn
from nncore.experiment import dataset_of
from ui.figures.base import class_look
from ui.figures.plane import drawn_rows
from ui.pictures.plane_picture import LEFT, MARGIN, SIDE, SYMBOLS, between, colours, plane_picture, png, rgb
from ui.theme import CLASS_SYMBOLS, diverging


def pixels_of(address):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))))


def ground(weights):
    """The pixels behind the points, of a single tanh neuron on two clouds."""
    picture = plane_picture(nn.dense(2, 1, output="tanh"), np.array(weights), dataset_of(nn.Data("gauss")))
    image = next(part for part in ElementTree.fromstring(picture).iter() if part.tag.endswith("image"))
    return pixels_of(image.get("href")).astype(int)


def test_where_the_answer_is_the_second_class_the_ground_is_blue_and_else_brown():
    pixels = ground([5.0, 0.0, 0.0])  # tanh 5x: positive on the right
    left, right = pixels[:, :20].mean(axis=(0, 1)), pixels[:, -20:].mean(axis=(0, 1))
    assert left[0] > left[2] + 40 and right[2] > right[0] + 40


def test_the_first_row_of_the_image_is_the_top_of_the_plane():
    pixels = ground([0.0, 5.0, 0.0])
    assert pixels[:20, :, 2].mean() > pixels[-20:, :, 2].mean() + 40


def test_of_several_classes_each_has_its_own_colour():
    dataset = dataset_of(nn.Data("rings"))
    field = np.zeros((3, 1, 3), np.uint8)
    field[[0, 1, 2], 0, [0, 1, 2]] = 255
    found = colours(field, dataset)[0].astype(int)
    for number in range(3):
        whole = np.array(rgb(class_look(number, False)[0]))
        assert found[number] == pytest.approx(255 + (whole - 255) * 0.55, abs=0.51)


def test_each_point_stands_where_its_row_is():
    dataset = dataset_of(nn.Data("gauss"))
    picture = ElementTree.fromstring(plane_picture(nn.dense(2, 1), np.zeros(3), dataset))
    paths = [part.get("d") for part in picture.iter() if part.tag.endswith("path")]
    rows = drawn_rows(dataset)
    assert len(paths) == len(rows)
    for row, path in zip(rows, paths, strict=True):
        if dataset.labels[row] == 0:  # a circle: its path begins at its left end
            left, y = map(float, path[1:].partition("a")[0].split())
            x1, x2 = dataset.raw[row]
            across, up = (np.array([x1, x2]) - dataset.range[:, 0]) / np.ptp(dataset.range, axis=1)
            assert (left, y) == pytest.approx((LEFT + across * SIDE - 3.2, MARGIN + (1 - up) * SIDE), abs=0.06)


def test_points_beyond_a_narrow_view_are_left_out():
    dataset = dataset_of(nn.Data("circle"))
    network = nn.dense(2, 1)
    inside = ((np.abs(dataset.raw) <= 1).all(axis=1)).sum()
    narrow = replace(dataset, range=np.array([[-1.0, 1.0], [-1.0, 1.0]]))
    assert plane_picture(network, np.zeros(3), narrow).count("<path") == inside


def test_the_ends_and_the_middle_of_a_scale_are_its_colours():
    scale = diverging(False)
    shown = between(scale, np.array([-1.0, 0.0, 0.5, 1.0, 2.0]))
    ends = [rgb(scale[number][1]) for number in (0, 0, 2, 4, 4)]
    assert shown == pytest.approx(np.array(ends))


def test_every_class_has_a_symbol():
    assert set(CLASS_SYMBOLS) <= set(SYMBOLS)


def test_an_image_comes_back_as_it_was():
    pixels = np.arange(27, dtype=np.uint8).reshape(3, 3, 3)
    assert np.array_equal(pixels_of(png(pixels)), pixels)
