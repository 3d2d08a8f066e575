"""Customer effort score: the mean answer to the question how much effort it took."""

from __future__ import annotations

from fractions import Fraction

import narwhals as nw

from pactline.records.choices.choosing import Ratio
from pactline.records.choices.contacts import Better
from pactline.records.views.answers import OTHER_SCALE, on, scored
from pactline.records.views.contacts import Contacts
from pactline.values.scale import ScaleTerm, Scores
from pactline.values.target import Unit

HIGHER_IS_BETTER = None
UNIT = Unit.SCORE
SUMS = ("points", "answers")


def customer_effort_score(contacts: Contacts, *, scale: ScaleTerm, better: Better) -> Ratio:
    """Sum of the scores over the number of answers on ``scale``.

    Which side is better depends on the wording ("it was easy" or "how much effort did it take"), so the agreement says
    it. The share of the good boxes is ``csat_top_box`` on the same scale. Scores of another scale are left out and
    reported as unknown; an answer belongs to the period of its contact.

    Source: the common definition of CES.
    """
    return Ratio(
        counted=scored(), undecided=~on(scale), part=nw.col("csat"), whole=nw.lit(1), scale=1, unit=UNIT,
        said=OTHER_SCALE,
    )  # fmt: skip


def better_side(better: Better) -> bool:
    """Whether the higher figure is the better one, which the agreement says."""
    return better is Better.HIGHER


def between(scale: Scores) -> tuple[Fraction, Fraction]:
    """No mean lies outside its scale."""
    return Fraction(scale.lowest), Fraction(scale.highest)
