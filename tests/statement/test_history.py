"""Memory that is read from earlier statements, as programs read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.handed_over import facts, over, promise

from pactline.agreement.model import Agreement
from pactline.records.facts import ChangeOrder, Facts
from pactline.statement.evaluating import evaluate, memory_before
from pactline.statement.windows.history import GapInHistory, History, history_of
from pactline.values.period import Period

Agreed = Callable[..., Agreement]
START = date(2025, 1, 1)
REMEMBERS = "caps: {year: {each: year, at_most: 100000.00}}\n"


def filed(contract: Agreement, told: Facts, *periods: str) -> list[dict[str, Any]]:
    """Statements as they come back from a file."""
    return [json.loads(json.dumps(evaluate(contract, None, each, facts=told).to_json())) for each in periods]


def assert_same(contract: Agreement, told: Facts, until: str, *periods: str) -> History:
    """What statements remember is what is computed from the start, to the byte of the next statement."""
    now = Period.parse(until)
    earlier = history_of(filed(contract, told, *periods), contract.term.first, now.first)
    assert earlier == memory_before(contract, None, now, told)
    plain = evaluate(contract, None, now, facts=told)
    assert evaluate(contract, None, now, facts=told, earlier=earlier).canonical == plain.canonical
    return earlier


def test_figures_and_targets_that_are_no_short_decimals_come_back_exactly(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", "remedy: {per_point: 3.00}", target="at least 79.12345678 %"), REMEMBERS)
    third = replace(over(("prompt 2025-01", "70"))[0], value=Fraction(229, 3))
    (past,) = assert_same(contract, Facts(figures=(third,)), "2025-02", "2025-01").windows["prompt"]
    assert past.figure == Fraction(229, 3)
    assert past.target.amount == Fraction(7912345678, 10**8)
    assert past.credit == Decimal("8.37")


@pytest.mark.parametrize(
    ("target", "unit"), [("at most 30 s", "seconds"), ("more than 1000", "count"), ("below 5 %", "percent")]
)
def test_every_kind_of_target_comes_back(agreed: Agreed, target: str, unit: str) -> None:
    contract = agreed(promise("prompt", target=target, unit=unit), REMEMBERS)
    told = facts(over(("prompt 2025-01", "40.5")))
    (past,) = assert_same(contract, told, "2025-02", "2025-01").windows["prompt"]
    assert str(past.target) == target.replace("below", "less than")


def test_hours_points_and_windows_without_a_figure_come_back(agreed: Agreed) -> None:
    contract = agreed(
        promise("busy", "remedy: {points: {into: scheme, each_miss: 0.5}}", each="hour")
        + promise("prompt", "no_data: missed, remedy: {flat: 10.00}"),
        "points: {scheme: {each: quarter, rate: 100.00}}",
    )
    told = facts(over(("busy 2025-01-07T09:00+01:00", "70"), ("busy 2025-02-07T09:00+01:00", "85")))
    earlier = assert_same(contract, told, "2025-03", "2025-01", "2025-02")
    assert [past.points for past in earlier.windows["busy"] if past.verdict == "missed"] == [Fraction(1, 2)]
    assert [past.figure for past in earlier.windows["prompt"]] == [None, None]
    march = evaluate(contract, None, "2025-03", facts=told)
    assert march.lines[-1].steps[0] == "0.5 (busy) = 0.5 points"


def test_statements_owed_by_the_client_come_back(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", "remedy: {flat: 10.00}, bonus: {when: at least 90 %, flat: 900.00}"), REMEMBERS)
    told = facts(over(("prompt 2025-01", "95")))
    assert [line.kind.value for line in assert_same(contract, told, "2025-02", "2025-01").lines] == ["bonus"]


def test_a_right_that_stays_open_is_remembered_once(agreed: Agreed) -> None:
    contract = agreed(
        promise("prompt"), "rights: {end: {holder: client, when: {missed: prompt}, what: end it, open_for: 90 days}}"
    )
    told = facts(over(("prompt 2025-01", "70"), ("prompt 2025-02", "70")))
    earlier = assert_same(contract, told, "2025-04", "2025-01", "2025-02", "2025-03")
    assert [right.opened for right in earlier.rights] == [date(2025, 2, 1), date(2025, 3, 1)]


def test_change_orders_are_no_part_of_memory(agreed: Agreed) -> None:
    orders = """
    change_orders:
      training: {what: training, unit: days, cost: 300.00, done_by: client, overrun: [{client: 0 %}]}
    """
    contract = agreed(promise("prompt", "remedy: {flat: 10.00}"), orders.replace("\n    ", "\n") + REMEMBERS)
    order = ChangeOrder("T-1", "training", START, START, Decimal(5), Decimal(7))
    told = Facts(figures=over(("prompt 2025-01", "70")), change_orders=(order,))
    (january,) = filed(contract, told, "2025-01")
    assert [line["source"] for line in january["lines"]] == ["prompt", "change_orders/T-1"]
    assert [line.source for line in assert_same(contract, told, "2025-02", "2025-01").lines] == ["prompt"]


def test_months_and_their_quarter_are_remembered_once_in_whatever_order_they_are_filed(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", "remedy: {flat: 10.00}"), REMEMBERS)
    told = facts(over(*((f"prompt 2025-{month:02}", "70") for month in range(1, 5))))
    months = ("2025-04", "2025-02", "2025-Q1", "2025-01", "2025-03")
    assert len(assert_same(contract, told, "2025-05", *months).lines) == 4
    assert len(assert_same(contract, told, "2025-05", "2025-04", "2025-Q1").lines) == 4
    assert len(assert_same(contract, told, "2025-04", "2025-Q1", "2025-05").lines) == 3


@pytest.mark.parametrize(
    ("periods", "gap"),
    [
        ((), "2025-Q1"),
        (("2025-02", "2025-03"), "2025-Q1"),
        (("2025-01", "2025-03"), "2025-02-01/2025-04-01"),
        (("2025-01", "2025-02"), "2025-03"),
        (("2025-Q1", "2025-01"), None),
    ],
)
def test_a_gap_is_named(agreed: Agreed, periods: tuple[str, ...], gap: str | None) -> None:
    contract = agreed(promise("prompt"), REMEMBERS)
    found = filed(contract, Facts(), *periods)
    if gap is None:
        assert history_of(found, START, date(2025, 4, 1)).windows.keys() == {"prompt"}
        return
    with pytest.raises(GapInHistory, match=f"no statement is filed for {gap}"):
        history_of(found, START, date(2025, 4, 1))


def test_a_first_statement_may_begin_before_the_term(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", "part_windows: whole"), REMEMBERS, term="2025-01-15/2026-01-01")
    told = facts(over(("prompt 2025-01-15/2025-02-01", "70")))
    assert_same(contract, told, "2025-02", "2025-01")


def test_before_the_first_day_there_is_nothing_to_remember() -> None:
    assert history_of([], START, START) == History()
