"""Volume: how many contacts there were."""

from __future__ import annotations

import pytest
from tests.figures import evaluate, typed, visits

from pactline.metrics import metrics

USUAL = {"flow_outs": "exclude", "callbacks": "exclude", "refused": "exclude"}
ROWS = visits(
    (32, "answered", 3),
    (1, "abandoned", 5),
    (1, "abandoned", 6),
    (4, "flowed_out", 1),
    (8, "callback", 1),
    (16, "refused", 0),
    (64, "failed", 1),
    (128, "open", 1),
)


@pytest.mark.parametrize(
    ("counted", "many"), [("answered", 32), ("abandoned", 2), ("flowed_out", 4), ("callback", 8), ("refused", 16)]
)
def test_each_kind_is_counted_alone(counted: str, many: int) -> None:
    assert evaluate(ROWS, "volume", **USUAL, counted=counted).value == many


@pytest.mark.parametrize(("switch", "many"), [("", 34), ("flow_outs", 38), ("callbacks", 42), ("refused", 50)])
def test_what_was_offered_is_a_matter_of_switches(switch: str, many: int) -> None:
    words = {**USUAL, **({switch: "count_as_missed"} if switch else {})}
    assert evaluate(ROWS, "volume", **words, counted="offered", short_abandons="count").value == many


@pytest.mark.parametrize(("limit", "many"), [("5 s", 33), ("under 5 s", 34), ("6 s", 32)])
def test_short_abandons_may_not_have_been_offered(limit: str, many: int) -> None:
    words = {**USUAL, "counted": "offered", "short_abandons": "ignore", "short_abandon": limit}
    assert evaluate(ROWS, "volume", **words).value == many


def test_no_contacts_are_nought_contacts() -> None:
    assert evaluate([], "volume", **USUAL, counted="answered").value == 0


def test_only_the_offered_demand_a_word_on_short_abandons() -> None:
    volume = metrics()["volume"]
    assert volume.demands(typed("volume", {**USUAL, "counted": "answered"})) == set()
    with pytest.raises(AssertionError, match="short_abandons"):
        typed("volume", {**USUAL, "counted": "offered"})
    with pytest.raises(AssertionError, match="short_abandon"):
        typed("volume", {**USUAL, "counted": "offered", "short_abandons": "ignore"})
