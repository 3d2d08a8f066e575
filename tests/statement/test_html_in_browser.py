"""The HTML statement in a real browser: nothing overflows a phone, and the print form has its pages."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.promises import PROMPT

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet
from pactline.statement.evaluating import evaluate
from pactline.statement.shown.html import render_html

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip
WIDTHS = (320, 360, 768, 1280)
PROBE = """<!doctype html><body><pre id="found">nothing</pre>{frames}<script>
addEventListener("load", () => {{
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {{
    const page = frame.contentDocument, root = page.documentElement;
    const outside = [...page.querySelectorAll("body *")].filter((element) =>
      !element.closest(".scroll, .unseen, thead") && element.getBoundingClientRect().right > root.clientWidth + 1);
    found.push(`${{frame.width}}:${{root.scrollWidth}}:${{outside.map((element) => element.tagName).join(",")}}`);
  }}
  document.getElementById("found").textContent = found.join(" ");
}});
</script>"""

COMMITMENTS = (
    PROMPT
    + """\
daily:
  clause: "a-clause-with-a-very-long-name-that-has-no-space-in-it-anywhere-at-all"
  service: support
  metric: average_speed_of_answer
  each: day
  target: at most 15 s
  remedy: {flat: 10.00}
"""
)


@pytest.fixture
def browse(tmp_path: Path) -> Callable[..., str]:
    """Runs the browser on a page and returns what it prints."""
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("chromium is not installed")
    assert CHROMIUM, "chromium is not installed, and CI must look at the page"

    def run(page: str, *more: str) -> str:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *more, path.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

    return run


@pytest.fixture
def page(agreed: Callable[..., Agreement], records: Callable[..., RecordSet]) -> str:
    rows = "\n".join(
        f"2025-06-{day:02d}T{9 + n:02d}:00:00 {'abandoned' if n == 3 else 'answered'} {7 * day * (n + 1) % 61} "
        f"queue={'a-queue-with-a-very-long-name-without-any-space-' * 3}"
        for day in range(1, 31)
        for n in range(6)
    )
    contract = agreed(COMMITMENTS, provider="Nordwindkundendienstleistungsgesellschaftmitbeschraenkterhaftung")
    return render_html(evaluate(contract, records(rows), "2025-06"))


def test_nothing_overflows_the_page_at_any_width(browse: Callable[..., str], page: str) -> None:
    frames = "".join(
        f'<iframe width="{width}" height="900" style="border:0" srcdoc="{html.escape(page)}"></iframe>'
        for width in WIDTHS
    )
    printed = browse(PROBE.format(frames=frames), "--dump-dom")
    found = re.findall(r"(\d+):(\d+):([A-Za-z,]*)", printed.split('id="found">')[1].split("</pre>")[0])
    assert [int(width) for width, _, _ in found] == list(WIDTHS)
    for width, scroll_width, outside in found:
        assert int(scroll_width) <= int(width), f"{scroll_width} pixels wide in a window of {width}"
        assert outside == "", f"at {width} pixels, outside of the page: {outside}"


def test_the_print_form_has_its_pages_with_every_table_in_them(
    browse: Callable[..., str], page: str, tmp_path: Path
) -> None:
    def pages(text: str) -> int:
        browse(text, f"--print-to-pdf={tmp_path / 'page.pdf'}")
        return len(re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "page.pdf").read_bytes()))

    printed = pages(page)
    assert 5 <= printed <= 9
    assert pages(page.replace("<details", "<details open")) == printed  # closed on the screen, told on paper
    assert pages(re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)) < printed
