"""Net promoter score: promoters less detractors among all answers, in points from -100 to 100."""

from __future__ import annotations

from fractions import Fraction

import narwhals as nw

from pactline.records.choices.choosing import Ratio
from pactline.records.views.answers import OTHER_SCALE, among, on, scored
from pactline.records.views.contacts import Contacts
from pactline.values.scale import Scores
from pactline.values.target import Unit

HIGHER_IS_BETTER = True
UNIT = Unit.SCORE
SUMS = ("promoters less detractors", "answers")
SCALE, PROMOTERS, DETRACTORS = Scores(0, 10), Scores(9, 10), Scores(0, 6)


def net_promoter_score(contacts: Contacts) -> Ratio:
    """100 times (answers of 9 and 10 less answers of 0 to 6) over all answers on the scale 0-10.

    Answers of 7 and 8 are in the denominator alone. The figure is in points and no percentage. Scores of another scale
    are left out and reported as unknown; an answer belongs to the period of its contact.

    Source: the published definition of NPS.
    """
    part = among(PROMOTERS).cast(nw.Int64) - among(DETRACTORS).cast(nw.Int64)
    return Ratio(
        counted=scored(), undecided=~on(SCALE), part=part, whole=nw.lit(1), scale=100, unit=UNIT, said=OTHER_SCALE
    )


def between() -> tuple[Fraction, Fraction]:
    """All detractors, all promoters."""
    return Fraction(-100), Fraction(100)
