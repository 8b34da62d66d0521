"""The HTML file of a report and the pieces it is made of. It runs nothing, asks no server, and prints on A4."""

from collections.abc import Iterable, Sequence
from itertools import count

from ui.pictures.markup import Markup, element
from ui.theme import tokens

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser may do with it: show its style, and images that stand in it."""
LONGEST_WORD = 16
"""Letters of a word that stays whole in a table."""
Kinds = Sequence[str | None]
COLOUR = tokens(dark=False)
STYLE = f"""
@page {{ size: A4; margin: 16mm 15mm 18mm; }}
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{
  margin: 0 auto; padding: 24px 20px 48px; max-width: 820px; color: {COLOUR["text"]}; background: #fff;
  font: 15px/1.5 "Helvetica Neue", Helvetica, Arial, sans-serif; font-variant-numeric: tabular-nums;
  overflow-wrap: break-word; print-color-adjust: exact; -webkit-print-color-adjust: exact;
}}
h1 {{ font-size: 26px; line-height: 1.2; margin: 0 0 4px; }}
h2 {{ font-size: 19px; margin: 32px 0 8px; padding-top: 8px; border-top: 1px solid {COLOUR["line"]}; }}
h3 {{ font-size: 15px; margin: 18px 0 6px; }}
h2, h3 {{ break-after: avoid; }}
p {{ margin: 6px 0; }}
.muted {{ color: {COLOUR["muted"]}; }}
.glance {{ display: flex; flex-wrap: wrap; gap: 8px; margin: 16px 0; padding: 0; list-style: none; }}
.glance li {{
  flex: 1 1 108px; padding: 8px 12px; background: {COLOUR["surface"]}; border: 1px solid {COLOUR["line"]};
  border-radius: 6px;
}}
.glance b {{ display: block; font-size: 19px; }}
.glance span {{ font-size: 13px; color: {COLOUR["muted"]}; }}
.wide {{ overflow-x: auto; margin: 6px 0; }}
.together, .row {{ break-inside: avoid; }}
.row {{ display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: flex-start; }}
figure {{ margin: 8px 0; break-inside: avoid; }}
.row > * {{ min-width: 0; max-width: 100%; }}
.row figure {{ flex: 1 1 300px; max-width: 400px; }}
figure h3 {{ margin-top: 4px; }}
figcaption {{ font-size: 13px; color: {COLOUR["muted"]}; }}
svg {{ display: block; max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; font-size: 14px; }}
th, td {{ padding: 3px 14px 3px 0; text-align: left; vertical-align: top; border-bottom: 1px solid {COLOUR["line"]}; }}
th {{ font-weight: 600; }}
.long {{ overflow-wrap: anywhere; min-width: 96px; }}
th small {{ display: block; font-size: 12.5px; font-weight: 400; color: {COLOUR["muted"]}; }}
th.group {{ padding-top: 14px; color: {COLOUR["accent"]}; }}
thead th {{ color: {COLOUR["muted"]}; }}
td.number, th.number {{ text-align: right; }}
td.number {{ white-space: nowrap; }}
tr {{ break-inside: avoid; }}
thead {{ display: table-header-group; }}
.finding {{ margin: 8px 0; padding: 4px 0 4px 12px; border-left: 3px solid {COLOUR["accent"]}; break-inside: avoid; }}
.finding.error {{ border-color: {COLOUR["bad"]}; }}
.plain {{ font-weight: 400; }}
.good {{ color: {COLOUR["good"]}; font-weight: 600; }}
.bad {{ color: {COLOUR["bad"]}; font-weight: 600; }}
.link {{ flex: 1 1 280px; overflow-wrap: anywhere; font: 11px/1.5 ui-monospace, Menlo, Consolas, monospace; }}
.code {{ width: 280px; flex: none; break-inside: avoid; }}
.code svg {{ width: 100%; }}
@media (max-width: 560px) {{
  body {{ padding: 16px 12px 32px; }}
  .wide svg {{ max-width: none; }}
}}
@media print {{
  body {{ padding: 0; max-width: none; font-size: 10.5pt; }}
  table {{ font-size: 9.5pt; }}
  .wide {{ overflow: visible; }}
}}
"""


def page(title: str, *body: str) -> str:
    """The whole file. Text of its style that looks like markup would end it: there is none."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", Markup(STYLE)),
    )
    return f"<!DOCTYPE html>\n{element('html', head, element('body', *body), lang='en')}\n"


def section(title: str, first: Markup, *parts: Markup) -> Markup:
    """A heading, which no page break parts from what follows it first."""
    return element("section", element("div", element("h2", title), first, class_="together"), *parts)


def paragraph(*words: str, kind: str | None = None) -> Markup:
    return element("p", *words, class_=kind)


def figure(picture: Markup, caption: str) -> Markup:
    return element("figure", wide(picture), element("figcaption", caption))


def titled_figure(title: str, picture: Markup) -> Markup:
    return element("figure", element("h3", title), wide(picture))


def wide(part: Markup) -> Markup:
    """What may be wider than a phone: it is moved sideways there."""
    return element("div", part, class_="wide")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], kinds: Kinds = ()) -> Markup:
    """A table. kinds: "number" or None for each column; the first cell of a row is its name."""
    return grouped_table(head, [("", rows)], kinds)


def grouped_table(
    head: Sequence[str], groups: Iterable[tuple[str, Iterable[Sequence[str]]]], kinds: Kinds = ()
) -> Markup:
    """A table whose rows stand in groups, each below its title."""
    of_column = [*kinds, *(None for _ in range(len(head) - len(kinds)))]
    bodies = []
    for title, rows in groups:
        heading = [element("tr", element("th", title, colspan=len(head), class_="group"))] if title else []
        lines = (element("tr", *map(_cell, count(), row, of_column)) for row in rows)
        bodies.append(element("tbody", *heading, *lines))
    names = (
        element("th", name, scope="col", class_=_look(name, kind)) for name, kind in zip(head, of_column, strict=True)
    )
    above = [element("thead", element("tr", *names))] if any(head) else []
    return wide(element("table", *above, *bodies))


def _cell(number: int, words: str, kind: str | None) -> Markup:
    if number == 0:
        return element("th", words, scope="row", class_=_look(words, None))
    return element("td", words, class_=_look(words, kind))


def _look(words: str, kind: str | None) -> str | None:
    """The classes of a cell: words that would make its column too wide may be broken, others never are."""
    has_long = not isinstance(words, Markup) and any(len(word) > LONGEST_WORD for word in words.split())
    return " ".join(filter(None, [kind, "long" if has_long else None])) or None


def pairs(rows: Iterable[tuple[str, str]]) -> Markup:
    """Names and their values."""
    return table(("", ""), rows)


def items(lines: Iterable[str]) -> Markup:
    return element("ul", *(element("li", line) for line in lines))


def glance(values: Iterable[tuple[str, str]]) -> Markup:
    """A few values that stand out, each over its name."""
    return element(
        "ul", *(element("li", element("b", value), element("span", name)) for value, name in values), class_="glance"
    )


def side_by_side(*parts: Markup) -> Markup:
    return element("div", *parts, class_="row")
