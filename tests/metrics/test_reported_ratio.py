"""A reported ratio: which counts stand over the bar and which below it is what the agreement says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest

from pactline.agreement.model import Agreement
from pactline.agreement.reading import AgreementProblems
from pactline.document.formulas import formula
from pactline.records.facts import Facts, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.values.period import Period

Agreed = Callable[..., Agreement]

ASA = """
asa: {service: support, metric: reported_ratio, unit: seconds, better: lower, means: queue time of those who asked,
      over: [answered, by_voice_unit], each: month, target: at most 30 s, measured: figures}
"""
BUSY = """
busy: {service: support, metric: reported_ratio, unit: percent, better: lower, means: attempts that met a busy signal,
       part: refused, over: [offered, refused], each: month, target: at most 3 %, measured: figures}
"""


def found(contract: Agreement, tally: Mapping[str, int]) -> tuple[Fraction | None, int, int | None]:
    """Figure, counted and good of March from a tally."""
    (commitment,) = contract.commitments
    facts = Facts(figures=(ReportedFigure(commitment.id, Period.parse("2025-03"), tally=tally),))
    (window,) = evaluate(contract, None, "2025-03", facts=facts)[commitment.id].windows
    return window.value, window.counts.counted, window.counts.good


def test_the_voice_system_under_the_bar_makes_24_seconds_of_40(agreed: Agreed) -> None:
    """contracts.md C25."""
    tally = {"answered": 30_000, "by_voice_unit": 20_000, "wait_ms": 1_200_000_000}
    assert found(agreed(ASA), tally) == (24, 50_000, None)
    usual = ASA.replace("[answered, by_voice_unit]", "answered")
    assert found(agreed(usual), tally) == (40, 30_000, None)


def test_a_share_is_its_part_over_what_is_named(agreed: Agreed) -> None:
    assert found(agreed(BUSY), {"offered": 970, "refused": 30}) == (3, 1000, 30)
    count = BUSY.replace("percent", "count").replace("at most 3 %", "at most 3")
    assert found(agreed(count), {"offered": 970, "refused": 30}) == (Fraction(3, 100), 1000, 30)


def test_nothing_under_the_bar_is_no_figure(agreed: Agreed) -> None:
    assert found(agreed(BUSY), {"answered": 5}) == (None, 0, 0)
    assert found(agreed(ASA), {"wait_ms": 5}) == (None, 0, None)


@pytest.mark.parametrize(
    ("commitment", "said"),
    [
        (BUSY.replace("part: refused, ", ""), "needs `part`"),
        (ASA.replace("over:", "part: answered, over:"), "`part` is given, and no other choice has a use for it"),
        (BUSY.replace("part: refused", "part: wait_ms"), "wait_ms"),
        (BUSY.replace("[offered, refused]", "[]"), "over"),
    ],
)
def test_what_does_not_make_a_ratio_is_refused(agreed: Agreed, commitment: str, said: str) -> None:
    with pytest.raises(AgreementProblems) as refused:
        agreed(commitment)
    assert said in str(refused.value)


def test_the_contract_says_it_in_words(agreed: Agreed) -> None:
    (busy,), (asa,) = agreed(BUSY).commitments, agreed(ASA).commitments
    words = formula(busy.metric, busy.arguments)
    assert words is not None
    assert words.line("busy") == (
        "busy = (contacts that were not let into the queue) ÷ "
        "(contacts that entered the queue + contacts that were not let into the queue), in percent"
    )
    words = formula(asa.metric, asa.arguments)
    assert words is not None
    assert words.line("asa") == (
        "asa = (the waits of all contacts together) ÷ "
        "(contacts that were answered + contacts that were handled by the voice system)"
    )
