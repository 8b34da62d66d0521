"""What a view has and what it is sent."""

from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.live.sent import MOST_KEPT, Sent, coarser


class View:
    """The browser's end, as ui/live/received.js does it."""

    def __init__(self):
        self.states, self.number = {}, 0

    def take(self, header, arrays):
        if header["on"] and header["on"] not in self.states:
            self.number = 0
            return
        before = self.states[header["on"]] if header["on"] else {}
        fresh = {}
        for name, how in header["parts"].items():
            array, known = arrays[name], before.get(name)
            if how == "added":
                array = known + array
            elif how != "whole":
                array = np.hstack([known[..., :how], array])
            fresh[name] = array
        self.number = header["number"]
        self.states[self.number] = before | fresh

    @property
    def known(self):
        return self.states[self.number]


def rows(*values) -> np.ndarray:
    return np.array([values, values], np.float32)


def same(known, wanted) -> bool:
    return known.keys() == wanted.keys() and all(
        np.array_equal(known[name], wanted[name], equal_nan=wanted[name].dtype != np.uint8) for name in wanted
    )


def test_the_first_frame_brings_everything():
    header, arrays = Sent(count(1)).difference({"maps": np.zeros((2, 2), np.uint8)}, None)
    assert header == {"number": 1, "on": 0, "parts": {"maps": "whole"}}
    assert arrays["maps"].shape == (2, 2)


def test_what_stays_is_not_sent_again():
    sent = Sent(count(1))
    arrays = {"maps": np.ones((2, 2), np.uint8), "curves": rows(1, np.nan), "line": np.ones(3, np.float32)}
    sent.difference(arrays, None)
    assert sent.difference(arrays, 1) == ({"number": 2, "on": 1, "parts": {}}, {})


def test_a_picture_comes_as_what_it_changed_by():
    sent = Sent(count(1))
    sent.difference({"maps": np.array([[250, 3]], np.uint8)}, None)
    header, arrays = sent.difference({"maps": np.array([[2, 3]], np.uint8)}, 1)
    assert header["parts"] == {"maps": "added"}
    assert arrays["maps"].tolist() == [[8, 0]]


def test_curves_come_as_what_they_grew_by():
    sent = Sent(count(1))
    sent.difference({"curves": rows(1, 2, 9)}, None)
    header, arrays = sent.difference({"curves": rows(1, 2, 3, 4)}, 1)
    assert header["parts"] == {"curves": 2}
    assert arrays["curves"].tolist() == rows(3, 4).tolist()


def test_another_shape_and_a_frame_that_is_forgotten_bring_everything():
    sent = Sent(count(1))
    sent.difference({"maps": np.ones((2, 2), np.uint8)}, None)
    assert sent.difference({"maps": np.ones((3, 2), np.uint8)}, 1)[0]["parts"] == {"maps": "whole"}
    assert sent.difference({"maps": np.ones((2, 1), np.uint8)}, 1)[0]["parts"] == {"maps": "whole"}
    assert sent.difference({"maps": np.ones((3, 2), np.uint8)}, None)[0]["parts"] == {"maps": "whole"}
    for _ in range(MOST_KEPT):
        sent.difference({"maps": np.ones((3, 2), np.uint8)}, 4)
    assert sent.difference({"maps": np.ones((3, 2), np.uint8)}, 4)[0]["on"] == 0


def test_views_of_a_session_never_have_frames_of_the_same_number():
    numbers = count(1)
    one, other = Sent(numbers), Sent(numbers)
    one.difference({"maps": np.ones((2, 2), np.uint8)}, None)
    assert other.difference({"maps": np.zeros((2, 2), np.uint8)}, 1)[0] == {
        "number": 2, "on": 0, "parts": {"maps": "whole"},
    }  # fmt: skip


PICTURES = st.lists(st.integers(0, 255), min_size=4, max_size=4).map(lambda v: np.array([v], np.uint8))
CURVES = st.lists(st.sampled_from([0.0, 1.0, float("nan")]), max_size=6).map(
    lambda values: np.array([values, values], np.float32)
)
FRAMES = st.lists(
    st.tuples(st.fixed_dictionaries({"maps": PICTURES}, optional={"curves": CURVES}), st.integers(0, 5)), max_size=12
)


@given(FRAMES)
def test_whatever_a_view_stands_on_it_knows_all_after_a_frame(frames):
    """A frame may build on one of the last few that arrived, or on one that is long gone."""
    sent, view = Sent(count(1)), View()
    knows = {}
    for arrays, back in frames:
        on = view.number - back if view.number > back else None
        header, parts = sent.difference(arrays, on)
        wanted = (knows.get(header["on"], {}) if header["on"] else {}) | arrays
        view.take(header, parts)
        knows[header["number"]] = wanted
        assert same(view.known, wanted)


@pytest.mark.parametrize("step", [2, 4])
def test_rounded_bytes_stay_in_reach_and_zero_stays_zero(step):
    every = np.arange(256, dtype=np.uint8)
    rounded = coarser(every, step)
    assert np.abs(rounded.astype(int) - every).max() <= step // 2 + 1
    assert coarser(np.array([128], np.uint8), step)[0] == 128
    assert set(np.unique(rounded % step)) == {0}
