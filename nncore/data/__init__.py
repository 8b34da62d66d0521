"""Data to learn from: what decides the rows (`Data`), the rows themselves (`Dataset`), and where they come from."""

from nncore.data.data import FEWEST_SAMPLES, Data
from nncore.data.dataset import Dataset, Grid, make_data, targets_for
from nncore.data.kinds import DATASETS

__all__ = ["DATASETS", "FEWEST_SAMPLES", "Data", "Dataset", "Grid", "make_data", "targets_for"]
