import re
from pathlib import Path

from ui.glossary import link, terms

ROOT = Path(__file__).resolve().parents[2]


def test_terms_lead_to_terms_and_pages_that_exist():
    for term in terms().values():
        assert set(term.see) <= set(terms()), term.name
        assert not term.page or (ROOT / "pages" / f"{term.page}.py").is_file(), term.name
        assert term.text.endswith("."), term.name


def test_every_link_of_a_page_finds_its_term():
    texts = [path.read_text() for folder in ("pages", "ui") for path in (ROOT / folder).rglob("*.[pm][yd]")]
    linked = {anchor for text in texts for anchor in re.findall(r"\(glossary#([\w-]+)\)", text)}
    assert linked and linked <= set(terms())


def test_a_link_names_the_term_or_what_it_is_told_to():
    assert link("delta") == "[delta](glossary#delta)"
    assert link("delta", "δ") == "[δ](glossary#delta)"


def test_a_search_needs_all_words():
    assert terms()["learning-rate"].mentions("STEP slope")
    assert not terms()["learning-rate"].mentions("step softmax")
