"""Netsketch's engine: draw a network, compute every number of it, train it. Knows numpy and no screen."""

from nncore.activations import ACTIVATIONS, Activation
from nncore.data import Data, Dataset, make_data, targets_for
from nncore.data.kinds import DATASETS
from nncore.data.reading import read_table
from nncore.data.table import Table
from nncore.diagnose import Finding, Remedy, diagnose
from nncore.drawing import Drawing
from nncore.edits import EDITS, apply_edit
from nncore.experiment import Experiment, fitted, make_dataset, misfit, with_data
from nncore.experiments import EXPERIMENTS, experiment_of_preset
from nncore.explain import (
    Explanation,
    explain_delta,
    explain_gradient,
    explain_loss,
    explain_unit,
    explain_weight,
    forward_code,
)
from nncore.explain.numbers import equals, format_number
from nncore.history import Curves, History, Mark
from nncore.inspection import Predictor, partial_dependence, permutation_importance, smallest_change
from nncore.losses import LOSSES, Loss
from nncore.network import Connection, Layer, Network, Unit, dense
from nncore.optimizers import OPTIMIZERS
from nncore.parameters import INITIALIZERS, Initializer, Parameters, initialize, parameters_from
from nncore.presets import PRESETS, Preset
from nncore.propagation import Gradient, Pass, Trace, backward, cost, forward, penalty, penalty_gradient
from nncore.schedules import SCHEDULES, Schedule
from nncore.serialize import from_link, to_link
from nncore.settings import Training
from nncore.training import Progress, Snapshot, Trainer, train, untrained

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "EDITS",
    "EXPERIMENTS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "PRESETS",
    "SCHEDULES",
    "Activation",
    "Connection",
    "Curves",
    "Data",
    "Dataset",
    "Drawing",
    "Experiment",
    "Explanation",
    "Finding",
    "Gradient",
    "History",
    "Initializer",
    "Layer",
    "Loss",
    "Mark",
    "Network",
    "Parameters",
    "Pass",
    "Predictor",
    "Preset",
    "Progress",
    "Remedy",
    "Schedule",
    "Snapshot",
    "Table",
    "Trace",
    "Trainer",
    "Training",
    "Unit",
    "apply_edit",
    "backward",
    "cost",
    "dense",
    "diagnose",
    "equals",
    "experiment_of_preset",
    "explain_delta",
    "explain_gradient",
    "explain_loss",
    "explain_unit",
    "explain_weight",
    "fitted",
    "format_number",
    "forward",
    "forward_code",
    "from_link",
    "initialize",
    "make_data",
    "make_dataset",
    "misfit",
    "parameters_from",
    "partial_dependence",
    "penalty",
    "penalty_gradient",
    "permutation_importance",
    "read_table",
    "smallest_change",
    "targets_for",
    "to_link",
    "train",
    "untrained",
    "with_data",
]
