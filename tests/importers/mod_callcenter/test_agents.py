"""Agents' time: what each status and state means, and where a stretch begins and ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.mod_callcenter.made_up import T0, US, as_json, codes, event, items, rows

DAY = 86_400


def status(at: int, word: str) -> dict[str, str]:
    """A new status of agent 1001."""
    return event("agent-status-change", at, CC_Agent_Status=word)


def state(at: int, word: str) -> dict[str, str]:
    """A new state of agent 1001."""
    return event("agent-state-change", at, CC_Agent_State=word)


def stretches(tmp_path: Path, *events: dict[str, str]) -> list[tuple[int, int, str]]:
    """Begin and end in seconds after T0, and the state, of every stretch."""
    found = rows(items(tmp_path, as_json(list(events)))[0])
    return [((r["from_us"] - 250_000) // US - T0, (r["to_us"] - 250_000) // US - T0, r["state"]) for r in found]


def test_a_shift_is_cut_at_every_change(tmp_path: Path) -> None:
    events = [
        status(0, "Available"), state(60, "Receiving"), state(65, "In a queue call"), state(100, "Waiting"),
        status(200, "On Break"), status(300, "Available"), status(400, "Logged Out"),
    ]  # fmt: skip
    assert stretches(tmp_path, *events) == [
        (0, 60, "available"), (60, 65, "alerting"), (65, 100, "talking"), (100, 200, "available"),
        (200, 300, "break"), (300, 400, "available"),
    ]  # fmt: skip
    found, _ = items(tmp_path, as_json(events))
    assert codes(found) == ["read"] * 6 + ["FS_STATE_LAST"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("Available", "Waiting"), "available"),
        (("Available (On Demand)", "Waiting"), "available"),
        (("Available (On Demand)", "Idle"), "unknown"),
        (("On Break", "Waiting"), "break"),
        (("On Break", "In a queue call"), "talking"),
        (("Logged Out", "Waiting"), "logged_out"),
        (("Logged Out", "In a queue call"), "logged_out"),
        (("Available", "Receiving"), "alerting"),
        (("Available", "Reserved"), "alerting"),
        ((None, "Waiting"), "unknown"),
        (("Available", None), "available"),
    ],
)
def test_status_and_state_together_are_one_of_our_states(
    tmp_path: Path, words: tuple[str | None, str | None], expected: str
) -> None:
    events = [status(0, words[0])] if words[0] else []
    events += [state(0, words[1])] if words[1] else []
    assert next(found for _, _, found in stretches(tmp_path, *events, status(9, "On Break"))) == expected


def test_a_ring_proves_that_the_agent_was_available(tmp_path: Path) -> None:
    found = stretches(tmp_path, state(0, "Receiving"), state(5, "Waiting"), status(9, "On Break"))
    assert found == [(0, 5, "alerting"), (5, 9, "available")]


@pytest.mark.parametrize(("after", "told"), [(DAY, [(0, DAY, "available")]), (DAY + 1, [])])
def test_a_stretch_of_more_than_a_day_is_not_believed(
    tmp_path: Path, after: int, told: list[tuple[int, int, str]]
) -> None:
    events = [status(0, "Available"), status(after, "Logged Out")]
    assert stretches(tmp_path, *events) == told
    assert codes(items(tmp_path, as_json(events))[0])[0] == ("read" if told else "FS_STATE_OPEN")


@pytest.mark.parametrize(("at", "expected"), [(DAY, "break"), (DAY + 1, "unknown")])
def test_a_status_of_more_than_a_day_ago_is_forgotten(tmp_path: Path, at: int, expected: str) -> None:
    events = [status(0, "On Break"), state(at, "Waiting"), state(at + 5, "Idle")]
    assert stretches(tmp_path, *events)[-1] == (at, at + 5, expected)


def test_the_words_of_the_source_are_kept(tmp_path: Path) -> None:
    found = rows(items(tmp_path, as_json([status(0, "Available"), state(5, "Waiting"), state(9, "Idle")]))[0])
    assert [row["reason"] for row in found] == ["Available", "Available, Waiting"]
    assert {row["queue"] for row in found} == {"*"}


def test_an_event_that_does_not_say_when_is_refused(tmp_path: Path) -> None:
    bare = event("agent-status-change", None, CC_Agent_Status="Available")
    assert codes(items(tmp_path, as_json([bare]))[0]) == ["FS_TIME_MISSING"]
    dated = bare | {"Event-Date-GMT": "Tue, 14 Nov 2023 22:13:20 GMT"}
    ((from_us),) = [row["from_us"] for row in rows(items(tmp_path, as_json([dated, status(5, "On Break")]))[0])]
    assert from_us == T0 * US
    wrong = bare | {"Event-Date-GMT": "14.11.2023 22:13"}
    assert codes(items(tmp_path, as_json([wrong]))[0]) == ["TS_FORMAT"]


@pytest.mark.parametrize("made", [status, state])
def test_a_word_that_the_module_does_not_know_is_refused(tmp_path: Path, made: object) -> None:
    assert codes(items(tmp_path, as_json([made(0, "Asleep")]))[0]) == ["FS_WORD"]  # type: ignore[operator]
