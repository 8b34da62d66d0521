"""SVG and HTML as text that is well-formed XML: elements hold elements, and every other text is escaped.

element("p", "2 < 3, ", element("b", "always"), class_="note")   →   <p class="note">2 &lt; 3, <b>always</b></p>
"""

import re
from html import escape

EMPTY = frozenset({"meta", "img", "image", "line", "circle", "rect", "path"})
"""Elements that hold nothing and have no end tag."""
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML can't hold."""

Value = str | float | None


class Markup(str):
    """Text that is markup already; any other is escaped where it is put in."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: Value) -> Markup:
    """An element. Of an attribute's name, _ stands for -, and one at the end falls away; None leaves it out."""
    pairs = "".join(f' {_name(name)}="{_value(value)}"' for name, value in attributes.items() if value is not None)
    return Markup(f"<{tag}{pairs}/>" if tag in EMPTY else f"<{tag}{pairs}>{joined(*children)}</{tag}>")


def joined(*children: str) -> Markup:
    """Elements and texts, one after the other."""
    return Markup("".join(child if isinstance(child, Markup) else _escaped(child) for child in children))


def svg(width: float, height: float, title: str, *children: str, **attributes: Value) -> Markup:
    """A picture of its own size in pixels; title: what a screen reader says it is."""
    box: dict[str, Value] = {"viewBox": f"0 0 {_value(width)} {_value(height)}", "width": width, "height": height}
    named: dict[str, Value] = {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria_label": title}
    return element("svg", element("title", title), *children, **named, **box, **attributes)


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    """Numbers to a tenth of a pixel."""
    return _escaped(value) if isinstance(value, str) else f"{round(float(value), 1):g}"


def _escaped(text: str) -> str:
    return escape(_NO_CHARACTER.sub("\ufffd", str(text)))
