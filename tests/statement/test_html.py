"""The HTML statement: what it says, that it is complete in itself, and that no name in it can do anything."""

from __future__ import annotations

import dataclasses
import importlib.resources
import re
from collections.abc import Callable
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from tests.promises import PROMPT

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet, from_rows
from pactline.statement.evaluating import evaluate
from pactline.statement.shown.html import judged_figure, period_text, render_html
from pactline.values.period import Period
from pactline.values.target import Target, Unit

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]

COMMITMENTS = (
    PROMPT.replace("1500.00", "105.00")
    + """\
abandonment:
  clause: "4.2"
  service: support
  metric: abandonment_rate
  short_abandons: count
  each: month
  target: at most 50 %
daily:
  clause: "4.3"
  service: support
  metric: average_speed_of_answer
  each: day
  target: at most 15 s
  remedy: {flat: 10.00}
  bonus: {when: at most 2 s, flat: 3.00}
quarterly: {clause: "4.4", service: support, metric: longest_wait, whose: all, each: quarter, target: at most 300 s}
"""
)
ROWS = """
    2025-05-02T09:00:00  answered   20
    2025-05-02T10:00:00  answered   20.001
    2025-05-03T09:00:00  answered   0     agent=anna
    2025-05-03T10:00:00  abandoned  5
    2025-05-31T23:59:59  abandoned  5.001
"""
CAP = "at_risk: {percent: 1 %, of: monthly-fee}\n"


class Outline(HTMLParser):
    """The tags of a page with their attributes and text, and whether every tag is closed in order."""

    VOID = frozenset({"meta"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.unbalanced: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1] if self.open else "", " ".join(data.split())))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def words(self) -> str:
        return " ".join(text for tag, text in self.texts if tag != "style").replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def page(agreed: Agreed, records: Table) -> str:
    return render_html(evaluate(agreed(COMMITMENTS, tail=CAP), records(ROWS), "2025-05"))


def test_the_total_is_one_sentence_and_every_promise_has_figure_verdict_and_amount(page: str) -> None:
    words = Outline(page).words
    assert "Northwind Contact owes Aurora Energy EUR 1,197.00 ." in words  # 1,200.00 at most, less the bonus
    assert "1 to 31 May 2025, days of Europe/Berlin" in words
    assert "Service level (within at most 20 s, short abandon at most 5 s) at least 80 %, each month" in words
    assert "50.00 % where at least 80 % was promised: 4 counted, 2 in time." in words
    assert "1 to 31 May 2025 1 % of monthly-fee" in words
    assert "quarterly : its window 1 April to 30 June 2025 runs on" in words


def test_the_working_is_shown_step_by_step(agreed: Agreed, records: Table) -> None:
    statement = evaluate(agreed(COMMITMENTS), records(ROWS), "2025-05")
    credit = statement["prompt"].windows[0].credit
    assert credit is not None
    assert f"Credit EUR 3,150.00 {' '.join(credit.steps)}" in Outline(render_html(statement)).words


def test_the_choices_and_the_contacts_are_shown(page: str) -> None:
    words = Outline(page).words
    assert "those who left within the short-abandon time are left out, later ones are missed" in words
    assert "2 of 4 counted contacts. Times are of Europe/Berlin." in words
    assert "c2 1 voice billing 2025-05-02 10:00:00+02:00 answered 20.001 s" in words


def test_a_rate_that_should_be_low_lists_the_contacts_that_raise_it(page: str) -> None:
    section = page.split('id="c2"')[1].split('id="c3"')[0]
    words = Outline(section).words
    assert "40.00 % where at most 50 % was promised: 5 counted, 2 abandoned." in words
    assert "2 of 5 counted contacts." in words
    assert "c4 1 voice billing 2025-05-03 10:00:00+02:00 abandoned" in words
    assert "c1 1 voice" not in words


def test_a_promise_of_every_day_lists_its_windows(page: str) -> None:
    words = Outline(page.split('id="c3"')[1]).words
    assert "2 May 2025 2 20.00 s at most 15 s missed 10.00" in words
    assert "3 May 2025 1 0.00 s at most 15 s met 3.00" in words
    assert "29 windows: nothing counted" in words


def test_the_page_names_what_it_rests_on_and_no_date_of_making(agreed: Agreed, records: Table) -> None:
    statement = evaluate(agreed(COMMITMENTS), records(ROWS), "2025-05")
    page = render_html(statement)
    for rest in (statement.agreement_digest, statement.record_set, statement.rules, statement.digest):
        assert rest in page
    assert page == render_html(evaluate(agreed(COMMITMENTS), records(ROWS), "2025-05"))


def test_the_order_of_the_records_leaves_every_byte(agreed: Agreed, records: Table) -> None:
    rows = [dict(row) for row in _hostile_rows("plain")]
    forward, backward = from_rows(rows), from_rows(rows[::-1])
    contract = agreed(COMMITMENTS)
    assert render_html(evaluate(contract, forward, "2025-05")) == render_html(evaluate(contract, backward, "2025-05"))


def test_the_page_needs_nothing_from_anywhere(page: str) -> None:
    outline = Outline(page)
    assert {tag for tag, _ in outline.tags} & {"script", "link", "img", "iframe", "object", "form", "base"} == set()
    assert "://" not in page
    assert "@import" not in page
    assert set(re.findall(r"url\(([^)]*)\)", page)) <= {"#c1-waits-hatch"}
    assert all((attributes["href"] or "").startswith("#") for attributes in outline.named("a"))
    assert any("default-src 'none'" in (meta.get("content") or "") for meta in outline.named("meta"))


def test_the_outline_is_in_order(page: str) -> None:
    outline = Outline(page)
    assert outline.unbalanced == []
    assert outline.open == []
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert outline.named("html")[0]["lang"] == "en"
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {label for _, a in outline.tags for label in (a.get("aria-labelledby") or "").split()}
    assert labels <= set(ids)


def test_every_chart_has_a_table_and_every_header_a_scope(page: str) -> None:
    outline = Outline(page)
    charts = [attributes for attributes in outline.named("svg") if attributes.get("role") == "img"]
    assert len(charts) == 4  # three of days, one of waits
    assert page.count("The same figures as a table") == len(charts)
    assert all(attributes.get("scope") in ("col", "row") for attributes in outline.named("th"))
    decoration = [svg for svg in outline.named("svg") if svg.get("role") != "img"]
    assert all(svg.get("aria-hidden") == "true" for svg in decoration)


def test_a_verdict_is_a_word_and_a_shape(page: str) -> None:
    summary = page.split("<tbody")[1].split("</tbody>")[0]
    marks = re.findall(r'class="verdict ([a-z-]+)"><svg[^>]*>(.*?)</svg>([a-z ]+)</span>', summary, re.DOTALL)
    assert [(kind, word) for kind, _, word in marks] == [("missed", "missed"), ("met", "met"), ("missed", "missed")]
    assert len({shape for _, shape, _ in marks}) == 2


def test_no_figure_shows_a_binary_float(page: str) -> None:
    text = re.sub(r"sha256:[0-9a-f]+|<style>.*?</style>", "", page, flags=re.DOTALL)
    assert re.findall(r"[0-9]\.[0-9]{7,}|[0-9]e[-+]?[0-9]|\bnan\b|\binf\b", text) == []


MARKUP = "<script>alert(1)</script>\"'&{{ 7*7 }}"
FORMULA = '=HYPERLINK("x")'
BACKWARDS = "\u202egnitset"


def _hostile_rows(name: str) -> list[dict[str, Any]]:
    day = 1746172800000000  # Friday 2 May 2025, 08:00 UTC
    common = {"visit": 1, "channel": "voice", "queue": name, "direction": "inbound", "agent": name}
    return [
        {**common, "contact_id": f"{name}-{n}", "offered_us": day + n * 10**9, "outcome": "answered",
         "answered_us": day + n * 10**9 + 30_000_000, "wait_ms": 30_000, "talk_ms": 1000}
        for n in range(30)
    ]  # fmt: skip


@pytest.mark.parametrize("name", [MARKUP, FORMULA, BACKWARDS])
def test_hostile_names_are_text_and_nothing_else(agreed: Agreed, name: str) -> None:
    plain = agreed(COMMITMENTS)
    renamed = [
        dataclasses.replace(c, title=name, clause=name, service=dataclasses.replace(c.service, title=name))
        for c in plain.commitments
    ]
    contract = dataclasses.replace(plain, name=name, provider=name, client=name, commitments=tuple(renamed))
    page = render_html(evaluate(contract, from_rows(_hostile_rows(name)), "2025-05"))
    outline = Outline(page)
    assert "script" not in {tag for tag, _ in outline.tags}
    assert not [key for _, attributes in outline.tags for key in attributes if key.startswith("on")]
    assert outline.unbalanced == []
    isolated = [tag for tag, text in outline.texts if name in text and tag not in ("bdi", "title", "td")]
    assert set(isolated) <= {"h1", "dd", "p", "span"}
    for tag, attributes in outline.tags:
        if tag in ("h1", "dd") and "dir" in attributes:
            assert attributes["dir"] == "auto"
    assert name in outline.words


def test_only_the_first_twenty_contacts_are_listed(agreed: Agreed) -> None:
    page = render_html(evaluate(agreed(COMMITMENTS), from_rows(_hostile_rows("many")), "2025-05"))
    assert "30 of 30 counted contacts; these are the first 20." in Outline(page).words
    assert page.count("<bdi>many-") == 20


def test_a_period_without_any_settled_promise_says_so(agreed: Agreed, records: Table) -> None:
    only = COMMITMENTS[COMMITMENTS.index("quarterly") :]
    words = Outline(render_html(evaluate(agreed(only), records(ROWS), "2025-05"))).words
    assert "No promise has a window that ends in this period." in words
    assert "Nobody owes anything for this period." in words


def test_a_month_without_records_still_makes_a_page(agreed: Agreed) -> None:
    page = render_html(evaluate(agreed(COMMITMENTS), from_rows([]), "2025-06"))
    assert "no data" in Outline(page).words


def test_a_figure_is_never_rounded_over_its_target() -> None:
    target = Target.parse("at least 80 %")
    assert judged_figure(Fraction(79996, 1000), Unit.PERCENT, target) == "79.996 %"
    assert judged_figure(Fraction(78214, 1000), Unit.PERCENT, target) == "78.21 %"
    assert judged_figure(Fraction(80), Unit.PERCENT, target) == "80.00 %"
    assert judged_figure(None, Unit.PERCENT, target) == "—"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2025-06-03", "3 June 2025"),
        ("2025-06", "1 to 30 June 2025"),
        ("2025-Q2", "1 April to 30 June 2025"),
        ("2024-12-30/2025-01-06", "30 December 2024 to 5 January 2025"),
    ],
)
def test_periods_are_told_with_their_last_day(period: str, text: str) -> None:
    assert period_text(Period.parse(period)) == text


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_keep_the_contrast_of_wcag_aa(theme: int) -> None:
    css = importlib.resources.files("pactline.statement.shown").joinpath("statement.css").read_text(encoding="utf-8")
    found = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", found[theme]))
    for text in ("ink", "soft", "link", "good", "bad"):
        for ground in ("paper", "rest"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for shape in ("answered", "abandoned"):
        assert contrast(colours[shape], colours["paper"]) >= 3, shape
    for mark in ("good", "bad"):
        assert contrast(colours["on-mark"], colours[mark]) >= 3, mark
