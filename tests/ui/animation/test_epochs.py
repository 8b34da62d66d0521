"""Which epochs become frames."""

from itertools import pairwise

import pytest

from ui.animation import MOST_FRAMES, epochs_for


@pytest.mark.parametrize(("first", "last", "frames"), [(0, 200, 60), (0, 10_000, 100), (7, 95, 60), (3, 1000, 2)])
def test_epochs_rise_from_the_first_to_the_last(first, last, frames):
    epochs = epochs_for(first, last, frames)
    assert len(epochs) == frames
    assert (epochs[0], epochs[-1]) == (first, last)
    assert all(one < next_one for one, next_one in pairwise(epochs))


def test_a_short_run_gives_every_epoch():
    assert epochs_for(2, 6, 60) == [2, 3, 4, 5, 6]


def test_the_start_is_denser_than_the_end():
    assert epochs_for(0, 100, 11) == [0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100]


@pytest.mark.parametrize("frames", [1, MOST_FRAMES + 1])
def test_too_few_or_too_many_frames_are_refused_with_the_bounds(frames):
    with pytest.raises(ValueError, match=f"choose from 2 to {MOST_FRAMES}"):
        epochs_for(0, 100, frames)


def test_a_single_epoch_does_not_move():
    with pytest.raises(ValueError, match="choose a later last epoch"):
        epochs_for(5, 5, 10)
