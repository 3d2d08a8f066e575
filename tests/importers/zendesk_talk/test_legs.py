"""Legs: what they add to their call, and how calls and legs meet over several files in any order."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing, bring_in
from tests.importers.zendesk_talk.made_up import Files, call, items, leg, lines, row, unanswered

from pactline.importers.reading import Ignored, Incomplete, Read

MISSED = leg(11, agent_id=70, completion_status="agent_missed", talk_time=0, duration=12)
TOOK = leg(12)
CUSTOMER = leg(13, type="customer", agent_id=0)


def test_legs_say_who_was_rung_and_are_no_contacts_of_their_own() -> None:
    told = items(call(), MISSED, TOOK, CUSTOMER)
    assert [type(item) for item in told] == [Read, Ignored, Ignored, Ignored]
    assert {item.code for item in told if isinstance(item, Ignored)} == {"ZT_LEG"}
    assert row(call(), MISSED, TOOK, CUSTOMER)["legs_offered"] == 2
    assert row(unanswered("abandoned_in_queue"), MISSED)["legs_offered"] == 1
    assert "legs_offered" not in row(call()), "without legs nobody knows"


@pytest.mark.parametrize(
    ("other", "rung"),
    [
        ({"completion_status": "agent_declined"}, 2),
        ({"completion_status": "customer_hang_up"}, 2),
        ({"completion_status": "agent_unreachable"}, 1),
        ({"transferred_from": 77}, 1),
        ({"consultation_from": 77}, 1),
        ({"type": "supervisor"}, 1),
        ({"transferred_from": 0}, 2),
    ],
)
def test_which_legs_are_rings_of_the_queue(other: dict[str, Any], rung: int) -> None:
    assert row(call(), TOOK, leg(14, agent_id=71, **other))["legs_offered"] == rung


def test_the_agent_is_the_calls_else_the_first_that_took_it_from_the_queue() -> None:
    second = leg(15, agent_id=90, transferred_from=77, created_at="2026-03-02T09:00:01Z")
    assert row(call(agent_id=None), MISSED, second, TOOK)["agent"] == "77"
    assert row(call(agent_id=5), TOOK)["agent"] == "5"
    assert "agent" not in row(call(agent_id=None), CUSTOMER), "agent 0 is nobody"


@pytest.mark.parametrize(
    ("others", "kind"),
    [
        ([leg(14, transferred_from=77)], "blind"),
        ([leg(14, transferred_from=77, consultation_from=77)], "attended"),
        ([leg(14, type="external", agent_id=None, transferred_from=77)], "external"),
        ([leg(14, consultation_from=77)], None),
    ],
)
def test_how_a_call_was_handed_on(others: list[Any], kind: str | None) -> None:
    assert row(call(), TOOK, *others).get("transfer_out") == kind


def test_the_lengths_of_legs_do_not_make_up_the_call() -> None:
    """349 s of call and a leg of 347 s are both true; the call's own length counts."""
    found = row(call(duration=135), leg(12, duration=9_999))
    assert (found["talk_ms"], found.get("flags")) == (90_000, None)


def test_a_leg_without_its_call_waits_for_it() -> None:
    files = Files()
    (waits,) = files.take([TOOK])
    assert isinstance(waits, Incomplete)
    assert (waits.code, waits.contact) == ("ZT_NO_CALL", "1")
    (read,) = files.take([call()])
    assert isinstance(read, Read)
    assert read.row["legs_offered"] == 1


def test_a_call_grows_when_its_legs_arrive() -> None:
    files = Files()
    (first,) = files.take([call()])
    grown, ignored = files.take([MISSED, TOOK])
    assert isinstance(first, Read)
    assert isinstance(grown, Read)
    assert isinstance(ignored, Ignored)
    revisions = [item.row["source_rev"] for item in (first, grown)]
    assert revisions == sorted(set(revisions))  # type: ignore[type-var]
    assert (first.row.get("legs_offered"), grown.row["legs_offered"]) == (None, 2)


def test_the_later_update_of_a_call_counts_and_the_later_update_of_a_leg() -> None:
    later = {"updated_at": "2026-03-02T12:00:00Z"}
    rows = [item.row for item in items(call(), call(wrap_up_time=9, **later)) if isinstance(item, Read)]
    greatest = max(rows, key=lambda each: int(each["source_rev"] or 0))
    assert greatest["wrap_ms"] == 9_000
    assert row(call(agent_id=None), leg(12), leg(12, agent_id=99, **later))["agent"] == "99"


def _everything() -> list[str]:
    found: list[Any] = [
        call(1), MISSED, TOOK, CUSTOMER,
        call(2), call(2, wrap_up_time=9, updated_at="2026-03-02T12:00:00Z"), leg(21, 2), leg(22, 2, agent_id=70),
        leg(22, 2, agent_id=71, updated_at="2026-03-02T12:00:00Z"),
        unanswered("abandoned_in_queue", id=3), leg(31, 3, completion_status="agent_missed"),
        leg(41, 4), call(5), call(5), call(6, completion_status="pending_voicemail"), call(6, voicemail=True),
    ]  # fmt: skip
    return [json.dumps(each) + "\n" for each in found]


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    assert_order_and_split_do_not_matter(_everything(), tmp_path / "parts", "zendesk-talk", seeds=range(8))


def test_calls_and_legs_each_record_in_a_file_of_its_own_in_every_order(tmp_path: Path) -> None:
    parts = [call(2), call(2, wrap_up_time=9, updated_at="2026-03-02T12:00:00Z"), leg(21, 2), leg(22, 2, agent_id=70)]
    digests = set()
    for order, shuffled in enumerate(itertools.permutations(parts)):
        files = []
        for number, part in enumerate(shuffled):
            files.append(tmp_path / f"{order}-{number}.jsonl")
            files[-1].write_text(lines([part]), encoding="utf-8")
        digests.add(bring_in(files, tmp_path / f"set-{order}", "zendesk-talk")[1])
    assert len(digests) == 1


def test_two_contents_with_one_update_are_in_conflict_and_so_is_a_call_with_such_a_leg(tmp_path: Path) -> None:
    both = [call(1), call(1, wrap_up_time=9), call(2, agent_id=None), leg(21, 2), leg(21, 2, agent_id=78)]
    random.Random(1).shuffle(both)
    file = tmp_path / "two.jsonl"
    file.write_text(lines(both), encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "zendesk-talk")
    assert (receipt.accepted, receipt.conflicts, receipt.ignored) == (0, 4, 2)
    assert [each["code"] for each in receipt.warnings] == ["ZT_LEG_TWICE"]
    same = items(call(1), leg(11), leg(11, duration=1))  # the two ways make one record
    assert [type(item) for item in same] == [Read, Ignored, Ignored]


def test_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text("".join(_everything()), encoding="utf-8")
    receipt = assert_twice_changes_nothing(file, tmp_path / "set", "zendesk-talk")
    assert receipt.incomplete == 1
