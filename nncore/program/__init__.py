"""The fast step: the arithmetic of `propagation` and `optimizers` as recorded lists of NumPy calls.

`kernels` says which calls each activation, loss and optimiser needs, `layout` where the numbers stand, `update`
how a gradient becomes a step; `recording` records and replays, for `training` and `race`; `evaluation` evaluates.
"""

from nncore.program.evaluation import Evaluator, Grid
from nncore.program.race import Race
from nncore.program.training import Program

__all__ = ["Evaluator", "Grid", "Program", "Race"]
