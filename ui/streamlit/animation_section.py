"""The training as an animated GIF: which epochs, how fast, then a preview and a file. Meant for a dialog."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from nncore.history import Branch
from ui.animation import MAKING, MOST_FRAMES, MOST_SECONDS, SPEEDS, Animation, Look, epochs_for, recording_of
from ui.animation.pencil import font
from ui.core.crowd import TURN
from ui.core.session import Session
from ui.names import markdown
from ui.streamlit.chart import is_dark

MADE, CHOSEN = "animation made", "animation chosen"
FRAMES, SPEED = 60, 10
SLICE = 0.05
"""Seconds of training between two looks at whether the visitor has gone."""
LONGEST_WAIT, PATIENCE = 60, 0.5
"""Seconds to wait for somebody else's animation, and between two looks at whether the visitor has gone."""


@dataclass(frozen=True, eq=False)
class Made:
    """A finished animation. run: the first branch of the run that it shows. said: what there is to say about it."""

    run: Branch
    gif: bytes
    name: str
    said: str


def animation_section(session: Session) -> None:
    """Choices, a button, progress, and what was made last of this run."""
    with session.lock:
        run, first, last = session.history.chain[0], session.history.first, session.history.last
    if last == first:
        st.info(
            "Nothing was trained yet, so nothing moves. Press *Play* on the page Train for some epochs, then come "
            "back.",
            icon=":material/info:",
        )
        return
    begin, end = choose_epochs(first, last)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        frames = st.number_input(
            "Frames", 2, MOST_FRAMES, FRAMES, key="animation frames", width=130, help="More make a larger file"
        )
        speed = st.selectbox(
            "Frames a second", SPEEDS, SPEEDS.index(SPEED), key="animation speed", width=160, help="How fast it runs"
        )
        ground = st.selectbox(
            "Background",
            ["Light", "Dark"],
            int(is_dark()),
            key="animation ground",
            width=130,
            help="Light suits most slides",
        )
    st.caption("More of the first epochs are shown than of later ones, as most happens there.")
    if st.button("Make the animation", icon=":material/movie:", type="primary", key="animation make"):
        st.session_state.pop(MADE, None)
        look = Look(dark=ground == "Dark", font=font_file())
        try:
            st.session_state[MADE] = make(session, epochs_for(begin, end, frames), look, speed)
        except ValueError as error:
            st.warning(markdown(str(error)), icon=":material/info:")
    made = st.session_state.get(MADE)
    if made and made.run is run:
        show(made)


def choose_epochs(first: int, last: int) -> tuple[int, int]:
    """From which epoch to which. What was chosen stays while the run grows; its end moves on with the run."""
    begin, end = st.session_state.get(CHOSEN, (first, None))
    end = last if end is None else min(max(end, first), last)
    begin = min(max(begin, first), end)
    key = f"animation epochs {first} {last}"
    begin, end = st.slider("Epochs", first, last, (begin, end), key=key, help="The part of the run that is shown")
    st.session_state[CHOSEN] = (begin, end if end < last else None)
    return begin, end


def make(session: Session, epochs: list[int], look: Look, speed: int) -> Made:
    """Make it frame by frame. Raises ValueError where the server has no time for it."""
    bar = st.progress(0.0, "Beginning …")
    try:
        with turn(bar):
            recording, name = recording_of(session), file_name(session.experiment.data.name, epochs)
            animation = Animation(recording, epochs, look, speed)
            while animation.running:
                bar.progress(animation.share, f"Frame {len(animation.frames) + 1} of {len(epochs)}")
                with TURN.taken(recording.large):
                    animation.go_on(SLICE)
            return Made(recording.run, animation.gif(), name, said_of(animation))
    finally:
        bar.empty()


@contextmanager
def turn(bar) -> Iterator[None]:
    """While nobody else's animation is made. Raises ValueError where that takes too long."""
    for _ in range(round(LONGEST_WAIT / PATIENCE)):
        if MAKING.acquire(timeout=PATIENCE):
            break
        bar.progress(0.0, "Waiting for another animation to be finished …")  # ends here when the visitor has gone
    else:
        raise ValueError("other animations are being made on this server; try again in a minute")
    try:
        yield
    finally:
        MAKING.release()


def said_of(animation: Animation) -> str:
    """How long it runs, and what is missing."""
    count, wanted = len(animation.frames), len(animation.epochs)
    until = animation.epochs[count - 1]
    said = f"{count} frames, epochs {animation.epochs[0]:,} to {until:,}."
    if not animation.out_of_time:
        return said
    return (
        f"{said} {MOST_SECONDS:.0f} seconds of computing were over after {count} of {wanted} frames: choose fewer "
        "epochs to see all of them."
    )


def show(made: Made) -> None:
    """A button that saves the animation, above it, where it is seen at once."""
    st.download_button(
        f"Save as GIF, {len(made.gif) / 1e6:.1f} MB",
        made.gif,
        made.name,
        "image/gif",
        icon=":material/download:",
        key="animation save",
        on_click="ignore",
        help="For slides, web pages and chats; it runs without this app",
    )
    st.caption(made.said)
    st.image(made.gif, width="stretch")


def file_name(data: str, epochs: list[int]) -> str:
    """netsketch-circle-epochs-0-200.gif"""
    plain = re.sub(r"[^a-z0-9]+", "-", data.lower()).strip("-") or "data"
    return f"netsketch-{plain[:40]}-epochs-{epochs[0]}-{epochs[-1]}.gif"


@cache
def font_file() -> str:
    """The font of the page, which Streamlit brings along; "" where it can't be read, for Pillow's own."""
    folder = Path(st.__file__).parent / "static" / "static" / "media"
    for file in sorted(folder.glob("SourceSansVF-Upright*")):
        try:
            font(str(file), 20)
        except OSError:
            continue
        return str(file)
    return ""
