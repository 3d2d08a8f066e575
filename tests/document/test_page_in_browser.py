"""The contract as a page in a real browser: nothing runs out of it at any width, and it prints on its own pages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.document.drafting import FULL, document
from tests.statement.test_html_in_browser import PROBE, WIDTHS, browse

from pactline.document.as_html import as_html

LONG = FULL.replace("title: Customer support", f"title: {'W' * 150}").replace(
    "agreement: Customer care master agreement", f"agreement: {'Rahmenvertrag' * 12}"
)

__all__ = ["browse"]


@pytest.mark.parametrize("text", [FULL, LONG], ids=["full", "long names"])
def test_nothing_runs_out_of_the_page_at_any_width(text: str, browse: Callable[..., str]) -> None:
    page = html.escape(as_html(document(text)))
    frames = "".join(
        f'<iframe width="{width}" height="900" style="border:0" srcdoc="{page}"></iframe>' for width in WIDTHS
    )
    dumped = browse(PROBE.format(frames=frames), "--dump-dom")
    found = re.findall(r"(\d+):(\d+):([A-Za-z,]*)", dumped.split('id="found">')[1].split("</pre>")[0])
    assert [int(width) for width, _, _ in found] == list(WIDTHS)
    for width, taken, outside in found:
        assert int(taken) <= int(width), f"{taken} pixels wide in a window of {width}"
        assert outside == "", f"at {width} pixels, outside of the page: {outside}"


def test_the_print_form_begins_title_contents_and_signatures_on_pages_of_their_own(
    browse: Callable[..., str], tmp_path: Path
) -> None:
    browse(as_html(document()), f"--print-to-pdf={tmp_path / 'page.pdf'}")
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "page.pdf").read_bytes()))
    assert 10 <= pages <= 17
