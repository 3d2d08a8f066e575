"""CSAT top box: the share of answers to a survey that are in its good boxes."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.views.answers import OTHER_SCALE, among, on, scored
from pactline.records.views.contacts import Contacts
from pactline.values.scale import ScaleTerm, Scores, ScoresTerm

HIGHER_IS_BETTER = True
GOOD = "good answers"


def csat_top_box(contacts: Contacts, *, scale: ScaleTerm, good_scores: ScoresTerm) -> Share:
    """Answers among ``good_scores`` over all answers on ``scale``: 4-5 of 1-5 is the top two boxes, 1 of 0-1 a yes.

    Scores of different scales are never mixed: those of another scale are left out and reported as unknown. A score
    whose scale is not named is on 1-5. An answer belongs to the period of its contact, not to the day it was given.

    Source: the common definition; which boxes are good differs between agreements (the top two, the top one).
    """
    return Share(counted=scored(), undecided=~on(scale), good=among(good_scores), said=OTHER_SCALE)


def contradicts(scale: Scores, good_scores: Scores) -> str | None:
    """Good scores are some of the scale, and not all of it."""
    if not scale.holds(good_scores):
        return f"the scores {good_scores} are not on the scale {scale}"
    return f"every score of the scale {scale} would be good" if good_scores == scale else None
