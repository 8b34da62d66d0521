"""A run as an animated GIF: made frame by frame, within bounds, while the visitor may train on."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from nncore.history import Branch, History
from nncore.training import Progress, Snapshot
from ui.animation.look import Look
from ui.animation.painter import Painter
from ui.core.session import Session

if TYPE_CHECKING:
    from PIL import Image

MOST_SECONDS = 20.0
"""Of computing: visitors share one server."""
HELD = 2000
"""Milliseconds for which the last frame stands."""
SPEEDS = (5, 10, 20, 25)
"""Frames a second that a GIF can say: it counts hundredths of a second."""
MAKING = threading.Lock()
"""Held while an animation is made: one at a time on this server, so that nobody else is slowed down by several."""


@dataclass(frozen=True, eq=False)
class Recording:
    """What an animation is made of: the run as it was when taken. Training goes on beside it.

    history: a copy of the run's. run: the first branch of the original, which tells runs apart. columns: that span the
    plane. large: see Session.
    """

    history: History
    run: Branch
    columns: tuple[int, int]
    large: bool


def recording_of(session: Session) -> Recording:
    """The run of a session; its lock is held for a moment."""
    with session.lock:
        history = session.history
        return Recording(history.copy(), history.chain[0], session.columns, session.large)


class Animation:
    """Frames of some epochs, which rise. clock: seconds.

    frames: those that are made so far. out_of_time: whether the last ones are missing.
    """

    def __init__(
        self,
        recording: Recording,
        epochs: Sequence[int],
        look: Look,
        speed: int,
        clock: Callable[[], float] = time.perf_counter,
    ):
        self.epochs, self.speed = tuple(epochs), speed
        self.frames: list[Image.Image] = []
        self._history, self._clock = recording.history, clock
        self._painter = Painter(recording.history, recording.columns, epochs[0], epochs[-1], look)
        self._reached: Snapshot | Progress = recording.history.near(epochs[0])
        self._seconds = 0.0

    @property
    def out_of_time(self) -> bool:
        return self._seconds >= MOST_SECONDS and len(self.frames) < len(self.epochs)

    @property
    def running(self) -> bool:
        return len(self.frames) < len(self.epochs) and not self.out_of_time

    @property
    def share(self) -> float:
        """Of all frames, 0 to 1."""
        return len(self.frames) / len(self.epochs)

    def go_on(self, seconds: float) -> None:
        """Train towards the next frame for about so long; paint it once it is reached."""
        start = self._clock()
        snapshot = self._towards(self.epochs[len(self.frames)], lambda: self._clock() - start >= seconds)
        if snapshot:
            self.frames.append(self._painter.frame(snapshot))
        self._seconds += self._clock() - start

    def _towards(self, epoch: int, over: Callable[[], bool]) -> Snapshot | None:
        """The snapshot of an epoch, from the nearest one known; None where it isn't reached before over()."""
        kept = self._history.near(epoch)
        if _epoch(self._reached) < kept.epoch:
            self._reached = kept
        while isinstance(self._reached, Progress) or self._reached.epoch < epoch:
            self._reached = self._history.after(self._reached, over)
            if over():
                break
        reached = self._reached
        return reached if isinstance(reached, Snapshot) and reached.epoch == epoch else None

    def gif(self) -> bytes:
        """The frames so far as a GIF that begins again at its end; its last frame stands for two seconds.

        Raises ValueError where there is no frame yet.
        """
        if not self.frames:
            raise ValueError("no frame could be made in time; choose fewer epochs, or a smaller network")
        first, *others = self.frames
        content = BytesIO()
        durations = [1000 // self.speed] * len(others) + [HELD]
        first.save(content, "GIF", save_all=True, append_images=others, duration=durations, loop=0, optimize=True)
        return content.getvalue()


def _epoch(reached: Snapshot | Progress) -> int:
    return reached.snapshot.epoch if isinstance(reached, Progress) else reached.epoch
