"""Names that look like markup, formulas or commands, or that turn the reading direction, are shown and do nothing."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from tests.document.drafting import FULL, document

from pactline.document.as_docx import as_docx
from pactline.document.as_html import as_html
from pactline.document.as_pdf import as_pdf
from pactline.document.model import paragraph, safe
from pactline.values.problem import Problems

NAMES = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
    '#panic("typst") #let x = 1 #read("/etc/hostname")',
    "*bold* _emph_ $x^2$ `raw` @ref [link](x) = head",
    "=HYPERLINK(1)+cmd|calc!A1",
    "%s%n \\input{x} \\\\server\\share",
    "&lt;b&gt; &amp; &#x41;",
    "]]><w:p/><!--",
)


def hostile(name: str) -> str:
    """The full agreement with one name in four places."""
    quoted = "'" + name.replace("'", "''") + "'"
    text = FULL.replace("agreement: Customer care master agreement", f"agreement: {quoted}")
    text = text.replace("client: Aurora Energy\n", f"client: {quoted}\n")
    return text.replace("title: Prompt answer", f"title: {quoted}").replace(
        "title: Customer support", f"title: {quoted}"
    )


class Elements(HTMLParser):
    """The elements of a page and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[tuple[str, ...]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[(tag, *sorted(name for name, _ in attrs))] += 1


def elements(page: str) -> Counter[tuple[str, ...]]:
    """How many elements of each kind a page has."""
    parser = Elements()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_in_the_page_as_it_is_written_and_makes_no_element(name: str) -> None:
    page, usual = as_html(document(hostile(name))), as_html(document())
    assert " ".join(name.split()) in " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())
    assert elements(page) == elements(usual)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_in_the_word_file_as_it_is_written(name: str) -> None:
    body = docx.Document(io.BytesIO(as_docx(document(hostile(name))))).element.body
    texts = {node.text for node in body.iter(qn("w:t"))}
    assert safe(name) in texts
    fields = {node.text.strip() for node in body.iter(qn("w:instrText"))}
    assert fields == {'TOC \\o "1-1" \\n \\h'}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_in_the_pdf_as_it_is_written(name: str, tmp_path: Path) -> None:
    made = as_pdf(document(hostile(name)))
    assert b"/JavaScript" not in made
    assert b"/Launch" not in made
    assert b"/URI" not in made
    reader = shutil.which("pdftotext")
    if reader:
        file = tmp_path / "hostile.pdf"
        file.write_bytes(made)
        found = subprocess.run(
            [reader, "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True
        ).stdout.decode()
        for part in re.findall(r"\w{2,}", name):
            assert part in re.sub(r"[\u00ad\u2010-]\s*", "", found)


def test_right_to_left_words_are_set_apart_from_the_figures_beside_them() -> None:
    shown = safe("שלום עולם 20 % of calls")
    assert shown == "\u2068שלום עולם\u2069 20\N{NO-BREAK SPACE}% of calls"
    assert safe("plain 20 calls") == "plain 20 calls"


def test_each_stretch_of_right_to_left_words_is_closed_again() -> None:
    shown = safe("a שלום b سلام c")
    assert shown.count("\u2068") == shown.count("\u2069") == 2


@pytest.mark.parametrize("turning", ["\u202e", "\u2066", "\u200f", "\u0007", "\ufeff", "\u2028"])
def test_characters_that_turn_or_hide_text_are_shown_as_replaced(turning: str) -> None:
    (run,) = paragraph(f"a{turning}b").runs
    assert run.text == "a\N{REPLACEMENT CHARACTER}b"


def test_a_right_to_left_party_can_be_printed_in_all_formats() -> None:
    text = FULL.replace("client: Aurora Energy\n", "client: שלום עולם\n")
    assert as_pdf(document(text)).startswith(b"%PDF")
    assert "\u2068שלום עולם\u2069" in as_html(document(text))
    assert as_docx(document(text)).startswith(b"PK")


def test_a_long_name_without_blanks_is_broken_on_paper() -> None:
    text = FULL.replace("title: Customer support", f"title: {'W' * 150}")
    assert as_pdf(document(text)).startswith(b"%PDF")


def test_a_character_that_no_font_has_is_a_problem_that_says_what_to_do() -> None:
    text = FULL.replace("client: Aurora Energy\n", "client: Aurora \U0001d173\U00016100\n")
    with pytest.raises(Problems, match=r"PDF_NO_GLYPH.*install a font|PDF_NO_GLYPH"):
        as_pdf(document(text))
