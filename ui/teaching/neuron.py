"""What a neuron computes, with the article's numbers: bank transactions from family members and accounts."""

from dataclasses import replace

from nncore.data import Data
from nncore.experiment import Experiment
from nncore.experiments import experiment_of_preset
from nncore.network import dense
from nncore.parameters import parameters_from
from nncore.presets import without_biases
from nncore.settings import Training
from ui.core.classroom.questions import Question
from ui.core.session import Session
from ui.teaching.ready_class import Prepared, ReadyClass, Step

INPUTS = ("family members", "accounts")


def neuron(*inputs: float) -> Session:
    """The article's second hidden neuron alone."""
    network = without_biases(dense(2, 1, output="linear", inputs=INPUTS))
    theta = parameters_from(network, [[[-1.0, 1.0]]]).theta
    return Session(Experiment(Data("transactions"), network, Training(), theta=tuple(theta.tolist())), inputs)


def transactions(*inputs: float) -> Session:
    return Session(experiment_of_preset("transactions"), inputs)


def with_relu(*inputs: float) -> Session:
    return Session(experiment_of_preset("transactions_relu"), inputs)


def without_relu(*inputs: float) -> Session:
    """The same weights, with no activation on the hidden layer."""
    experiment = experiment_of_preset("transactions_relu")
    network = experiment.network
    for layer in range(1, network.depth):
        network = network.activate(layer, "linear")
    return Session(replace(experiment, network=network), inputs)


READY = ReadyClass(
    "What a neuron computes",
    "A weighted sum, two layers of them, and an activation: all by mental arithmetic. No training.",
    (
        Step(
            "One neuron waits",
            2,
            "A neuron multiplies each input by a weight and adds up.",
            "The two circles on the left are a customer: how many people are in the family, how many accounts there "
            "are. The neuron multiplies and adds, nothing else. There may be a bias, a number added at the end; here "
            "it is 0. Predict before anything is on the board.",
            lambda: neuron(0.0, 0.0),
            page="draw",
            questions=(
                Prepared(
                    Question(
                        "number",
                        "A neuron has the weights −1 and 1. Its inputs become 2 and 3. What does it answer?",
                        "output:0",
                    ),
                    {
                        "5": "the minus was lost: 2 + 3",
                        "−1": "the weights were swapped: 2 − 3",
                        "−6": "multiplied all the way: −2 · 3",
                    },
                    after="next",
                ),
            ),
        ),
        Step(
            "A weighted sum",
            1,
            "Every number on the board can be opened.",
            "−1 · 2 + 1 · 3 = 1. Click on the neuron: the board shows the same arithmetic. Drag an input and watch the "
            "answer follow.",
            lambda: neuron(2.0, 3.0),
            page="draw",
        ),
        Step(
            "Two layers",
            2,
            "The next layer does the same with the answers of the layer before.",
            "This is the article's whole network. Write the two hidden answers down first, then the output. Give the "
            "class a minute; let neighbours compare before you reveal.",
            lambda: transactions(0.0, 0.0),
            page="draw",
            questions=(
                Prepared(
                    Question(
                        "number",
                        "Hidden neurons: weights 1, 1 and −1, 1. Output: weights 2, −1. "
                        "The inputs become 2 and 3. What comes out?",
                        "output:0",
                    ),
                    {
                        "11": "the last minus was lost: 2 · 5 + 1",
                        "4": "the output's weight 2 was forgotten: 5 − 1",
                        "6": "both weights of the output were forgotten: 5 + 1",
                        "5": "stopped after the first hidden neuron: 2 + 3",
                    },
                    after="next",
                ),
            ),
        ),
        Step(
            "2 and 3 give 9",
            1,
            "Forward propagation is weighted sums, layer by layer.",
            "Hidden: 2 + 3 = 5 and −2 + 3 = 1. Output: 2 · 5 − 1 · 1 = 9. Without an activation all of this is one "
            "weighted sum: 3 · family members + 1 · accounts, and 3 · 2 + 3 = 9 again.",
            lambda: transactions(2.0, 3.0),
            page="draw",
        ),
        Step(
            "An activation",
            2,
            "ReLU lets what is positive through and makes 0 of the rest.",
            "Other weights, other inputs: 3 and 4. The hidden neurons answer 22 and −8, the output 2 · 22 + 7 · (−8) = "
            "−12 transactions, which no bank has seen. Now put ReLU on the hidden layer; the weights stay.",
            lambda: without_relu(3.0, 4.0),
            page="draw",
            questions=(
                Prepared(
                    Question(
                        "number",
                        "The hidden neurons answer 22 and −8, the output's weights are 2 and 7. "
                        "With ReLU on the hidden layer, what comes out?",
                        "output:0",
                    ),
                    {
                        "−12": "nothing was changed: 44 − 56",
                        "100": "ReLU was taken for the size without the sign: 44 + 56",
                        "0": "ReLU was put on the output: −12 becomes 0",
                    },
                    after="next",
                ),
            ),
        ),
        Step(
            "With ReLU: 44",
            2,
            "Without activations, layers add nothing.",
            "−8 became 0, so 2 · 22 + 7 · 0 = 44. Drag the inputs: the second hidden neuron now switches on and off. "
            "That is what bends the answer; without it, layers melt into one.",
            lambda: with_relu(3.0, 4.0),
            page="draw",
            questions=(
                Prepared(
                    Question(
                        "choice",
                        "A network has ten layers and no activation. What can it compute?",
                        choices=(
                            "One weighted sum of its inputs",
                            "More with every layer",
                            "Any curve, with enough neurons",
                            "Nothing at all",
                        ),
                        right=0,
                    ),
                    {
                        "More with every layer": "depth alone is taken for strength; a sum of sums is a sum",
                        "Any curve, with enough neurons": "true of networks with activations",
                        "Nothing at all": "a weighted sum is something: it is linear regression",
                    },
                ),
            ),
        ),
    ),
)
