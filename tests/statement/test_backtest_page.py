"""The page of a back-test in a real browser: nothing overflows a phone, and its charts say what its tables say."""

from __future__ import annotations

import html
import os
import re
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from tests.statement.test_html_in_browser import CHROMIUM, FLAGS, PROBE, WIDTHS

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet
from pactline.statement.backtest.backtested import Backtest, Sweep, Terms, Trial
from pactline.statement.backtest.backtesting import backtest, periods_between
from pactline.statement.backtest.html import render_html
from pactline.statement.counting.counted import Counted

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]
LONG = "a-name-that-is-very-long-and-has-no-space-in-it-" * 3


def promise(target: str) -> str:
    return (
        "prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month, "
        f"target: at least {target} %, remedy: {{per_point: 1500.00}}, bonus: {{when: at least 95 %, flat: 700.00}}}}"
    )


@pytest.fixture
def replayed(agreed: Agreed, records: Table) -> Backtest:
    rows = records(
        "\n".join(
            f"2025-{month:02d}-{day:02d}T09:00:00 answered {(7 * month + 11 * day) % 31 if month != 5 else 3}"
            for month in range(1, 13)
            for day in range(1, 29)
        )
    )
    contracts = [agreed(promise(target)) for target in ("70", "60", "80", "65", "75")]
    terms = [Terms(label, LONG, f"{LONG}.yaml", each, (LONG,)) for label, each in zip("ABCDE", contracts, strict=True)]
    trials = [Trial(Decimal(v), f"at least {v} %", agreed(promise(str(v))), "", v == 70) for v in range(50, 94)]
    trials.append(Trial(Decimal(96), "at least 96 %", None, "the bonus is earned <before>"))
    sweep = Sweep(f"{LONG}.target", "prompt", True, tuple(trials), (LONG,))
    return backtest(terms, periods_between("2025-01", "2025-12"), Counted(rows), [sweep])


def test_nothing_overflows_the_page_at_any_width(replayed: Backtest, tmp_path: Path) -> None:
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("chromium is not installed")
    page = render_html(replayed).replace("<details", "<details open")
    frames = "".join(
        f'<iframe width="{w}" height="900" style="border:0" srcdoc="{html.escape(page)}"></iframe>' for w in WIDTHS
    )
    path = tmp_path / "probe.html"
    path.write_text(PROBE.format(frames=frames), encoding="utf-8")
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    found = re.findall(r"(\d+):(\d+):([A-Za-z,]*)", printed.split('id="found">')[1].split("</pre>")[0])
    assert [int(width) for width, _, _ in found] == list(WIDTHS)
    for width, scroll_width, outside in found:
        assert int(scroll_width) <= int(width), f"{scroll_width} pixels wide in a window of {width}"
        assert outside == "", f"at {width} pixels, outside of the page: {outside}"


def test_the_bars_stand_as_high_as_the_money_and_on_the_side_of_who_owes_it(replayed: Backtest) -> None:
    page = render_html(replayed)
    bars = re.findall(
        r"<title>2025-(\d\d), ([A-E]): EUR (-?[0-9,.]+), \d+ of \d+ missed</title>"
        r'<rect x="[0-9.]+" y="([0-9.]+)" width="[0-9.]+" height="([0-9.]+)"',
        page,
    )
    assert len(bars) == 12 * 5
    nought = Decimal(re.findall(r'd="M84 ([0-9.]+) H700" class="nought"', page)[0])
    owed = [(Decimal(net.replace(",", "")), Decimal(y), Decimal(height)) for _, _, net, y, height in bars]
    scale = max(height / net for net, _, height in owed if net > 0)
    assert any(net < 0 for net, _, _ in owed)
    for net, y, height in owed:
        assert abs(height - abs(net) * scale) <= Decimal("0.3")
        assert abs((y + height if net >= 0 else y) - nought) <= Decimal("0.1")


def test_the_line_of_a_sweep_goes_through_every_value_and_breaks_where_there_is_none(replayed: Backtest) -> None:
    page = render_html(replayed)
    (steps,) = re.findall(r'<path d="([^"]+)" class="steps">', page)
    assert steps.count("H") == 44
    assert steps.count("M") == 1
    assert page.count('class="mark now"') == 2  # in the chart and in its legend
    assert "at least 96 %: not possible: the bonus is earned &lt;before&gt;" in page
    assert "now: at least 70 %" in page


def test_the_page_is_the_same_bytes_every_time_and_asks_nothing_of_any_network(replayed: Backtest) -> None:
    page = render_html(replayed)
    assert page == render_html(replayed)
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page
