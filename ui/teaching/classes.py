"""The classes that are ready to be given, and their files, which anyone can copy."""

from pathlib import Path

from ui.core.demonstration import EXTENSION, Demonstration, demonstration_in, file_of
from ui.teaching import learning_rate, neuron, overfitting
from ui.teaching.ready_class import ReadyClass, demonstration_of

FOLDER = Path(__file__).parent

CLASSES: dict[str, ReadyClass] = {
    "what-a-neuron-computes": neuron.READY,
    "learning-rate": learning_rate.READY,
    "overfitting": overfitting.READY,
}
"""Name of the file, without its ending → the class; in the order of a course."""


def file_name(name: str) -> str:
    return f"{name}{EXTENSION}"


def content_of(name: str) -> bytes:
    """The file of a class, as it is in this folder."""
    return (FOLDER / file_name(name)).read_bytes()


def ready_demonstration(name: str) -> Demonstration:
    """A class, to be presented."""
    return demonstration_in(content_of(name))


def write_files(folder: Path = FOLDER) -> None:
    """Make all files anew."""
    for name, ready in CLASSES.items():
        (folder / file_name(name)).write_bytes(file_of(demonstration_of(ready)))
