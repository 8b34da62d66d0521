"""What is left of a class: its questions and answers as a table, and as a page to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from nncore.data.writing import csv_text
from ui.core.classroom.questions import Bin, Value, histograms, is_right, true_text, written_answer
from ui.core.classroom.records import Asked

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet takes for a formula."""
COLUMNS = ("question", "round", "nickname", "answer", "right")


@dataclass(frozen=True)
class Result:
    """A question that was asked. rounds: nickname → answer, of each round."""

    asked: Asked
    rounds: Sequence[dict[str, Value]]


def summary_csv(results: Sequence[Result]) -> str:
    """One row an answer. right: yes, no, or nothing where none is right, or it wasn't revealed."""
    rows = [
        (
            guarded(result.asked.question.text),
            round,
            guarded(nickname),
            _cell(result.asked, value),
            _mark(result, value),
        )
        for result in results
        for round, answers in enumerate(result.rounds, 1)
        for nickname, value in answers.items()
    ]
    return csv_text(COLUMNS, rows)


def guarded(text: str) -> str:
    """Text for a cell, with ' before it where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _cell(asked: Asked, value: Value) -> str:
    """A number as such, a choice as text."""
    question = asked.question
    return repr(value) if question.kind == "number" else guarded(written_answer(question, value))


def _mark(result: Result, value: Value) -> str:
    right = is_right(result.asked.question, value, result.asked.true)
    return "" if right is None else "yes" if right else "no"


def summary_html(title: str, seats: int, results: Sequence[Result]) -> str:
    """One file without anything else, to look at and to print. Everything that was typed is text in it."""
    questions = "".join(map(_section, results)) or "<p>No question was asked.</p>"
    count = f"{seats} student{'s' * (seats != 1)}, {len(results)} question{'s' * (len(results) != 1)}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{_text(title)}</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><h1>{_text(title)}</h1><p>{count}</p>{questions}</body></html>\n"
    )


def _text(text: str) -> str:
    """Text that stays text."""
    return escape(text, quote=True)


def _section(result: Result) -> str:
    asked = result.asked
    rounds = [list(answers.values()) for answers in result.rounds]
    true = true_text(asked.question, asked.true)
    right = "" if true is None else f"<p>Right: <strong>{_text(true)}</strong></p>"
    tables = "".join(
        _table(f"Round {number}" if len(rounds) > 1 else "Answers", bins)
        for number, bins in enumerate(histograms(asked.question, rounds, asked.true), 1)
    )
    return f"<section><h2>{asked.number}. {_text(asked.question.text)}</h2>{right}{tables}</section>"


def _table(caption: str, bins: Sequence[Bin]) -> str:
    total = sum(bin.count for bin in bins)
    if not total:
        return f"<p>{caption}: none</p>"
    rows = "".join(_row(bin, total) for bin in bins)
    return f"<table><caption>{caption}: {total}</caption>{rows}</table>"


def _row(bin: Bin, total: int) -> str:
    label = f"<strong>{_text(bin.label)} (right)</strong>" if bin.right else _text(bin.label)
    bar = f'<div style="width:{100 * bin.count / total:.1f}%"></div>'
    return f'<tr><th scope="row">{label}</th><td>{bin.count}</td><td class="bar">{bar}</td></tr>'


STYLE = (
    "body{font:16px/1.4 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}"
    "section{break-inside:avoid;border-top:1px solid #c8ccd2;margin-top:1.5rem}"
    "h2{font-size:1.15rem;white-space:pre-line}"
    "table{border-collapse:collapse;width:100%;margin:.75rem 0}caption{text-align:left;color:#555d66}"
    "th{text-align:left;font-weight:normal;overflow-wrap:anywhere;width:40%}td{text-align:right;padding:.2rem .5rem}"
    ".bar{width:50%}.bar div{height:1em;background:#3b6fb6;print-color-adjust:exact;-webkit-print-color-adjust:exact}"
)
"""For the screen and for paper."""
