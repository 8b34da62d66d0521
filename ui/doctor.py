"""The doctor on a page: what is wrong with the run, in plain words, with remedies to click."""

from dataclasses import replace

import streamlit as st

from nncore.diagnose import Finding, Remedy, diagnose
from ui.session import Session

CACHE = "doctor"
ICONS = {"error": ":material/emergency_home:", "warning": ":material/warning:", "hint": ":material/lightbulb:"}


def findings_of(session: Session) -> list[Finding]:
    """What the doctor says of the epoch shown; looked at once per epoch."""
    here = (session.experiment, session.snapshot)
    kept = st.session_state.get(CACHE)
    if kept is None or kept[0] is not here[0] or kept[1] is not here[1]:
        curves = None if session.problem else session.history.curves()
        snapshot = None if session.problem else session.snapshot
        kept = (*here, diagnose(session.experiment, snapshot, curves))
        st.session_state[CACHE] = kept
    return kept[2]


def treat(session: Session, remedy: Remedy) -> None:
    """Do what a remedy says, on the session: go back, start again, or change settings where the run is now."""
    if remedy.seek is not None:
        session.seek(remedy.seek)
        return
    experiment = session.experiment
    if remedy.restart:
        session.load(remedy.apply(experiment), session.inputs)
        return
    for layer, name in remedy.activations.items():
        session.edit({"kind": "activate", "layer": layer, "name": name})
    if remedy.training or remedy.data:
        session.configure(
            training=replace(session.experiment.training, **remedy.training),
            data=replace(session.experiment.data, **remedy.data) if remedy.data else None,
        )


def panel(session: Session, key: str = "doctor") -> list[Finding]:
    """Show the findings with a button for each remedy; nothing when all is well. Returns the findings."""
    found = findings_of(session)
    for number, finding in enumerate(found):
        with st.container(border=True, key=f"{key} {finding.name}", gap="small"):
            st.markdown(f"{ICONS[finding.severity]} **{_plain(finding.title)}**")
            st.markdown(_plain(finding.explanation))
            if finding.remedies:
                with st.container(horizontal=True, gap="small"):
                    for place, remedy in enumerate(finding.remedies):
                        st.button(
                            remedy.label,
                            key=f"{key} {finding.name} {place}",
                            type="primary" if not number and not place else "secondary",
                            on_click=treat,
                            args=(session, remedy),
                            help=_what_it_does(remedy),
                        )
    return found


def _what_it_does(remedy: Remedy) -> str:
    if remedy.seek is not None:
        return "Shows that epoch again; training on from there takes the same way, unless you change something"
    if remedy.restart:
        return "Changes the setting and begins again with new first weights; Undo brings this run back"
    return "Changes the setting and keeps the weights; training goes on from here"


def _plain(text: str) -> str:
    """Text without the characters that Markdown takes for its own."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]#|$~<>" else letter for letter in text)
