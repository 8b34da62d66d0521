"""Kinds added as one record each show up in menus and pictures, and train on the page."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.nncore.test_new_kinds import BEND, NEW, SIGNS, STRIPES, new_experiment
from ui.core.links import link_of, opened_from_link
from ui.core.session import Session
from ui.link.frame import unpack
from ui.live.maps import Maps

APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.fixture(autouse=True)
def added(monkeypatch):
    for registry, record in NEW:
        monkeypatch.setitem(registry, record.name, record)


def page_of(name: str, session: Session) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["session"], app.session_state["session_link"] = session, ""
    app.run()
    app.switch_page(f"pages/{name}.py").run()
    assert not app.exception, [found.value for found in app.exception]
    return app


def test_menus_of_the_training_page_offer_them():
    page = page_of("train", Session(new_experiment()))
    offered = {box.label: box.options for box in page.selectbox}
    assert STRIPES.label in offered["Data"]
    assert BEND.label in offered["Activation"]
    assert {"Fourth power"} <= set(offered["Loss"])
    assert SIGNS.label in offered["Optimiser"]
    assert "Momentum" in {number.label for number in page.number_input}  # what the optimiser says that it reads


def test_the_training_page_trains_with_them():
    page = page_of("train", Session(new_experiment()))
    talk = page.session_state["studio conversation"]
    edits = [{"n": 1, "kind": "advance", "unit": "epoch"}]
    header, arrays = unpack(talk.hear({"id": 1, "client": "x", "edits": edits}))
    assert (header["epoch"], header["refused"]) == (1, [])
    assert np.isfinite(arrays["theta"]).all()


def test_the_explaining_pages_show_it():
    session = Session(new_experiment())
    for name in ("activations", "forward", "backprop", "descent", "draw", "inspect", "learn"):
        page_of(name, session)
    assert BEND.label in "".join(element.proto.body for element in page_of("activations", session).get("html"))


def test_its_picture_takes_its_range():
    session = Session(new_experiment())
    maps = Maps(session.experiment.network, session.dataset, (0, 1))
    assert maps.gain[2:].tolist() == [[1.0]] * 8  # −1 to 1 in full colours
    assert maps.shift[2:].tolist() == [[0.0]] * 8


def test_a_link_carries_them():
    session = Session(new_experiment())
    other = Session(new_experiment(output="tanh"))
    other.open(opened_from_link(link_of(session)))
    assert other.experiment == session.experiment
