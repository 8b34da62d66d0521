"""Reasons and messages as sentences on screen."""


def capitalised(text: str) -> str:
    """The text with a capital first; `str.capitalize` would make the other letters small."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital first and a full stop at its end."""
    return f"{capitalised(text)}."
