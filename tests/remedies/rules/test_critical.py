"""Critical failure: the credits of the period give way to a sum that is withheld."""

from __future__ import annotations

from typing import Any

import pytest
from tests.remedies.rules.days import day, left, line, terms, view

from pactline.remedies.rules.critical import critical
from pactline.remedies.rules.lines import Settling

OUTAGE = {"when": {"missed": "core-hours"}, "each": "month", "replaces": "all"}
FAILED = view("2025-07-01", core_hours=["2025-06 missed"])


def after(settling: Settling, **more: Any) -> Settling:
    """The day after the failure called outage."""
    return critical(settling, terms("critical", outage={**OUTAGE, **more}))


def test_without_the_failure_nothing_changes() -> None:
    kept = day(line("a", "30.00"), seen=view("2025-07-01", core_hours=["2025-06 met"]))
    assert after(kept, withhold="500.00") == kept


def test_credits_of_the_period_do_not_accrue_and_the_sum_is_withheld() -> None:
    failed = after(day(line("a", "30.00"), line("b", "9.00", kind="bonus"), seen=FAILED), withhold="500.00")
    assert left(failed) == {"a": "0.00", "b": "9.00", "critical/outage": "500.00"}
    assert failed.lines[0].steps == ("critical failure outage: the credits of 2025-06 do not accrue",)
    assert failed.lines[-1].steps == ("withheld", "fixed sum 500.00")
    assert failed.view.failed == {"outage"}


def test_only_the_commitments_that_are_named_give_way() -> None:
    failed = after(day(line("a", "30.00"), line("b", "20.00"), seen=FAILED), replaces="a")
    assert left(failed) == {"a": "0.00", "b": "20.00"}


def test_on_the_last_day_of_the_period_a_failure_without_a_sum_leaves_no_line() -> None:
    assert after(day(seen=FAILED)).lines == ()


WEEKS = {"when": {"missed": "core-hours"}, "withhold": {"percent": "5 %", "of": "fee"}}


def test_credits_of_earlier_days_of_the_period_are_taken_back() -> None:
    earlier = (
        line("a", "30.00", "2025-05"),
        line("a", "20.00", "2025-06-02/2025-06-09"),
        line("core-hours", "10.00", "2025-06-02/2025-06-09"),
    )
    seen = view("2025-06-16", core_hours=["2025-06-09/2025-06-16 missed"])
    failed = after(day(line("a", "15.00", "2025-06-09/2025-06-16"), seen=seen, earlier=earlier, fee="1000.00"), **WEEKS)
    assert [(each.source, each.kind.value, f"{each.left:f}") for each in failed.lines] == [
        ("a", "credit", "0.00"),
        ("a", "return", "20.00"),  # May is another month
        ("core-hours", "return", "10.00"),
        ("critical/outage", "credit", "50.00"),
    ]


def test_later_days_of_the_period_know_of_the_failure_and_nothing_is_withheld_twice() -> None:
    withheld = line("critical/outage", "50.00", "2025-06", on="2025-06-16")
    for verdict, failed in (("met", frozenset()), ("missed", {"outage"})):
        seen = view("2025-06-23", core_hours=[f"2025-06-16/2025-06-23 {verdict}"])
        later = after(
            day(line("a", "15.00", "2025-06-16/2025-06-23"), seen=seen, earlier=(withheld,), fee="1000.00"), **WEEKS
        )
        assert left(later) == {"a": "0.00"}
        assert later.view.failed == failed
    july = after(day(line("a", "15.00", "2025-07"), on="2025-08-01", earlier=(withheld,), fee="1000.00"), **WEEKS)
    assert left(july) == {"a": "15.00"}


def test_a_failure_that_withholds_nothing_is_remembered_too() -> None:
    seen = view("2025-06-16", core_hours=["2025-06-09/2025-06-16 missed"])
    first = after(day(seen=seen))
    assert left(first) == {"critical/outage": "0.00"}
    later = after(day(line("a", "15.00", "2025-06-16/2025-06-23"), on="2025-06-23", earlier=first.lines))
    assert left(later) == {"a": "0.00"}


def test_one_failure_does_not_take_away_what_another_withholds() -> None:
    two = terms(
        "critical",
        first={**OUTAGE, "withhold": "500.00"},
        second={"when": {"failure": "first"}, "each": "month", "replaces": "all", "withhold": "70.00"},
    )
    assert left(critical(day(line("a", "30.00"), seen=FAILED), two)) == {
        "a": "0.00", "critical/first": "500.00", "critical/second": "70.00",
    }  # fmt: skip


def test_what_is_withheld_of_an_unknown_charge_is_pending_and_credits_still_give_way() -> None:
    failed = after(day(line("a", "30.00"), seen=FAILED, fee="unknown"), withhold={"percent": "5 %", "of": "fee"})
    assert left(failed) == {"a": "0.00", "critical/outage": "0.00"}
    assert failed.pending == ("critical outage: fee of 2025-06 is not known yet",)


@pytest.mark.parametrize(("percent", "withheld"), [("0.0005 %", "0.01"), ("0.0004 %", "0.00")])
def test_the_sum_is_rounded_to_the_cent(percent: str, withheld: str) -> None:
    failed = after(day(seen=FAILED, fee="1000.00"), withhold={"percent": percent, "of": "fee"})
    assert left(failed) == {"critical/outage": withheld}
