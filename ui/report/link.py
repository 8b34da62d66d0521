"""The link to a run on paper: as text, and as a code that a phone's camera reads."""

import io

from ui.pictures.markup import Markup, element, joined
from ui.report.page import paragraph, section, side_by_side

LONGEST = 2_000
"""Characters that can be printed as a code which a camera still reads."""


def link_section(link: str) -> Markup:
    """link: the whole address, "" where there is none."""
    if not link or len(link) > LONGEST:
        return section("Go on with it", paragraph(without_link(link)))
    said = paragraph("This address opens the network with its data, settings and weights:")
    code = element("div", qr_code(link), class_="code")
    return section("Go on with it", joined(said, side_by_side(code, paragraph(link, kind="link"))))


def without_link(link: str) -> str:
    why = f"The link to this run has {len(link):,} characters, too many to print" if link else "This run has no link"
    return f"{why}: save it as a file, and open that to go on."


def qr_code(link: str) -> Markup:
    """An SVG picture without a size of its own."""
    import segno

    file = io.BytesIO()
    code = segno.make(link, error="l", boost_error=False, micro=False)
    code.save(
        file, kind="svg", xmldecl=False, omitsize=True, title="The link as a QR code", svgclass=None, lineclass=None
    )
    return Markup(file.getvalue().decode().strip())
