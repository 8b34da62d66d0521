"""Where units and connections go when layers of a drawing are added, removed, moved or resized."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import count

from nncore.units import Connection, Unit

Relocation = Callable[[Unit], Unit | None]
"""Where a unit of the old drawing stands in the new one; None when it is gone."""


def resized(layer: int, size: int) -> Relocation:
    """Units beyond the new size are gone."""
    return lambda unit: None if unit.layer == layer and unit.index >= size else unit


def inserted(at: int) -> Relocation:
    """The layers from `at` on make room for a new one."""
    return lambda unit: Unit(unit.layer + (unit.layer >= at), unit.index)


def removed(layer: int) -> Relocation:
    """A layer is gone, and those after it move up."""
    return lambda unit: None if unit.layer == layer else Unit(unit.layer - (unit.layer > layer), unit.index)


def removed_unit(*gone: Unit) -> Relocation:
    """Units are gone, and those after them in their layers move up."""
    ordered, every = sorted(gone), set(gone)

    def relocate(unit: Unit) -> Unit | None:
        before = bisect_left(ordered, unit) - bisect_left(ordered, Unit(unit.layer, 0))
        return None if unit in every else Unit(unit.layer, unit.index - before)

    return relocate


def moved(layer: int, to: int) -> Relocation:
    """A layer stands at another place, and those between move by one."""

    def relocate(unit: Unit) -> Unit:
        if unit.layer == layer:
            return Unit(to, unit.index)
        after_leaving = unit.layer - (unit.layer > layer)
        return Unit(after_leaving + (after_leaving >= to), unit.index)

    return relocate


def relocate_connection(connection: Connection, relocate: Relocation) -> Connection | None:
    """Where a connection stands in the new drawing; None when an end is gone or it would lead back."""
    source, target = relocate(connection.source), relocate(connection.target)
    if source is None or target is None or target.layer <= source.layer:
        return None
    return Connection(source, target)


def relocate_item(item: Connection | Unit, relocate: Relocation) -> Connection | Unit | None:
    """Where a unit or a connection stands in the new drawing; None when it is gone."""
    return relocate_connection(item, relocate) if isinstance(item, Connection) else relocate(item)


def relocated(connections: frozenset[Connection], relocate: Relocation) -> Iterator[Connection]:
    """Where those connections stand that are left in the new drawing."""
    for connection in connections:
        new = relocate_connection(connection, relocate)
        if new is not None:
            yield new


def carried_names(
    names: tuple[str, ...], old_layer: int, new_layer: int, size: int, relocate: Relocation
) -> tuple[str, ...]:
    """The names of inputs or outputs, `size` of them by now: a new one gets the first usual name that is free."""
    if not names:
        return ()
    carried = [""] * size
    for index, name in enumerate(names):
        unit = relocate(Unit(old_layer, index))
        if unit is not None and unit.layer == new_layer:
            carried[unit.index] = name
    letter = "x" if old_layer == 0 else "y"
    for index, name in enumerate(carried):
        if not name:
            fresh = (f"{letter}{number}" for number in count(index + 1))
            carried[index] = next(text for text in fresh if text not in carried)
    return tuple(carried)
