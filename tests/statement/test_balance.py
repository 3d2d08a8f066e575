"""The money of a statement laid open: what windows moved, what rules left of it, and who owes it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pactline.ledger.folder import ContractFolder
from pactline.statement.model import Statement
from pactline.statement.money.balance import before_rules, dues_parts, entries, is_cut, left_of, lines_apart, moved
from pactline.statement.shown.balance_told import balance_told, limits_told, workings

CONTRACTS = Path(__file__).resolve().parents[2] / "examples" / "contracts"


def statement(folder: str, period: str) -> Statement:
    return ContractFolder(CONTRACTS / folder).evaluate(period)


@pytest.fixture(scope="module")
def blackout() -> Statement:
    """A critical failure takes the credits of the month and withholds a sum instead."""
    return statement("x2-pool-incident-critical", "2025-03")


def test_what_the_rules_left_stands_beside_what_a_window_moved(blackout: Statement) -> None:
    result = blackout["answered"]
    (credit,) = moved(blackout, result, result.windows[0])
    assert (credit.word, credit.amount, credit.left) == ("credit", Decimal("9072.00"), Decimal("0.00"))
    assert credit.rules == ("critical failure blackout: the credits of 2025-03 do not accrue",)
    assert left_of(blackout, result) == 0
    (alone,) = moved(None, result, result.windows[0])
    assert (alone.left, alone.rules) == (Decimal("9072.00"), ())  # without a statement nothing is known of rules


def test_the_amounts_of_both_sides_add_up_to_the_totals(blackout: Statement) -> None:
    found = entries(blackout)
    assert {entry.owed_by for entry in found} == {"provider"}
    assert sum(entry.left for entry in found) == blackout.credits == Decimal("21000.00")
    assert sum(entry.amount for entry in found) == before_rules(blackout) == Decimal("58800.00")
    assert is_cut(blackout)
    assert balance_told(blackout).rows[-1][-2:] == ("58,800.00", "21,000.00")


def test_what_is_withheld_comes_from_no_window(blackout: Statement) -> None:
    (line,) = lines_apart(blackout)
    assert line.source == "critical/blackout"


def test_what_the_client_owes_stands_apart_from_credits() -> None:
    found = statement("c10-misdirected-calls", "2025-06")
    (entry,) = entries(found)
    assert (entry.owed_by, entry.word, entry.left) == ("client", "due from the client", Decimal("2600.00"))
    assert dues_parts(found) == (Decimal("2600.00"), Decimal(0))
    assert left_of(found, found["misdirected"]) == Decimal("-2600.00")
    assert not is_cut(found)
    assert "Left" not in balance_told(found).heads


def test_an_earlier_credit_that_is_earned_back_is_a_return_and_no_due() -> None:
    found = next(s for month in ("04", "05", "06", "07") if (s := statement(
        "x2-pool-incident-critical", f"2025-{month}")).dues)  # fmt: skip
    assert dues_parts(found) == (Decimal(0), found.dues)
    result = next(result for result in found if result.returned)
    assert [each.word for each in moved(found, result, result.windows[0])] == ["earned back"]


def test_a_cap_of_every_day_is_told_where_it_cut_and_counted_elsewhere() -> None:
    found = statement("c24-warren-hundred-a-day", "2025-06")
    rows = limits_told(found).rows
    assert [row[1] for row in rows] == ["5 June 2025", "19 June 2025", ""]
    assert rows[-1][2] == "within it in 28 more periods"


def test_windows_with_the_same_working_are_told_together() -> None:
    found = statement("c24-warren-hundred-a-day", "2025-06")
    whens = [when for when, _ in workings(found, found["answered-in-30-s"])]
    assert whens[0].startswith("2 June 2025, 4 June 2025, ")
    assert whens[0].endswith(" and 2 more windows, each")
    assert whens[1:] == ["5 June 2025", "19 June 2025"]  # the same credits, but a cap cut them
