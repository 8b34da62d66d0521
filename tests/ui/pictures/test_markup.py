from xml.etree import ElementTree

from ui.pictures.markup import Markup, element, joined, svg


def test_texts_are_escaped_and_elements_are_not():
    made = element("p", "2 < 3 & ", element("b", '"x"'), class_="note", title='a"b<c')
    assert made == '<p class="note" title="a&quot;b&lt;c">2 &lt; 3 &amp; <b>&quot;x&quot;</b></p>'


def test_what_was_escaped_is_not_escaped_again():
    assert joined(joined("a < b"), "c") == "a &lt; bc"
    assert isinstance(joined("x"), Markup)


def test_an_empty_element_is_closed_and_a_missing_attribute_left_out():
    assert element("line", x1=1.26, y1=None, stroke_width=2) == '<line x1="1.3" stroke-width="2"/>'
    assert element("td") == "<td></td>"


def test_every_letter_gives_sound_xml():
    every = "".join(map(chr, [*range(0x300), 0xD800, 0xFFFE, 0xFFFF, 0x1F600]))
    assert "\U0001f600" in "".join(ElementTree.fromstring(element("p", every, title=every)).itertext())


def test_a_picture_has_its_title_for_screen_readers():
    picture = ElementTree.fromstring(svg(30, 20, "A < B"))
    assert picture.get("aria-label") == picture[0].text == "A < B"
    assert (picture.get("viewBox"), picture.get("role")) == ("0 0 30 20", "img")
