"""CSAT mean: the mean score of a survey."""

from __future__ import annotations

from fractions import Fraction

import narwhals as nw

from pactline.records.choices.choosing import Ratio
from pactline.records.views.answers import OTHER_SCALE, on, scored
from pactline.records.views.contacts import Contacts
from pactline.values.scale import ScaleTerm, Scores
from pactline.values.target import Unit

HIGHER_IS_BETTER = True
UNIT = Unit.SCORE
SUMS = ("points", "answers")


def csat_mean(contacts: Contacts, *, scale: ScaleTerm) -> Ratio:
    """Sum of the scores over the number of answers on ``scale``.

    Means of different scales are never mixed: scores of another scale are left out and reported as unknown. A score
    whose scale is not named is on 1-5. An answer belongs to the period of its contact, not to the day it was given.

    Source: the common definition.
    """
    return Ratio(
        counted=scored(), undecided=~on(scale), part=nw.col("csat"), whole=nw.lit(1), scale=1, unit=UNIT,
        said=OTHER_SCALE,
    )  # fmt: skip


def between(scale: Scores) -> tuple[Fraction, Fraction]:
    """No mean lies outside its scale."""
    return Fraction(scale.lowest), Fraction(scale.highest)
