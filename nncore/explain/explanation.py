"""What an explanation is: the steps to one number, as text, as formulas and as lines of NumPy that print it.

What is written can be recomputed to the digits shown.
"""

from dataclasses import dataclass

from nncore.explain.expressions import Expression, Number, evaluate
from nncore.explain.lines import WrittenLine
from nncore.network import Connection, Unit


@dataclass(frozen=True)
class Term:
    """One product of a sum: a value, the weight it is multiplied by, and the name of where it comes from."""

    source: str
    value: float
    weight: float

    @property
    def product(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True)
class Explanation:
    """How one number comes about.

    lines: its steps. formula: the general formula, LaTeX. terms: every product of its sum, those included that the text
    gathers into one number. units, connections: the place in the drawing. note: one sentence, or "".
    given: a line of NumPy that names a number the steps begin with, or "".
    """

    title: str
    formula: str
    lines: tuple[WrittenLine, ...]
    units: tuple[Unit, ...] = ()
    connections: tuple[Connection, ...] = ()
    terms: tuple[Term, ...] = ()
    note: str = ""
    given: str = ""

    @property
    def value(self) -> float:
        """The engine's number."""
        return self.lines[-1].value

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines))

    def latex(self) -> str:
        """The numbers as an aligned block of LaTeX."""
        rows = (line.latex().replace(" = ", " &= ", 1) for line in self.lines)
        rows = (row if "&=" in row else row.replace(r" \approx ", r" &\approx ", 1) for row in rows)
        return r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}"

    def numpy(self) -> str:
        """Lines of NumPy that print the same number."""
        code = [line.code for line in self.lines]
        given = [self.given] if self.given else []
        last = code[-1].partition(" = ")[0]
        return "\n".join(("import numpy as np", "", *given, *code, f"print({last})"))


def gathered(terms: list[Expression], most: int | None) -> list[Expression]:
    """The first `most` terms, and the others as one number; all of them for None."""
    if most is None or len(terms) <= most + 1:
        return terms
    rest = terms[most:]
    return [*terms[:most], Number(sum(map(evaluate, rest)), note=f"{len(rest)} more")]
