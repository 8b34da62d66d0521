"""What the panel to share offers: the whole address with its QR code, files, code, and ways in."""

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from nncore import Data, Experiment, dense
from nncore.experiments import EXPERIMENTS
from nncore.export import EXPORTS
from tests.ui.core.test_large_tables import trained as with_large_table
from ui.core.files import file_of
from ui.core.links import opened_from_link
from ui.core.session import Session
from ui.streamlit.address import address_of
from ui.streamlit.share_panel import SECTIONS, size_of


def panel() -> None:
    """The script of one section."""
    import streamlit as st

    from ui.streamlit import share_panel

    share_panel.SECTIONS[st.session_state["section"]](st.session_state["session"], "train")


def shown(section: str, session: Session) -> AppTest:
    page = AppTest.from_function(panel, default_timeout=60)
    page.session_state["session"], page.session_state["session_link"] = session, ""
    page.session_state["section"] = section
    page.run()
    assert not page.exception, [found.value for found in page.exception]
    return page


def trained(name: str = "playground", epochs: int = 3) -> Session:
    session = Session(EXPERIMENTS[name].experiment)
    session.advance(epochs=epochs)
    return session


def link_data(page: AppTest) -> dict:
    [sent] = [json.loads(element.proto.json) for element in page.get("bidi_component")]
    return sent


def texts(page: AppTest) -> str:
    return " ".join(element.value for kind in ("caption", "info", "warning", "markdown") for element in page.get(kind))


def test_the_link_opens_what_is_shown_on_its_page():
    session = trained()
    data = link_data(shown("Link", session))
    opened = opened_from_link(data["address"].partition("?s=")[2])
    assert opened.snapshot.theta.tobytes() == session.theta.tobytes()
    assert (opened.page, opened.snapshot.epoch) == ("train", 3)
    assert data["qr"].startswith("data:image/svg+xml")


@pytest.mark.parametrize(
    ("here", "page", "address"),
    [
        ("https://host/train?x=1#s=abc", "train", "https://host/?s=L"),
        ("https://host/below/it/train", "train", "https://host/below/it/?s=L"),
        ("https://host/below/it/", "", "https://host/below/it/?s=L"),
        (None, "train", "/?s=L"),
    ],
)
def test_a_link_stands_at_the_place_where_the_app_is(here, page, address, monkeypatch):
    monkeypatch.setattr("ui.streamlit.address.here", lambda: here)
    assert address_of("L", page) == address


def test_a_link_too_long_to_scan_says_so_and_offers_the_file():
    session = Session(Experiment(Data("pima"), dense(8, 30, 1)))
    session.advance(epochs=1)
    page = shown("Link", session)
    assert link_data(page)["qr"] == ""
    assert "QR code of it can't be scanned" in texts(page)
    assert next(button.label for button in page.get("download_button")).startswith("Save as a file")


def test_a_network_too_large_for_a_link_offers_the_file():
    session = Session(Experiment(Data("pima"), dense(8, 700, 10, 1)))
    session.advance(epochs=1)
    page = shown("Link", session)
    assert "too large for a link" in texts(page)
    assert page.get("download_button")


def test_a_table_that_the_link_leaves_out_is_named():
    page = shown("Link", with_large_table())
    assert "t.csv, 10,001 rows, is too large for a link" in texts(page)


def test_every_kind_of_export_is_offered_and_code_is_shown():
    session = trained("pima", 1)
    for section in ("Code", "Weights and data"):
        page = shown(section, session)
        [box] = page.selectbox
        for name in box.options:
            box.select(name).run()
            assert not page.exception
            assert page.get("download_button") or page.info, name
    kinds = {kind.label for kind in EXPORTS.values()}
    assert kinds == set(shown("Code", session).selectbox[0].options) | set(
        shown("Weights and data", session).selectbox[0].options
    )
    assert "np" in shown("Code", session).code[-1].value


def test_the_file_is_the_session():
    session = trained()
    page = shown("File", session)
    [button] = page.get("download_button")
    assert size_of(file_of(session)) in button.label


@pytest.mark.parametrize(("size", "text"), [(12, "12 bytes"), (1_234, "1.2 kB"), (2_500_000, "2.5 MB")])
def test_sizes_are_for_reading(size, text):
    assert size_of(b"0" * size) == text


def test_a_kind_that_can_not_express_the_drawing_says_why():
    experiment = EXPERIMENTS["playground"].experiment
    network = experiment.network.activate(1, "relu").activate(2, "sigmoid")
    page = shown("Code", Session(replace(experiment, network=network)))
    page.selectbox[0].select(EXPORTS["scikit_learn"].label).run()
    assert "activation" in page.info[0].value


def test_the_panel_has_every_way():
    assert list(SECTIONS) == [
        "Link", "For students", "File", "Code", "Weights and data", "Picture", "Animation", "Report", "Demonstration",
        "Open",
    ]  # fmt: skip
