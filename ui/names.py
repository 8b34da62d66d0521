"""Names and messages as data: what a user, a link or a file says is shown as it is written and never acts as markup.

Two places read markup out of text: Streamlit's Markdown (captions, headings, messages, labels of widgets, options of
pills and radio buttons) and Plotly (titles, hover texts, names of traces). Whatever goes there and isn't our own
wording passes through the function of that place. Options of select boxes, code and tables are plain text already.
"""

import re

JOINER = "\u2060"
"""WORD JOINER: has no width and no meaning. It parts characters that would act only together."""

_WHITE = re.compile(r"\s+")
_PARTED = re.compile(r"^ ?(?=([-+]|\d+[.)])(?!\S)|=)|:(?=\S)|@|www(?=\.)|[<>~-](?=[->=])", re.IGNORECASE)
_MARKDOWN = re.compile(r"[#$&*<>\[\\\]_`|~]")
_PLOTLY = re.compile(r"[<&]|%(?={)")


def markdown(text: str) -> str:
    """The text for Streamlit's Markdown, which then shows it as it is, on one line.

    A backslash takes the meaning from a character, but not from what is looked for in the finished text: addresses
    (http://, www., name@host), icons and emoji (:material/home:), arrows and dashes (->, --). Those are parted, and so
    is the beginning of a list from the beginning of its line.
    """
    return _MARKDOWN.sub(r"\\\g<0>", _PARTED.sub(rf"\g<0>{JOINER}", _WHITE.sub(" ", text)))


def plotly(text: str) -> str:
    """The text for Plotly, which then shows it as it is.

    Parted are tags (<b>, <a href="…">), entities (&lt;) and, in hover texts, fields (%{x}). Entities can't do it, as
    titles of three-dimensional axes don't know them.
    """
    return _PLOTLY.sub(rf"\g<0>{JOINER}", text)


_ELSEWHERE = re.compile(
    r"!(?=\[)|\](?=[\[:])|\](?=\((?!(?:glossary)?(?:#[\w-]*)?\)))|:(?=//)|@|www(?=\.)|<(?=[A-Za-z/!?])", re.IGNORECASE
)
_FORMULA = re.compile(r"(\$\$.+?\$\$|\$[^$\n]+?\$)", re.DOTALL)


def prose(text: str) -> str:
    """Markdown of somebody else for Streamlit, which then shows its headings, lists, code and formulas, but no HTML
    and nothing from other hosts: images, links and addresses stay text. Links into the glossary work.

    Parted wherever they stand, so that it doesn't matter what else a text makes of them; in formulas by braces, which
    a formula doesn't show.
    """
    pieces = _FORMULA.split(text)
    return "".join(_ELSEWHERE.sub(rf"\g<0>{'{}' if at % 2 else JOINER}", piece) for at, piece in enumerate(pieces))
