"""Reported ratio: counts that are reported from elsewhere, some of them over others."""

from __future__ import annotations

from typing import Annotated, Literal

import narwhals as nw
from pydantic import Field

from pactline.records.choices.choosing import Reported
from pactline.records.choices.contacts import Better, ReportedUnit
from pactline.records.facts import TALLY
from pactline.records.views.contacts import Contacts
from pactline.values.target import Unit
from pactline.values.terms import OneAsList, TextTerm

HIGHER_IS_BETTER = None
WAITS = "wait_ms"
UNITS = {ReportedUnit.PERCENT: Unit.PERCENT, ReportedUnit.SECONDS: Unit.SECONDS, ReportedUnit.COUNT: Unit.CONTACTS}
_WORDS = tuple(word for word in TALLY if word != WAITS)


Words = Annotated[tuple[Literal[_WORDS], ...], OneAsList, Field(min_length=1)]  # type: ignore[valid-type]
"""Columns of figures.csv that count contacts; a single one may stand without brackets."""


def reported_ratio(
    contacts: Contacts, *, unit: ReportedUnit, better: Better, means: TextTerm, part: Words | None = None, over: Words
) -> Reported:
    """Choose no contacts: the counts of each window are in ``figures.csv``, in the columns that are named here.

    A share (``unit: percent``) is ``part`` over ``over``, 100 times; a plain number is the same once. A length of time
    (``unit: seconds``) is all waits together over ``over``. Who is among the divided and who is not can so be read off
    the agreement: 1,200,000 s over those answered is 40 s, over those the voice system handled as well it is 24 s.

    Source: contracts whose figures have a name of the trade and a divisor of their own (``contracts.md`` C25), and
    shares that no metric of contacts knows, such as busy signals over all attempts (C14, C23, C24).
    """
    return Reported(counted=nw.lit(value=False), unit=UNITS[unit])


def demands(unit: ReportedUnit) -> set[str]:
    """A share or a number needs its part; a length of time is made of the waits and needs none."""
    return set() if unit is ReportedUnit.SECONDS else {"part"}


def unit_of(unit: ReportedUnit) -> Unit:
    """The unit of the figure, which the agreement says."""
    return UNITS[unit]


def better_side(better: Better) -> bool:
    """Whether the higher figure is the better one, which the agreement says."""
    return better is Better.HIGHER
