"""What a lesson is made of: one record for each kind of block, its numbers computed."""

from dataclasses import dataclass
from typing import Any, TypeVar

from nncore.experiment import Experiment
from nncore.explain import Explanation
from nncore.explain.numbers import format_number
from ui.lessons.missions import Check
from ui.lessons.setting import Setting

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Text:
    """Markdown."""

    markdown: str


@dataclass(frozen=True)
class Board:
    """A drawing to try things on."""

    id: str
    title: str
    setting: Setting


@dataclass(frozen=True)
class Step:
    """A worked number."""

    title: str
    explanation: Explanation


@dataclass(frozen=True)
class Updates:
    """One step of every weight of a neuron: a line for each, and the same in NumPy."""

    title: str
    lines: tuple[str, ...]
    formula: str
    numpy: str


@dataclass(frozen=True)
class Table:
    """What a network answers to several rows."""

    title: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    answers: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Descent:
    """The cost before and after each of several updates."""

    title: str
    costs: tuple[float, ...]

    @property
    def course(self) -> str:
        """How the cost goes, in one sentence whose verb comes from the numbers."""
        first, last = format_number(self.costs[0]), format_number(self.costs[-1])
        on_the_way = " and ".join(map(format_number, self.costs[1:-1][:2]))
        over = f" over {on_the_way}" if on_the_way else ""
        return f"the cost {self._verb} from {first}{over} to {last}"

    @property
    def _verb(self) -> str:
        pairs = list(zip(self.costs, self.costs[1:], strict=False))
        if all(after < before for before, after in pairs):
            return "falls"
        return "rises" if all(after > before for before, after in pairs) else "goes up and down"


@dataclass(frozen=True)
class CodeStep:
    """A step of a project: a sentence, and the code that does it."""

    name: str
    words: str
    keras: str
    numpy: str


@dataclass(frozen=True)
class Code:
    """An experiment as code, step by step."""

    title: str
    steps: tuple[CodeStep, ...]


@dataclass(frozen=True)
class Measured:
    """One row of a run's table: a field of an epoch's snapshot, and the figure printed elsewhere or ""."""

    label: str
    measure: str
    epoch: int
    printed: str = ""


@dataclass(frozen=True)
class Run:
    """A training that the page runs on request; over several seeds it gives the mean and how far they spread.

    heading: of the column of printed figures. rows: what is measured. after: the prediction to be answered first, as
    the figures would give it away, or None.
    """

    id: str
    title: str
    heading: str
    experiment: Experiment
    seeds: int
    rows: tuple[Measured, ...]
    after: "Prediction | None" = None


@dataclass(frozen=True)
class Prediction:
    """A question, answered before the answer is shown.

    choices: texts to choose from, () for a number to type. right: the right choice or number.
    explanation: a worked number to show with the answer, or None.
    """

    id: str
    question: str
    choices: tuple[str, ...]
    right: str | float
    tolerance: float
    why: str
    explanation: Explanation | None

    @property
    def right_text(self) -> str:
        return self.right if isinstance(self.right, str) else format_number(self.right)


@dataclass(frozen=True)
class Mission:
    """A task that checks itself.

    check, fields: compare what the visitor has made with what is asked for. begin: a drawing to start from.
    experiment: a run to start from.
    """

    id: str
    title: str
    task: str
    hint: str
    check: Check
    fields: dict[str, Any]
    begin: Setting | None = None
    experiment: Experiment | None = None


Block = Text | Board | Step | Updates | Table | Descent | Code | Run | Prediction | Mission


@dataclass(frozen=True)
class Lesson:
    """One lesson; `name` is its address, `order` its place among the others."""

    name: str
    order: int
    title: str
    summary: str
    blocks: tuple[Block, ...]

    def of(self, kind: type[Kind]) -> list[Kind]:
        """Its blocks of one kind."""
        return [block for block in self.blocks if isinstance(block, kind)]
