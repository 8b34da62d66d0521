"""Pages under a preparation: the task and the verdict beside them, and the section in which a teacher prepares."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nncore.experiments import EXPERIMENTS
from ui.core.links import opened_from_link, prepared_link
from ui.core.prepared import FRESH, Mission, Prepared
from ui.core.session import Session
from ui.lessons.missions import CHECKS
from ui.streamlit.pointing import DRAFT
from ui.streamlit.prepare_section import FORMS, STEPS

ROOT = Path(__file__).resolve().parents[2]
EASY = Mission("run", {"data": "circle", "measure": "train_loss", "at_most": 5.0})


def new() -> Session:
    return Session(EXPERIMENTS["playground"].experiment)


def student(prepared: Prepared, page: str = "train") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["s"] = prepared_link(new(), prepared, page)
    return app.run()


@pytest.mark.parametrize("page", ["train", "draw", "metrics", "forward", "learn"])
def test_the_task_stands_beside_every_page_and_what_leads_elsewhere_is_parted(page):
    app = student(Prepared(frozenset({"noise"}), frozenset({"speed"}), "# Do\n\n![x](http://a.b/c)", EASY), page)
    assert not app.exception
    [task] = [text.value for text in app.markdown if text.value.startswith("# Do")]
    assert "](" not in task
    assert any("Prepared by your teacher" in text.value for text in app.markdown)


def test_a_hidden_page_is_not_shown():
    app = student(Prepared(hidden=frozenset({"page_train"}), task="x"))
    assert "not part of what your teacher prepared" in app.info[0].value
    assert not any(box.label == "Optimiser" for box in app.selectbox)


def test_a_locked_setting_that_a_forged_request_changes_is_refused_on_the_page():
    app = student(Prepared(frozenset({"optimizer"})))
    box = next(box for box in app.selectbox if box.label == "Optimiser")
    box.select("adam").run()
    assert "teacher has locked this" in app.warning[0].value
    assert next(box for box in app.selectbox if box.label == "Optimiser").value == "sgd"


def test_leaving_frees_the_page():
    app = student(Prepared(frozenset({"optimizer"}), task="Do it."))
    app.session_state["session"].leave()
    app.run()
    assert not any("Prepared by" in text.value for text in app.markdown)
    next(box for box in app.selectbox if box.label == "Optimiser").select("adam").run()
    assert not app.warning


# -------------------------------------------------------------------- the section


def section() -> None:
    """The script of the section."""
    import streamlit as st

    from ui.streamlit.prepare_section import prepare_section

    prepare_section(st.session_state["session"], "train")


def preparing() -> AppTest:
    page = AppTest.from_function(section, default_timeout=60)
    page.session_state["session"], page.session_state["session_link"] = new(), ""
    return page.run()


def test_what_a_teacher_chooses_is_in_the_link():
    page = preparing()
    page.multiselect(key="prepare_hidden").select("speed").run()
    page.multiselect(key="prepare_locked").select("optimizer").run()
    page.text_area(key="prepare_task").input("Do **it**").run()
    page.radio(key="prepare_first").set_value(FRESH).run()
    page.selectbox(key="prepare_check").select("run").run()
    page.number_input(key="prepare_within").set_value(100).run()
    assert not page.exception
    prepared = page.session_state[DRAFT]
    mission = Mission("run", {"data": "circle", "measure": "test_accuracy", "at_least": 0.9, "within": 100})
    assert prepared == Prepared(frozenset({"optimizer"}), frozenset({"speed"}), "Do **it**", mission, FRESH)
    assert opened_from_link(prepared_link(new(), prepared)).prepared.mission == mission


def test_a_part_that_is_locked_moves_to_hidden_when_chosen_there():
    page = preparing()
    page.multiselect(key="prepare_locked").select("speed").run()
    page.multiselect(key="prepare_hidden").select("speed").run()
    assert page.session_state[DRAFT] == Prepared(hidden=frozenset({"speed"}))
    assert page.multiselect(key="prepare_locked").value == []


def test_other_pages_are_hidden_at_once():
    page = preparing()
    page.button(key="prepare_pages").click().run()
    assert page.session_state[DRAFT].shows_page("train")
    assert not page.session_state[DRAFT].shows_page("glossary")


def test_rows_of_a_mission_are_written_one_a_line_and_what_is_wrong_is_said():
    page = preparing()
    page.selectbox(key="prepare_check").select("answers").run()
    assert page.session_state[DRAFT].mission.fields["rows"][1] == (0, 1)
    page.text_area(key="prepare_rows").input("1, 2 3").run()
    assert "Line 1 has no equals sign" in page.warning[0].value
    assert page.session_state[DRAFT].mission is None


def test_every_kind_of_mission_has_its_form():
    assert set(FORMS) < set(CHECKS)
    assert list(STEPS) == ["Parts", "Task", "Mission", "First weights"]
