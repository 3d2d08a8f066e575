"""Conversion rate: the share of conversations that brought what the campaign is for."""

from __future__ import annotations

from tests.attempts import attempts
from tests.tickets import measured


def test_successes_count_over_the_people_who_spoke_to_an_agent() -> None:
    found = attempts(
        (1, {"connected": 5, "disposition": "sold"}),
        (3, {"connected": 5, "disposition": "no"}),
        (2, {"disposition": "sold"}),  # reached and never connected: no conversation
        (1, {"result": "abandoned"}),
    )
    assert measured(found, "conversion_rate", dispositions="sold") == (4, 1, 0, 25)
