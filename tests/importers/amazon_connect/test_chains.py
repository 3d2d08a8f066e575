"""Contacts of several parts: one wish, its parts its visits, whatever the order and the files they come in."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.amazon_connect.made_up import at, gone, lines, record, us
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing, bring_in

from pactline.importers.ingesting import read_records

COLUMNS = ("contact_id", "visit", "outcome", "channel", "transfer_in", "transfer_out", "callback_of")

FIRST = record("c-1", NextContactId="c-2")
SECOND = record(
    "c-2", "09:03:00", "09:03:05", "09:04:00", "09:06:00", "09:07:00",
    InitialContactId="c-1", PreviousContactId="c-1", NextContactId="c-3", InitiationMethod="TRANSFER",
)  # fmt: skip
THIRD = record(
    "c-3", "09:06:00", "09:06:01", None, "09:06:31", "09:08:00",
    InitialContactId="c-1", PreviousContactId="c-2", InitiationMethod="TRANSFER",
)  # fmt: skip
ASKED = gone("q-1", NextContactId="q-2", DisconnectReason="CONTACT_FLOW_DISCONNECT")
CALLED = record(
    "q-2", "09:00:40", "09:02:19", "09:02:40", "09:05:40", "09:06:00", InitialContactId="q-1",
    PreviousContactId="q-1", InitiationMethod="CALLBACK", ConnectedToSystemTimestamp=at("09:02:55"),
)  # fmt: skip


def rows(folder: Path, *names: str) -> list[dict[str, Any]]:
    frame = read_records(folder)
    wanted = names or COLUMNS
    found = frame.rows(frame.contacts().select("contact_id", "visit", *wanted))
    return sorted(found, key=lambda row: (row["contact_id"], row["visit"]))


def told(folder: Path, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names or COLUMNS) for row in rows(folder, *names)]


def ingested(folder: Path, *files: list[dict[str, Any]]) -> list[Any]:
    """Each list of records as one file, in order; the receipts."""
    folder.mkdir(exist_ok=True)
    paths = []
    for number, objects in enumerate(files):
        paths.append(folder / f"{number}.jsonl")
        paths[-1].write_text("".join(lines(*objects)), encoding="utf-8")
    return bring_in(paths, folder / "set", "amazon-connect")[0]


def test_a_call_that_agents_handed_on_twice_is_one_contact_with_three_visits(tmp_path: Path) -> None:
    ingested(tmp_path, [FIRST, SECOND, THIRD])
    assert told(tmp_path / "set") == [
        ("c-1", 1, "answered", "voice", None, "queue", None),
        ("c-1", 2, "answered", "voice", "queue", "queue", None),
        ("c-1", 3, "abandoned", "voice", "queue", None, None),
    ]


@pytest.mark.parametrize("order", list(itertools.permutations([FIRST, SECOND, THIRD])))
def test_the_parts_may_come_one_by_one_in_any_order(order: tuple[dict[str, Any], ...], tmp_path: Path) -> None:
    ingested(tmp_path / "one", [FIRST, SECOND, THIRD])
    ingested(tmp_path / "other", *([part] for part in order))
    one, other = (read_records(tmp_path / name / "set") for name in ("one", "other"))
    assert one.digest() == other.digest()


def test_a_part_that_came_late_and_began_early_moves_the_others_up(tmp_path: Path) -> None:
    """The third part is visit 2 as long as the second is not known; the receipt of the second tells of both rows."""
    receipts = ingested(tmp_path, [FIRST, THIRD])
    assert told(tmp_path / "set", "visit", "outcome") == [(1, "answered"), (2, "abandoned")]
    receipts += ingested(tmp_path, [SECOND])
    assert told(tmp_path / "set", "visit", "outcome") == [(1, "answered"), (2, "answered"), (3, "abandoned")]
    assert [(each.read, each.accepted) for each in receipts] == [(2, 2), (1, 1)]


def test_the_first_part_is_visit_one_even_while_it_is_not_known(tmp_path: Path) -> None:
    ingested(tmp_path, [SECOND])
    assert told(tmp_path / "set", "visit", "contact_id") == [(2, "c-1")]


def test_until_the_next_part_is_known_a_customer_who_went_on_flowed_out(tmp_path: Path) -> None:
    ingested(tmp_path, [ASKED])
    assert told(tmp_path / "set", "outcome") == [("flowed_out",)]
    ingested(tmp_path, [CALLED])
    assert told(tmp_path / "set", "outcome") == [("callback",), ("answered",)]


def test_a_queued_callback_is_a_visit_of_the_contact_that_asked_for_it(tmp_path: Path) -> None:
    """Asked at 09:00:40, put in the queue after 99 s, taken by an agent after 21 s, picked up 15 s later."""
    ingested(tmp_path, [ASKED, CALLED])
    _, called = rows(tmp_path / "set", *COLUMNS, "arrived_us", "offered_us", "answered_us", "wait_ms", "direction")
    assert (called["channel"], called["direction"], called["callback_of"]) == ("callback", "outbound", "q-1")
    assert (called["arrived_us"], called["offered_us"]) == (us("09:00:40"), us("09:02:19"))
    assert (called["wait_ms"], called["answered_us"]) == (21_000, us("09:02:55"))


def test_a_callback_that_nobody_picked_up_is_tried_again_and_counts_nowhere(tmp_path: Path) -> None:
    missed = record(
        "q-2", "09:00:40", "09:02:19", "09:02:40", "09:03:10", "09:04:00", InitialContactId="q-1",
        PreviousContactId="q-1", NextContactId="q-3", InitiationMethod="CALLBACK", ConnectedToSystemTimestamp=None,
        DisconnectReason="TELECOM_UNANSWERED",
    )  # fmt: skip
    again = {**CALLED, "ContactId": "q-3", "PreviousContactId": "q-2", "InitiationTimestamp": at("09:03:10")}
    again["Queue"] = {**again["Queue"], "EnqueueTimestamp": at("09:13:00"), "DequeueTimestamp": at("09:13:21")}
    again["Agent"] = {**again["Agent"], "ConnectedToAgentTimestamp": at("09:13:21")}
    again |= {"ConnectedToSystemTimestamp": at("09:13:30"), "DisconnectTimestamp": at("09:16:30")}
    ingested(tmp_path, [ASKED, missed, again])
    assert told(tmp_path / "set", "visit", "outcome") == [(1, "callback"), (2, "failed"), (3, "answered")]


def test_a_callback_taken_in_the_flow_was_asked_for_before_any_queue(tmp_path: Path) -> None:
    ingested(tmp_path, [{**ASKED, "Queue": None}, CALLED])
    assert told(tmp_path / "set", "outcome", "queue", "self_service") == [
        ("callback", "no queue", "passed_on"),
        ("answered", "Billing", None),
    ]


def test_a_queue_that_hands_on_to_another_queue_flowed_out_and_no_agent_transferred(tmp_path: Path) -> None:
    on = record(
        "q-2", "09:00:40", "09:00:40", "09:01:00", InitialContactId="q-1", PreviousContactId="q-1",
        InitiationMethod="QUEUE_TRANSFER",
    )  # fmt: skip
    ingested(tmp_path, [gone("q-1", NextContactId="q-2"), on])
    assert told(tmp_path / "set", "outcome", "transfer_in", "transfer_out") == [
        ("flowed_out", None, None),
        ("answered", None, None),
    ]


def test_a_flow_that_runs_after_the_hang_up_changes_nothing(tmp_path: Path) -> None:
    """A survey or a note after the contact is a part by DISCONNECT: who left the queue had abandoned."""
    after = record(
        "q-2", "09:00:41", None, None, "09:00:50", InitialContactId="q-1", PreviousContactId="q-1",
        InitiationMethod="DISCONNECT",
    )  # fmt: skip
    ingested(tmp_path, [gone("q-1", NextContactId="q-2", DisconnectReason="CUSTOMER_DISCONNECT"), after])
    assert told(tmp_path / "set", "visit", "outcome") == [(1, "abandoned")]


def test_an_answered_contact_with_a_survey_after_it_was_not_transferred(tmp_path: Path) -> None:
    after = record(
        "c-2", "09:03:31", None, None, "09:04:00", InitialContactId="c-1", PreviousContactId="c-1",
        InitiationMethod="DISCONNECT",
    )  # fmt: skip
    ingested(tmp_path, [FIRST, after])
    assert told(tmp_path / "set", "outcome", "transfer_out") == [("answered", None)]


def test_a_later_delivery_of_one_part_changes_that_part_alone(tmp_path: Path) -> None:
    ingested(tmp_path, [FIRST, SECOND, THIRD])
    (receipt,) = ingested(tmp_path, [{**SECOND, "LastUpdateTimestamp": at("2026-03-09T09:00:00Z")}])
    assert (receipt.read, receipt.accepted, receipt.conflicts) == (1, 1, 0)
    (receipt,) = ingested(tmp_path, [SECOND])
    assert (receipt.read, receipt.duplicates) == (1, 1)


def test_two_contents_of_one_update_are_in_conflict_until_a_later_one_settles_it(tmp_path: Path) -> None:
    other = {**SECOND, "Agent": {**SECOND["Agent"], "Username": "bob"}}
    ingested(tmp_path, [FIRST, SECOND, THIRD])
    (receipt,) = ingested(tmp_path, [other])
    assert receipt.conflicts == 1
    assert told(tmp_path / "set", "visit") == [(1,), (3,)]
    ingested(tmp_path, [{**other, "LastUpdateTimestamp": at("10:00:00")}])
    assert told(tmp_path / "set", "visit", "agent") == [(1, "ada"), (2, "bob"), (3, None)]


def test_parts_of_one_second_keep_their_numbers(tmp_path: Path) -> None:
    ingested(tmp_path / "a", [SECOND, {**THIRD, "InitiationTimestamp": SECOND["InitiationTimestamp"]}])
    ingested(tmp_path / "b", [{**THIRD, "InitiationTimestamp": SECOND["InitiationTimestamp"]}], [SECOND])
    assert told(tmp_path / "a" / "set") == told(tmp_path / "b" / "set")


def many() -> list[dict[str, Any]]:
    """Thirty contacts of one to four parts, updates of some, survey flows and callbacks among them."""
    found: list[dict[str, Any]] = []
    for number in range(30):
        day = f"2026-03-{number % 9 + 1:02}T"
        for part in range(number % 4 + 1):
            first, name = f"m-{number}", f"m-{number}" + (f"-{part}" if part else "")
            method = (
                "INBOUND" if not part else ("TRANSFER", "CALLBACK", "QUEUE_TRANSFER", "DISCONNECT")[(number + part) % 4]
            )
            made = (gone if (number + part) % 3 == 0 else record)(name)
            text = json.dumps(made).replace("2026-03-02T09:", f"{day}{9 + part:02}:")
            made = {
                **json.loads(text),
                "InitiationMethod": method,
                "InitialContactId": first if part else None,
                "PreviousContactId": (first + (f"-{part - 1}" if part > 1 else "")) if part else None,
                "NextContactId": f"{first}-{part + 1}" if part < number % 4 else None,
            }
            found.append(made)
            if (number + part) % 5 == 0:
                found.append({**made, "LastUpdateTimestamp": f"2026-03-2{part}T00:00:00Z", "DisconnectReason": "OTHER"})
    return found


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    assert_order_and_split_do_not_matter(lines(*many()), tmp_path, "amazon-connect", seeds=range(8))


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("".join(lines(*many())), encoding="utf-8")
    first = assert_twice_changes_nothing(file, tmp_path / "set", "amazon-connect")
    assert first.read == len(many())
