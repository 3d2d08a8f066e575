"""Machine rate: the share of attempts that an answering machine took."""

from __future__ import annotations

from tests.attempts import attempts
from tests.tickets import measured

from pactline.records.tables import RESULTS


def test_machines_alone_count_over_all_attempts() -> None:
    for result in RESULTS:
        found = attempts((1, {"result": result}), (3, {"result": "person"}))
        assert measured(found, "machine_rate")[3] == (25 if result == "machine" else 0)
