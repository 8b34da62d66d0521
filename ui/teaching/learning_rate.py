"""Four learning rates on one hill: too small, good, overshooting, diverging; one weight, so that heads can follow."""

from collections.abc import Callable

from nncore.experiment import Experiment
from nncore.network import dense
from nncore.parameters import parameters_from
from nncore.presets import table_of, without_biases
from nncore.settings import Training
from ui.core.classroom.questions import Question
from ui.core.session import Session
from ui.teaching.ready_class import Prepared, ReadyClass, Step

START = 5.0
"""Of the weight; 1 is right, so that the loss is (w − 1)²."""


def hill(rate: float) -> Callable[[], Session]:
    """One neuron with one weight, no bias, on one row: input 1, right answer 1."""

    def board() -> Session:
        network = without_biases(dense(1, 1, output="linear"))
        theta = parameters_from(network, [[[START]]]).theta
        training = Training(loss="sse", learning_rate=rate, batch_size=1, stop_epoch=100)
        data = table_of(("x1", "y"), ((1, 1),))
        return Session(Experiment(data, network, training, theta=tuple(theta.tolist())), (1.0,))

    return board


def landing(rate: str, wrong: dict[str, str]) -> Prepared:
    """The question where the first step leads."""
    question = Question(
        "number",
        f"The weight is 5, the slope of the loss is 8 and the learning rate {rate}. What is the weight after one step?",
        "weight:0.0>1.0",
        tolerance=0.001,
    )
    return Prepared(question, wrong, after="epoch")


READY = ReadyClass(
    "Learning rate",
    "Four rates on one hill: good, too small, overshooting, diverging. One weight, every step by mental arithmetic.",
    (
        Step(
            "One hill",
            2,
            "The slope says which way is down and how steep; the learning rate says how much of it to walk.",
            "One weight, one row: input 1, right answer 1. The weight is 5, so the error is 4 and the loss 4² = 16. "
            "The slope is 2 · 4 = 8: uphill is to the right, so the step goes left. Drag the rate on the page and see "
            "short and long steps; with its 0.1 the first one leads to 4.2.",
            hill(0.2),
            page="descent",
            view={"descent network": "The current drawing"},
        ),
        Step(
            "A good rate: 0.2",
            2,
            "A step is the learning rate times the slope, taken against it.",
            "5 − 0.2 · 8 = 3.4. The error fell from 4 to 2.4, to 0.6 of what it was, and it does so each time. Nobody "
            "made the steps shorter: the slope does. Now press Play.",
            hill(0.2),
            questions=(
                landing(
                    "0.2",
                    {
                        "4.8": "the slope was forgotten: 5 − 0.2",
                        "4.2": "the rate of the page before, or the error taken for the slope: 5 − 0.2 · 4",
                        "6.6": "walked uphill: 5 + 0.2 · 8",
                        "1": "one step is thought to lead to the bottom",
                    },
                ),
            ),
        ),
        Step(
            "Too small: 0.01",
            2,
            "A rate that is too small is not wrong, only slow.",
            "Now each step takes the error to 0.98 of what it was, and 0.98 to the power of 69 is just below ¼. At 0.2 "
            "three steps do it, 0.6³ = 0.216. Go on: train, and read the epoch at which the weight falls below 2.",
            hill(0.01),
            questions=(
                Prepared(
                    Question(
                        "choice",
                        "The learning rate is 0.01: the first step leads from 5 to 4.92. "
                        "After how many steps is the weight below 2?",
                        choices=("About 7", "About 40", "About 70", "Never"),
                        right=2,
                    ),
                    {
                        "About 7": "a power of ten was lost on the way",
                        "About 40": "all steps are thought as long as the first: 3 / 0.08 = 37.5",
                        "Never": "slow is taken for stuck; each step still takes 2 % off the error",
                    },
                ),
            ),
        ),
        Step(
            "Overshooting: 0.9",
            2,
            "A step may jump over the bottom and still come down.",
            "5 − 0.9 · 8 = −2.2: over the bottom at 1, to the other side. The error is now −3.2, smaller than 4 all "
            "the same, and so the loss falls while the weight jumps to and fro. Train a few epochs one by one.",
            hill(0.9),
            questions=(
                landing(
                    "0.9",
                    {
                        "1.4": "the error was taken for the slope: 5 − 0.9 · 4",
                        "4.1": "the slope was forgotten: 5 − 0.9",
                        "12.2": "walked uphill: 5 + 0.9 · 8",
                        "1": "a large step is thought to stop at the bottom",
                    },
                ),
            ),
        ),
        Step(
            "Diverging: 1.1",
            2,
            "From some rate on, every step makes it worse; then the first remedy is a smaller rate.",
            "5 − 1.1 · 8 = −3.8: the error is now −4.8, more than 4. Each step takes it to −1.2 times what it was, so "
            "the loss grows 1.44 times a step. Train six epochs: the loss is above 140 by then. On this hill 1 is the "
            "limit.",
            hill(1.1),
            questions=(
                Prepared(
                    Question(
                        "choice",
                        "The learning rate is 1.1. What does the loss do from step to step?",
                        choices=(
                            "It grows with every step",
                            "It falls, only faster than before",
                            "It jumps up and down, and falls in the end",
                            "It stays the same",
                        ),
                        right=0,
                    ),
                    {
                        "It falls, only faster than before": "more is thought to be better",
                        "It jumps up and down, and falls in the end": "the weight jumps; the loss does not. "
                        "This was 0.9, thought on",
                        "It stays the same": "true of exactly 1: from 5 to −3 and back",
                    },
                    after="epoch",
                ),
            ),
        ),
    ),
)
