"""What a teacher can read before class, from guide.md: a section under each heading."""

from pathlib import Path

FILE = Path(__file__).parent / "guide.md"


def sections() -> dict[str, str]:
    """Heading → Markdown, in the order of the file."""
    parts = FILE.read_text(encoding="utf-8").split("## ")[1:]
    return {heading: text.strip() for heading, _, text in (part.partition("\n") for part in parts)}
