"""Targets that get stricter by themselves: when they move, by how much, and from which day the years are counted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.values.period import Period

Agreed = Callable[..., Agreement]

PROMPT = """
prompt: {service: support, metric: reported, unit: percent, better: higher, means: share in time, each: year,
         measured: figures, target: at least 80 %, ratchet: {each: year, by: 1 %, when: always}}
"""
LONG = "2025-01-01/2031-01-01"


def target(contract: Agreement, year: str, **figures: Fraction) -> Fraction:
    """The target of a year, after the figures of earlier ones."""
    facts = Facts(
        figures=tuple(ReportedFigure("prompt", Period.parse(of[1:]), value=value) for of, value in figures.items())
    )
    return evaluate(contract, None, year, facts=facts)["prompt"].windows[0].target.amount


def test_a_target_moves_once_for_each_calendar_year_that_has_passed_since_the_term_began(agreed: Agreed) -> None:
    contract = agreed(PROMPT, term=LONG)
    assert [target(contract, year) for year in ("2025", "2026", "2027")] == [80, 81, 82]


def test_a_target_of_which_less_is_better_moves_down(agreed: Agreed) -> None:
    lower = PROMPT.replace("higher", "lower").replace("at least 80 %", "at most 20 %")
    assert [target(agreed(lower, term=LONG), year) for year in ("2025", "2026")] == [20, 19]


def test_years_are_counted_from_the_day_that_the_ratchet_names(agreed: Agreed) -> None:
    later = agreed(PROMPT.replace("when: always", "when: always, since: 2027-01-01"), term=LONG)
    assert [target(later, year) for year in ("2025", "2026", "2027", "2028", "2029")] == [80, 80, 80, 81, 82]


def test_contract_years_are_counted_from_that_day_too(agreed: Agreed) -> None:
    words = PROMPT.replace("each: year, by", "each: contract year, by").replace("always", "always, since: 2026-07-01")
    later = agreed(words.replace("each: year,", "each: quarter,"), term=LONG)
    assert [target(later, quarter) for quarter in ("2026-Q3", "2027-Q2", "2027-Q3")] == [80, 80, 81]


@pytest.mark.parametrize(("figure", "moved"), [(Fraction(80), 1), (Fraction(799, 10), 0)])
def test_a_ratchet_for_years_that_were_kept_stays_after_a_miss(agreed: Agreed, figure: Fraction, moved: int) -> None:
    kept = agreed(PROMPT.replace("always", "kept"), term=LONG)
    assert target(kept, "2026", _2025=figure) == 80 + moved
