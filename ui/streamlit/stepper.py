"""Stepping through a walk: buttons, keys and a slider for one position."""

import streamlit as st


def position(key: str, count: int) -> int:
    """The number of the current step, kept between 0 and count − 1."""
    here = min(max(int(st.session_state.get(key, 0)), 0), count - 1)
    st.session_state[key] = here
    return here


def go(key: str, to: int) -> None:
    """Make another step the current one."""
    st.session_state[key] = to


def _slid(key: str) -> None:
    st.session_state[key] = st.session_state[f"{key} slider"] - 1


def stepper(key: str, count: int) -> None:
    """First, previous, next and last (also by the keys Shift+N and N; P presents), and a slider."""
    here = position(key, count)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{key} stepper"):
        _button(key, "First", ":material/first_page:", 0, here == 0, "Back to the first step")
        _button(key, "Back", ":material/chevron_left:", here - 1, here == 0, "One step back", "Shift+N")
        _button(key, "Next", ":material/chevron_right:", here + 1, here == count - 1, "One step on", "n")
        _button(key, "Last", ":material/last_page:", count - 1, here == count - 1, "On to the last step")
    if count > 1:
        st.session_state[f"{key} slider"] = here + 1
        st.slider(
            "Step",
            1,
            count,
            key=f"{key} slider",
            on_change=_slid,
            args=(key,),
            label_visibility="collapsed",
            help="Drag to any step; the keys N and Shift+N go forth and back",
        )


def _button(key: str, label: str, icon: str, to: int, disabled: bool, text: str, shortcut: str | None = None) -> None:
    st.button(
        label,
        icon=icon,
        key=f"{key} {label}",
        disabled=disabled,
        on_click=go,
        args=(key, to),
        type="primary" if label == "Next" and not disabled else "secondary",
        help=text,
        shortcut=shortcut,
    )
