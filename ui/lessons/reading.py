"""Lessons are files: Markdown with a few blocks in which numbers are computed. README.md shows how.

`load_lessons` reads them; what is wrong with a file is told with its name and line, and leaves the others
alone. Nothing here knows a screen.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nncore.data import Data
from nncore.experiment import Experiment, misfit
from nncore.experiments import EXPERIMENTS
from nncore.explain import Explanation
from nncore.explain.numbers import format_number
from nncore.serialize import network_from_dict
from nncore.settings import Training
from ui.lessons.missions import CHECKS, Check
from ui.lessons.setting import SETTING_FIELDS, Fields, Setting, numbers, read_setting, show, whole

FOLDER = Path(__file__).parent
LONGEST = 200_000
"""Characters of a lesson file."""
OTHER_FENCES = {"", "python", "text"}
"""Fenced code that is shown as it stands."""


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


@dataclass(frozen=True)
class Measured:
    """One line of a run's table: a field of the snapshot of an epoch, beside the printed figure."""

    label: str
    measure: str
    epoch: int
    printed: str = ""


@dataclass(frozen=True)
class Run:
    """A training that the page runs on request; over several seeds it gives the mean.

    heading: over the printed figures.
    """

    id: str
    title: str
    heading: str
    experiment: Experiment
    seeds: int
    rows: tuple[Measured, ...]


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
    """A task that checks itself. begin: a drawing to start from; experiment: a run to start from."""

    id: str
    title: str
    task: str
    hint: str
    check: Check
    fields: dict[str, Any]
    begin: Setting | None = None
    experiment: Experiment | None = None


Block = Text | Board | Step | Table | Descent | Run | Prediction | Mission


@dataclass(frozen=True)
class Lesson:
    """One lesson; `name` is its address, `order` its place among the others."""

    name: str
    order: int
    title: str
    summary: str
    blocks: tuple[Block, ...]

    def of(self, kind: type) -> list:
        """Its blocks of one kind."""
        return [block for block in self.blocks if isinstance(block, kind)]


# -------------------------------------------------------------------- reading a file


@dataclass
class Reader:
    """What is known half-way through a file."""

    name: str
    setting: Setting | None = None
    count: int = 0
    blocks: list[Block] = field(default_factory=list)

    def id(self) -> str:
        """A name for the block at hand, the same at every visit."""
        self.count += 1
        return f"{self.name}-{self.count}"


FENCE = re.compile(r"^```\s*([\w-]*)\s*$")
NUMBER = re.compile(r"\[\[(.+?)\]\]")


def read_lesson(text: str, name: str) -> Lesson:
    """The lesson in a file of this name. Raises ValueError with file, line and remedy."""
    if len(text) > LONGEST:
        raise ValueError(f"{name}, line 1: {len(text):,} characters; at most {LONGEST:,} are read")
    lines = text.splitlines()
    header, start = _header(lines, name)
    reader = Reader(header["name"])
    prose: list[str] = []
    prose_line, number = start + 1, start
    while number < len(lines):
        kind = _block_kind(lines[number], name, number + 1)
        if not kind:
            number = _copied(lines, number, prose)
            continue
        _add_text(reader, prose, name, prose_line)
        end = next((i for i in range(number + 1, len(lines)) if lines[i].strip() == "```"), None)
        if end is None:
            raise ValueError(f"{name}, line {number + 1}: this block has no end; close it with ```")
        fields = _fields(lines[number + 1 : end], name, number + 1)
        reader.blocks.append(_placed(lambda: BLOCKS[kind](reader, fields), name, number + 1))  # noqa: B023
        number, prose, prose_line = end + 1, [], end + 2
    _add_text(reader, prose, name, prose_line)
    return Lesson(header["name"], header["order"], header["title"], header["summary"], tuple(reader.blocks))


def _header(lines: list[str], name: str) -> tuple[Fields, int]:
    """The fields between the two +++ lines, and the number of the line after them."""
    if not lines or lines[0].strip() != "+++" or "+++" not in map(str.strip, lines[1:]):
        raise ValueError(f"{name}, line 1: begin with title and summary between two lines +++")
    end = next(i for i in range(1, len(lines)) if lines[i].strip() == "+++")
    fields = _fields(lines[1:end], name, 1)

    def read() -> Fields:
        _known(fields, {"title", "summary"})
        order, _, short = Path(name).stem.partition("-")
        if not order.isdecimal() or not re.fullmatch(r"[a-z0-9-]+", short):
            raise ValueError("name the file like 3-activations.md: its place, a hyphen, small letters")
        texts = {key: _text(fields, key) for key in ("title", "summary")}
        return {"name": short, "order": int(order), **texts}

    return _placed(read, name, 1), end + 1


def _block_kind(line: str, name: str, number: int) -> str:
    """The kind of block that begins on this line, or ""."""
    fence = FENCE.match(line)
    if not fence or fence[1] in OTHER_FENCES:
        return ""
    if fence[1] not in BLOCKS:
        raise ValueError(
            f"{name}, line {number}: unknown block {fence[1]!r}; choose from {', '.join(BLOCKS)}"
        )
    return fence[1]


def _copied(lines: list[str], number: int, prose: list[str]) -> int:
    """Copy a line of text, or a whole piece of fenced code, and give the number of the next line."""
    end = number
    if FENCE.match(lines[number]):
        end = next((i for i in range(number + 1, len(lines)) if lines[i].strip() == "```"), number)
    prose.extend(lines[number : end + 1])
    return end + 1


def _add_text(reader: Reader, prose: list[str], name: str, line: int) -> None:
    text = "\n".join(prose).strip()
    if text:
        reader.blocks.append(Text(_placed(lambda: filled(text, reader.setting), name, line)))


def filled(text: str, setting: Setting | None) -> str:
    """Markdown in which every [[unit 2.0]] has become the number it names."""
    return NUMBER.sub(lambda found: format_number(show(found[1], setting).value), text)


def _fields(lines: list[str], name: str, before: int) -> Fields:
    """TOML lines that stand after so many lines of a file."""
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        number = before + int(line[1]) if line else before + len(lines)
        raise ValueError(f"{name}, line {number}: {reason}; write name = value, texts in quotes") from None


def _placed(read: Callable[[], Any], name: str, line: int) -> Any:
    """What `read` gives; its ValueError with file and line in front."""
    try:
        return read()
    except ValueError as error:
        raise ValueError(f"{name}, line {line}: {error}") from None


def _known(fields: Fields, known: set[str] | frozenset[str]) -> None:
    if unknown := sorted(set(fields) - known):
        raise ValueError(f"unknown field {unknown[0]!r}; choose from {', '.join(sorted(known))}")


def _text(fields: Fields, name: str, default: str | None = None) -> str:
    value = fields.get(name, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise ValueError(f'{name}: give a text, as {name} = "…"')
    return value.strip()


# -------------------------------------------------------------------- the blocks


def _board(reader: Reader, fields: Fields) -> Board:
    _known(fields, SETTING_FIELDS | {"title"})
    reader.setting = read_setting(fields, reader.setting)
    return Board(reader.id(), filled(_text(fields, "title", ""), reader.setting), reader.setting)


def _own_setting(reader: Reader, fields: Fields, *more: str) -> Setting | None:
    """The setting of one block; the next block goes on from the drawing block again."""
    _known(fields, SETTING_FIELDS | set(more))
    if reader.setting is None and not SETTING_FIELDS & set(fields):
        return None
    return read_setting(fields, reader.setting)


def _needed(setting: Setting | None) -> Setting:
    if setting is None:
        raise ValueError("no drawing yet: give a preset or a network, or put a drawing block before")
    return setting


def _step(reader: Reader, fields: Fields) -> Step:
    setting = _own_setting(reader, fields, "title", "show")
    explanation = show(_text(fields, "show"), setting)
    return Step(_text(fields, "title", explanation.title), explanation)


def _answers(reader: Reader, fields: Fields) -> Table:
    setting = _needed(_own_setting(reader, fields, "title", "rows"))
    network = setting.drawing.network
    if not isinstance(fields.get("rows"), list) or not fields["rows"]:
        raise ValueError("rows: give a list of lists of inputs")
    rows = tuple(numbers(row, network.sizes[0], "rows") for row in fields["rows"])
    answers = tuple(map(tuple, setting.answers(rows).tolist()))
    return Table(_text(fields, "title", ""), network.input_names, network.output_names, rows, answers)


def _descent(reader: Reader, fields: Fields) -> Descent:
    setting = _needed(_own_setting(reader, fields, "title", "count"))
    count = whole(fields.get("count"), "count", 1, 200)
    return Descent(_text(fields, "title", ""), tuple(step.cost for step in setting.updated(count)))


MEASURES = ("running_loss", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
MOST_EPOCHS = 500


def _run(reader: Reader, fields: Fields) -> Run:
    _known(fields, EXPERIMENT_FIELDS | {"title", "heading", "seeds", "rows"})
    experiment = read_experiment(fields)
    if not isinstance(fields.get("rows"), list) or not fields["rows"]:
        raise ValueError("rows: give a list of {label, measure, epoch}")
    seeds = whole(fields.get("seeds", 1), "seeds", 1, 10)
    heading = _text(fields, "heading", "printed")
    rows = tuple(map(_measured, fields["rows"]))
    return Run(reader.id(), _text(fields, "title"), heading, experiment, seeds, rows)


def _measured(row: Any) -> Measured:
    if not isinstance(row, dict) or row.get("measure") not in MEASURES:
        raise ValueError(f"rows: give each a label, an epoch and a measure out of {', '.join(MEASURES)}")
    _known(row, {"label", "measure", "epoch", "printed"})
    epoch = whole(row.get("epoch"), "epoch", 1, MOST_EPOCHS)
    return Measured(_text(row, "label"), row["measure"], epoch, _text(row, "printed", ""))


EXPERIMENT_FIELDS = {"experiment", "data", "network", "training"}


def read_experiment(fields: Fields) -> Experiment:
    """The experiment of this name, or the playground's, with other data, network or training settings.

    Raises ValueError where they don't go together.
    """
    name = fields.get("experiment", "playground")
    if name not in EXPERIMENTS:
        raise ValueError(f"unknown experiment {name!r}; choose from {', '.join(EXPERIMENTS)}")
    start, data = EXPERIMENTS[name].experiment, _part(fields, "data")
    experiment = Experiment(
        Data.from_dict(data if "name" in data else start.data.to_dict() | data),
        network_from_dict(fields["network"]) if "network" in fields else start.network,
        Training.from_dict(start.training.to_dict() | _part(fields, "training")),
    )
    if reason := misfit(experiment):
        raise ValueError(reason)
    return experiment


def _part(fields: Fields, name: str) -> Fields:
    part = fields.get(name, {})
    if not isinstance(part, dict):
        raise ValueError(f"{name}: write {{setting = value, …}}")
    return part


def _prediction(reader: Reader, fields: Fields) -> Prediction:
    setting = _own_setting(
        reader, fields, "question", "answer", "right", "show", "choices", "tolerance", "why"
    )
    choices = fields.get("choices", [])
    if not isinstance(choices, list) or len(choices) == 1:
        raise ValueError("choices: give a list of two or more, or none for a number to type")
    if ("answer" in fields) == ("right" in fields):
        raise ValueError('give answer = "unit 1.0" for a number to compute, or right = "…" for a choice')
    named = fields.get("answer", fields.get("show"))
    explanation = None if named is None else show(named, setting)
    texts = tuple(format_number(value) if isinstance(value, int | float) else str(value) for value in choices)
    right: str | float = _text(fields, "right") if "right" in fields else explanation.value
    if texts and isinstance(right, float):
        right = format_number(right)
    if isinstance(right, str) and right not in texts:
        raise ValueError(f"the right answer, {right}, is not among the choices")
    tolerance = numbers([fields.get("tolerance", 0.005)], 1, "tolerance")[0]
    question, why = (
        filled(_text(fields, key, default), setting) for key, default in (("question", None), ("why", ""))
    )
    return Prediction(reader.id(), question, texts, right, tolerance, why, explanation)


def _mission(reader: Reader, fields: Fields) -> Mission:
    own = {"title", "task", "hint", "check", "begin", "start"}
    check = CHECKS.get(fields.get("check", ""))
    if check is None:
        raise ValueError(f"check {fields.get('check')!r}: choose from {', '.join(CHECKS)}")
    _known(fields, own | check.fields)
    begin = fields.get("begin")
    if begin is not None:
        if not isinstance(begin, dict):
            raise ValueError("begin: write {preset = …} or {network = …}")
        _known(begin, SETTING_FIELDS)
    return Mission(
        reader.id(),
        _text(fields, "title"),
        _text(fields, "task"),
        _text(fields, "hint", ""),
        check,
        check.read(fields),
        None if begin is None else read_setting(begin, reader.setting),
        read_experiment(_start(fields["start"])) if "start" in fields else None,
    )


def _start(fields: Fields) -> Fields:
    if not isinstance(fields, dict):
        raise ValueError("start: write {experiment = …} or a part [start]")
    _known(fields, EXPERIMENT_FIELDS)
    return fields


BLOCKS: dict[str, Callable[[Reader, Fields], Block]] = {
    "drawing": _board,
    "step": _step,
    "answers": _answers,
    "descent": _descent,
    "run": _run,
    "predict": _prediction,
    "mission": _mission,
}
"""The word after ``` → how the block is read."""


# -------------------------------------------------------------------- all lessons


def load_lessons(folder: Path = FOLDER) -> tuple[list[Lesson], list[str]]:
    """Every lesson of a folder in order, and what is wrong with the files that could not be read."""
    lessons, problems = [], []
    for path in sorted(folder.glob("[0-9]*.md")):
        try:
            lessons.append(_kept(path, path.stat().st_mtime_ns))
        except UnicodeDecodeError:
            problems.append(f"{path.name}, line 1: these are not letters; save the file as UTF-8")
        except (ValueError, OSError) as error:
            problems.append(str(error))
    return sorted(lessons, key=lambda lesson: lesson.order), problems


@cache
def _kept(path: Path, changed: int) -> Lesson:
    return read_lesson(path.read_text(encoding="utf-8"), path.name)
