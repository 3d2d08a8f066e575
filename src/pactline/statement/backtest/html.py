"""A back-test as one HTML page: complete in itself, for screen, phone and paper, in the look of the statement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pactline.statement.backtest import text as backtest_text
from pactline.statement.backtest import told as backtest_told
from pactline.statement.backtest.backtested import Backtest, Change, Swept
from pactline.statement.backtest.charts import (
    FILLINGS,
    filled,
    filling,
    months_chart,
    months_sentence,
    sweep_chart,
)
from pactline.statement.shown.html import unbroken
from pactline.statement.shown.saying import period_text
from pactline.values.period import Period


@dataclass(frozen=True)
class Section:
    """One sweep as the page shows it."""

    anchor: str
    swept: Swept
    title: str
    sentences: tuple[str, ...]
    chart: Markup


def render_html(test: Backtest) -> str:
    """The page as text, to be written as UTF-8. It holds no script and asks nothing of any network."""
    sections = [_section(test, swept, f"s{number}") for number, swept in enumerate(test.sweeps, 1)]
    sentence = months_sentence(test)
    chart = months_chart(test, "months", f"{backtest_told.owing(test)} by {backtest_told.each_word(test)}", sentence)
    return (
        _environment()
        .get_template("backtest.html")
        .render(test=test, sections=sections, months_chart=chart, months_sentence=sentence, **_told(test))
    )


def _section(test: Backtest, swept: Swept, anchor: str) -> Section:
    sentences = [unbroken(sentence) for sentence in backtest_told.swept_sentences(test, swept)]
    title = f"What {swept.sweep.path} would cost"
    chart = sweep_chart(test, swept, f"{anchor}-chart", title, " ".join(sentences))
    return Section(anchor, swept, title, tuple(sentences), chart)


def _told(test: Backtest) -> dict[str, Any]:
    """The words of a back-test that the page asks for."""
    changes: list[tuple[str, Period, Change]] = [
        (terms.label, period, change)
        for number, terms in enumerate(test.terms)
        for place, period in enumerate(test.periods)
        for change in test.changes(number, place)
    ]
    return {
        "changes": changes,
        "each": backtest_told.each_word(test),
        "for_client": partial(backtest_told.for_client, test),
        "for_provider": partial(backtest_told.for_provider, test),
        "heads": backtest_text.heads(test),
        "limits": [backtest_told.cap_uses(test, course) for course in test.courses],
        "money": partial(backtest_told.money, test),
        "months": backtest_text.months(test),
        "only_credits": backtest_told.only_credits(test),
        "owing": backtest_told.owing(test),
        "signed": partial(backtest_told.signed, test),
        "sweep_heads": backtest_text.sweep_heads(test),
        "sweep_row": partial(backtest_text.sweep_row, test),
        "span": backtest_told.span_word(test),
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(f"pactline.statement.{room}", "") for room in ("backtest", "shown")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"period": period_text, "filling": filling}
    environment.globals |= {"filled": filled, "fillings": FILLINGS}
    return environment
