"""One row of the data as a picture."""

import numpy as np
import pytest

from ui.figures import row_picture
from ui.theme import tokens


def test_the_pixels_of_a_row_stand_row_by_row_from_above():
    figure = row_picture(np.arange(9), 3, "Row 7")
    (picture,) = figure.data
    np.testing.assert_array_equal(picture.z, [[0, 1, 2], [3, 4, 5], [6, 7, 8]])
    assert (picture.zmin, picture.zmax) == (0, 16)
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.title.text == "Row 7"


@pytest.mark.parametrize("dark", [False, True])
def test_ink_has_the_colour_of_text_on_the_ground(dark):
    scale = row_picture(np.zeros(4), 2, "Row 1", dark=dark).data[0].colorscale
    assert [colour for _, colour in scale] == [tokens(dark)["background"], tokens(dark)["text"]]
