"""What a guess of "predict, then reveal" is kept under."""

from nncore.explain.numbers import format_number


def outcome(key: str, truth: float | str) -> str:
    """The name of an outcome that is guessed: another one wherever the truth is another."""
    return f"{key} = {truth if isinstance(truth, str) else format_number(truth, 9)}"
