"""Dials: how many attempts a dialler made."""

from __future__ import annotations

from tests.attempts import attempts
from tests.tickets import measured

from pactline.records.tables import RESULTS


def test_every_attempt_is_one_whatever_came_of_it() -> None:
    found = attempts(*((2, {"result": result}) for result in RESULTS))
    assert measured(found, "dials")[3] == 2 * len(RESULTS)
