"""Units and connections: what a drawing is made of, and the texts that name them."""

from typing import NamedTuple


class Unit(NamedTuple):
    """One input or neuron: its layer (0 holds the inputs) and its place in the layer."""

    layer: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody needs here

    def __str__(self) -> str:
        return f"{self.layer}.{self.index}"

    @classmethod
    def parse(cls, text: str) -> "Unit":
        """Read "layer.index", for instance "1.0". Raises ValueError for anything else."""
        layer, dot, index = str(text).partition(".")
        if not (dot and _is_number(layer) and _is_number(index)):
            raise ValueError(f"{str(text)[:40]!r} is not a unit; write layer.index, for instance 1.0")
        return cls(int(layer), int(index))


class Connection(NamedTuple):
    """One arrow of the drawing, from a unit to a unit of any later layer."""

    source: Unit
    target: Unit

    @property
    def span(self) -> int:
        """How many layers it reaches forward: 1 between neighbours, more for a skip."""
        return self.target.layer - self.source.layer

    def __str__(self) -> str:
        return f"{self.source}>{self.target}"

    @classmethod
    def parse(cls, text: str) -> "Connection":
        """Read "layer.index>layer.index". Raises ValueError for anything else."""
        source, arrow, target = str(text).partition(">")
        if not arrow:
            raise ValueError(f"{str(text)[:40]!r} is not a connection; write source>target, e.g. 0.1>1.0")
        return cls(Unit.parse(source), Unit.parse(target))


def _is_number(text: str) -> bool:
    return len(text) <= 6 and text.isascii() and text.isdecimal()


def parse_item(text: object) -> Unit | Connection:
    """The unit ("1.0") or connection ("0.1>1.0") that a text names. Raises ValueError for anything else."""
    if not isinstance(text, str):
        raise ValueError(f"a {type(text).__name__} names nothing; write 1.0 for a unit or 0.1>1.0 for a connection")
    return Connection.parse(text) if ">" in text else Unit.parse(text)


def target_of(item: Unit | Connection) -> Unit:
    """The neuron whose weighted sum a weight (a Connection) or a bias (a Unit) is part of."""
    return item.target if isinstance(item, Connection) else item
