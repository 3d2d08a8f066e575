"""Connect rate: the share of attempts that a person answered."""

from __future__ import annotations

from tests.attempts import attempts
from tests.tickets import measured

from pactline.records.tables import RESULTS


def test_people_count_and_so_do_those_the_dialler_abandoned() -> None:
    for result in RESULTS:
        found = attempts((1, {"result": result}), (3, {"result": "no_answer"}))
        assert measured(found, "connect_rate")[3] == (25 if result in ("person", "abandoned") else 0)
