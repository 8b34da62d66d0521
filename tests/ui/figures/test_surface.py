"""The output as a surface."""

import numpy as np

from ui.figures import surface

X, Y = np.linspace(-6, 6, 4), np.linspace(-6, 6, 3)
OUTPUT = np.array([[-1.0, -0.5, 0.2, 0.9]] * 3)


def test_the_surface_is_the_map_in_space():
    figure = surface(X, Y, OUTPUT, names=("x1", "x2", "diabetes"))
    np.testing.assert_array_equal(figure.data[0].z, OUTPUT)
    assert figure.layout.scene.zaxis.title.text == "diabetes"
    assert figure.layout.scene.uirevision == surface(X, Y, -OUTPUT).layout.scene.uirevision
