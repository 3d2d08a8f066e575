"""Facts: their digest says the same for the same facts, and earlier windows do not hear of later ones."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from pactline.records.facts import (
    NO_FACTS,
    Assertion,
    BilledCharge,
    ChangeOrder,
    Event,
    Facts,
    ForecastVolume,
    Incident,
    Performed,
    ReliefClaim,
    ReportedFigure,
)
from pactline.values.period import Hour, Period
from pactline.values.target import Unit
from pactline.values.zone import midnight_us, zone

BERLIN, TOKYO = zone("Europe/Berlin"), zone("Asia/Tokyo")
JUNE, JULY = Period.parse("2025-06"), Period.parse("2025-07")
DAY_US = 86_400_000_000
JULY_US = midnight_us(JULY.first, BERLIN)
CLAIM = ReliefClaim("R-1", "storm", None, None, JUNE, date(2025, 8, 1), "open")
ALL = Facts(
    figures=(ReportedFigure("a", JUNE, 100, 80, Fraction(80), Unit.PERCENT, tally={"offered": 0}),),
    charges=(BilledCharge("fee", JUNE, Decimal("12.00")),),
    events=(Event("a", JULY_US - 1, JULY_US + 1),),
    forecasts=(ForecastVolume("s", None, None, JUNE, 10),),
    performed=(Performed("plan", date(2025, 6, 30), date(2025, 7, 4)),),
    relief=(CLAIM,),
    incidents=(Incident("I-1", (("a", JUNE), ("b", JULY)), "a"),),
    change_orders=(ChangeOrder("C-1", "hours", date(2025, 5, 1), date(2025, 6, 1), Decimal(5)),),
    assertions=(Assertion("the client's switch", "s", None, None, JUNE, "offered", 10),),
)


def _kinds(facts: Facts) -> set[str]:
    return {kind.name for kind in fields(facts) if getattr(facts, kind.name)}


def test_the_digest_does_not_hang_on_order_files_or_ways_of_writing() -> None:
    two = Facts(charges=(BilledCharge("b", JUNE, Decimal("12")), BilledCharge("a", JULY, Decimal("7.5"))))
    same = Facts(
        charges=(
            BilledCharge("a", JULY, Decimal("7.50"), "elsewhere.csv", 9),
            BilledCharge("b", JUNE, Decimal("12.0000"), "x.csv", 3),
        )
    )
    assert two.digest() == same.digest()
    names = replace(CLAIM, commitments=("a", "b"))
    assert Facts(relief=(names,)).digest() == Facts(relief=(replace(names, commitments=("b", "a")),)).digest()
    windows = ALL.incidents[0]
    turned = replace(windows, windows=windows.windows[::-1])
    assert Facts(incidents=(windows,)).digest() == Facts(incidents=(turned,)).digest()


def test_the_digest_is_published_and_stays() -> None:
    assert NO_FACTS.digest() == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # of {}
    fee = Facts(charges=(BilledCharge("fee", JUNE, Decimal("12.50")),))
    # printf '{"charges":[{"amount":"25/2","charge":"fee","period":"2025-06-01/2025-07-01"}]}' | sha256sum
    assert fee.digest() == "sha256:01bae18937948678b45ff3ed083848633371d97ce98aa5341b1d5833680c70e2"


CHANGES = [
    ("figures", "value", Fraction(81)),
    ("figures", "value_unit", None),
    ("figures", "tally", {"offered": 1}),
    ("figures", "tally", {}),
    ("figures", "counted", 0),
    ("figures", "days_late", 0),
    ("charges", "amount", Decimal("12.01")),
    ("charges", "period", JULY),
    ("events", "end_us", JULY_US + 2),
    ("forecasts", "volume", 0),
    ("performed", "done", None),
    ("performed", "quantity", Decimal(0)),
    ("relief", "decision", "accepted"),
    ("relief", "decided_on", date(2025, 8, 1)),
    ("relief", "volume", {"queues": ("q",)}),
    ("relief", "figures", {"a": {"counted": 1, "good": 0}}),
    ("relief", "fault_of", "client"),
    ("incidents", "chosen", "b"),
    ("incidents", "windows", (("a", JUNE), ("b", Hour.parse("2025-07-01T09:00+02:00")))),
    ("change_orders", "actual", Decimal(0)),
    ("assertions", "value", 11),
    ("assertions", "what", "answered"),
    ("assertions", "said_by", "the provider's switch"),
]


@pytest.mark.parametrize(("kind", "name", "value"), CHANGES)
def test_whatever_a_fact_says_is_in_the_digest(kind: str, name: str, value: object) -> None:
    changed = replace(ALL, **{kind: (replace(getattr(ALL, kind)[0], **{name: value}),)})
    assert changed.digest() != ALL.digest()
    assert changed != ALL


def test_where_a_fact_was_written_is_no_part_of_it() -> None:
    for kind in fields(ALL):
        moved = replace(ALL, **{kind.name: (replace(getattr(ALL, kind.name)[0], file="x", line=7),)})
        assert moved == ALL
        assert moved.digest() == ALL.digest()


def test_figures_and_charges_are_told_when_their_days_are_over() -> None:
    assert {"figures", "charges"} <= _kinds(ALL.until(JULY.first, BERLIN))
    assert not {"figures", "charges"} & _kinds(ALL.until(JULY.first - timedelta(days=1), BERLIN))


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("events", date(2025, 6, 30)),
        ("forecasts", date(2025, 6, 1)),
        ("performed", date(2025, 6, 30)),
        ("relief", date(2025, 6, 1)),
        ("incidents", date(2025, 6, 1)),
        ("change_orders", date(2025, 6, 1)),
    ],
)
def test_everything_else_is_told_from_its_first_day_on(kind: str, first: date) -> None:
    assert kind not in _kinds(ALL.until(first, BERLIN))
    assert kind in _kinds(ALL.until(first + timedelta(days=1), BERLIN))


def test_the_day_of_an_instant_is_the_local_one() -> None:
    late = Facts(events=(Event("a", JULY_US - 1, JULY_US + 1),))  # 30 June in Berlin, 1 July in Tokyo
    assert late.until(JULY.first, BERLIN) == late
    assert late.until(JULY.first, TOKYO) == NO_FACTS


def test_later_facts_leave_an_earlier_digest_as_it_was() -> None:
    later = Facts(
        figures=(ReportedFigure("a", JULY, 1, 1), ReportedFigure("y", Period.parse("2025"), 1, 1)),
        charges=(BilledCharge("fee", JULY, Decimal(1)), BilledCharge("q", Period.parse("2025-Q3"), Decimal(1))),
        events=(Event("a", JULY_US, JULY_US + 1),),
        forecasts=(ForecastVolume("s", JULY_US, JULY_US + 1, None, 3),),
        performed=(Performed("plan", None, JULY.first),),
        relief=(replace(CLAIM, days=None, start_us=JULY_US, end_us=JULY_US + DAY_US),),
        incidents=(Incident("I-2", (("a", JULY),)),),
        change_orders=(replace(ALL.change_orders[0], first=JULY.first),),
    )
    both = Facts(**{kind.name: getattr(ALL, kind.name) + getattr(later, kind.name) for kind in fields(ALL)})
    assert both.until(JULY.first, BERLIN) == ALL
    assert both.until(JULY.first, BERLIN).digest() == ALL.digest()
    assert both.digest() != ALL.digest()


def test_within_a_period_what_was_over_before_is_left_out() -> None:
    assert _kinds(ALL.within(JUNE, BERLIN)) == _kinds(ALL)
    assert _kinds(ALL.within(JULY, BERLIN)) == {"events", "performed", "incidents", "change_orders"}
    over = Facts(events=(Event("a", JULY_US - 5, JULY_US),))
    assert over.within(JULY, BERLIN) == NO_FACTS  # it ended with June
    assert over.within(JUNE, BERLIN) == over
    assert ALL.within(Period.parse("2025-05"), BERLIN) == NO_FACTS


def test_no_facts_are_false_and_one_is_true() -> None:
    assert not NO_FACTS
    assert ALL
    assert Facts(events=ALL.events)
