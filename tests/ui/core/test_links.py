"""What a link shows besides experiment and weights, links of other versions, and what the address bar gets."""

import pytest

from nncore import Data, Experiment, dense
from nncore.experiments import EXPERIMENTS
from nncore.serialize import from_link, to_link
from ui.core.links import LONGEST_ADDRESS, address_of, link_of, linked, opened_from_link
from ui.core.session import Session


def new() -> Session:
    return Session(EXPERIMENTS["pima"].experiment)


def test_a_link_shows_the_same_plane_probe_page_and_open_view():
    one = new()
    one.columns, one.probe = (4, 2), (0.5, -3.0)
    opened = opened_from_link(link_of(one, "train", {"view": "Hidden space"}))
    assert (opened.columns, opened.probe, opened.page) == ((4, 2), (0.5, -3.0), "train")
    assert opened.view == {"view": "Hidden space"}


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"columns": [0]}, "columns are"),
        ({"columns": [0, -1]}, "columns are"),
        ({"columns": [0, True]}, "columns are"),
        ({"probe": [1]}, "probe is"),
        ({"probe": [1, "a"]}, "number"),
        ({"view": {"view": 3}}, "view is"),
        ({"view": {"a" * 50: "b"}}, "view is"),
        ({"page": "admin"}, "unknown page"),
        ({"extra": 1}, "no saved session"),
        ({"v": 0}, "no saved session"),
        ({"v": True}, "no saved session"),
    ],
)
def test_a_forged_part_is_refused(part, words):
    with pytest.raises(ValueError, match=words):
        opened_from_link(to_link(linked(new()) | part))


def test_a_link_of_a_newer_version_opens_without_what_is_not_known_and_says_so():
    opened = opened_from_link(to_link(linked(new()) | {"v": 2, "hologram": [1], "page": "draw"}))
    assert opened.page == "draw"
    assert opened.note == (
        "it was made by a newer version of Netsketch (2; this one reads up to 1): left out here: hologram"
    )


def test_a_link_of_a_newer_version_that_makes_no_sense_here_says_why():
    spec = linked(new())
    spec["experiment"]["network"]["layers"][1][1] = "quantum"
    with pytest.raises(ValueError, match=r"newer version of Netsketch \(2; .*unknown activation 'quantum'"):
        opened_from_link(to_link(spec | {"v": 2}))


def test_the_address_follows_what_was_done_and_opens_the_same():
    one = new()
    assert address_of(one) == ""
    one.advance(epochs=1)
    first = address_of(one)
    assert opened_from_link(first).snapshot.theta.tobytes() == one.theta.tobytes()
    one.advance(epochs=1)
    assert address_of(one) not in ("", first)
    assert "page" not in from_link(first)


def test_what_is_too_long_for_an_address_is_left_to_the_file():
    large, larger = (Session(Experiment(Data("pima"), dense(8, size, 1))) for size in (70, 200))
    for one in (large, larger):
        one.advance(epochs=1)
        assert address_of(one) == ""
    assert len(link_of(large)) > LONGEST_ADDRESS
