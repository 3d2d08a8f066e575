"""Planned counts in the place of counted ones: the same statement as for contacts that really came."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pactline.agreement.model import Agreement
from pactline.agreement.reading import read
from pactline.importers.ingesting import read_records
from pactline.planning.demo.northwind import agreement_text
from pactline.planning.expected import Expected
from pactline.planning.risk.planned_counts import PlannedMonth
from pactline.planning.risk.specimens import PlannedQueue, Specimens
from pactline.planning.risk.ways_out import WaysOut
from pactline.statement.counting.counted import Counted
from pactline.statement.evaluating import evaluate, replay
from pactline.statement.model import Statement
from pactline.statement.rules import vocabulary
from pactline.values.period import Period
from pactline.values.zone import from_us

Ways = list[np.ndarray]


def _month(agreement: Agreement, queues: Sequence[Expected], period: str = "2025-04", **more: Any) -> PlannedMonth:
    ways = WaysOut.of(agreement.commitments)
    middles = [sum(ways.band_s(way)) / 2 for way in range(ways.many)]
    named = [PlannedQueue(queue.queue, queue.channel) for queue in queues]
    specimens = Specimens.of(ways, named, [middles] * len(named))
    return PlannedMonth.of(agreement, Period.parse(period), queues, specimens, **more)


def _drawn(month: PlannedMonth, seed: int = 1, more: float = 1.0) -> Ways:
    draw = np.random.default_rng(seed)
    found = []
    for queue, place in zip(month.queues, month.places, strict=True):
        many = draw.poisson(more * np.bincount(place.of, queue.offered))
        bands = month.specimens.ways.bands
        shares = draw.dirichlet([12.0, *([1.0] * bands), *([0.15] * bands)], size=len(many))
        found.append(draw.multinomial(many, shares))
    return found


def _written(month: PlannedMonth, ways: Ways, path: Path) -> Path:
    """The contacts themselves, somewhere in the intervals of their places, in the plain format."""
    draw = np.random.default_rng(9)
    columns = [
        "contact_id",
        "channel",
        "queue",
        "direction",
        "offered_at",
        "answered_at",
        "ended_at",
        "outcome",
        "wait_s",
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(columns)
        for number, (queue, place) in enumerate(zip(month.queues, month.places, strict=True)):
            for where, row in enumerate(ways[number]):
                spans = queue.starts_us[place.of == where]
                for way, many in enumerate(row):
                    wait_ms = month.specimens.waits_ms[number][way]
                    for contact in range(many):
                        start = int(draw.choice(spans)) + int(draw.integers(0, queue.length_us // 1000)) * 1000
                        left = from_us(start + 1000 * wait_ms, queue.zone)
                        is_answered = month.specimens.ways.is_answered(way)
                        table.writerow((
                            f"{queue.queue}-{where}-{way}-{contact}", queue.channel, queue.queue, "inbound",
                            from_us(start, queue.zone).isoformat(), left.isoformat() if is_answered else "",
                            left.isoformat(), "answered" if is_answered else "abandoned", wait_ms / 1000,
                        ))  # fmt: skip
    return path


def _said(statement: Statement) -> list[tuple[Any, ...]]:
    """All that a statement says of figures, verdicts and money."""
    windows = [
        (result.id, w.period, w.verdict, w.value, w.counts.counted, w.counts.good, w.counts.sum_ms, w.credit, w.bonus)
        for result in statement
        for w in result.windows
    ]
    return [*windows, (statement.credits, statement.bonuses, statement.caps, statement.lines)]


def _days(statement: Statement) -> list[tuple[Any, ...]]:
    return [(result.id, day.day, day.value) for result in statement for day in result.days if day.value is not None]


@pytest.fixture
def northwind(expected: Callable[..., Expected]) -> tuple[Agreement, list[Expected]]:
    agreement = read(agreement_text().encode(), vocabulary(), name="northwind.yaml")
    return agreement, [
        expected("billing", offered=2.0, hours="mon-fri 08:00-12:00"),
        expected("technical", offered=1.5, hours="mon-sat 07:00-12:00"),  # opens before the service does
        expected("chat", "chat", offered=1.0, hours="mon-fri 09:00-11:00", minutes=30),
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_planned_month_is_the_statement_of_the_same_contacts(
    northwind: tuple[Agreement, list[Expected]], tmp_path: Path, seed: int
) -> None:
    agreement, queues = northwind
    month = _month(agreement, queues)
    ways = _drawn(month, seed)
    records = read_records(_written(month, ways, tmp_path / "contacts.csv"))
    real = evaluate(agreement, records, "2025-04")
    planned = evaluate(agreement, None, "2025-04", counted=month.counted(ways))
    assert _said(planned) == _said(real)
    assert _days(planned) == _days(real)
    assert real.credits > 0


def test_days_that_are_counted_as_one_move_no_figure(northwind: tuple[Agreement, list[Expected]]) -> None:
    agreement, queues = northwind
    month = _month(agreement, queues)
    ways = _drawn(month, 3)
    (folded,) = replay(agreement, [month.period], month.counted(ways, folded=True))
    (plain,) = replay(agreement, [month.period], month.counted(ways))
    assert _said(folded) == _said(plain)


CLOSE = """\
    hourly:
      clause: "1"
      service: support
      metric: service_level
      within: 20 s
      abandons: count_all
      each: hour
      target: at least 70 %
      remedy: {flat: 10.00}
    halves:
      clause: "2"
      service: support
      metric: service_level
      within: 20 s
      abandons: count_all
      each: month
      roll_up: intervals_met
      interval: 30 min
      interval_target: at least 60 %
      target: at least 90 %
      remedy: {flat: 500.00}
    ninety:
      clause: "3"
      service: support
      metric: wait_percentile
      percent: 90
      whose: answered
      each: day
      target: at most 45 s
      remedy: {flat: 20.00}
"""


@pytest.mark.parametrize("minutes", [15, 30])
def test_hours_intervals_and_percentiles_are_those_of_the_same_contacts(
    agreed: Callable[..., Agreement], expected: Callable[..., Expected], tmp_path: Path, minutes: int
) -> None:
    agreement = agreed(CLOSE)
    month = _month(agreement, [expected(hours="mon-wed 08:00-10:00", minutes=minutes, offered=5.0)])
    ways = _drawn(month, 4)
    records = read_records(_written(month, ways, tmp_path / "contacts.csv"))
    real, planned = (
        evaluate(agreement, records, "2025-04"),
        evaluate(agreement, None, "2025-04", counted=month.counted(ways)),
    )
    assert _said(planned) == _said(real)


def test_a_long_interval_is_spread_over_its_quarters_and_loses_no_contact(
    agreed: Callable[..., Agreement], expected: Callable[..., Expected]
) -> None:
    agreement = agreed(CLOSE)
    month = _month(agreement, [expected(hours="mon-mon 08:00-10:00", minutes=60, offered=7.0)], by_day=False)
    ways = _drawn(month, 5)
    statement = evaluate(agreement, None, "2025-04", counted=month.counted(ways))
    assert {result.counts.counted for result in statement if result.id != "ninety"} == {int(ways[0].sum())}
    assert len(month.places[0].quarters[0]) == 4


def test_a_window_that_began_before_the_plan_takes_its_first_days_from_the_records(
    agreed: Callable[..., Agreement], expected: Callable[..., Expected], records: Callable[..., Any]
) -> None:
    agreement = agreed("""\
        speed:
          clause: "1"
          service: support
          metric: service_level
          within: 20 s
          abandons: count_all
          each: rolling 2 months
          over_months: pooled
          before_full: shorter
          target: at least 80 %
          remedy: {flat: 10.00}
    """)
    before = Counted(
        records("""
        2025-03-03T09:00 answered 5
        2025-03-04T09:00 answered 5
        2025-03-05T09:00 answered 50
        2025-04-08T09:00 answered 50
    """)
    )  # the last one lies in the planned days: the plan has its say there
    month = _month(agreement, [expected(hours="mon-fri 08:00-10:00")], before=before)
    ways = _drawn(month, 6)
    with_records = evaluate(agreement, None, "2025-04", counted=month.counted(ways))
    alone = evaluate(agreement, None, "2025-04", counted=_month(agreement, month.queues).counted(ways))
    assert with_records["speed"].counts.counted == alone["speed"].counts.counted + 3
    assert (with_records["speed"].counts.good or 0) == (alone["speed"].counts.good or 0) + 2


def test_what_planned_contacts_cannot_say_has_no_data_and_is_named(
    agreed: Callable[..., Agreement], expected: Callable[..., Expected]
) -> None:
    agreement = agreed("""\
        speed:
          clause: "1"
          service: support
          metric: average_speed_of_answer
          each: month
          target: at most 30 s
          remedy: {flat: 10.00}
        handling:
          clause: "2"
          service: support
          metric: average_handle_time
          unrecorded: as_zero
          each: month
          target: at most 300 s
          remedy: {flat: 10.00}
    """)
    month = _month(agreement, [expected()])
    statement = evaluate(agreement, None, "2025-04", counted=month.counted(_drawn(month)))
    assert month.not_answered == ("handling",)
    assert statement["handling"].verdict.value == "no_data"
    assert statement["handling"].credit == 0
    assert statement["speed"].verdict.value in ("met", "missed")
