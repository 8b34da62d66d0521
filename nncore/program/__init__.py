"""The fast step: the arithmetic of `propagation` and `optimizers` as recorded lists of NumPy calls.

`kernels` says which calls each activation, loss and optimiser needs, `layout` where the numbers stand, `update`
how a gradient becomes a step; `recording` records and replays, for `training` and `race`; `evaluation` evaluates.

A worked recording: one step of a 2-2-1 network with tanh in both layers, half the squared error, and SGD, on a batch of
5 rows. Units lie in rows and the batch in columns; below each layer but the last stands a row of ones, which carries
the biases: 2 units and the ones make 3. Shown are the shapes that are read → the one that is filled (a test holds it):

    forward
        dot       (2, 3) (3, 5) → (2, 5)                  z₁ = [W₁|b₁] · [x; 1]
        tanh      (10,) → (10,)                           a₁ = tanh z₁
        dot       (1, 3) (3, 5) → (1, 5)                  z₂ = [W₂|b₂] · [a₁; 1]
        tanh      (1, 1, 5) → (1, 1, 5)                   a₂ = tanh z₂; the first 1 counts networks side by side
    derivatives
        multiply  (20,) (20,) → (20,)                     a² of both layers in one call, and of the ones between them
        subtract  () (20,) → (20,)                        f′(z) = 1 − a²
    error
        subtract  (1, 1, 5) (1, 1, 5) → (1, 1, 5)         a₂ − y
        multiply  (1, 1, 5) (1, 1, 5) → (1, 1, 5)         δ₂ = (a₂ − y) · f′(z₂)
        multiply  (1, 1, 5) () → (1, 1, 5)                times learning rate / 5 rows, once and for all weights
    backward
        dot       (1, 5) (5, 3) → (1, 3)                  the gradient of [W₂|b₂] = δ₂ · [a₁; 1]ᵀ
        dot       (3, 1) (1, 5) → (3, 5)                  the error of what layer 2 has read = [W₂|b₂]ᵀ · δ₂
        multiply  (10,) (10,) → (10,)                     δ₁ = that error · f′(z₁)
        dot       (2, 5) (5, 3) → (2, 3)                  the gradient of [W₁|b₁] = δ₁ · [x; 1]ᵀ
    update
        subtract  (9,) (9,) → (9,)                        θ − gradient: 6 numbers of layer 1 and 3 of layer 2
"""

from nncore.program.evaluation import Evaluator, Grid
from nncore.program.race import Race
from nncore.program.training import Program

__all__ = ["Evaluator", "Grid", "Program", "Race"]
