"""Order, repetition and splitting of events and records change nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.importers.mod_callcenter.made_up import T0, as_json, call, event, left
from tests.importers.suite import assert_order_and_split_do_not_matter

STATUSES = ("Available", "On Break", "Logged Out")
STATES = ("Waiting", "Receiving", "In a queue call", "Idle")
DAY = 86_400


def story(number: int, kind: str, start: int) -> list[dict[str, str]]:
    """The events of a call of a kind."""
    who = {"session": f"s-{number}", "member": f"m-{number}"}
    match kind:
        case "answered":
            return call(start, 8, 60, **who)
        case "left":
            return left(start, 30, "BREAK_OUT", **who)
        case "open":
            return [event("member-queue-start", start, **who) | {"Core-UUID": "a"}]
        case "two queues":
            return left(start, 30, "TIMEOUT", **who) + call(start + 31, 5, 9, session=who["session"], member="again")
        case "two ends":
            return [*call(start, 8, 60, **who), left(start, 9, "NONE", **who)[1]]
        case "two stories":
            return [*left(start, 30, "TIMEOUT", **who), left(start, 31, "TIMEOUT", **who)[1]]
        case "resumed":
            again = call(start + 60, 10, 30, session=f"r-{number}", member=who["member"])
            again[0]["CC-Action"] = "member-queue-resume"
            for each in again[2:]:
                each["CC-Member-Joined-Time"] = str(T0 + start)
            return left(start, 40, "BREAK_OUT", **who) + again
        case "agent":
            chance = random.Random(start)
            events = []
            for at in sorted(chance.sample(range(start, start + 2 * DAY), 8)):
                kind, words = chance.choice((("Status", STATUSES), ("State", STATES)))
                events.append(event(f"agent-{kind.lower()}-change", at, **{f"CC_Agent_{kind}": chance.choice(words)}))
            return events
    return [event("member-queue-start", start, **who) | {"Core-UUID": "b"}]  # the switch was started anew


KINDS = ("answered", "left", "open", "two queues", "two ends", "two stories", "resumed", "agent", "restarted")
stories = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 3 * DAY)), min_size=1, max_size=5
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@example(told=[("restarted", 1), ("open", 0), ("agent", 0), ("left", 0)], seed=0)
@given(told=stories, seed=st.integers(0, 10_000))
def test_any_order_and_any_split_give_one_digest(
    told: list[tuple[str, int]], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    events = [each for number, (kind, start) in enumerate(told) for each in story(number, kind, start)]
    lines = as_json(events).splitlines(keepends=True)
    folder: Path = tmp_path_factory.mktemp("splits")
    assert_order_and_split_do_not_matter(lines, folder, "mod_callcenter", seeds=(0, seed + 1, seed + 2))
