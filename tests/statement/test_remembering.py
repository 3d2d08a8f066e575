"""Whether a statement depends on what became of earlier windows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.handed_over import facts, over, promise

from pactline.agreement.model import Agreement
from pactline.remedies.modifiers import modifiers
from pactline.remedies.rules import rules
from pactline.statement.evaluating import evaluate
from pactline.statement.windows.contract import Contract
from pactline.statement.windows.remembering import RULES_THAT_REMEMBER, remembers
from pactline.values.period import Period

Agreed = Callable[..., Agreement]
END = Period.parse("2025").end
NEVER = {"relief", "responsibilities", "change_orders", "volume", "settlement", "suspensions"}
"""Rules that look at nothing but their own window; a suspension may look back, see below."""


@pytest.mark.parametrize(
    ("remedy", "looks_back"),
    [
        ("flat: 1.00", False),
        ("per_point: 1.00, at_most: 5.00", False),
        ("withheld: {of: monthly-fee}, at_least: 5.00", False),
        ("flat: 1.00, repeat: {times: 2, excused: skip}", True),
        ("flat: 1.00, allowance: {misses: 1, each: year}", True),
        ("per_point: 1.00, bank: {per: exact, keep: 3 months, use: oldest_first}", True),
        ("flat: 1.00, earn_back: {windows: 1, share: 50 %, excused: skip}", True),
        ("streak: {length: 2, amount: 1.00, again: once, excused: skip}", True),
        ("rolling_count: {within: 3 months, again: each_window, tranches: [{from: 2, credit: 1.00}]}", True),
    ],
)
def test_a_remedy_that_looks_back_is_known(agreed: Agreed, remedy: str, *, looks_back: bool) -> None:
    contract = agreed(promise("a", f"remedy: {{{remedy}}}"))
    assert remembers(Contract.until(contract, END)) is looks_back
    statement = evaluate(contract, None, "2025-02", facts=facts(over(("a 2025-01", "70"), ("a 2025-02", "70"))))
    assert (statement.earlier is not None) is looks_back


@pytest.mark.parametrize(
    ("when", "looks_back"),
    [
        ("{missed: a}", False),
        ("{any: [{missed: a}, {figure: a, is: below 50 %}]}", False),
        ("{missed: a, in_a_row: 2, excused: skip}", True),
        ("{all: [{missed: a}, {any: [{missed: a, times: 2, within: 3 months}]}]}", True),
    ],
)
def test_a_suspension_looks_back_where_its_condition_does(agreed: Agreed, when: str, *, looks_back: bool) -> None:
    contract = agreed(promise("a") + promise("b"), f"suspensions: {{x: {{when: {when}, commitments: b}}}}")
    assert remembers(Contract.until(contract, END)) is looks_back


def test_every_rule_and_modifier_has_been_thought_of() -> None:
    assert set(rules()) == RULES_THAT_REMEMBER | NEVER
    assert set(modifiers()) == {"bank", "allowance", "repeat", "earn_back", "lateness", "at_least", "at_most"}
