"""Right-party rate: the share of people reached who were the ones that were meant."""

from __future__ import annotations

import pytest
from tests.attempts import attempts
from tests.tickets import measured

from pactline.statement.counting.choices_in_words import ChoiceRefused

FOUND = attempts(
    (2, {"disposition": "promise to pay"}),
    (1, {"disposition": "refused"}),
    (3, {"disposition": "wrong number"}),
    (1, {}),
    (1, {"result": "abandoned"}),
    (4, {"result": "machine", "disposition": "promise to pay"}),
)


def test_the_dispositions_say_who_was_right_among_those_a_person_answered() -> None:
    agreed = {"dispositions": "promise to pay, refused"}
    assert measured(FOUND, "right_party_rate", **agreed) == (8, 3, 0, 37.5)


def test_a_list_with_a_gap_is_refused() -> None:
    with pytest.raises(ChoiceRefused, match="code is missing"):
        measured(FOUND, "right_party_rate", dispositions="promise to pay,,refused")
