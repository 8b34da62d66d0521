"""A lesson that somebody else has written: bounded in size and cost, and nothing in it reaches other hosts."""

import hashlib
from dataclasses import fields, is_dataclass, replace
from typing import Any

from nncore.explain import Explanation
from ui.lessons.blocks import Lesson, Mission
from ui.lessons.missions import Check
from ui.lessons.reading import read_lesson
from ui.lessons.setting import Setting
from ui.names import prose

NAME = "own"
LONGEST_OWN = 20_000
"""Characters."""
MOST_BLOCKS = 40
FILE = "1-lesson.md"
"""What the errors call it, and how it is saved."""
BEGINNING = """+++
title = "My lesson"
summary = "One sentence about it."
+++

A neuron multiplies each input by a **weight** and adds up: $z = w_1 x_1 + w_2 x_2$.

```drawing
title = "Try it"
network = {layers = [[2, "linear"], [1, "linear"]]}
weights = {"0.0>1.0" = 1, "0.1>1.0" = 2}
inputs = [3, 4]
```

Here it says [[unit 1.0]].

```predict
question = "What comes out for 1 and 1?"
answer = "unit 1.0"
inputs = [1, 1]
```
"""


def read_own(text: str) -> Lesson:
    """The lesson in a Markdown text; ValueError with the line and the remedy for one that can't be read.

    Its name changes with its text, so that drawings begin anew with it.
    """
    if len(text) > LONGEST_OWN:
        raise ValueError(f"line 1: the lesson has {len(text):,} characters; at most {LONGEST_OWN:,} are read")
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    try:
        lesson = read_lesson(text, f"1-{NAME}-{digest}.md")
    except ValueError as error:
        raise ValueError(str(error).partition(", ")[2] or str(error)) from None
    if len(lesson.blocks) > MOST_BLOCKS:
        raise ValueError(f"line 1: the lesson has {len(lesson.blocks)} blocks; at most {MOST_BLOCKS} are read")
    return harmless(lesson)


def harmless(value: Any) -> Any:
    """A lesson, or a part of one, with every text as `prose`; names, settings and worked numbers stay."""
    if isinstance(value, str):
        return prose(value)
    if isinstance(value, tuple):
        return tuple(map(harmless, value))
    if isinstance(value, Setting | Explanation | Check) or not is_dataclass(value) or isinstance(value, type):
        return value
    computed = {"lines", "formula", "numpy", "keras"}
    kept = (
        {"id", "name", "measure", "experiment", "begin"}
        | computed
        | ({"fields"} if isinstance(value, Mission) else set())
    )
    changed = {f.name: harmless(getattr(value, f.name)) for f in fields(value) if f.name not in kept}
    return replace(value, **changed)
