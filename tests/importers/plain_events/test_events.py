"""Live events: what makes a record, what waits, what contradicts, and that neither order nor memory matters."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import assert_order_and_split_do_not_matter, bring_in

from pactline.importers.files import gathering
from pactline.importers.ingesting import read_records
from pactline.importers.plain_events import importing
from pactline.importers.plain_events.visits import MOST_WAYS
from pactline.importers.reading import Item, Read, Reading, Source

OFFERED = {"channel": "voice", "queue": "billing", "direction": "inbound"}


def event(kind: str, second: int, contact: str = "c-1", **told: Any) -> dict[str, Any]:
    """An event so many seconds after nine."""
    at = f"2026-03-02T09:{second // 60:02d}:{second % 60:02d}Z"
    told = {**OFFERED, **told} if kind == "offered" else told
    return {"event_id": f"{contact}-{kind}-{second}", "type": kind, "contact_id": contact, "at": at, **told}


def answered_call(contact: str = "c-1") -> list[dict[str, Any]]:
    """Offered, answered after 12 s, ended after 180 s of talk."""
    return [
        event("offered", 0, contact),
        event("answered", 12, contact, agent="A-1"),
        event("ended", 192, contact, outcome="answered", talk_s=180),
    ]


def written(folder: Path, events: list[Any], name: str = "events.jsonl") -> Path:
    """A file of events, or of lines as they stand."""
    path = folder / name
    lines = (each if isinstance(each, str) else json.dumps(each) for each in events)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def read(folder: Path, events: list[Any], **declared: Any) -> list[Item]:
    """The items of some events."""
    path = written(folder, events)
    return list(importing.read(Source(path.name, path), Reading(**declared)))


def told(items: list[Item]) -> list[tuple[int, str]]:
    """Line and code of each item; ``read`` for a record."""
    return [(item.line, "read" if isinstance(item, Read) else item.code) for item in items]


def test_the_wait_follows_from_the_instants(tmp_path: Path) -> None:
    (item,) = read(tmp_path, answered_call())
    assert isinstance(item, Read)
    assert (item.row["wait_ms"], item.row["agent"], item.row.get("source_rev")) == (12_000, "A-1", None)
    (gone,) = read(tmp_path, [event("offered", 0), event("ended", 41, outcome="abandoned")])
    assert isinstance(gone, Read)
    assert (gone.row["wait_ms"], gone.row["left_us"]) == (41_000, gone.row["ended_us"])
    (blocked,) = read(tmp_path, [event("offered", 0), event("ended", 0, outcome="blocked")])
    assert isinstance(blocked, Read)
    assert blocked.row.get("wait_ms") is None


@pytest.mark.parametrize(
    ("missing", "code"),
    [(0, "EVENT_NO_OFFERED"), (1, "EVENT_NO_ANSWERED"), (2, "EVENT_NO_ENDED")],
)
def test_a_contact_waits_for_what_is_missing_and_is_whole_when_it_comes(
    missing: int, code: str, tmp_path: Path
) -> None:
    events = answered_call()
    late = events.pop(missing)
    (first, second, again), _ = bring_in(
        [written(tmp_path, events, "a"), written(tmp_path, [late], "b"), written(tmp_path, events, "c")],
        tmp_path / "set",
        "plain-events",
    )
    assert (first.incomplete, [p["code"] for p in first.problems]) == (1, [code])
    assert (second.accepted, second.read, again.duplicates) == (1, 1, 1)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "JSON_SYNTAX"),
        ("[]", "JSON_TYPE"),
        ({**event("offered", 0), "type": "routed"}, "EVENT_TYPE"),
        ({**event("offered", 0), "at": "2026-03-02T09:00:00"}, "TS_NO_OFFSET"),
        ({**event("offered", 0), "at": 1772438400}, "JSON_TYPE"),
        ({**event("offered", 0), "event_id": None}, "FIELD_MISSING"),
        ({**event("offered", 0), "contact_id": "a b"}, "ID_FORMAT"),
        ({**event("offered", 0), "visit": 0}, "NUM_RANGE"),
        ({**event("offered", 0), "queue": "q" * 4_097}, "FIELD_TOO_LONG"),
        (event("ended", 9, outcome="abandoned", talk_s="9"), "JSON_TYPE"),
        ("", "BLANK_LINE"),
    ],
)
def test_a_line_that_is_no_event_is_told_by_itself(line: Any, code: str, tmp_path: Path) -> None:
    assert told(read(tmp_path, [line, *answered_call()])) == [(1, code), (2, "read")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": "abandoned"}, "OUTCOME_CONTRADICTS"),
        ({"outcome": "lost"}, "ENUM_OUTCOME"),
        ({"at": "2026-03-02T09:00:05Z"}, "TIME_ORDER"),
        ({"talk_s": 60}, "DUR_MISMATCH"),
        ({"reason": "\u202e"}, "TEXT_UNSAFE"),
    ],
)
def test_a_contact_that_cannot_be_true_is_refused_on_its_first_line(
    change: dict[str, Any], code: str, tmp_path: Path
) -> None:
    events = answered_call()
    events[2] |= change
    assert told(read(tmp_path, ["", *events])) == [(1, "BLANK_LINE"), (2, code)]


def test_of_two_ends_neither_counts_whatever_comes_between(tmp_path: Path) -> None:
    other = event("ended", 192, outcome="abandoned")
    together = written(tmp_path, [*answered_call(), other], "together")
    (receipt,), digest = bring_in([together], tmp_path / "one", "plain-events")
    assert (receipt.verdict, receipt.read, receipt.conflicts, receipt.accepted) == ("rejected", 1, 1, 0)
    assert read_records(tmp_path / "one").count == 0
    for number, files in enumerate(([answered_call(), [other]], [[other], answered_call()])):
        parts = [written(tmp_path, part, f"{number}-{at}") for at, part in enumerate(files)]
        assert bring_in(parts, tmp_path / f"split-{number}", "plain-events")[1] == digest


def test_an_end_that_cannot_be_true_is_refused_and_the_other_stands(tmp_path: Path) -> None:
    items = read(tmp_path, [*answered_call(), event("ended", 190, outcome="answered", talk_s=7)])
    assert told(items) == [(1, "read"), (4, "DUR_MISMATCH")]


def test_the_same_event_again_is_a_duplicate_of_its_contact_even_under_another_id(tmp_path: Path) -> None:
    events = [*answered_call(), {**answered_call()[1], "event_id": "sent-again"}, answered_call()[0]]
    (receipt,), _ = bring_in([written(tmp_path, events)], tmp_path / "set", "plain-events")
    assert (receipt.accepted, receipt.duplicates, receipt.read) == (1, 2, 3)
    waiting = read(tmp_path, [event("offered", 0), event("offered", 0)])
    assert told(waiting) == [(1, "EVENT_NO_ENDED"), (2, "EVENT_REPEATED")]


def test_visits_of_one_contact_are_records_of_their_own(tmp_path: Path) -> None:
    second = [{**each, "visit": 2, "at": each["at"].replace("09:", "10:")} for each in answered_call()]
    items = read(tmp_path, [*answered_call(), *second, {**event("offered", 0), "visit": 3}])
    assert told(items) == [(1, "read"), (4, "read"), (7, "EVENT_NO_ENDED")]
    assert [item.row["visit"] for item in items if isinstance(item, Read)] == [1, 2]


def test_of_several_ratings_the_last_counts_and_two_of_one_instant_are_two_tellings(tmp_path: Path) -> None:
    first, last, rival = (event("rated", at, csat=score) for at, score in ((300, 2), (400, 5), (400, 1)))
    (item,) = read(tmp_path, [*answered_call(), last, first, event("rated", 500, quality=87.5)])
    assert isinstance(item, Read)
    assert (item.row["csat"], item.row["quality_points"]) == (5, 8_750)
    (several,) = read(tmp_path, [*answered_call(), last, rival])
    assert isinstance(several, Read)
    assert {row["csat"] for row in (several.row, *several.further)} == {1, 5}


def test_a_rating_that_comes_in_a_later_file_is_a_revision(tmp_path: Path) -> None:
    rated = event("rated", 300, csat=4)
    (_, late, again), _ = bring_in(
        [written(tmp_path, answered_call(), "a"), written(tmp_path, [rated], "b"), written(tmp_path, [rated], "c")],
        tmp_path / "set",
        "plain-events",
    )
    records = read_records(tmp_path / "set")
    assert [(row["csat"], row["source_rev"]) for row in records.rows(records.contacts())] == [(4, 1)]
    assert (late.accepted, again.duplicates, again.conflicts) == (1, 1, 0)
    (together,) = read(tmp_path, [*answered_call(), rated])
    assert isinstance(together, Read)
    assert together.row.get("source_rev") is None


def test_a_contact_told_in_very_many_ways_is_refused(tmp_path: Path) -> None:
    ways = [event("offered", second) for second in range(9)] + [
        event("ended", 60 + n, outcome="abandoned") for n in range(8)
    ]
    assert told(read(tmp_path, [*ways[:8], *ways[9:]]))[0] == (1, "read")  # 64 ways: held, none counts
    assert MOST_WAYS == 64
    assert told(read(tmp_path, ways)) == [(1, "EVENT_TOO_MANY")]


def test_a_contact_with_more_events_than_any_has_is_refused_and_its_neighbours_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_EVENTS", 3)
    flood = [event("ended", second, "b", outcome="abandoned") for second in range(6)]
    items = read(tmp_path, [*answered_call("a"), *flood, *answered_call("c")])
    assert told(items) == [
        (1, "read"),
        (4, "EVENT_TOO_MANY"),
        (8, "EVENT_REPEATED"),
        (9, "EVENT_REPEATED"),
        (10, "read"),
    ]


def test_a_key_that_no_event_of_its_type_has_a_use_for_is_told(tmp_path: Path) -> None:
    reading = Reading()
    path = written(tmp_path, [event("offered", 0, agent="A-1", weather="fine")])
    list(importing.read(Source("e", path), reading))
    assert [(code, text) for _, code, text in reading.warnings] == [
        ("HDR_UNKNOWN_COLUMN", "Ignored unknown keys: 'offered.agent', 'offered.weather'.")
    ]


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    lines = [json.dumps(each) + "\n" for n in range(12) for each in answered_call(f"c-{n}")]
    lines += [json.dumps(event("ended", 9, "c-3", outcome="abandoned")) + "\n", "{\n", lines[0], lines[4]]
    lines += [json.dumps(event("offered", 0, "alone")) + "\n"]
    assert_order_and_split_do_not_matter(lines, tmp_path, "plain-events", seeds=range(6))


def test_what_does_not_fit_into_memory_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = [each for n in range(40) for each in answered_call(f"c-{n % 37}")]
    random.Random(5).shuffle(events)
    expected = read(tmp_path, events)
    monkeypatch.setattr(gathering, "_IN_MEMORY", 2_000)
    monkeypatch.setattr(gathering, "_BLOCK", 64)
    monkeypatch.setattr(importing, "_BATCH", 3)
    assert read(tmp_path, events) == expected
