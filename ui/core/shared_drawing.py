"""The drawing as a picture to take along: what its preview is sent."""

from ui.canvas.payload import drawing_payload, values
from ui.core.live import LiveState
from ui.core.samples import own_values
from ui.core.session import Session
from ui.link.frame import pack
from ui.live.maps import Maps


def shared_drawing(session: Session) -> bytes:
    """A frame for ui/share/drawing.js: the drawing with the values that stand on it.

    Where the drawing fits the data, maps are what each neuron answers over the plane: (units, side, side) uint8.
    """
    drawing, trace = session.drawing, own_values(session).trace
    network = drawing.network
    header = {
        "drawing": drawing_payload(network, drawing.theta, trace, version=session.version),
        "name": picture_name(session),
        "title": f"A neural network, {'-'.join(map(str, network.sizes))}, drawn with Netsketch",
    }
    arrays = values(network, drawing.theta, trace)
    if not session.problem:
        columns = LiveState(session).columns_of(session.dataset)
        arrays |= Maps(network, session.dataset, columns)(drawing.theta, field=False)
    return pack(header, arrays)


def picture_name(session: Session) -> list[str]:
    """The words of a file's name: layers, and the epoch once there was training."""
    sizes = "-".join(map(str, session.experiment.network.sizes))
    return ["drawing", sizes, *(["epoch", str(session.position)] if session.position else [])]
