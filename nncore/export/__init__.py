"""A trained network as files for other programs: code with the weights inside, and weights as data.

EXPORTS has every kind; menus and tests iterate over it. Packages that write a kind are imported when it is made.
"""

from nncore.export.data_csv import DATA_CSV
from nncore.export.format import Format as Format
from nncore.export.model import Model as Model
from nncore.export.model import model_of as model_of
from nncore.export.notebook import NOTEBOOK
from nncore.export.npz_file import NPZ_FILE
from nncore.export.numpy_code import NUMPY_CODE
from nncore.export.onnx_file import ONNX_FILE
from nncore.export.safetensors_file import SAFETENSORS_FILE
from nncore.export.weights_csv import WEIGHTS_CSV

EXPORTS: dict[str, Format] = {
    record.name: record
    for record in (
        NUMPY_CODE, NOTEBOOK,
        ONNX_FILE, SAFETENSORS_FILE, NPZ_FILE, WEIGHTS_CSV,
        DATA_CSV,
    )
}  # fmt: skip
