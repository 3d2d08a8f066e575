"""Volume: the most contacts a promise holds for."""

from __future__ import annotations

import pytest
from tests.remedies.rules.days import terms

from pactline.remedies.rules.volume import volume


@pytest.mark.parametrize(
    ("threshold", "forecast", "most"),
    [("110 %", 10_000, 11_000), ("110 %", 9, 9), ("110 %", 10, 11), ("100 %", 0, 0), ("112.5 %", 8, 9), ("33 %", 3, 0)],
)
def test_a_part_of_a_contact_does_not_count(threshold: str, forecast: int, most: int) -> None:
    """contracts.md C20: 110 % of 10,000 are 11,000."""
    (limit,) = terms("volume", x={"commitments": "a", "threshold": threshold, "beyond": "first_to_arrive"}).values()
    assert volume(limit, forecast) == most
