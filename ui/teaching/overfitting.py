"""Overfitting: few noisy points and a network that is large enough to learn the noise by heart."""

from nncore.data import Data
from nncore.experiment import Experiment
from nncore.network import dense
from nncore.settings import Training
from ui.core.classroom.questions import Question
from ui.core.session import Session
from ui.teaching.ready_class import Prepared, ReadyClass, Step

EARLY, END = 56, 300
"""The epoch at which the held-out loss is lowest, and the last one."""


def circle(epoch: int = 0, points: int = 80, l2: float = 0.0) -> Session:
    """A noisy circle, half of its points held out, and 8-8 tanh neurons, trained up to an epoch."""
    data = Data("circle", samples=points, noise=0.3, train_share=0.5)
    network = dense(2, 8, 8, 1, hidden="tanh", output="tanh")
    session = Session(Experiment(data, network, Training(learning_rate=0.1, l2=l2, stop_epoch=END)))
    if epoch:
        session.advance(epochs=epoch)
    return session


READY = ReadyClass(
    "Overfitting",
    "A noisy circle with 40 points to learn from and 8-8 tanh neurons: the held-out loss is lowest early. Predict it.",
    (
        Step(
            "Few points, much noise",
            2,
            "Held-out rows tell what training rows can't.",
            "40 points to learn from, 40 held out; the noise has put some on the wrong side. Let everybody draw both "
            "curves on paper before you press Play. The held-out loss is lowest near epoch 56 and rises after that, "
            "while the training loss goes on falling.",
            circle,
            questions=(
                Prepared(
                    Question(
                        "choice",
                        "The network learns from 40 points for 300 epochs. What will the held-out loss do?",
                        choices=(
                            "Fall, then rise again",
                            "Fall all the time, like the training loss",
                            "Fall, then stay where it is",
                            "Rise from the beginning",
                        ),
                        right=0,
                    ),
                    {
                        "Fall all the time, like the training loss": "both are thought to measure the same",
                        "Fall, then stay where it is": "learning is thought to do no harm",
                        "Rise from the beginning": "new points are thought to have nothing in common with the old ones",
                    },
                    after="end",
                ),
            ),
        ),
        Step(
            f"Early: epoch {EARLY}",
            2,
            "Training longer can make a network worse.",
            "Here: {accuracy} of the training points are classified correctly, and {held_out_accuracy} of the held-out "
            "ones. The border is nearly a circle. Afterwards show what became of it.",
            lambda: circle(EARLY),
            questions=(
                Prepared(
                    Question(
                        "number",
                        f"At epoch {EARLY} the accuracy on the held-out points is 87.5 %. "
                        f"What will it be at epoch {END}, in %?",
                        "held_out_accuracy",
                        tolerance=3.0,
                    ),
                    {
                        "95": "the held-out points are thought to follow the training points",
                        "87.5": "what was learned is thought to stay",
                        "50": "overfitting is taken for forgetting everything",
                    },
                    after="end",
                ),
            ),
        ),
        Step(
            f"Late: epoch {END}",
            3,
            "Choose by held-out rows, and know what helps.",
            "Training loss {loss}, held-out loss {held_out_loss}. The border now bends around single points: look for "
            "one in the wrong colour, and for the bay around it. Those points are noise; no new point will be there.",
            lambda: circle(END),
            questions=(
                Prepared(
                    Question(
                        "choice",
                        "Tomorrow new points will come. Which of the two networks do you send?",
                        choices=(f"The one of epoch {EARLY}", f"The one of epoch {END}", "It makes no difference"),
                        right=0,
                    ),
                    {
                        f"The one of epoch {END}": "fewest mistakes on the training points is taken for best",
                        "It makes no difference": "the same network is thought to answer the same",
                    },
                ),
                Prepared(
                    Question(
                        "choice",
                        "What helps most against this?",
                        choices=("More points", "More neurons", "More epochs", "A larger learning rate"),
                        right=0,
                    ),
                    {
                        "More neurons": "larger is thought to be cleverer; it learns the noise even better",
                        "More epochs": "the rise is thought to pass",
                        "A larger learning rate": "mixed up with being stuck",
                    },
                    after="next",
                ),
            ),
        ),
        Step(
            "1,000 points",
            2,
            "With many points there is no learning by heart.",
            f"The same network, the same noise, {END} epochs, but 500 points to learn from. Training loss {{loss}}, "
            "held-out loss {held_out_loss}: close together. Neither is near 0, for nobody can foresee noise.",
            lambda: circle(END, points=1000),
        ),
        Step(
            "A penalty on large weights",
            1,
            "Where there are no more points: stop early, or L2.",
            f"40 points once more, {END} epochs, with an L2 penalty of 0.01: the held-out loss is {{held_out_loss}} "
            "and was 0.365 without. The border is smoother. Stopping early did even better here.",
            lambda: circle(END, l2=0.01),
        ),
    ),
)
