"""What every test can ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("any machine", settings(), deadline=None)  # whatever else the surroundings chose
settings.load_profile("any machine")


@pytest.fixture
def app_page() -> Callable[..., AppTest]:
    """Run a page by its name, alone and without a browser: `app_page("draw")`.

    A keyword puts a value into the session first: `app_page("train", seed=3)`.
    """

    def run(name: str, **session) -> AppTest:
        page = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=30)
        for key, value in session.items():
            page.session_state[key] = value
        page.run()
        assert not page.exception, [found.value for found in page.exception]
        return page

    return run
