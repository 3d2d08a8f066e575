"""Responsibilities as they were performed: in one piece, in parts, or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.handed_over import done, promise

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts
from pactline.statement.money.owing import owed_in
from pactline.statement.windows.contract import Contract
from pactline.values.period import Period

Agreed = Callable[..., Agreement]
TRAINING = "responsibilities: {training: {party: client, what: train, each: month, by: 1 day before end}}"


@pytest.mark.parametrize(
    ("parts", "last"),
    [
        (("2025-06-20",), "2025-06-20"),
        (("2025-06-20", "2025-06-29"), "2025-06-29"),
        (("2025-06-29", "2025-06-20"), "2025-06-29"),
        (("2025-06-20", None), None),
        ((None, "2025-06-20"), None),
        ((), None),
    ],
)
def test_what_was_done_in_parts_was_done_with_the_last_of_them(
    agreed: Agreed, parts: tuple[str | None, ...], last: str | None
) -> None:
    contract = Contract.until(agreed(promise("a"), TRAINING), date(2025, 7, 1))
    told = Facts(performed=tuple(done("training", "2025-06-29", on) for on in parts))
    (june,) = owed_in(contract, Period.parse("2025-06"), told)
    assert june.done == (date.fromisoformat(last) if last else None)
    assert june.in_time is (last is not None)
