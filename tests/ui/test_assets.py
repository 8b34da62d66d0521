"""Publishing what the browser loads."""

import gzip
import os
import time
from concurrent.futures import ProcessPoolExecutor

import plotly
import pytest

from ui import assets
from ui.streamlit import mount


def test_our_modules_and_plotly_are_published_as_they_are_and_compressed(tmp_path):
    folder = tmp_path / assets.publish(tmp_path)
    assert set(assets.sources()) == {assets.BUNDLE, assets.EARLY, assets.PLOTLY}
    for name, content in assets.sources().items():
        assert (folder / name).read_bytes() == content
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == content
    assert (
        f"plotly.js v{plotly.offline.get_plotlyjs_version()}".encode()
        in (folder / "vendor" / "plotly.min.js").read_bytes()
    )


def test_publishing_again_changes_nothing(tmp_path):
    first = assets.publish(tmp_path)
    before = (tmp_path / first / assets.BUNDLE).stat().st_ino
    assert assets.publish(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == [first]
    assert (tmp_path / first / assets.BUNDLE).stat().st_ino == before


def test_processes_may_publish_at_the_same_time(tmp_path):
    with ProcessPoolExecutor(4) as pool:
        names = set(pool.map(assets.publish, [tmp_path] * 8))
    assert [path.name for path in tmp_path.iterdir()] == list(names)


def test_a_changed_module_gets_another_address(tmp_path, monkeypatch):
    first = assets.publish(tmp_path)
    changed = {**assets.sources(), assets.BUNDLE: b"export {};"}
    monkeypatch.setattr(assets, "sources", lambda: changed)
    assert assets.publish(tmp_path) != first


def test_what_no_server_used_for_a_week_is_removed(tmp_path):
    for name, age in (("old", 8), ("recent", 6)):
        (tmp_path / name).mkdir()
        then = time.time() - age * 24 * 3600
        os.utime(tmp_path / name, (then, then))
    assets.publish(tmp_path)
    assert not (tmp_path / "old").exists()
    assert (tmp_path / "recent").exists()


def test_an_unknown_module_is_named_with_the_remedy():
    with pytest.raises(ValueError, match=r"unknown module .canvas/drow\.js.; name a file under ui/"):
        mount.renderer("canvas/drow.js")
