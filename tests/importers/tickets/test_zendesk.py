"""Zendesk: audits, ticket events, users and tickets, in one file or several, in any order."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import assert_order_and_split_do_not_matter, bring_in
from tests.importers.tickets.made_up import (
    AGENT,
    COLLEAGUE,
    CUSTOMER,
    at,
    audit,
    changed,
    codes,
    comment,
    created,
    items,
    lines,
    notification,
    opening,
    rows,
    said,
    us,
)
from tests.tickets import measured

from pactline.importers.customers import hashed
from pactline.importers.ingesting import read_records
from pactline.importers.reading import Ignored, Incomplete

KEY = b"0123456789abcdef"
WHO = ("event_id", "author", "public", "status", "queue", "agent")


def test_an_audit_is_one_event_with_its_comment_and_what_it_changed(tmp_path: Path) -> None:
    reply = audit(101, "10:00:00", comment(AGENT), changed("status", "solved", "open"), author=AGENT)
    first, thanks, second = rows(tmp_path, opening(), reply, customer_key=KEY)
    assert said(first, *WHO) == ("u-000000000100", "customer", "yes", "new", "group 40", None)
    assert (first["contact_id"], first["at_us"], first["channel"]) == ("8", us("09:00:00"), "email")
    assert first["customer"] == hashed(str(CUSTOMER), KEY)
    assert said(thanks, *WHO) == ("u-000000000100-n", "bot", "yes", None, None, None)
    assert said(second, *WHO) == ("u-000000000101", "agent", "yes", "solved", None, str(AGENT))


def test_no_word_that_anybody_wrote_is_kept(tmp_path: Path) -> None:
    found, reading = items(tmp_path, opening(), audit(101, "10:00:00", comment(AGENT), author=AGENT))
    assert "secret" not in repr(found) + repr(list(reading.carry))


def test_a_private_comment_is_not_public_and_of_two_in_one_audit_the_public_one_counts(tmp_path: Path) -> None:
    note = audit(101, "10:00:00", comment(AGENT, public=False), author=AGENT)
    both = audit(102, "11:00:00", comment(AGENT, public=False), comment(AGENT), author=AGENT)
    found = rows(tmp_path, opening(), note, both)
    assert [row["public"] for row in found if row["author"] == "agent"] == ["no", "yes"]


@pytest.mark.parametrize(
    "machine",
    [
        audit(101, "10:00:00", comment(AGENT), author=AGENT, via={"channel": "rule", "source": {"rel": "automation"}}),
        audit(101, "10:00:00", comment(AGENT, via={"channel": "rule"}), author=AGENT),
        audit(101, "10:00:00", comment(-1), author=-1),
        audit(101, "10:00:00", comment(AGENT), author=AGENT, via={"channel": "web", "source": {"rel": "trigger"}}),
    ],
    ids=["automation", "the comment's own via", "the system", "trigger"],
)
def test_what_a_rule_or_the_system_wrote_is_a_machines(tmp_path: Path, machine: Any) -> None:
    assert [row["author"] for row in rows(tmp_path, opening(), machine)] == ["customer", "bot", "bot"]


def test_a_notification_to_others_is_no_reply_to_the_customer(tmp_path: Path) -> None:
    found = rows(tmp_path, opening(), audit(101, "10:00:00", notification(AGENT)))
    assert [said(row, "author", "public") for row in found] == [("customer", "yes"), ("bot", "yes"), ("bot", "no")]


def test_an_update_that_says_nothing_of_concern_is_ignored(tmp_path: Path) -> None:
    assert codes(tmp_path, opening(), audit(101, "10:00:00", changed("priority", "high"))) == ["TK_OTHER"]


@pytest.mark.parametrize(
    "merger",
    [
        audit(101, "10:00:00", comment(AGENT), changed("status", "closed"), author=AGENT,
              via={"channel": "web", "source": {"rel": "merge"}}),
        audit(101, "10:00:00", comment(AGENT), changed("status", "closed"),
              changed("tags", ["vip", "closed_by_merge"]), author=AGENT),
    ],
    ids=["via", "tag"],
)  # fmt: skip
def test_a_merged_ticket_is_merged_and_the_comment_that_says_so_is_no_reply(tmp_path: Path, merger: Any) -> None:
    assert said(rows(tmp_path, opening(), merger)[-1], *WHO[1:4]) == ("system", "yes", "merged")


@pytest.mark.parametrize(
    ("word", "status"), [("hold", "on_hold"), ("pending", "pending"), ("solved", "solved"), ("deleted", "closed")]
)
def test_each_status_has_its_word(tmp_path: Path, word: str, status: str) -> None:
    assert rows(tmp_path, audit(101, "10:00:00", changed("status", word)))[0]["status"] == status


def test_a_status_nobody_knows_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, audit(101, "10:00:00", changed("status", "asleep"))) == ["TK_STATUS"]


@pytest.mark.parametrize(
    ("channel", "ours"), [("web", "message"), ("chat", "chat"), ("voice", "voice"), ("email", "email")]
)
def test_the_channel_is_how_it_came(tmp_path: Path, channel: str, ours: str) -> None:
    found = rows(tmp_path, {**opening(), "via": {"channel": channel}})
    assert found[0]["channel"] == ours


# -- who is who


def test_a_comment_whose_author_nobody_knows_waits(tmp_path: Path) -> None:
    found, _ = items(tmp_path, audit(101, "10:00:00", comment(AGENT), author=AGENT))
    (item,) = found
    assert isinstance(item, Incomplete)
    assert (item.code, item.contact) == ("TK_AUTHOR", "8")


def test_whoever_is_not_the_requester_is_taken_for_an_agent_and_the_report_says_so(tmp_path: Path) -> None:
    found, reading = items(tmp_path, opening(), audit(101, "10:00:00", comment(COLLEAGUE), author=COLLEAGUE))
    assert [code for _, code, _ in reading.warnings] == ["TK_ROLE_ASSUMED"]
    known = {"id": COLLEAGUE, "name": "Al", "role": "end-user"}
    told, reading = items(tmp_path, opening(), audit(101, "10:00:00", comment(COLLEAGUE), author=COLLEAGUE), known)
    assert [dict(item.row)["author"] for item in told if not isinstance(item, Ignored)][-1] == "customer"
    assert not reading.warnings
    assert len(found) == len(told) - 1


def test_an_agent_who_is_the_requester_is_the_customer_of_that_ticket(tmp_path: Path) -> None:
    agent = {"id": AGENT, "role": "admin"}
    assert rows(tmp_path, opening(requester=AGENT), agent)[0]["author"] == "customer"


def test_a_requester_that_was_changed_counts_for_the_whole_ticket(tmp_path: Path) -> None:
    """An agent forwards a mail and is its requester until the true one is entered."""
    changed_later = audit(101, "09:05:00", changed("requester_id", str(COLLEAGUE), str(AGENT)), author=AGENT)
    wrote = audit(102, "10:00:00", comment(COLLEAGUE), author=COLLEAGUE)
    found = rows(tmp_path, opening(requester=AGENT), changed_later, wrote)
    assert [row["author"] for row in found if row["event_id"][-1] in "02"] == ["agent", "customer"]


def test_a_ticket_tells_the_requester_as_well(tmp_path: Path) -> None:
    ticket = {"id": 8, "requester_id": CUSTOMER, "submitter_id": AGENT, "created_at": at("08:59:59"), "status": "open"}
    found = rows(tmp_path, audit(101, "10:00:00", comment(CUSTOMER)), ticket)
    assert [row["author"] for row in found] == ["customer"]


# -- files in any order


def history() -> list[Any]:
    """Three tickets, and the people who wrote in them."""
    return [
        opening(100, "09:00:00", 8),
        audit(101, "09:30:00", comment(AGENT, public=False), author=AGENT),
        audit(102, "10:00:00", comment(AGENT), changed("status", "pending"), author=AGENT),
        audit(103, "11:00:00", comment(COLLEAGUE), changed("status", "open"), author=COLLEAGUE),
        audit(104, "12:00:00", comment(AGENT), changed("status", "solved"), author=AGENT),
        opening(200, "09:10:00", 9, COLLEAGUE),
        audit(201, "09:20:00", comment(AGENT), author=AGENT, ticket=9),
        audit(202, "09:40:00", changed("requester_id", str(CUSTOMER)), author=AGENT, ticket=9),
        audit(203, "09:50:00", comment(CUSTOMER), ticket=9),
        audit(301, "09:20:00", comment(AGENT), author=AGENT, ticket=10),
        {"id": AGENT, "role": "agent", "name": "A"},
        {"id": COLLEAGUE, "role": "end-user", "name": "C"},
    ]


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    found = [json.dumps(record) + "\n" for record in history()]
    assert_order_and_split_do_not_matter(found, tmp_path, "tickets", seeds=range(12))


def test_what_came_out_is_the_same_whatever_came_first(tmp_path: Path) -> None:
    told = []
    for seed in range(6):
        records = history()
        random.Random(seed).shuffle(records)
        files = []
        for number, record in enumerate(records):  # one file each
            file = tmp_path / f"{seed}-{number}.json"
            file.write_text(lines([record]), encoding="utf-8")
            files.append(file)
        bring_in(files, tmp_path / f"set-{seed}", "tickets")
        read = read_records(tmp_path / f"set-{seed}")
        kept = read.rows(read.table("ticket_events").select("contact_id", "event_id", "author", "public", "status"))
        told.append(sorted(map(str, kept)))
    assert all(each == told[0] for each in told)
    assert sum("'customer'" in row for row in told[0]) == 4  # two of ticket 8, two of 9


def test_the_figures_of_an_export(tmp_path: Path) -> None:
    file = tmp_path / "audits.json"
    file.write_text(json.dumps({"audits": history()[:5], "users": history()[10:], "next_page": None}), encoding="utf-8")
    receipts, _ = bring_in([file], tmp_path / "set", "tickets")
    assert receipts[0].reasons == {"TK_PERSON": 2}
    agreed = {"within": "1 h", "hours": "clock", "closed_unanswered": "leave_out"}
    found = read_records(tmp_path / "set")
    assert measured(found, "first_response_within", **agreed) == (1, 1, 0, 100)  # 9:00 to 10:00, the note is none
    assert measured(found, "next_response_within", **agreed) == (1, 1, 0, 100)
    taken = {"within": "2 h", "hours": "clock", "solved": "first", "pauses": "pending"}
    assert measured(found, "resolution_within", **taken) == (1, 1, 0, 100)  # 3 h less the hour it was pending


# -- ticket events


def test_ticket_events_tell_the_same_in_other_words(tmp_path: Path) -> None:
    def event(id: int, clock: str, via: str, who: int, *children: dict[str, Any]) -> Any:
        return {
            "id": id, "ticket_id": 8, "timestamp": us(clock) // 1_000_000, "created_at": at(clock), "via": via,
            "updater_id": who, "event_type": "Audit", "child_events": [*children],
        }  # fmt: skip

    wrote = {"id": 1, "event_type": "Comment", "comment_public": True, "via": "Mail"}
    note = {**wrote, "comment_public": False, "via": "Web form"}
    made = {"event_type": "Create", "status": "new", "requester_id": CUSTOMER}
    solved = {"event_type": "Change", "status": "solved", "previous_value": "new"}
    found = rows(
        tmp_path,
        event(100, "09:00:00", "Mail", CUSTOMER, made, wrote),
        event(101, "10:00:00", "Web form", AGENT, solved, note),
        event(102, "11:00:00", "Rule", AGENT, {"event_type": "Change", "status": "closed"}),
    )
    assert [said(row, "author", "public", "status", "channel") for row in found] == [
        ("customer", "yes", "new", "email"), ("agent", "no", "solved", "message"), (None, None, "closed", "message"),
    ]  # fmt: skip


def test_the_created_properties_of_one_audit_may_come_in_any_order(tmp_path: Path) -> None:
    told = [created("requester_id", str(CUSTOMER)), comment(CUSTOMER), created("status", "open")]
    for _ in range(3):
        told = [*told[1:], told[0]]
        assert said(rows(tmp_path, audit(100, "09:00:00", *told))[0], *WHO[1:4]) == ("customer", "yes", "open")
