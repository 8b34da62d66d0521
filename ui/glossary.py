"""The glossary as data: ui/glossary.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Term:
    """A term. see: anchors of other terms. page: the page that shows it at work, or ""."""

    name: str
    anchor: str
    text: str
    see: tuple[str, ...] = ()
    page: str = ""

    def mentions(self, words: str) -> bool:
        """Whether all these words are in its name or text."""
        all_of_it = f"{self.name} {self.text}".lower()
        return all(word in all_of_it for word in words.lower().split())


@cache
def terms() -> dict[str, Term]:
    """Every term by its anchor, in the order of the alphabet."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["term"]
    made = (Term(**{**term, "see": tuple(term.get("see", ()))}) for term in entries)
    return {term.anchor: term for term in sorted(made, key=lambda term: term.name.lower())}


def link(anchor: str, text: str = "") -> str:
    """A Markdown link to a term, which must exist."""
    return f"[{text or terms()[anchor].name.lower()}](glossary#{terms()[anchor].anchor})"
