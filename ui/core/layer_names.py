"""What a layer of a drawing is called on screen."""

from nncore.network import Network


def layer_title(network: Network, layer: int) -> str:
    """On its own, as a label: Inputs, Hidden 1 …, Output."""
    if layer == 0:
        return "Inputs"
    return "Output" if layer == network.depth else f"Hidden {layer}"


def layer_phrase(network: Network, layer: int) -> str:
    """Inside a sentence: inputs, hidden layer 1 …, output. A hidden layer that is alone goes without its number."""
    if layer == 0:
        return "inputs"
    if layer == network.depth:
        return "output layer" if network.sizes[layer] > 1 else "output"
    return "hidden layer" if network.depth == 2 else f"hidden layer {layer}"
