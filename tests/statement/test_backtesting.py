"""Back-tests: what they say of a month is what its statement says, and the records are read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from pactline.agreement.model import Agreement
from pactline.agreement.moving import covering
from pactline.agreement.reading import read
from pactline.agreement.versions import Versions, read_versions
from pactline.records.facts import Facts, ForecastVolume, ReliefClaim
from pactline.records.record_set import RecordSet
from pactline.statement.backtest.backtested import Backtest, Change, Sweep, Terms, Trial
from pactline.statement.backtest.backtesting import backtest, periods_between
from pactline.statement.counting.counted import Counted
from pactline.statement.evaluating import NothingToSettle, evaluate
from pactline.statement.model import Verdict
from pactline.statement.rules import vocabulary
from pactline.values.period import Period

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]

PLAIN = """
prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month,
         target: at least 80 %, remedy: {per_point: 1500.00}, bonus: {when: at least 95 %, flat: 700.00}}
speed: {service: support, metric: average_speed_of_answer, each: week, part_windows: whole, target: at most 15 s,
        remedy: {flat: 90.00}}
"""
WITH_MEMORY = """
prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month,
         target: at least 75 %, remedy: {per_point: 1500.00, repeat: {times: 3, excused: break}}}
slow: {service: support, metric: service_level, within: 60 s, abandons: count_all, each: rolling 3 months,
       before_full: shorter, over_months: pooled, target: at least 90 %,
       remedy: {streak: {length: 2, amount: 5000.00, again: each_window, excused: break}}}
quarterly: {service: support, metric: longest_wait, whose: all, each: quarter, target: at most 80 s,
            remedy: {flat: 2500.00}}
"""
YEAR_CAP = """\
caps:
  year: {on: all, each: year, at_most: 150000.00}
  month: {on: all, each: month, at_most: {percent: 30 %, of: monthly-fee}}
"""
AT_RISK = "at_risk: {percent: 20 %, of: monthly-fee}\n"


def year(records: Table, months: Sequence[int] = range(1, 13)) -> RecordSet:
    """A year whose waits differ from month to month, some of them too long."""
    lines = []
    for month in months:
        for day in range(1, 29):
            for n in range(3):
                wait = (7 * month + 11 * day + 13 * n * month) % 45
                outcome = "abandoned" if (day + n * month) % 11 == 0 else "answered"
                lines.append(f"2025-{month:02d}-{day:02d}T{9 + 4 * n:02d}:00:00 {outcome} {wait}")
    return records("\n".join(lines))


def terms(*agreements: Agreement | Versions) -> list[Terms]:
    return [
        Terms(label, label.lower(), f"{label}.yaml", each) for label, each in zip("ABCDE", agreements, strict=False)
    ]


def months(first: int, last: int) -> tuple[Period, ...]:
    return periods_between(f"2025-{first:02d}", f"2025-{last:02d}")


def like_statements(
    test: Backtest, agreement: Agreement | Versions, rows: RecordSet, facts: Facts, number: int
) -> None:
    """Every row of a course says what the statement of its period says, evaluated alone."""
    for row in test.courses[number].rows:
        alone = evaluate(agreement, rows, row.period, facts=facts)
        assert row.verdicts == {result.id: result.verdict for result in alone}
        assert (row.credits, row.bonuses, row.dues, row.net) == (alone.credits, alone.bonuses, alone.dues, alone.net)
        assert row.caps == alone.caps
        assert row.pending == alone.pending
        windows = [window.verdict for result in alone for window in result.windows]
        assert row.missed == windows.count(Verdict.MISSED)


class Watched:
    """Records that count how often they are read."""

    def __init__(self, records: RecordSet) -> None:
        self.records = records
        self.queries = 0

    @property
    def tables(self) -> tuple[str, ...]:
        return self.records.tables

    def contacts(self) -> Any:
        return self.records.contacts()

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        self.queries += 1
        return self.records.rows(frame)

    def digest(self, spans: Any = None) -> str:
        raise AssertionError("a back-test has no use for the identity of the records")


def test_every_month_under_every_terms_is_what_its_statement_says(agreed: Agreed, records: Table) -> None:
    rows, facts = year(records), Facts()
    contracts = [agreed(PLAIN), agreed(WITH_MEMORY), agreed(WITH_MEMORY, tail=YEAR_CAP), agreed(PLAIN, tail=AT_RISK)]
    test = backtest(terms(*contracts), months(3, 11), Counted(rows, facts))
    for number, contract in enumerate(contracts):
        like_statements(test, contract, rows, facts, number)
    assert test.courses[0].credits > test.courses[3].credits > 0  # the caps cut something
    assert 0 < test.courses[2].credits < test.courses[1].credits
    assert test.courses[1].rows[2].verdicts.keys() == {"prompt", "slow"}
    assert test.courses[1].rows[3].verdicts.keys() == {"prompt", "slow", "quarterly"}


def test_quarters_and_years_are_what_their_statements_say(agreed: Agreed, records: Table) -> None:
    rows, facts, contract = year(records), Facts(), agreed(WITH_MEMORY, tail=YEAR_CAP)
    for periods in (periods_between("2025-Q1", "2025-Q4"), periods_between("2025", None)):
        test = backtest(terms(contract), periods, Counted(rows, facts))
        like_statements(test, contract, rows, facts, 0)


def test_relief_and_volume_count_as_in_the_statements(agreed: Agreed, records: Table) -> None:
    days = Period.parse("2025-05-05/2025-05-15")
    claim = ReliefClaim(
        id="R1", cause="storm", claimed=days.end, decision="accepted", days=days, start_us=None, end_us=None
    )
    forecasts = tuple(
        ForecastVolume(
            service="support", period=Period.parse(f"2025-{month:02d}"), start_us=None, end_us=None, volume=60
        )
        for month in range(1, 7)
    )
    rows, facts = year(records), Facts(relief=(claim,), forecasts=forecasts)
    relief = "relief: {causes: {storm: {effect: cut_out}}}\n"
    volume = "volume: {most: {commitments: [prompt], threshold: 110 %, beyond: first_to_arrive}}\n"
    contracts = [agreed(PLAIN), agreed(PLAIN, tail=relief), agreed(WITH_MEMORY, tail=relief + volume)]
    test = backtest(terms(*contracts), months(4, 7), Counted(rows, facts))
    for number, contract in enumerate(contracts):
        like_statements(test, contract, rows, facts, number)
    assert test.courses[0].rows[1].net != test.courses[1].rows[1].net  # the storm was in May
    assert test.courses[0].rows[2].net == test.courses[1].rows[2].net


def test_each_amendment_holds_from_its_day_on(records: Table, tmp_path: Path, agreed: Agreed) -> None:
    (tmp_path / "amendments").mkdir()
    (tmp_path / "agreement.yaml").write_text(agreed(WITH_MEMORY).text, encoding="utf-8")
    amendment = """\
        amendment: stricter
        effective: 2025-05-01
        agreed: {provider: 2025-04-01, client: 2025-04-01}
        windows: split
        set: {commitments: {prompt: {within: 10 s, target: at least 90 %}, quarterly: {target: at most 40 s}}}
    """
    (tmp_path / "amendments" / "one.yaml").write_text(dedent(amendment), encoding="utf-8")
    versions, rows, facts = read_versions(tmp_path, vocabulary()), year(records), Facts()
    test = backtest(terms(versions, versions.first.agreement), months(3, 8), Counted(rows, facts))
    like_statements(test, versions, rows, facts, 0)
    like_statements(test, versions.first.agreement, rows, facts, 1)
    assert test.changes(1, 0) == test.changes(1, 1) == []
    assert test.courses[0].rows[2].credits != test.courses[1].rows[2].credits


def test_a_sweep_is_what_editing_the_file_by_hand_gives(agreed: Agreed, records: Table) -> None:
    rows, facts, values = year(records), Facts(), range(60, 91, 5)
    edited = {value: agreed(WITH_MEMORY.replace("at least 75 %", f"at least {value} %")) for value in values}
    trials = tuple(
        Trial(Decimal(value), f"at least {value} %", agreement, "", value == 75) for value, agreement in edited.items()
    )
    sweep = Sweep("prompt.target", "prompt", True, trials)
    test = backtest(terms(edited[75]), months(2, 12), Counted(rows, facts), [sweep])
    (swept,) = test.sweeps
    for point in swept.points:
        own = backtest(terms(edited[int(point.trial.value)]), months(2, 12), Counted(rows, facts)).courses[0]
        assert point.course == own
    nets = [point.course.net for point in swept.points if point.course is not None]
    assert nets == sorted(nets)
    assert nets[0] < nets[-1]
    assert swept.present.course == test.courses[0]


def test_many_terms_and_values_read_the_records_once(agreed: Agreed, records: Table) -> None:
    rows = Watched(year(records))
    values = range(60, 90)
    trials = tuple(
        Trial(Decimal(v), f"at least {v} %", agreed(PLAIN.replace("at least 80 %", f"at least {v} %")), "", v == 80)
        for v in values
    )
    other = agreed(PLAIN.replace("within: 20 s", "within: 30 s"), tail=AT_RISK)
    backtest(
        terms(agreed(PLAIN), other), months(1, 12), Counted(rows), [Sweep("prompt.target", "prompt", True, trials)]
    )
    assert rows.queries == 1


def test_a_question_is_known_again_whatever_is_promised_and_asked_again_when_it_differs(
    agreed: Agreed, records: Table
) -> None:
    rows = Watched(year(records))
    counted = Counted(rows)
    one = agreed(PLAIN)
    backtest(terms(one), months(1, 12), counted)
    backtest(terms(agreed(PLAIN.replace("at least 80 %", "at least 70 %"))), months(2, 5), counted)
    assert rows.queries == 1
    backtest(terms(agreed(PLAIN.replace("within: 20 s", "within: 19 s"))), months(2, 5), counted)
    assert rows.queries == 2
    backtest(terms(agreed(PLAIN, zone="Europe/London")), months(2, 5), counted)  # other days, so other instants
    assert rows.queries == 3


def test_what_was_counted_before_gives_the_same_statement(agreed: Agreed, records: Table) -> None:
    rows, facts = year(records), Facts()
    hours = "calendars: {odd: {mon-fri: '09:05-17:00'}}\n"
    services = "{support: {channels: [voice], hours: odd}}"
    for contract in (agreed(WITH_MEMORY), agreed(PLAIN, tail=hours, services=services)):
        counted = Counted(rows, facts)
        backtest(terms(contract), months(1, 12), counted)
        for period in ("2025-03", "2025-Q3", "2025-W20"):
            alone = evaluate(contract, rows, period, facts=facts)
            shared = evaluate(contract, rows, period, facts=facts, counted=counted)
            assert shared.canonical == alone.canonical


def test_verdicts_that_turn_are_named_and_so_is_what_was_not_promised(agreed: Agreed, records: Table) -> None:
    rows = records("2025-06-02T09:00:00 answered 10\n2025-06-03T09:00:00 answered 21")
    own = agreed("prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month, "
                 "target: at least 50 %}")  # fmt: skip
    other = agreed(
        "prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month, "
        "target: at least 51 %}\n"
        "longest: {service: support, metric: longest_wait, whose: all, each: month, target: at most 21 s}"
    )
    test = backtest(terms(own, other), months(6, 6), Counted(rows))
    assert test.changes(0, 0) == []
    assert test.changes(1, 0) == [
        Change("prompt", Verdict.MET, Verdict.MISSED),
        Change("longest", None, Verdict.MET),
    ]
    assert [str(change) for change in test.changes(1, 0)] == ["prompt met -> missed", "longest not promised -> met"]


def test_worst_periods_and_the_use_of_limits(agreed: Agreed, records: Table) -> None:
    contract = agreed(PLAIN, tail=AT_RISK)
    test = backtest(terms(contract), months(1, 12), Counted(year(records)))
    (course,) = test.courses
    assert course.worst_for_provider.net == max(row.net for row in course.rows)
    assert course.worst_for_client.net == min(row.net for row in course.rows)
    (use,) = course.caps
    cuts = [cap.cut for row in course.rows for cap in row.caps]
    assert (use.name, use.periods, use.cut) == ("at_risk", sum(cut > 0 for cut in cuts), sum(cuts))
    assert use.periods > 0


def test_terms_in_another_currency_are_refused(agreed: Agreed, records: Table) -> None:
    with pytest.raises(NothingToSettle, match=r"B.yaml is in CHF, the agreement in EUR"):
        backtest(terms(agreed(PLAIN), agreed(PLAIN, currency="CHF")), months(1, 2), Counted(year(records, [1])))


def test_a_limit_of_quarters_asks_for_quarters(agreed: Agreed, records: Table) -> None:
    text = agreed(PLAIN, tail=AT_RISK).text.replace("monthly-fee: {each: month", "monthly-fee: {each: quarter")
    quarterly = read(text.encode(), vocabulary())
    with pytest.raises(NothingToSettle, match="evaluate whole quarters"):
        backtest(terms(quarterly), months(1, 3), Counted(year(records, [1])))


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2024-11", "2025-02", ["2024-11", "2024-12", "2025-01", "2025-02"]),
        ("2024-Q4", "2025-Q1", ["2024-Q4", "2025-Q1"]),
        ("2024", "2025", ["2024", "2025"]),
        ("2024-W52", "2025-W02", ["2024-W52", "2025-W01", "2025-W02"]),
        ("2024-02-28", "2024-03-01", ["2024-02-28", "2024-02-29", "2024-03-01"]),
        ("2024-05", None, ["2024-05"]),
    ],
)
def test_periods_go_from_one_to_another_of_the_same_length(first: str, last: str | None, found: list[str]) -> None:
    assert [str(period) for period in periods_between(first, last)] == found


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-01", "2024-Q2", "write both as months"),
        ("2024-01-01/2024-03-10", None, "write both as months"),
        ("2024-05", "2024-04", "2024-04 lies before 2024-05"),
        ("last month", None, "is not a period"),
        ("2023-01-01", "2024-06-01", "more than 400 periods"),
    ],
)
def test_periods_that_cannot_be_are_refused(first: str, last: str | None, said: str) -> None:
    with pytest.raises(NothingToSettle, match=said):
        periods_between(first, last)


def test_terms_of_another_time_are_replayed_as_if_they_had_begun(agreed: Agreed, records: Table) -> None:
    later = agreed(
        PLAIN.replace(
            "target: at least 80 %", "target: {from 2026-01-01: at least 75 %, from 2026-04-01: at least 80 %}"
        ),
        term="2026-01-01/2027-01-01",
    )
    rows = year(records)
    moved, notes = covering(later, Period.parse("2025-02-01/2025-12-01"))
    assert len(notes) == 1
    test = backtest(terms(moved), months(2, 11), Counted(rows))
    for number, month in enumerate(range(2, 12)):
        target = 75 if month < 5 else 80  # three months after it began, as it would be in 2026
        by_hand = agreed(PLAIN.replace("at least 80 %", f"at least {target} %"))
        assert (
            test.courses[0].rows[number].verdicts["prompt"]
            is evaluate(by_hand, rows, f"2025-{month:02d}")["prompt"].verdict
        )
        assert test.courses[0].rows[number].net == evaluate(by_hand, rows, f"2025-{month:02d}").net
