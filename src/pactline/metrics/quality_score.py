"""Quality score: the mean score of evaluated contacts."""

from __future__ import annotations

from fractions import Fraction

import narwhals as nw

from pactline.records.choices.choosing import Ratio
from pactline.records.views.contacts import Contacts
from pactline.values.target import Unit
from pactline.values.terms import TextTerm

HIGHER_IS_BETTER = True
UNIT = Unit.SCORE
SUMS = ("hundredths of a point", "evaluations")


def quality_score(contacts: Contacts, *, selected: TextTerm) -> Ratio:
    """Sum of the scores that evaluators gave over the number of evaluated contacts, in points.

    ``selected`` says in words how the contacts to evaluate are chosen: a mean of chosen contacts says nothing without
    it. How many they were is the number counted; fewer than ``minimum_sample`` are judged as ``below_minimum`` says.

    Source: the common definition of quality monitoring.
    """
    points = nw.col("quality_points")
    return Ratio(counted=~points.is_null(), part=points, whole=nw.lit(1), scale=Fraction(1, 100), unit=UNIT)
