"""Amount per point or fraction of a point."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import TypeAdapter

from pactline.remedies import Miss, remedies
from pactline.values.terms import DatedMoney


@pytest.mark.parametrize(
    ("figure", "owed"), [("79.9999", 1000), ("79", 1000), ("78.9999", 2000), ("78", 2000), ("77.5", 3000)]
)
def test_every_point_that_is_begun_counts_whole(miss: Callable[..., Miss], figure: str, owed: int) -> None:
    terms = TypeAdapter(DatedMoney).validate_python("1000.00")
    assert remedies()["per_point_or_fraction"].work(miss(figure), terms).amount == owed
