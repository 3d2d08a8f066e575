"""The registry of rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from pactline.agreement.schema import STEPS
from pactline.remedies import remedies
from pactline.remedies.modifiers import modifiers
from pactline.remedies.rules import rules


@pytest.mark.parametrize("name", sorted(rules()))
def test_every_rule_has_a_test_and_a_title(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").exists()
    assert ":" in rules()[name].title


def test_what_an_order_can_name_is_a_rule() -> None:
    assert set(STEPS) <= set(rules())


def test_a_name_that_is_a_shape_as_well_is_meant_to_be_one() -> None:
    """Points are a shape (what a miss brings) and a rule (what they are worth)."""
    assert rules().keys() & remedies().keys() == {"points"}
    assert not rules().keys() & modifiers().keys()


def test_every_field_of_every_rule_says_what_it_is() -> None:
    for rule in rules().values():
        assert [key for key, info in rule.terms.model_fields.items() if not info.description] == []
