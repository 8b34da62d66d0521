"""Paints the frames of a run: network, plane, losses and a line of text."""

from typing import TYPE_CHECKING

import numpy as np

from nncore.experiment import dataset_of
from nncore.history import Branch, History
from nncore.metrics.answers import threshold
from nncore.training import Snapshot
from ui.animation.curves import CurvePicture
from ui.animation.look import Look
from ui.animation.network import NetworkPicture
from ui.animation.pencil import Box, Pencil
from ui.animation.plane import PlanePicture
from ui.animation.words import words
from ui.figures.plane import columns_within
from ui.live.maps import Maps

if TYPE_CHECKING:
    from PIL import Image

Array = np.ndarray

MARGIN, TITLE = 14, 20
MAP = 32
"""Points of a neuron's map along each side."""
MISFIT = "This drawing doesn't fit the data."


class Painter:
    """history: of the run; columns: of the plane. What stands still is computed once for each branch."""

    def __init__(self, history: History, columns: tuple[int, int], first: int, last: int, look: Look):
        self.history, self.columns, self.look = history, columns, look
        width, height = look.size
        top, middle = 3 * MARGIN + TITLE, round(0.69 * height)
        self._left = (MARGIN, top, 0.62 * width, middle)
        self._right = (0.62 * width, top, width - MARGIN, middle)
        marks = [mark.epoch for mark in history.marks]
        below = (MARGIN, middle + MARGIN, width - MARGIN, height - MARGIN / 2)
        self._curves = CurvePicture(history.curves(), marks, first, last, look, below)
        self._stage: Stage | None = None

    def frame(self, snapshot: Snapshot) -> "Image.Image":
        """The frame of an epoch."""
        branch = self.history.branch_at(snapshot.epoch)
        if self._stage is None or self._stage.branch is not branch:
            self._stage = Stage(branch, self.columns, self.look, self._left, self._right)
        pencil = Pencil(self.look)
        self._stage.paint(pencil, snapshot.theta)
        self._curves.paint(pencil, snapshot.epoch)
        said = words(snapshot, self._stage.regression)
        pencil.text((self.look.size[0] / 2, MARGIN), said, TITLE, self.look.colour("text"), "ma")
        return pencil.finished()


class Stage:
    """The network and the plane of one branch, in the boxes left and right."""

    def __init__(self, branch: Branch, columns: tuple[int, int], look: Look, left: Box, right: Box):
        self.branch, self.look = branch, look
        experiment = branch.experiment
        self._network = NetworkPicture(experiment.network, look, left)
        self._plane, self._maps, self.regression = None, None, False
        self._middle = ((right[0] + right[2]) / 2, (right[1] + right[3]) / 2)
        if not branch.misfit:
            dataset = dataset_of(experiment.data)
            columns = columns_within(dataset, columns)
            self._plane = PlanePicture(dataset, columns, look, right)
            self._maps = Maps(experiment.network, dataset, columns)
            self.regression = dataset.task == "regression"

    def paint(self, pencil: Pencil, theta: Array) -> None:
        output = self._maps(theta, side=MAP) if self._maps else {}
        self._network.paint(pencil, theta, output.get("maps"))
        if self._plane:
            self._plane.paint(pencil, output, self._margin(theta))
        else:
            pencil.text(self._middle, MISFIT, 14, self.look.colour("muted"), "mm")

    def _margin(self, theta: Array) -> Array | None:
        """How far the one output for two classes is above the threshold between them."""
        network = self.branch.experiment.network
        if self._maps is None or not self._maps.flat or self.regression or network.sizes[-1] > 1:
            return None
        margin: Array = self._maps.output(theta)[0] - np.float32(threshold(network.activations[-1]))
        return margin
