"""What every export as Python code writes the same way: values as literals, what is known of the data, the check.

Names of inputs and classes come from files and links, so they get into code by `literal` alone, never into comments.
"""

import math
from typing import Any

import numpy as np

from nncore.export.model import Model

WIDTH = 120
"""The longest line; a single text may be longer."""


def literal(value: Any, indent: int = 0, room: int = WIDTH) -> str:
    """A number, a text, or arrays and (nested) lists of them, as Python reads it back to the bit.

    Broken over lines of WIDTH where it is longer than `room`; the last line stands at `indent`.
    """
    value = value.tolist() if isinstance(value, np.ndarray | np.generic) else value
    if not isinstance(value, list | tuple):
        return _single(value)
    items = [literal(item, indent + 4, WIDTH - indent - 6) for item in value]
    flat = f"[{', '.join(items)}]"
    if len(flat) <= room and "\n" not in flat:
        return flat
    nested = any(isinstance(item, list | tuple) for item in value)
    lines = items if nested else filled(items, WIDTH - indent - 6)
    inner = "".join(f"{' ' * (indent + 4)}{line},\n" for line in lines)
    return f"[\n{inner}{' ' * indent}]"


def _single(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(str(value)) if isinstance(value, str) else repr(value)


def block(text: str) -> str:
    """A text of several lines as a literal of several lines; whatever is no plain letter is escaped."""
    kept = "".join(letter if letter == "\n" else _escaped(letter) for letter in text)
    return f'"""\\\n{kept}"""\n'


def _escaped(letter: str) -> str:
    if letter in '\\"':
        return f"\\{letter}"
    return letter if letter.isprintable() else ascii(letter)[1:-1]


def listed(items: list[str], indent: int = 0) -> str:
    """Items of code side by side, between brackets that stand at `indent`: on a line of their own where it is long."""
    flat = ", ".join(items)
    if len(flat) <= WIDTH - indent - 30:
        return flat
    inner = "".join(f"{' ' * (indent + 4)}{line},\n" for line in filled(items, WIDTH - indent - 6))
    return f"\n{inner}{' ' * indent}"


def filled(items: list[str], width: int) -> list[str]:
    """Items side by side, as many to a line as there is room for."""
    lines: list[str] = []
    for item in items:
        if lines and len(lines[-1]) + len(item) + 2 <= width:
            lines[-1] += f", {item}"
        else:
            lines.append(item)
    return lines


def assigned(name: str, value: Any, call: str = "") -> str:
    """A line `NAME = value`, or `NAME = call(value)` as with np.array. name, call: ours, no text of a user."""
    opening, closing = (f"{name} = {call}(", ")") if call else (f"{name} = ", "")
    return f"{opening}{literal(value, room=WIDTH - len(opening) - 1)}{closing}\n"


def title(model: Model) -> str:
    """One sentence on the network, without a name that a user gave."""
    first, *layers = model.network.layers
    sizes = ", ".join(f"{layer.size} {layer.activation}" for layer in layers)
    inputs = "1 input" if first.size == 1 else f"{first.size} inputs"
    epochs = f"after {model.epoch} epoch{'' if model.epoch == 1 else 's'} of training"
    return f"A neural network from Netsketch: {inputs}, then {sizes}; {epochs if model.epoch else 'before training'}."


def known_data(model: Model) -> str:
    """INPUTS, CENTER and SCALE of the inputs, and what outputs mean: CLASSES, or for values their names and scaling.

    The names are OUTPUTS; TARGET_CENTER and TARGET_SCALE are 0.0 and 1.0 where values aren't scaled.
    """
    return "".join(
        (
            assigned("INPUTS", model.input_names),
            assigned("CENTER", model.center, "np.array"),
            assigned("SCALE", model.scale, "np.array"),
            assigned("CLASSES", model.classes) if model.classes else assigned("OUTPUTS", model.output_names),
            "" if model.classes else assigned("TARGET_CENTER", model.target_center),
            "" if model.classes else assigned("TARGET_SCALE", model.target_scale),
        )
    )


SCALED = "(rows - CENTER) / SCALE"
"""The inputs of the network, of `rows` (rows, inputs) in the unit of the data."""


def in_unit(model: Model, outputs: str) -> str:
    """The expression `outputs` in the unit of the data: as it is for classes."""
    return outputs if model.classes else f"{outputs} * TARGET_SCALE + TARGET_CENTER"


def predict(model: Model) -> str:
    """`def predict(rows)`, the class name of each row or its values by name, from `answer(rows)`: see `check`."""
    if not model.classes:
        about = "What the network answers for rows in the unit of the data: a value for each name in OUTPUTS."
        returned = "[dict(zip(OUTPUTS, output)) for output in answer(rows).tolist()]"
    elif model.network.sizes[-1] > 1:
        about = "The class of each row in the unit of the data: the one with the largest output."
        returned = "[CLASSES[number] for number in answer(rows).argmax(axis=1)]"
    else:
        about = (
            f"The class of each row in the unit of the data: the second one if the output is above {model.threshold!r}."
        )
        returned = f"[CLASSES[int(output > {model.threshold!r})] for output in answer(rows)[:, 0]]"
    return f'def predict(rows):\n    """{about}"""\n    return {returned}\n'


def check(model: Model) -> str:
    """The end of the file: ROWS, what the app answered for them, and the largest difference, printed.

    What stands before has to import numpy as np and define `answer(rows)`, (rows, inputs) in the unit of the data to
    a NumPy array (rows, outputs) in the unit of the data, and `predict(rows)`.
    """
    return (
        "# Five rows in the unit of the data, and what the app answered.\n"
        + assigned("ROWS", model.rows, "np.array")
        + assigned("APP_ANSWERS", model.answers, "np.array")
        + '\nif __name__ == "__main__":\n'
        + "".join(f"    {line}\n" for line in CHECK)
    )


CHECK = (
    "for row, prediction in zip(ROWS.tolist(), predict(ROWS)):",
    '    print(f"{dict(zip(INPUTS, row))} -> {prediction!r}")',
    'print(f"largest difference from the app: {np.abs(answer(ROWS) - APP_ANSWERS).max():.1e}")',
)
"""The lines that compute the answers again and say how far off they are."""
