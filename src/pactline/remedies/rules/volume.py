"""Volume: a promise that holds only for what was forecast, and what becomes of contacts beyond it.

Source: ``contracts.md`` C20: the service levels apply only to the volume below the threshold; which contacts those are
has to be agreed.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pactline.records.choices.contacts import Choice
from pactline.values.terms import CommitmentName, OneAsList, Percent


class Beyond(Choice):
    """What contacts above the agreed volume do."""

    FIRST_TO_ARRIVE = "first_to_arrive", "the first contacts of the window up to the threshold count, later ones do not"
    INTERVAL_BY_INTERVAL = (
        "interval_by_interval",
        "in each forecast interval the first contacts up to its threshold count",
    )
    VOID_PERIOD = "void_period", "with more contacts than the threshold the window is not judged at all"


class VolumeTerms(BaseModel):
    """One limit on volume; the forecast itself is in ``forecast.csv``."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    commitments: Annotated[tuple[CommitmentName, ...], OneAsList] = Field(
        min_length=1, description="the promises that hold only up to the threshold"
    )
    threshold: Percent = Field(description="the threshold as a percentage of the forecast, such as 110 %")
    beyond: Beyond = Field(description="what contacts above the threshold do")


TERMS = VolumeTerms
NAMED = True


def volume(terms: VolumeTerms, forecast: int) -> int:
    """The most contacts the promise holds for, given a forecast; a part of a contact does not count."""
    return int(forecast * terms.threshold / 100)
