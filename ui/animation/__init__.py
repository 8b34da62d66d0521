"""A run as a moving picture, with Pillow, which is imported only when one is made.

`epochs_for` chooses epochs, `recording_of` takes a run, `Animation` makes the frames one by one.
"""

from ui.animation.animation import MAKING, MOST_SECONDS, SPEEDS, Animation, Recording, recording_of
from ui.animation.epochs import MOST_FRAMES, epochs_for
from ui.animation.look import Look
from ui.animation.words import words

__all__ = [
    "MAKING",
    "MOST_FRAMES",
    "MOST_SECONDS",
    "SPEEDS",
    "Animation",
    "Look",
    "Recording",
    "epochs_for",
    "recording_of",
    "words",
]
