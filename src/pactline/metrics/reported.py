"""Reported figure: a figure that is measured elsewhere and handed over, with what it means in words."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Reported
from pactline.records.choices.contacts import Better, Combine, ReportedUnit
from pactline.records.views.contacts import Contacts
from pactline.values.target import Unit
from pactline.values.terms import TextTerm

HIGHER_IS_BETTER = None
FREE = frozenset({"combine"})  # how many figures a window will hold, no other argument can tell
UNITS = {ReportedUnit.PERCENT: Unit.PERCENT, ReportedUnit.SECONDS: Unit.SECONDS, ReportedUnit.COUNT: Unit.CONTACTS}


def reported(
    contacts: Contacts, *, unit: ReportedUnit, better: Better, means: TextTerm, combine: Combine | None = None
) -> Reported:
    """Choose no contacts: the figure of each window is in ``figures.csv``, or adds up from ``events.csv``.

    ``means`` says in words what the figure is, because nobody can recompute it here; ``combine`` says how several
    reports become one figure where a window holds more than one.

    Source: contracts on availability, first contact resolution, missed pick-ups (``contracts.md`` C2, C5, C6, C7).
    """
    return Reported(counted=nw.lit(value=False), unit=UNITS[unit])


def unit_of(unit: ReportedUnit) -> Unit:
    """The unit of the figure, which the agreement says."""
    return UNITS[unit]


def better_side(better: Better) -> bool:
    """Whether the higher figure is the better one, which the agreement says."""
    return better is Better.HIGHER
