"""A run as a GIF: what is in it, what it costs, and that the run stays as it was."""

from dataclasses import replace
from io import BytesIO
from itertools import count

import numpy as np
import pytest
from PIL import Image

import nncore as nn
from nncore import Connection, Data, Experiment, Unit, dense
from nncore.experiments import EXPERIMENTS
from ui.animation import MOST_SECONDS, Animation, Look, epochs_for, recording_of
from ui.animation.network import MOST_LINES, MOST_UNITS, NetworkPicture
from ui.core.session import Session, same

SMALL = Look(size=(480, 300))
CIRCLE = Experiment(Data("circle", samples=60), dense(2, 3, 1, output="tanh"))


def trained(experiment=CIRCLE, epochs=12) -> Session:
    session = Session(experiment)
    session.advance(epochs=epochs)
    return session


def made(session: Session, epochs, look=SMALL, speed=10) -> Animation:
    animation = Animation(recording_of(session), epochs, look, speed)
    while animation.running:
        animation.go_on(0.05)
    return animation


def pixels(frame) -> np.ndarray:
    return np.asarray(frame.convert("RGB"))


def frames_of(gif: bytes) -> tuple[list[np.ndarray], list[int]]:
    """The frames as a viewer shows them, and for how many milliseconds."""
    image = Image.open(BytesIO(gif))
    found, durations = [], []
    for number in range(image.n_frames):
        image.seek(number)
        found.append(pixels(image))
        durations.append(image.info["duration"])
    return found, durations


def test_a_viewer_sees_every_frame_as_it_was_painted_and_the_last_one_for_two_seconds():
    animation = made(trained(), [0, 1, 4, 12], speed=5)
    found, durations = frames_of(animation.gif())
    assert durations == [200, 200, 200, 2000]
    assert Image.open(BytesIO(animation.gif())).info["loop"] == 0
    for shown, painted in zip(found, animation.frames, strict=True):
        assert np.array_equal(shown, pixels(painted))


def test_network_plane_and_losses_move():
    first, *_, last = map(pixels, made(trained(epochs=40), [0, 40]).frames)
    moved = (first != last).any(axis=2)
    height, width = moved.shape
    network, plane = moved[50 : height // 2, : width // 2], moved[50 : height // 2, 2 * width // 3 :]
    losses = moved[3 * height // 4 :]
    assert network.mean() > 0.01 and plane.mean() > 0.1 and losses.mean() > 0.001


def test_the_same_run_gives_the_same_bytes_and_a_dark_ground_others():
    epochs = [0, 3, 9]
    gif = made(trained(), epochs).gif()
    assert made(trained(), epochs).gif() == gif
    dark = made(trained(), epochs, replace(SMALL, dark=True))
    assert dark.gif() != gif
    assert pixels(dark.frames[0]).mean() < 100 < 200 < pixels(made(trained(), epochs).frames[0]).mean()


def test_the_session_stays_as_it_was():
    session = trained(epochs=30)
    for branch in session.history.chain:  # as after a restart of the server: all has to be computed again
        branch.kept = {0: branch.start}
    before, kept = session.state, dict(session.history.chain[0].kept)
    made(session, epochs_for(0, 30, 10))
    assert same(session.state, before)
    assert session.history.chain[0].kept == kept


def test_an_epoch_computed_again_in_slices_is_the_very_same_picture():
    session = trained(epochs=30)
    from_kept = made(session, [0, 11, 30]).frames
    session.history.chain[0].kept = {0: session.history.chain[0].start}
    session.history.chain[0].keep_every = 64
    animation = Animation(recording_of(session), [0, 11, 30], SMALL, 10)
    slices = 0
    while animation.running:
        animation.go_on(0.0)
        slices += 1
    assert slices > 10
    assert all(np.array_equal(pixels(a), pixels(b)) for a, b in zip(animation.frames, from_kept, strict=True))


def test_whatever_becomes_of_the_run_meanwhile_it_shows_the_run_as_it_was():
    session = trained()
    epochs = [0, 2, 6, 12]
    alone = made(session, epochs).gif()
    animation = Animation(recording_of(session), epochs, SMALL, 10)
    animation.go_on(0.05)
    session.seek(3)
    assert not session.edit({"kind": "add_unit", "layer": 1})
    session.advance(epochs=20)
    while animation.running:
        animation.go_on(0.05)
    assert animation.gif() == alone
    assert session.history.last == 23


def test_it_ends_when_its_time_is_over_with_the_frames_made_so_far():
    ticks = count(0, MOST_SECONDS / 8)
    animation = Animation(recording_of(trained()), range(13), SMALL, 10, clock=lambda: next(ticks))
    while animation.running:
        animation.go_on(1000.0)
    assert animation.out_of_time
    assert 2 <= len(animation.frames) < 13
    found, durations = frames_of(animation.gif())
    assert len(found) == len(animation.frames) and durations[-1] == 2000


def test_without_a_single_frame_it_says_what_to_do():
    animation = Animation(recording_of(trained()), [0, 12], SMALL, 10)
    with pytest.raises(ValueError, match="choose fewer epochs"):
        animation.gif()


@pytest.mark.parametrize("name", ["rings", "bumps", "iris", "cars", "transactions", "digits"])
def test_every_kind_of_task_has_a_picture(name):
    experiment = EXPERIMENTS[name].experiment
    first, last = map(pixels, made(trained(experiment, 2), [0, 2]).frames)
    assert (first != last).any()


def test_a_single_column_is_drawn_as_a_line():
    data = Data.of_rows(("x", "y"), tuple((x / 10, x * x / 100) for x in range(20)), task="regression")
    first, last = map(pixels, made(trained(nn.fitted(Experiment(data, dense(1, 3, 1))), 50), [0, 50]).frames)
    accent = np.array(SMALL.colour("accent"))
    drawn = [(np.abs(frame[:, 300:].astype(int) - accent).sum(axis=2) < 40).sum() for frame in (first, last)]
    assert min(drawn) > 20


def test_a_change_of_the_drawing_in_mid_run_changes_the_picture():
    session = trained()
    assert not session.edit({"kind": "add_unit", "layer": 1})
    session.advance(epochs=3)
    assert session.experiment.network.sizes == (2, 4, 1)
    before, after = map(pixels, made(session, [11, 12]).frames)
    third = slice(100, 200)
    assert (before[third, :240] != after[third, :240]).any(axis=2).mean() > 0.05


def test_a_drawing_that_fits_no_data_says_so_instead_of_a_plane():
    session = trained()
    assert not session.edit({"kind": "add_unit", "layer": 2})
    assert session.problem
    plane = (slice(60, 150), slice(350, 470))
    before, after = ((pixels(frame)[plane] == 255).all(axis=2).mean() for frame in made(session, [5, 12]).frames)
    assert before < 0.3 < 0.9 < after


def test_connections_are_where_they_are_drawn():
    network = dense(2, 3, 2, 1).disconnect(Connection(Unit(0, 0), Unit(1, 1)))
    skip = Connection(Unit(0, 1), Unit(3, 0))
    picture = NetworkPicture(network.connect(skip), Look(), (0, 0, 600, 400))
    assert len(picture.lines.slots) == 2 * 3 - 1 + 3 * 2 + 2 and len(picture.skips.slots) == 1
    assert picture.skips.slots[0] == picture.network.slot(skip)
    assert set(picture.lines.slots) == {
        picture.network.slot(connection) for connection in picture.network.connections() if connection != skip
    }
    ends = picture.skips.points[0][[0, -1]]
    assert np.allclose(ends, [picture.place(Unit(0, 1)), picture.place(Unit(3, 0))])


@pytest.mark.parametrize("sizes", [(2, 300, 300, 1), (2, *[8] * 60, 1)])
def test_a_large_network_is_drawn_in_part(sizes):
    network = dense(*sizes, output="tanh")
    picture = NetworkPicture(network, Look(), (0, 0, 600, 400))
    assert max(picture.shown) <= MOST_UNITS

    assert 0 < len(lines_of(picture, np.linspace(-1, 1, network.size))) <= MOST_LINES


def lines_of(picture: NetworkPicture, theta) -> list[tuple]:
    """What the picture draws of its connections: (kind of line, colour, width), in this order."""
    drawn = []

    class Recorder:
        def line(self, points, colour, width):
            drawn.append(("line", colour, width))

        def dashed(self, points, colour, width):
            drawn.append(("dashed", colour, width))

    picture._paint_lines(Recorder(), theta)
    return drawn


def test_positive_is_blue_negative_is_brown_and_dashed_and_the_strong_ones_are_thick_and_on_top():
    look = Look()
    network = dense(4, 1)
    lines = lines_of(NetworkPicture(network, look, (0, 0, 600, 400)), np.array([0.2, -3.0, 9.0, -0.1, 5.0]))
    assert [kind for kind, *_ in lines] == ["dashed", "line", "dashed", "line"]
    widths = [width for *_, width in lines]
    assert widths == sorted(widths) and widths[-1] > 3 * widths[0]
    (_, negative, _), (_, positive, _) = lines[2:]
    assert positive[2] > positive[0] and negative[0] > negative[2]


def test_a_large_network_gets_its_frames():
    experiment = Experiment(Data("circle", samples=20), dense(2, 300, 300, 1, output="tanh"))
    assert len(made(trained(experiment, 1), [0, 1]).frames) == 2


def test_sixty_frames_of_the_usual_size_stay_below_three_megabytes():
    session = trained(EXPERIMENTS["playground"].experiment, 100)
    gif = made(session, epochs_for(0, 100, 20), Look()).gif()
    assert len(gif) < 500_000  # for a third of the frames
