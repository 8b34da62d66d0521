from explaining import opened

from ui.glossary import terms


def test_every_term_is_listed_with_its_text():
    page = opened("glossary")
    assert {heading.value for heading in page.header} == {term.name for term in terms().values()}
    assert {heading.proto.anchor for heading in page.header} == set(terms())
    shown = {text.value for text in page.markdown}
    assert all(term.text in shown for term in terms().values())


def test_a_search_leaves_what_speaks_of_the_words():
    page = opened("glossary")
    page.text_input[0].set_value("held-out rows").run()
    assert "Overfitting" in [heading.value for heading in page.header]
    assert len(page.header) < 4
    page.text_input[0].set_value("zebra").run()
    assert not page.header
    assert "No term has these words" in page.info[0].value
