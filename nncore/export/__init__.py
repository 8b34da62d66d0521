"""A trained network as files for other programs: code with the weights inside, and weights as data.

EXPORTS has every kind; menus and tests iterate over it. Packages that write a kind are imported when it is made.
"""

from nncore.export.format import Format as Format
from nncore.export.jax_code import JAX
from nncore.export.keras_code import KERAS
from nncore.export.model import Model as Model
from nncore.export.model import model_of as model_of
from nncore.export.numpy_code import NUMPY_CODE
from nncore.export.pytorch_code import PYTORCH
from nncore.export.scikit_code import SCIKIT_LEARN
from nncore.export.weights_csv import WEIGHTS_CSV

EXPORTS: dict[str, Format] = {
    record.name: record
    for record in (
        NUMPY_CODE,
        PYTORCH,
        KERAS,
        SCIKIT_LEARN,
        JAX,
        WEIGHTS_CSV,
    )
}  # fmt: skip
