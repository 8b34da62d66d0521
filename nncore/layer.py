"""One layer of a drawing, and what the layers and the names of a drawing have to be like."""

from dataclasses import dataclass

from nncore.activations import ACTIVATIONS, unknown_activation

MAX_LAYERS = 64
MAX_UNITS = 1024
MAX_TOTAL = 10_000
"""Units of all layers together."""
MAX_NAME = 40


@dataclass(frozen=True)
class Layer:
    """A row of `size` units that share one activation."""

    size: int
    activation: str = "linear"

    def __post_init__(self) -> None:
        if isinstance(self.size, bool) or not isinstance(self.size, int):
            raise ValueError(f"a layer of size {str(self.size)[:40]!r}: give a whole number, 1 or more")
        if self.size < 1:
            raise ValueError(f"a layer of size {self.size}: give it at least one unit, or remove the layer")
        if self.size > MAX_UNITS:
            raise ValueError(f"a layer of size {str(self.size)[:40]}: at most {MAX_UNITS} units fit in a layer")
        if not isinstance(self.activation, str) or self.activation not in ACTIVATIONS:
            raise ValueError(unknown_activation(self.activation))


def check_layers(layers: tuple[Layer, ...]) -> None:
    if len(layers) < 2 or not all(isinstance(layer, Layer) for layer in layers):
        raise ValueError("a drawing needs an input layer and an output layer, each a Layer(size, activation)")
    if len(layers) > MAX_LAYERS:
        raise ValueError(f"{len(layers)} layers are too many; at most {MAX_LAYERS} fit")
    total = sum(layer.size for layer in layers)
    if total > MAX_TOTAL:
        raise ValueError(f"{total:,} units are too many; at most {MAX_TOTAL:,} fit: use fewer or smaller layers")
    if layers[0].activation != "linear":
        raise ValueError("the input layer passes its values on: its activation has to be linear")
    for layer in layers[:-1]:
        if not ACTIVATIONS[layer.activation].elementwise:
            raise ValueError(
                f"{layer.activation} belongs on the output layer; choose another activation for hidden layers"
            )
    if not ACTIVATIONS[layers[-1].activation].elementwise and layers[-1].size < 2:
        raise ValueError(
            f"{layers[-1].activation} of a single output is always 1; use sigmoid, or two outputs and more"
        )


def check_names(names: tuple[str, ...], size: int, what: str) -> None:
    if not names:
        return
    if len(names) != size:
        raise ValueError(f"{len(names)} names for {size} {what}; give one name each")
    for name in names:
        if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME or not name.isprintable():
            raise ValueError(f"{str(name)[:60]!r} is no name; use 1 to {MAX_NAME} printable characters")
    if len(set(names)) != len(names):
        raise ValueError(f"two {what} have the same name; give each its own")
