"""The look of the Word file: its styles, margins, header and footer, and the properties it bears."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from pactline.document.docx_parts import add_field, line_below
from pactline.document.model import Document

SERIF, MONO = "Cambria", "Consolas"
INK, SOFT = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x4C, 0x55, 0x60)
NUMBER = Mm(13)  # how far text stands in from its number


def lay_out(file: WordFile, document: Document) -> None:
    """Page, styles, running header and footer."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(32), Mm(28)
    section.left_margin, section.right_margin = Mm(30), Mm(28)
    section.different_first_page_header_footer = True
    _styles(file)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.text = document.header + "\t"
    head.style = foot.style = file.styles["Normal"]  # the style of headers has tabs of its own
    head.paragraph_format.tab_stops.add_tab_stop(Mm(152), alignment=WD_TAB_ALIGNMENT.RIGHT)
    head.add_run("Page ")
    add_field(head, "PAGE", "2")
    head.add_run(" of ")
    add_field(head, "NUMPAGES", "2")
    line_below(head)
    _small(head)
    foot.text = document.digest
    _small(foot, MONO, Pt(6.5))


def _small(paragraph: Any, font: str = SERIF, size: Any = None) -> None:
    for run in paragraph.runs:
        run.font.name, run.font.size, run.font.color.rgb = font, size or Pt(8.5), SOFT


def _styles(file: WordFile) -> None:
    normal = _style(file, "Normal", Pt(10.5))
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    normal.paragraph_format.widow_control = True
    title = _style(file, "Title", Pt(24), bold=True)
    title.paragraph_format.space_after = Pt(40)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _no_border(title)
    heading = _style(file, "Heading 1", Pt(12.5), bold=True)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(20), Pt(8)
    clause = _style(file, "Heading 2", Pt(10.5), bold=True)
    clause.paragraph_format.space_before, clause.paragraph_format.space_after = Pt(12), Pt(4)
    tier = _style(file, "Heading 3", Pt(10.5), italic=True)
    tier.paragraph_format.space_before, tier.paragraph_format.space_after = Pt(8), Pt(3)
    caption = _style(file, "Caption", Pt(9), italic=True, colour=SOFT)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(3)
    for style in (heading, clause, tier):
        style.paragraph_format.keep_with_next = True


def _style(
    file: WordFile, name: str, size: Any, *, bold: bool = False, italic: bool = False, colour: RGBColor = INK
) -> ParagraphStyle:
    style = file.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold, style.font.italic = SERIF, size, bold, italic
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme font would win over the name
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), SERIF)
    return style


def _no_border(style: ParagraphStyle) -> None:
    edges = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if edges is not None:
        edges.getparent().remove(edges)


def set_properties(file: WordFile, document: Document) -> None:
    """Title, parties and dates; the dates are those of the text, never of the day the file was made."""
    properties = file.core_properties
    when = datetime.fromisoformat(document.date)
    properties.title = f"{document.title.name}: {document.title.kind}"
    properties.subject = document.title.kind
    properties.author = ", ".join(party for party, _ in document.title.parties)[:255]
    properties.last_modified_by, properties.comments, properties.keywords = "", "", ""
    properties.identifier = document.digest
    properties.language = "en-GB"
    properties.created = properties.modified = when
    properties.revision = 1
    links = file.part.package.rels
    for name in [key for key, rel in links.items() if rel.reltype.endswith("/thumbnail")]:
        links.pop(name)  # a picture of the empty template
