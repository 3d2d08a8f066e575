"""Contracts drawn by chance: agreement text that combines shapes, modifiers and rules, and the figures of a year."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from pactline.agreement.model import Agreement
from pactline.agreement.reading import read
from pactline.records.facts import BilledCharge, Facts, Incident, ReportedFigure
from pactline.statement.rules import vocabulary
from pactline.values.period import Each, Period, next_window, window_start

Draw = Any
TERMS = (Period.parse("2025-01-01/2026-01-01"), Period.parse("2025-02-15/2025-12-20"))
HEAD = """\
agreement: Drawn contract
provider: Drawn Provider
client: Drawn Client
term: {term}
zone: Europe/Berlin
currency: {currency}
conventions: common-2026
rounding: {{shares: exact, money: half_up}}
calendars: {{office: {{mon-fri: "09:00-17:00"}}}}
charges:
  fee: {{each: month, amount: {{from 2025-01-01: 9000.00, from 2025-08-01: 9333.33}}}}
  invoice: {{each: month, billed: charges.csv}}
  next-invoice: {{next: invoice}}
  tenth: {{share: 10 %, of: fee, each: quarter}}
services: {{support: {{channels: [voice], hours: always}}, sales: {{channels: [voice], hours: always}}}}
"""
KINDS = {  # unit, better side, target, bonus mark, edge of a band, figures around the target
    "percent": (
        "higher",
        "at least 80 %",
        "at least 90 %",
        "70 %",
        ("60", "69.99", "70", "79.9", "80", "85", "90", "97"),
    ),
    "seconds": ("lower", "at most 30 s", "at most 20 s", "40 s", ("65", "40.01", "40", "30.5", "30", "25", "20", "12")),
}
CADENCES = ("month", "month", "month", "week", "quarter", "contract month", "rolling 3 months", "day")
RAISING = {"bank", "earn_back", "bonus", "two_sided", "streak", "rolling_count", "suspensions", "critical"}
"""What may make a better figure dearer: see the law."""
EVERY = frozenset(
    {
        "flat", "per_point", "bands", "streak", "rolling_count", "withheld", "two_sided", "points", "share_of_pool",
        "repeat", "allowance", "bank", "earn_back", "at_most", "at_least", "bonus", "client", "ladder", "rate",
        "month cap", "year cap", "rolling cap", "term cap", "at_risk", "waived", "raised", "pools", "critical",
        "incidents", "suspensions", "rights", "billed", "month", "week", "quarter",
        "contract month", "rolling 3 months", "day",
    }
)  # fmt: skip


class Contract:
    """The text, the facts, and what it is made of."""

    def __init__(self, term: Period) -> None:
        self.term = term
        self.text = ""
        self.facts = Facts()
        self.parts: set[str] = set()
        self.caps: dict[str, dict[str, Any]] = {}  # name -> each, limit

    def __repr__(self) -> str:
        figures = " ".join(f"{f.commitment},{f.period},{f.value}" for f in self.facts.figures)
        return f"\n{self.text}\n{figures}\n{self.facts.incidents}"

    def agreement(self) -> Agreement:
        """The text, read."""
        return read(self.text.encode(), vocabulary(), name="agreement.yaml")

    @property
    def months(self) -> list[Period]:
        """The months of the term, whole."""
        start, found = window_start(self.term.first, Each.MONTH), []
        while start < self.term.end:
            found.append(Period(start, next_window(start, Each.MONTH)))
            start = found[-1].end
        return found


@st.composite
def contracts(draw: Draw, *, monotone: bool = False) -> Contract:
    """A contract; a monotone one has no part that may make a better figure dearer."""
    made = Contract(draw(st.sampled_from(TERMS)))
    currency = draw(st.sampled_from(("EUR", "EUR", "JPY")))
    names = [f"promise-{letter}" for letter in "abc"[: draw(st.integers(1, 3))]]
    figures: list[ReportedFigure] = []
    promises, pooled = [], False
    for name in names:
        kind, each = draw(st.sampled_from(tuple(KINDS))), draw(st.sampled_from(CADENCES))
        made.parts.add(each)
        by = "client" if not monotone and draw(st.integers(0, 7)) == 0 else "provider"
        made.parts |= {"client"} if by == "client" else set()
        remedy = draw(_remedies(kind, made, plain=monotone, client=by == "client"))
        pooled |= "share_of_pool" in remedy
        bonus = ""
        if not monotone and by == "provider" and "two_sided" not in remedy and draw(st.integers(0, 3)) == 0:
            made.parts.add("bonus")
            bonus = f"\n    bonus: {{when: {KINDS[kind][2]}, flat: {draw(_sums)}}}"
        better, target = KINDS[kind][0], KINDS[kind][1]
        service = draw(st.sampled_from(("support", "sales")))
        part = draw(st.sampled_from(("whole", "prorated", "not_judged")))
        no_data = draw(st.sampled_from(("excluded", "met", "missed")))
        counting = f"no_data: {no_data}, over_months: mean_of_parts, before_full: shorter"
        if each != "rolling 3 months":
            counting = f"no_data: {no_data}"
        promises.append(
            f"  {name}: {{service: {service}, metric: reported, unit: {kind}, better: {better}, means: drawn,\n"
            f"    by: {by}, measured: figures, each: {each}, target: {target}, part_windows: {part}, combine: mean,\n"
            f"    {counting},\n    remedy: {remedy}{',' + bonus if bonus else ''}}}\n"
        )
        figures += _reported(name, kind, each, made.term, draw)
    made.text = HEAD.format(term=made.term, currency=currency)
    if currency == "JPY":
        made.text = made.text.replace("9333.33", "9333").replace("9000.00", "9000")
    made.text += "commitments:\n" + "".join(promises) + draw(_rules(made, names, pooled, plain=monotone))
    if currency == "JPY":
        made.text = _without_cents(made.text)
    made.facts = Facts(tuple(figures), _bills(made), incidents=_incidents(made, draw, figures))
    return made


def _without_cents(text: str) -> str:
    return re.sub(r"([0-9])\.[0-9]{2}(?![0-9])", r"\1", text)


_sums = st.sampled_from(("100.00", "333.33", "750.00", "1999.99"))


@st.composite
def _remedies(draw: Draw, kind: str, made: Contract, *, plain: bool, client: bool) -> str:
    shapes = ["flat", "per_point", "bands", "withheld", "points"]
    shapes += [] if plain else ["streak", "rolling_count", "two_sided"]
    shapes += [] if client else ["share_of_pool"]
    shape = draw(st.sampled_from(shapes))
    if client and shape in ("points", "two_sided"):
        shape = "flat"
    made.parts.add(shape)
    edge = KINDS[kind][3]
    of = draw(st.sampled_from(("fee", "invoice", "next-invoice", "tenth")))
    made.parts |= {"billed"} if of.endswith("invoice") and shape in ("bands", "withheld") else set()
    low, high = ("below", "from") if kind == "percent" else ("above", "to")
    target = KINDS[kind][1].split(" ", 2)[2]
    rows = f"{{{high}: {edge}, {low}: {target}, SMALL}}, {{{low}: {edge}, LARGE}}"
    step = "points" if kind == "percent" else "s"
    written = {
        "flat": f"flat: {draw(_sums)}",
        "per_point": f"per_point: {draw(_sums)}",
        "bands": f"bands: {{of: {of}, table: [{_with(rows, 'credit: 1.5 %', 'credit: 4 %')}]}}",
        "withheld": f"withheld: {{of: {of}}}",
        "points": "points: {into: scheme, "
        + draw(st.sampled_from(("each_miss: 3}", f"table: [{_with(rows, 'points: 1', 'points: 2.5')}]}}"))),
        "streak": f"streak: {{length: 2, amount: {draw(_sums)}, again: {draw(st.sampled_from(('each_window', 'every_length', 'once')))}, excused: {draw(_excused)}}}",  # noqa: E501
        "rolling_count": "rolling_count: {within: 6 months, again: on_reaching, tranches: [{from: 2, credit: 400.00}, "
        "{from: 3, credit: {percent: 3 %, of: fee}}]}",
        "two_sided": f"two_sided: {{worse_by: 2 {step}, better_by: 5 {step}, per: 1 {step}, amount: 120.00, steps: exact, most: 900.00}}",  # noqa: E501
        "share_of_pool": "share_of_pool: {pool: risk, category: all, weight: 30 %}",
    }[shape]
    return "{" + ", ".join([written, *draw(_modifiers(shape, made, plain=plain, client=client))]) + "}"


def _with(rows: str, small: str, large: str) -> str:
    return rows.replace("SMALL", small).replace("LARGE", large)


_excused = st.sampled_from(("break", "skip"))


@st.composite
def _modifiers(draw: Draw, shape: str, made: Contract, *, plain: bool, client: bool) -> list[str]:
    known = {
        "repeat": f"repeat: {{times: {draw(st.sampled_from(('2', '1.5')))}, excused: {draw(_excused)}}}",
        "allowance": "allowance: {misses: 1, each: quarter}",
        "at_most": "at_most: 1500.00",
        "at_least": "at_least: 250.00",
        "bank": "bank: {per: exact, keep: 3 months, use: oldest_first}",
        "earn_back": f"earn_back: {{windows: 2, share: 50 %, excused: {draw(_excused)}}}",
    }
    allowed = {"flat", "per_point", "bands", "withheld", "streak", "rolling_count", "share_of_pool", "points"}
    chosen = [name for name in known if shape in allowed and draw(st.integers(0, 4)) == 0]
    if plain:
        chosen = [name for name in chosen if name not in RAISING]
    if shape == "points":
        chosen = [name for name in chosen if name in ("repeat", "allowance")]
    if shape not in ("per_point", "bands"):
        chosen = [name for name in chosen if name != "bank"]
    if client:
        chosen = [name for name in chosen if name != "earn_back"]
    if "at_most" in chosen and "at_least" in chosen:
        chosen.remove("at_least")
    made.parts |= set(chosen)
    return [known[name] for name in chosen]


@st.composite
def _rules(draw: Draw, made: Contract, names: list[str], pooled: bool, *, plain: bool) -> str:
    found: list[str] = []
    order = []
    if "points" in made.parts:
        ladder = draw(st.booleans())
        made.parts.add("ladder" if ladder else "rate")
        worth = "ladder: {of: next-invoice, between: step_down, table: [{at: 2, credit: 1 %}, {at: 5, credit: 3 %}]}"
        each = draw(st.sampled_from(("month", "quarter")))
        found.append(f"points: {{scheme: {{each: {each}, {worth if ladder else 'rate: 111.11'}}}}}")
        order.append("points")
        made.parts |= {"billed"} if ladder else set()
    if draw(st.integers(0, 3)) == 0:
        made.parts.add("incidents")
        found.append("incidents: {pay: highest}")
        order.append("incidents")
    if not plain and draw(st.integers(0, 4)) == 0:
        made.parts.add("critical")
        withheld = draw(st.sampled_from(("", ", withhold: {percent: 5 %, of: fee}")))
        found.append(
            f"critical: {{grave: {{when: {{missed: {names[0]}, in_a_row: 2, excused: break}}, each: month, "
            f"replaces: all{withheld}}}}}"
        )
        order.append("critical")
    if pooled:
        made.parts.add("pools")
        found.append("pools: {risk: {each: month, at_risk: 10 %, of: fee, categories: {all: 90 %}, allocation: 200 %}}")
        order.append("pools")
    order += draw(_limits(made, names, found))
    if not plain and len(names) > 1 and draw(st.integers(0, 3)) == 0:
        made.parts.add("suspensions")
        found.append(f"suspensions: {{while-missed: {{when: {{missed: {names[0]}}}, commitments: {names[1]}}}}}")
    if draw(st.integers(0, 3)) == 0:
        made.parts.add("rights")
        found.append(
            f"rights: {{end: {{holder: client, when: {{missed: {names[-1]}, times: 2, within: 3 months}}, what: end, "
            "open_for: 45 days, calendar: office, notice: 10 business days}}"
        )
    found.append(f"order: [{', '.join(order)}]" if order else "")
    return "\n".join(each for each in found if each) + "\n"


@st.composite
def _limits(draw: Draw, made: Contract, names: list[str], found: list[str]) -> list[str]:
    order = []
    floor = draw(st.sampled_from(("", "", "waived", "raised")))
    if floor:
        made.parts.add(floor)
        found.append(f"floors: {{small: {{each: month, under: 200.00, then: {floor}}}}}")
    each = draw(st.lists(st.sampled_from(("month", "year", "rolling 6 months", "term")), max_size=2, unique=True))
    if each:
        texts = []
        for number, period in enumerate(each):
            made.parts.add({"rolling 6 months": "rolling cap"}.get(period, f"{period} cap"))
            limit = draw(st.sampled_from((0, 500, 1234, 4000)))
            made.caps[f"cap-{number}"] = {"each": period, "limit": limit}
            texts.append(f"cap-{number}: {{on: all, each: {period}, at_most: {limit}.00}}")
        found.append("caps: {" + ", ".join(texts) + "}")
    if floor == "raised":
        order.append("floors")
    order += ["caps"] if each else []
    if floor == "waived":
        order.append("floors")
    if draw(st.integers(0, 3)) == 0:
        made.parts.add("at_risk")
        found.append("at_risk: {percent: 12 %, of: fee}")
    return order


def _reported(name: str, kind: str, each: str, term: Period, draw: Draw) -> list[ReportedFigure]:
    """A figure for each day of some days, each week, or each month; some are missing."""
    tile = {"week": Each.WEEK, "day": Each.DAY}.get(each, Each.MONTH)
    values = KINDS[kind][4]
    start = window_start(term.first, tile)
    found: list[ReportedFigure] = []
    rhythm = draw(st.lists(st.sampled_from((*values, "")), min_size=3, max_size=12))
    while start < term.end:
        period = Period(start, next_window(start, tile)).overlap(term)
        start = next_window(start, tile)
        value = rhythm[len(found) % len(rhythm)] if tile is not Each.DAY or start.day in (3, 17, 18, 28) else values[-1]
        assert period is not None
        found.append(ReportedFigure(name, period, value=Fraction(value) if value else None, counted=None))
    if each == "contract month" and term.first.day != 1:
        edges = [term.first]
        while edges[-1] < term.end:
            year, month = divmod(edges[-1].month, 12)
            edges.append(min(date(edges[-1].year + year, month + 1, term.first.day), term.end))
        found = [
            ReportedFigure(name, Period(first, end), value=Fraction(rhythm[n % len(rhythm)] or values[0]))
            for n, (first, end) in enumerate(pairwise(edges))
        ]
    return [each for each in found if each.value is not None]


def _bills(made: Contract) -> tuple[BilledCharge, ...]:
    """A bill for each month of the term and the one after it."""
    months = [*made.months, Period(made.months[-1].end, next_window(made.months[-1].end, Each.MONTH))]
    return tuple(BilledCharge("invoice", month, Decimal(8000 + 500 * number)) for number, month in enumerate(months))


def _incidents(made: Contract, draw: Draw, figures: list[ReportedFigure]) -> tuple[Incident, ...]:
    if "incidents" not in made.parts or not figures:
        return ()
    some = [figures[draw(st.integers(0, len(figures) - 1))] for _ in range(3)]
    windows = tuple(dict.fromkeys((each.commitment, each.period) for each in some))
    return (Incident("INC-1", windows),)
