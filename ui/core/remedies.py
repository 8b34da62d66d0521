"""The doctor's remedies, carried out on a session."""

from dataclasses import replace

from nncore.diagnose import Remedy
from ui.core.session import Session


def treat(session: Session, remedy: Remedy) -> None:
    """Do what a remedy says, on the session: go back, start again, or change settings where the run is now."""
    if remedy.seek is not None:
        session.seek(remedy.seek)
        return
    experiment = session.experiment
    if remedy.restart:
        session.load(remedy.apply(experiment), session.inputs, session.mission)
        return
    for layer, name in remedy.activations.items():
        session.edit({"kind": "activate", "layer": layer, "name": name})
    if remedy.training or remedy.data:
        session.configure(
            training=replace(session.experiment.training, **remedy.training),
            data=replace(session.experiment.data, **remedy.data) if remedy.data else None,
        )
