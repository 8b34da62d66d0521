"""What came of a run: figures, curves, the plane, and what the doctor found."""

from collections.abc import Iterator, Sequence

from nncore import metrics
from nncore.diagnose import Finding, diagnose
from nncore.explain.numbers import format_number
from nncore.sentences import sentence
from ui.core.changes import marked
from ui.core.measured import USUAL as USUAL_THRESHOLD
from ui.core.measured import Part, class_counts, parts_of, positive_class, usual_positive
from ui.core.measures import Line, Section, all_class_sections, class_sections, percent, value_sections
from ui.core.session import Session
from ui.core.verdicts import not_honest, reads_held_out, right_of, verdict
from ui.figures.base import PARTS, thinned
from ui.pictures.line_chart import Curve, line_chart
from ui.pictures.markup import Markup, element, joined
from ui.pictures.plane_picture import plane_picture
from ui.report.page import figure, glance, grouped_table, paragraph, section, side_by_side, table, titled_figure
from ui.theme import tokens

DASHES = {"solid": "", "dash": "7 4", "dot": "2 4"}
"""Plotly's name of a dash → what SVG calls it."""
MOST_CLASSES = 12
"""Classes up to which it is counted which one is taken for which."""


def at_a_glance(session: Session) -> Markup:
    """Epoch, loss and accuracy, as they are on screen."""
    epoch = f"{session.position:,}" + (f" + {session.progress.batch} steps" if session.progress else "")
    values = [(epoch, "epochs trained")]
    if not session.problem:
        for part in parts_of(session):
            name = PARTS[part.key][0]
            values.append((format_number(part.loss), f"loss, {name}"))
            values.append((score(session, part), f"{score_name(session)}, {name}"))
    return glance(values)


def score_name(session: Session) -> str:
    return "R²" if session.dataset.task == "regression" else "accuracy"


def score(session: Session, part: Part) -> str:
    if session.dataset.task == "regression":
        return format_number(metrics.r2(part.output, part.targets))
    return percent(right_of(session, part))


# -------------------------------------------------------------------- curves and plane


def curves_section(session: Session) -> Markup:
    """Loss and accuracy of the whole run."""
    curves, watched = session.history.curves(), "validation" if len(session.dataset.validation) else "test"
    if session.history.last == session.history.first:
        return section("Learning curves", paragraph("Nothing was trained yet."))
    places = [float(mark.epoch) for mark in marked(session.history.marks)]
    pictures = []
    for title, values in (
        ("Loss", (curves.train_loss, curves.test_loss)),
        (score_name(session).capitalize(), (curves.train_accuracy, curves.test_accuracy)),
    ):
        lines = [
            Curve(PARTS[part][0], tokens(False)[PARTS[part][1]], DASHES[PARTS[part][2]], *thinned(curves.epoch, y))
            for part, y in zip(("train", watched), values, strict=True)
        ]
        pictures.append(titled_figure(title, line_chart(f"{title} over the epochs", "epoch", lines, places)))
    notes = [paragraph("Triangles mark the epochs at which something was changed.", kind="muted")] if places else []
    if session.position < session.history.last:
        words = f"The run goes on to epoch {session.history.last:,}; the figures here are those of epoch "
        notes.append(paragraph(f"{words}{session.position:,}.", kind="muted"))
    return section("Learning curves", side_by_side(*pictures), *notes)


def plane_section(session: Session) -> Markup:
    """What the network answers at every place, where the data have two columns."""
    picture = plane_picture(session.experiment.network, session.theta, session.dataset)
    dataset = session.dataset
    words = "Points with a dark rim are held out." if len(dataset.test) + len(dataset.validation) else ""
    what = "value" if dataset.task == "regression" else "class"
    caption = f"The colour of the ground is the network's answer, that of a point its true {what}. {words}"
    return section("The answers on the plane", figure(picture, caption.strip()))


# -------------------------------------------------------------------- figures


def metrics_section(session: Session) -> Markup:
    """Training and held-out rows side by side, in the figures of the page of metrics."""
    parts, dataset = parts_of(session), session.dataset
    body = []
    if settings := reads_held_out(session):
        body.append(paragraph(not_honest(settings), kind="muted"))
    body.append(figures_table(figures_of(session, parts), parts))
    if dataset.task != "regression":
        body += list(confusions(session, parts))
    return section("How good it is", paragraph(element("b", verdict(session, parts))), *body)


def figures_of(session: Session, parts: Sequence[Part]) -> list[Section]:
    dataset = session.dataset
    if dataset.task == "regression":
        return value_sections(session, parts)
    if len(dataset.classes) > 2:
        return all_class_sections(session, parts)
    activation = session.experiment.network.activations[-1]
    return class_sections(session, parts, positive_class(dataset, parts, usual_positive(dataset), activation))


def figures_table(sections: Sequence[Section], parts: Sequence[Part]) -> Markup:
    """One line a figure: what it says, and its value on each part."""
    head = ("", *(f"{part.name} ({len(part.labels):,})" for part in parts))
    groups = [(found.title, map(figure_row, found.lines)) for found in sections]
    return grouped_table(head, groups, [None, *(["number"] * len(parts))])


def figure_row(line: Line) -> Sequence[str]:
    cells = [cell if isinstance(cell, str) else cell[USUAL_THRESHOLD] for cell in line.cells]
    words = line.why if line.why and "NaN" in cells else f"{line.help}."
    return joined(line.name, element("small", words)), *cells


def confusions(session: Session, parts: Sequence[Part]) -> Iterator[Markup]:
    """For each part: how many rows of a class are taken for which one, and what that makes of each class."""
    classes = [str(name) for name in session.dataset.classes]
    activation = session.experiment.network.activations[-1]
    if len(classes) > MOST_CLASSES:
        yield paragraph(f"{len(classes)} classes are too many to list which one is taken for which.", kind="muted")
        return
    tables = []
    for part in parts:
        counts = class_counts(session.dataset, part, activation)
        rows = []
        for number, name in enumerate(classes):
            rates = metrics.class_rates(counts, number)
            hits = (
                element("b", f"{count:,}") if n == number else f"{count:,}" for n, count in enumerate(counts[number])
            )
            rows.append((name, *hits, percent(rates.recall), percent(rates.precision), percent(rates.f1)))
        head = ("True class", *(f"→ {name}" for name in classes), "Recall", "Precision", "F1")
        counted = table(head, rows, [None, *(["number"] * (len(head) - 1))])
        tables.append(element("div", element("h3", f"Confusion matrix, {part.name.lower()}"), counted))
    yield side_by_side(*tables)
    yield paragraph("Rows are true classes, columns with an arrow what the network says.", kind="muted")


# -------------------------------------------------------------------- the doctor


def doctor_section(session: Session) -> Markup:
    """What is wrong with the run, the worst first, and what to do about it."""
    found = [] if session.awaits else diagnose(session.experiment, session.snapshot, session.history.curves())
    if not found:
        return section("The doctor", paragraph("The doctor finds nothing wrong with this run."))
    return section("The doctor", *map(finding, found))


def finding(found: Finding) -> Markup:
    remedies = [f"{remedy.label}." for remedy in found.remedies]
    what = "What to do: " if len(remedies) == 1 else "What to do, one of these: "
    return element(
        "div",
        paragraph(element("b", f"{found.title}. "), sentence(found.explanation.removesuffix("."))),
        *([paragraph(element("i", what), " ".join(remedies))] if remedies else []),
        class_=f"finding {found.severity}",
    )


def has_plane(session: Session) -> bool:
    """Whether the data have two columns."""
    return len(session.dataset.raw_names) == 2
