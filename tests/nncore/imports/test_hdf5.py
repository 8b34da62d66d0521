"""Files of Keras that were tampered with; tests/reference/record_networks.py made them with h5py."""

import zipfile

import h5py
import numpy as np
import pytest

from nncore.imports import read_network
from nncore.imports.hdf5 import open_hdf5
from nncore.parameters import Parameters
from tests.nncore.imports.test_frameworks import FILES

REFUSED = {
    "external link": "has links to other places",
    "soft link": "has links to other places",
    "loop": "damaged or in a layout that isn't read",
    "huge": "larger than the 150,000 weights",
    "huge in pieces": "larger than the 150,000 weights",
    "packed": "packed in pieces; save the network again without compression",
    "whole numbers": "no floats of 16, 32 or 64 bits",
    "texts": "no floats of 16, 32 or 64 bits",
    "elsewhere": "damaged or in a layout",
    "missing": "a layer's kernel is missing",
    "newest layout": "damaged or in a layout that isn't read here; save the network again with Keras",
}


def tampered(name: str) -> bytes:
    with zipfile.ZipFile(FILES / "tampered.zip") as archive:
        return archive.read(f"{name}.h5")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_by_name(name):
    with pytest.raises(ValueError, match=REFUSED[name]):
        read_network("model.h5", tampered(name))


@pytest.mark.parametrize("name", ["big-endian", "half"])
def test_floats_of_any_width_and_order_are_read(name):
    imported = read_network("model.h5", tampered(name))
    assert (Parameters(imported.network, imported.theta).weights[-1] == 1.0).all()


def test_arrays_and_texts_are_those_that_h5py_reads():
    for path in FILES.glob("keras *.h5"):
        ours = open_hdf5(path.read_bytes())
        with h5py.File(path) as theirs:
            found = []
            theirs.visititems(lambda name, item, found=found: found.append(name) if hasattr(item, "shape") else None)
            assert sorted(ours.arrays) == sorted(found)
            for name in found:
                assert (ours.array(name) == theirs[name][()]).all()
            assert ours.texts["model_config"] == theirs.attrs["model_config"]


def test_the_same_array_under_a_thousand_names_is_read_a_few_times_at_the_most():
    file = open_hdf5((FILES / "keras functional.h5").read_bytes())
    path = next(iter(file.arrays))
    with pytest.raises(ValueError, match="more in it than a drawing holds"):
        for _ in range(100_000):
            file.array(path)
    assert isinstance(file.arrays[path], int | np.integer)
