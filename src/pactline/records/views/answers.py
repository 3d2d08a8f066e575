"""What customers and evaluators said of a contact, as column expressions that are never null."""

from __future__ import annotations

import narwhals as nw

from pactline.values.scale import Scores

UNNAMED_SCALE = "1-5"
"""The scale of a score whose scale is not named, as the plain format says."""


def scored() -> nw.Expr:
    """The customer gave a score."""
    return ~nw.col("csat").is_null()


def on(scale: Scores) -> nw.Expr:
    """The scale of the score, where there is one, is this one."""
    return nw.coalesce(nw.col("csat_scale"), nw.lit(UNNAMED_SCALE)) == str(scale)


def among(scores: Scores) -> nw.Expr:
    """The score is one of these."""
    inside = (nw.col("csat") >= scores.lowest) & (nw.col("csat") <= scores.highest)
    return inside.fill_null(value=False)


def responded() -> nw.Expr:
    """The customer answered the survey, in whatever part of it."""
    return scored() | ~nw.col("resolved_said").is_null()


def is_yes(name: str) -> nw.Expr:
    """A column of yes and no says yes."""
    return (nw.col(name) == "yes").fill_null(value=False)


OTHER_SCALE = "answered on another scale: left out"
"""What is said of answers that a figure on one scale leaves out."""
