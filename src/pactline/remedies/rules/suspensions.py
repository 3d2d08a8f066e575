"""Suspensions: a standard that does not apply while something else is the case.

Source: ``contracts.md`` C10: above 3 % of misdirected calls the standards do not apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.rules.trigger import Trigger
from pactline.remedies.rules.view import View
from pactline.values.terms import CommitmentName, OneAsList


class SuspensionTerms(BaseModel):
    """One suspension."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: Trigger = Field(description="while this is the case, in the same window")
    commitments: Annotated[tuple[CommitmentName, ...], OneAsList] = Field(
        min_length=1, description="these commitments are not judged"
    )


TERMS = SuspensionTerms
NAMED = True


def suspensions(view: View, terms: Mapping[str, SuspensionTerms]) -> dict[str, str]:
    """The commitments that are not judged on the day of the view, each with the name of what suspends it."""
    found: dict[str, str] = {}
    for name, suspension in terms.items():
        if suspension.when.holds(view):
            for commitment in suspension.commitments:
                found.setdefault(commitment, name)
    return found
