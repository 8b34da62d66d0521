import io
import json
import zipfile

import numpy as np

from nncore.export.npz_file import npz_file
from nncore.propagation import forward
from tests.nncore.export.drawings import MANY, random_model


def loaded(model):
    return np.load(io.BytesIO(npz_file(model)), allow_pickle=False)


def test_numpy_opens_it_without_pickle_and_finds_every_number_to_the_last_bit():
    for number in range(MANY):
        model = random_model(number)
        file = loaded(model)
        for layer in range(1, len(model.network.layers)):
            assert (file[f"weight_{layer}"] == model.parameters.weights[layer]).all()
            assert (file[f"bias_{layer}"] == model.parameters.biases[layer]).all()
        for name in ("center", "scale", "rows", "answers"):
            assert (file[name] == getattr(model, name)).all()


def test_the_rows_in_it_give_the_answers_in_it_by_the_arrays_alone():
    model = random_model(0)
    file = loaded(model)
    a = (file["rows"] - file["center"]) / file["scale"]
    about = json.loads(bytes(file["about"]))
    trace = forward(model.network, model.parameters, a)
    outputs = trace.output * about["target_scale"] + about["target_center"]
    assert (outputs == file["answers"]).all()


def test_about_has_names_classes_and_the_threshold():
    model = random_model(0)
    about = json.loads(bytes(loaded(model)["about"]))
    assert about["inputs"] == list(model.input_names) and about["outputs"] == list(model.output_names)
    assert about["classes"] == list(model.classes) and about["threshold"] == model.threshold
    assert about["epoch"] == 0 and about["app"] == "Netsketch"


def test_the_same_model_gives_the_same_bytes_with_the_date_of_no_day():
    content = npz_file(random_model(7))
    assert content == npz_file(random_model(7))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
