"""Tables written as JSON: records, one a line or in a list, or an object of lists."""

import json
import re
from itertools import chain
from typing import Any

from nncore.data.lines import Lines
from nncore.data.table import MOST_COLUMNS

LONGEST_JSON = 20_000_000


def json_lines(text: str) -> Lines | None:
    """Of JSON: records, one a line or in a list, or an object of lists; None where it is no JSON."""
    head = text.lstrip()[:200]
    if not head.startswith(("{", "[")):
        return None
    if len(text) > LONGEST_JSON:
        raise ValueError(f"JSON of {len(text):,} characters; use at most {LONGEST_JSON:,}, or save it as CSV")
    records = _records(text)
    if records is None:
        if re.match(r"\{\s*\"|\[\s*[\[{\"]", head):
            raise ValueError("this looks like JSON and can't be read as such; check it, or save the table as CSV")
        return None
    names = list(dict.fromkeys(name for record in records for name in record))
    if not names:
        raise ValueError("this JSON holds no records; use a list of objects, one a row")
    if len(names) > MOST_COLUMNS:
        raise ValueError(f"records of {len(names):,} names; use at most {MOST_COLUMNS} columns")
    rows = ((n, [_json_text(record.get(name)) for name in names]) for n, record in enumerate(records, 1))
    return Lines(chain([(0, names)], rows), "JSON", header=True)


def _records(text: str) -> list[dict[str, Any]] | None:
    try:
        spec = json.loads(text)
    except RecursionError:
        raise ValueError("this JSON is nested too deep; use a list of objects, one a row") from None
    except ValueError:
        try:
            spec = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return None
    if isinstance(spec, dict):
        lists = [value for value in spec.values() if isinstance(value, list)]
        if spec and len(lists) == len(spec) and len({len(one) for one in lists}) == 1:
            return [dict(zip(spec, row, strict=True)) for row in zip(*lists, strict=True)]
        inside = [one for one in lists if one and all(isinstance(record, dict) for record in one)]
        spec = inside[0] if len(inside) == 1 else [spec]
    if spec and all(isinstance(row, list) for row in spec):
        names = [f"column {i}" for i in range(1, max(map(len, spec)) + 1)]
        return [dict(zip(names, row, strict=False)) for row in spec]
    if not isinstance(spec, list) or not all(isinstance(record, dict) for record in spec):
        raise ValueError("this JSON holds no table; use a list of objects, one a row")
    return spec


def _json_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "").strip()
    return json.dumps(value)
