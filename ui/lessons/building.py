"""From the fields of a block to the block: checked, and its numbers computed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nncore.data import Data
from nncore.experiment import Experiment, misfit
from nncore.experiments import EXPERIMENTS
from nncore.explain.numbers import format_number
from nncore.serialize import network_from_dict
from nncore.settings import Training
from ui.lessons.blocks import Block, Board, Code, Descent, Measured, Mission, Prediction, Run, Step, Table, Updates
from ui.lessons.code import steps_of
from ui.lessons.fields import Fields, check_names, entries, numbers, table, text, whole
from ui.lessons.missions import CHECKS
from ui.lessons.setting import NO_DRAWING, SETTING_FIELDS, Setting, read_setting
from ui.lessons.updates import updates_of
from ui.lessons.worked import filled, worked

MEASURES = ("running_loss", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
MOST_EPOCHS = 500
EXPERIMENT_FIELDS = frozenset({"experiment", "data", "network", "training"})


@dataclass
class Reader:
    """What is known half-way through a file: its blocks so far, and the setting of the last drawing."""

    name: str
    setting: Setting | None = None
    count: int = 0
    blocks: list[Block] = field(default_factory=list)

    def id(self) -> str:
        """A name for the next block that needs one, the same at every visit."""
        self.count += 1
        return f"{self.name}-{self.count}"

    def own_setting(self, fields: Fields, *more: str) -> Setting | None:
        """The setting of one block, whose other fields are `more`; the block after it starts from the drawing again."""
        check_names(fields, SETTING_FIELDS | set(more))
        if self.setting is None and not SETTING_FIELDS & set(fields):
            return None
        return read_setting(fields, self.setting)


def _needed(setting: Setting | None) -> Setting:
    if setting is None:
        raise ValueError(NO_DRAWING)
    return setting


# -------------------------------------------------------------------- blocks with numbers of a drawing


def board(reader: Reader, fields: Fields) -> Board:
    check_names(fields, SETTING_FIELDS | {"title"})
    reader.setting = read_setting(fields, reader.setting)
    return Board(reader.id(), filled(text(fields, "title", ""), reader.setting), reader.setting)


def step(reader: Reader, fields: Fields) -> Step:
    setting = reader.own_setting(fields, "title", "show")
    explanation = worked(text(fields, "show"), setting)
    return Step(text(fields, "title", explanation.title), explanation)


def update(reader: Reader, fields: Fields) -> Updates:
    setting = _needed(reader.own_setting(fields, "title"))
    return updates_of(setting, text(fields, "title", ""))


def answers(reader: Reader, fields: Fields) -> Table:
    setting = _needed(reader.own_setting(fields, "title", "rows"))
    network = setting.drawing.network
    asked = entries(fields, "rows", "lists of inputs")
    rows = tuple(numbers(row, network.sizes[0], "rows") for row in asked)
    given = tuple(map(tuple, setting.answers(rows).tolist()))
    return Table(text(fields, "title", ""), network.input_names, network.output_names, rows, given)


def descent(reader: Reader, fields: Fields) -> Descent:
    setting = _needed(reader.own_setting(fields, "title", "count"))
    count = whole(fields.get("count"), "count", 1, 200)
    return Descent(text(fields, "title", ""), tuple(after.pass_.cost for after in setting.updated(count)))


def code(reader: Reader, fields: Fields) -> Code:
    check_names(fields, EXPERIMENT_FIELDS | {"title"})
    return Code(text(fields, "title", ""), steps_of(read_experiment(fields)))


def prediction(reader: Reader, fields: Fields) -> Prediction:
    setting = reader.own_setting(fields, "question", "answer", "right", "show", "choices", "tolerance", "why")
    choices = fields.get("choices", [])
    if not isinstance(choices, list) or len(choices) == 1:
        raise ValueError("choices: give a list of two or more, or none for a number to type")
    if ("answer" in fields) == ("right" in fields):
        raise ValueError('give answer = "unit 1.0" for a number to compute, or right = "…" for a choice')
    named = fields.get("answer", fields.get("show"))
    explanation = None if named is None else worked(named, setting)
    right = text(fields, "right") if explanation is None or "right" in fields else explanation.value
    texts = tuple(format_number(value) if isinstance(value, int | float) else str(value) for value in choices)
    if texts and isinstance(right, float):
        right = format_number(right)
    if isinstance(right, str) and right not in texts:
        raise ValueError(f"the right answer, {right}, is not among the choices")
    tolerance = numbers([fields.get("tolerance", 0.005)], 1, "tolerance")[0]
    question, why = filled(text(fields, "question"), setting), filled(text(fields, "why", ""), setting)
    return Prediction(reader.id(), question, texts, right, tolerance, why, explanation)


# -------------------------------------------------------------------- runs and missions


def run(reader: Reader, fields: Fields) -> Run:
    check_names(fields, EXPERIMENT_FIELDS | {"title", "heading", "seeds", "rows"})
    experiment = read_experiment(fields)
    rows = tuple(map(_measured, entries(fields, "rows", "{label, measure, epoch}")))
    seeds = whole(fields.get("seeds", 1), "seeds", 1, 10)
    heading = text(fields, "heading", "printed")
    after = next((block for block in reversed(reader.blocks) if isinstance(block, Prediction)), None)
    return Run(reader.id(), text(fields, "title"), heading, experiment, seeds, rows, after)


def _measured(row: Any) -> Measured:
    if not isinstance(row, dict) or row.get("measure") not in MEASURES:
        raise ValueError(f"rows: give each a label, an epoch and a measure out of {', '.join(MEASURES)}")
    check_names(row, {"label", "measure", "epoch", "printed"})
    epoch = whole(row.get("epoch"), "epoch", 1, MOST_EPOCHS)
    return Measured(text(row, "label"), row["measure"], epoch, text(row, "printed", ""))


def read_experiment(fields: Fields) -> Experiment:
    """The experiment of this name, or the playground's, with other data, network or training settings.

    Raises ValueError where they don't go together.
    """
    name = fields.get("experiment", "playground")
    if name not in EXPERIMENTS:
        raise ValueError(f"unknown experiment {name!r}; choose from {', '.join(EXPERIMENTS)}")
    start, data = EXPERIMENTS[name].experiment, table(fields, "data", "{setting = value, …}")
    training = table(fields, "training", "{setting = value, …}")
    experiment = Experiment(
        Data.from_dict(data if "name" in data else start.data.to_dict() | data),
        network_from_dict(fields["network"]) if "network" in fields else start.network,
        Training.from_dict(start.training.to_dict() | training),
    )
    if reason := misfit(experiment):
        raise ValueError(reason)
    return experiment


def mission(reader: Reader, fields: Fields) -> Mission:
    check = CHECKS.get(fields.get("check", ""))
    if check is None:
        raise ValueError(f"check {fields.get('check')!r}: choose from {', '.join(CHECKS)}")
    check_names(fields, {"title", "task", "hint", "check", "begin", "start"} | check.fields)
    read = check.read(fields)
    if check.needs not in fields:
        examples = {"begin": 'begin = {preset = "empty"}', "start": 'start = {experiment = "playground"}'}
        raise ValueError(f"{check.needs}: say what the mission begins with, as {examples[check.needs]}")
    begin = table(fields, "begin", "{preset = …} or {network = …}")
    check_names(begin, SETTING_FIELDS)
    start = table(fields, "start", "{experiment = …} or a part [start]")
    check_names(start, EXPERIMENT_FIELDS)
    return Mission(
        reader.id(),
        text(fields, "title"),
        text(fields, "task"),
        text(fields, "hint", ""),
        check,
        read,
        read_setting(begin, reader.setting) if "begin" in fields else None,
        read_experiment(start) if "start" in fields else None,
    )


BLOCKS: dict[str, Callable[[Reader, Fields], Block]] = {
    "drawing": board,
    "step": step,
    "update": update,
    "answers": answers,
    "descent": descent,
    "code": code,
    "run": run,
    "predict": prediction,
    "mission": mission,
}
"""The word after ``` → how the block is made."""
