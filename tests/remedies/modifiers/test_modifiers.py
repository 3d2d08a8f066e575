"""The registry of modifiers."""

from __future__ import annotations

from pathlib import Path

from pactline.remedies import remedies
from pactline.remedies.modifiers import modifiers


def test_they_act_in_one_order_whatever_the_file_says() -> None:
    """First what forgives, then what multiplies, then what raises and limits."""
    assert list(modifiers()) == ["bank", "allowance", "repeat", "lateness", "at_least", "at_most", "earn_back"]
    assert [modifier.stage for modifier in modifiers().values()] == ["distance", *["amount"] * 5, "after"]


def test_none_has_the_name_of_a_shape_and_each_has_a_test_and_a_title() -> None:
    assert not modifiers().keys() & remedies().keys()
    for name, modifier in modifiers().items():
        assert (Path(__file__).parent / f"test_{name}.py").exists()
        assert ":" in modifier.title
        assert "Source:" in (modifier.work.__doc__ or "")


def test_only_limits_can_stand_beside_a_bonus() -> None:
    assert [name for name, modifier in modifiers().items() if modifier.for_bonus] == ["at_least", "at_most"]
