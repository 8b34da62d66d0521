"""Sessions whose every name wants to be markup: of columns, classes, inputs and outputs."""

from dataclasses import replace

import nncore as nn
from nncore.data import Data
from nncore.settings import Training
from ui.core.session import Session

HOST = "evil.example"
NAMES = (
    f"![k](http://{HOST}/k.png)",
    f'<a href="http://{HOST}">k</a>',
    f"http://{HOST}/k",
    f"www.{HOST} :red[k] $x$",
    f"k@{HOST} <b>k</b> %{{k}}",
    f"<img src=http://{HOST}> &lt;k",
)
HTML = ("<a href", "<b>k", "<img src=http", "&lt;k")
ACTS = {
    "Markdown": (*HTML, "![k]", "http://", f"www.{HOST}", f"@{HOST}", ":red[k]", "$x$"),
    "HTML": HTML[:3],
    "Plotly": (*HTML, "%{k}"),
}
"""What reads markup → parts of these names that would act there."""


SHORT = (":red[k]", "![k]", "$x$", "<b>k")
"""Short enough for buttons where longer ones get a list."""


def table(names: tuple[str, ...], classes: tuple[str | float, ...], first: float | None = 1.0) -> Data:
    """A small table of the visitor's own. classes: what its last column holds, numbers for a regression."""
    rows = [[*(float(row * k % 7) for k in range(len(names))), classes[row % len(classes)]] for row in range(24)]
    rows[0][0] = first
    return Data.of_rows(columns=(*names, f"target {NAMES[4]}"), rows=rows)


def fitted(data: Data) -> nn.Experiment:
    """A drawing of two hidden neurons that fits the data."""
    return nn.fitted(nn.Experiment(data, nn.dense(4, 2, 1), Training(), 1))


def sessions() -> dict[str, Session]:
    """By what is special about them."""
    many = fitted(table(NAMES[:4], NAMES[:3]))
    experiments = {
        "classes": many,
        "outputs": replace(many, network=many.network.rename(outputs=NAMES[3:])),
        "two classes": fitted(table(NAMES[:4], (NAMES[4], NAMES[4], NAMES[5]))),
        "values": fitted(table(NAMES[:4], (0.5, 1.5, 2.0))),
        "one column": fitted(table(NAMES[1:2], (0.5, 1.5, 2.0))),
        "short names": fitted(table(SHORT, SHORT[:2])),
        "a problem": replace(many, data=table(NAMES[:4], NAMES[:3], first=None)),
    }
    return {special: Session(experiment) for special, experiment in experiments.items()}
