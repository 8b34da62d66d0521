"""What the app knows about one kind of file that a network can be taken along as."""

from collections.abc import Callable
from dataclasses import dataclass

from nncore.export.model import Model


@dataclass(frozen=True)
class Format:
    """One entry of EXPORTS.

    group: "code", "weights" or "data". label: its name in menus; note: one sentence on what it is for.
    extension: of the file, with its dot; media_type: as HTTP has it.
    make: the file of a model. Raises ValueError where the format can't express it, with the reason and the remedy.
    packages: what has to be installed to use the file, as `pip install` has it.
    """

    name: str
    group: str
    label: str
    note: str
    extension: str
    media_type: str
    make: Callable[[Model], bytes]
    packages: tuple[str, ...] = ()
