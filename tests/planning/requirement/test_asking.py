"""Requirements and plans in Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pactline.agreement.model import Agreement
from pactline.planning.patience.patience_file import write_patience
from pactline.planning.queueing.patience_law import Exponential
from pactline.planning.requirement.asking import requirement, staff
from pactline.planning.requirement.staffing import NothingPromised

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
MONDAY = EXAMPLES / "two-tiers" / "staffing" / "monday.csv"
WORDS = {"promises": ["90/10", "99/300"], "abandonment": "3%"}
PROMPT = """
prompt:
  clause: "1"
  service: support
  metric: service_level
  within: 20 s
  abandons: count_all
  each: month
  target: at least 80 %
  remedy: {flat: 100.00}
"""


def test_one_question_is_answered_and_prints_as_the_command_does() -> None:
    found = requirement(1200, 300, patience=180, **WORDS)  # type: ignore[arg-type]
    assert (found.agents, found.binding, found.prices["99/300"]) == (111, "99/300", 2)
    assert "111 agents keep everything that is promised." in str(found)
    assert requirement(1200, 300, patience=180, agents=104, **WORDS).binding is None  # type: ignore[arg-type]


def test_patience_is_seconds_a_law_or_a_file(tmp_path: Path) -> None:
    law = {"at_once": 0.0, "edges_s": [0.0], "hazards_per_s": [1 / 180]}
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    write_patience([{"queue": "help", "law": law}], one)
    write_patience([{"queue": name, "law": law} for name in ("help", "sales")], two)
    for patience in (180, "180", Exponential(180.0), one):
        assert requirement(1200, 300, patience=patience, **WORDS).agents == 111  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="several queues"):
        requirement(1200, 300, patience=two, **WORDS)  # type: ignore[arg-type]


def test_a_forecast_is_staffed_under_an_agreement_or_under_words(agreed: Callable[..., Agreement]) -> None:
    plan = staff(MONDAY, agreed(PROMPT), patience=180, shrinkage=["30%"])
    assert plan.queues[0].kept["prompt"].all()
    assert plan.queues[0].agents.max() == staff(MONDAY, promises=["80/20"], patience=180).queues[0].agents.max()
    assert "hours scheduled as 30 % of paid time is lost" in str(plan)
    with pytest.raises(NothingPromised):
        staff(MONDAY)


@pytest.mark.parametrize(("given", "said"), [({"minimum": -1}, "a minimum"), ({"patience": "-5"}, "above 0")])
def test_assumptions_that_make_no_sense_are_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        staff(MONDAY, promises=["80/20"], **given)
