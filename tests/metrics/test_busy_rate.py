"""Busy rate: the share of all attempts that met a busy signal."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tests.figures import evaluate, visits

from pactline.agreement.model import Agreement
from pactline.document.formulas import formula
from pactline.records.facts import Facts, ReportedFigure
from pactline.statement.evaluating import evaluate as statement_of
from pactline.values.period import Period

BUSY = """
busy: {service: support, metric: busy_rate, each: month, target: less than 3 %, measured: figures}
"""


def test_everybody_who_tried_is_under_the_bar_and_the_refused_alone_above_it() -> None:
    rows = visits(
        (6, "answered", 3),
        (1, "abandoned", 5),
        (2, "flowed_out", 1),
        (1, "callback", 1),
        (2, "refused", 0),
    )
    found = evaluate(rows, "busy_rate")
    assert (found.good, found.counted, found.value) == (2, 12, Fraction(50, 3))


def test_an_abandoned_call_was_let_in_and_an_unfinished_one_is_no_attempt_yet() -> None:
    found = evaluate(visits((1, "abandoned", None), (1, "open", None), (1, "failed", None)), "busy_rate")
    assert (found.good, found.counted, found.value) == (0, 1, 0)


def test_without_attempts_there_is_no_rate() -> None:
    assert evaluate(visits((3, "open", None)), "busy_rate").value is None


def test_a_report_says_how_many_were_let_in_and_how_many_were_not(agreed: Callable[..., Agreement]) -> None:
    facts = Facts(figures=(ReportedFigure("busy", Period.parse("2025-03"), tally={"offered": 970, "refused": 30}),))
    (window,) = statement_of(agreed(BUSY), None, "2025-03", facts=facts)["busy"].windows
    assert (window.counts.counted, window.counts.good, window.value, str(window.verdict)) == (1000, 30, 3, "missed")


def test_the_contract_says_it_in_words() -> None:
    words = formula("busy_rate", {})
    assert words is not None
    assert words.line("busy rate") == (
        "busy rate = (refused contacts) ÷ (answered contacts + abandoned contacts + contacts that flowed out "
        "+ contacts that asked for a callback + refused contacts), in percent"
    )
