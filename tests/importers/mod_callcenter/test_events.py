"""What the events of a call become: outcomes, waits, legs, places taken up again, calls that never end."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.mod_callcenter.made_up import T0, US, as_json, as_socket, call, codes, event, items, left, rows

from pactline.importers.reading import Incomplete, Refused, SourceRefused


def told(tmp_path: Path, events: list[dict[str, str]], **declared: object) -> list[dict[str, object]]:
    """The rows made of events."""
    return rows(items(tmp_path, as_json(events), **declared)[0])


def test_an_answered_call_is_one_record_with_its_wait_ring_talk_and_agent(tmp_path: Path) -> None:
    (row,) = told(tmp_path, call(0, 8, 60, session="s-1", member="m-1"))
    assert row == {
        "contact_id": "s-1", "visit": 1, "channel": "voice", "direction": "inbound", "queue": "sales@default",
        "offered_us": T0 * US, "answered_us": (T0 + 8) * US, "ended_us": (T0 + 68) * US, "outcome": "answered",
        "wait_ms": 8_000, "ring_ms": 3_000, "talk_ms": 60_000, "agent": "1001", "legs_offered": 1,
        "tags": "member=m-1", "source_rev": 1_050,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "outcome", "kept"),
    [
        ("TIMEOUT", "flowed_out", "TIMEOUT"),
        ("NO_AGENT_TIMEOUT", "flowed_out", "NO_AGENT_TIMEOUT"),
        ("EXIT_WITH_KEY", "flowed_out", "EXIT_WITH_KEY"),
        ("BREAK_OUT", "abandoned", "BREAK_OUT"),
        ("NONE", "abandoned", "NONE"),
        ("", "abandoned", None),
        (None, "abandoned", None),
    ],
)
def test_a_cancel_reason_is_an_outcome(tmp_path: Path, reason: str | None, outcome: str, kept: str | None) -> None:
    found, reading = items(tmp_path, as_json(left(0, 30, reason)))
    (row,) = rows(found)
    assert (row["outcome"], row.get("reason"), row["wait_ms"]) == (outcome, kept, 30_000)
    assert (row["left_us"], "answered_us" in row) == ((T0 + 30) * US, False)
    assert [code for _, code, _ in reading.warnings] == (["FS_NO_REASON"] if kept in (None, "NONE") else [])


def test_the_key_that_was_pressed_is_kept_with_the_reason(tmp_path: Path) -> None:
    events = left(0, 30, "EXIT_WITH_KEY")
    events[1]["variable_cc_exit_key"] = "9"
    assert told(tmp_path, events)[0]["reason"] == "EXIT_WITH_KEY 9"


@pytest.mark.parametrize(("name", "word"), [("CC-Cause", "Vanished"), ("CC-Cancel-Reason", "BORED")])
def test_a_word_that_the_module_does_not_know_is_refused_and_not_guessed(tmp_path: Path, name: str, word: str) -> None:
    events = left(0, 30, "TIMEOUT")
    events[1][name] = word
    found, _ = items(tmp_path, as_json(events))
    assert codes(found) == ["FS_WORD", "FS_OPEN"]
    assert isinstance(found[0], Refused)
    assert word in found[0].message


def test_rings_at_several_agents_add_legs_and_no_visits(tmp_path: Path) -> None:
    """Ring-all, retries and ring groups: one call, one record."""
    events = call(0, 20, 60, session="s-1", member="m-1", agent="1003")
    for second, agent in ((2, "1001"), (9, "1002")):
        events.append(event("agent-offering", second, CC_Agent=agent))
        events.append(event("bridge-agent-fail", second + 5, CC_Agent=agent, CC_Hangup_Cause="NO_ANSWER"))
    (row,) = told(tmp_path, events)
    assert (row["legs_offered"], row["agent"], row["wait_ms"]) == (3, "1003", 20_000)


def test_without_offers_the_number_of_rings_is_not_known(tmp_path: Path) -> None:
    (row,) = told(tmp_path, call(0, 8, 60, session="s-1", member="m-1")[-1:])
    assert "legs_offered" not in row
    assert (row["wait_ms"], row["talk_ms"]) == (8_000, 60_000)


def test_a_call_in_two_queues_is_two_visits_of_one_contact(tmp_path: Path) -> None:
    second = call(30, 5, 60, session="s-1", member="m-2")
    found = told(tmp_path, [*second, *left(0, 30, "TIMEOUT")])
    assert [(row["contact_id"], row["visit"], row["outcome"], row["tags"]) for row in found] == [
        ("s-1", 1, "flowed_out", "member=m-1"),
        ("s-1", 2, "answered", "member=m-2"),
    ]
    assert not any("transfer_in" in row or "transfer_out" in row for row in found)


def test_an_agent_who_puts_the_caller_into_another_queue_transfers(tmp_path: Path) -> None:
    found = told(tmp_path, call(0, 8, 60, session="s-1", member="m-1") + left(70, 9, "BREAK_OUT", member="m-2"))
    assert [(row["outcome"], row.get("transfer_out"), row.get("transfer_in")) for row in found] == [
        ("answered", "queue", None),
        ("abandoned", None, "queue"),
    ]


# -- a place taken up again


def resumed() -> list[dict[str, str]]:
    """The caller leaves after 40 s, rings again 20 s later and is answered after another 10 s.

    The queue's own clock says of the answered call that it joined with the first one.
    """
    second = call(60, 10, 30, session="s-2", member="m-1")
    second[0]["CC-Action"] = "member-queue-resume"
    for each in second[2:]:
        each["CC-Member-Joined-Time"] = str(T0)
    return [*left(0, 40, "BREAK_OUT"), *second]


def test_a_place_taken_up_again_is_two_visits_and_its_wait_is_counted_once(tmp_path: Path) -> None:
    found, reading = items(tmp_path, as_json(resumed()))
    assert [(row["contact_id"], row["outcome"], row["wait_ms"], row["tags"]) for row in rows(found)] == [
        ("s-1", "abandoned", 40_000, "member=m-1"),
        ("s-2", "answered", 10_000, "member=m-1;resumed=yes"),
    ]
    assert [code for _, code, _ in reading.warnings] == ["FS_RESUMED"]


@pytest.mark.parametrize(("own", "resumes"), [(2, False), (3, True)])
def test_it_shows_in_the_end_alone_when_the_calls_own_entry_is_later(tmp_path: Path, own: int, resumes: bool) -> None:
    end = call(0, 10, 30, session="s-2", member="m-1")[-1]
    end["variable_cc_queue_joined_epoch"] = str(T0 + own)
    (row,) = told(tmp_path, [end])
    assert ("resumed=yes" in str(row["tags"])) == resumes
    assert row["wait_ms"] == (10_000 - 1_000 * own if resumes else 10_000)


def test_where_only_the_first_entry_is_told_it_is_taken_and_flagged(tmp_path: Path) -> None:
    events = resumed()[2:]
    del events[0]["Event-Date-Timestamp"]
    (row,) = told(tmp_path, events)
    assert (row["offered_us"], row["flags"], row["wait_ms"]) == (T0 * US, "no_entry", 70_000)


# -- two ends


@pytest.mark.parametrize(("gone", "outcome"), [(7, "abandoned"), (8, "answered"), (9, "answered")])
def test_of_an_agents_and_a_cancelled_end_the_answer_counts_unless_the_caller_had_gone(
    tmp_path: Path, gone: int, outcome: str
) -> None:
    events = [*call(0, 8, 60, session="s-1", member="m-1"), left(0, gone, "NONE")[1]]
    found, reading = items(tmp_path, as_json(events))
    assert [row["outcome"] for row in rows(found)] == [outcome]
    assert "FS_TWO_ENDS" in [code for _, code, _ in reading.warnings]


def test_two_ends_that_tell_different_times_are_both_told(tmp_path: Path) -> None:
    """The store counts neither: ID_CONFLICT."""
    events = [*left(0, 30, "BREAK_OUT"), left(0, 31, "BREAK_OUT")[1]]
    assert [row["wait_ms"] for row in told(tmp_path, events)] == [30_000, 31_000]


# -- what is not whole


def test_a_call_without_an_end_waits_for_it(tmp_path: Path) -> None:
    found, _ = items(tmp_path, as_json(call(0, 8, 60, session="s-1", member="m-1")[:3]))
    (item,) = found
    assert isinstance(item, Incomplete)
    assert (item.code, item.contact, item.line) == ("FS_OPEN", "s-1", 1)


def test_an_end_without_an_entry_waits_for_it(tmp_path: Path) -> None:
    end = left(0, 8, "BREAK_OUT")[1]
    del end["CC-Member-Joined-Time"]
    assert codes(items(tmp_path, as_json([end]))[0]) == ["FS_NO_ENTRY"]


@pytest.mark.parametrize(("later", "expected"), [(86_400, "FS_OPEN"), (86_401, "read")])
def test_after_a_day_a_call_without_an_end_failed_and_is_never_abandoned_by_guess(
    tmp_path: Path, later: int, expected: str
) -> None:
    events = [event("member-queue-start", 0), *left(later, 0, "BREAK_OUT", session="s-2", member="m-2")]
    found, reading = items(tmp_path, as_json(events))
    assert codes(found) == [expected, "read"]
    if expected == "read":
        assert (rows(found)[0]["outcome"], rows(found)[0]["flags"]) == ("failed", "no_end")
        assert [code for _, code, _ in reading.warnings] == ["FS_FAILED"]


@pytest.mark.parametrize(
    ("core", "host", "expected"), [("b", "h", "restarted"), ("a", "h", None), ("b", "other", None)]
)
def test_a_restart_of_the_same_switch_ends_what_was_open(
    tmp_path: Path, core: str, host: str, expected: str | None
) -> None:
    here = {"Core-UUID": "a", "FreeSWITCH-Hostname": "h"}
    there = {"Core-UUID": core, "FreeSWITCH-Hostname": host}
    later = left(600, 5, "BREAK_OUT", session="s-2", member="m-2")
    events = [event("member-queue-start", 0) | here, *(each | there for each in later)]
    failed = [row.get("flags") for row in told(tmp_path, events) if row["outcome"] == "failed"]
    assert failed == ([expected] if expected else [])


def test_a_stay_without_an_end_before_another_of_the_same_call_failed(tmp_path: Path) -> None:
    events = [event("member-queue-start", 0), *left(50, 5, "BREAK_OUT", member="m-2")]
    assert [(row["visit"], row["outcome"]) for row in told(tmp_path, events)] == [(1, "failed"), (2, "abandoned")]


# -- times and names


@pytest.mark.parametrize(("end", "expected"), [(8, "read"), (7, "TIME_ORDER")])
def test_an_end_before_the_answer_is_refused(tmp_path: Path, end: int, expected: str) -> None:
    last = call(0, 8, 60, session="s-1", member="m-1")[-1] | {"CC-Member-Leaving-Time": str(T0 + end)}
    assert codes(items(tmp_path, as_json([last]))[0]) == [expected]


def test_a_leg_that_began_after_the_entry_is_flagged_and_left_out(tmp_path: Path) -> None:
    events = left(0, 5, "BREAK_OUT")
    events[1]["Caller-Channel-Created-Time"] = str((T0 + 1) * US)
    (row,) = told(tmp_path, events)
    assert ("arrived_us" in row, row["flags"]) == (False, "clock_disagrees")
    events[1]["Caller-Channel-Created-Time"] = str(T0 * US + 999_999)  # within the second of the entry
    assert told(tmp_path, events)[0]["arrived_us"] == T0 * US


@pytest.mark.parametrize(
    ("value", "code"),
    [("soon", "TS_FORMAT"), ("-1", "TS_FORMAT"), (str(T0 * US), "TS_RANGE"), ("946684799", "TS_RANGE")],
)
def test_a_time_that_cannot_be_is_refused_and_never_scaled(tmp_path: Path, value: str, code: str) -> None:
    end = left(0, 8, "BREAK_OUT")[1] | {"CC-Member-Leaving-Time": value}
    assert codes(items(tmp_path, as_json([end]))[0]) == [code]


def test_an_instant_in_the_future_is_refused(tmp_path: Path) -> None:
    events = left(0, 8, "BREAK_OUT")
    limit = (T0 + 8) * US
    events[1]["Event-Date-Timestamp"] = str(limit)
    assert codes(items(tmp_path, as_json(events), latest_us=limit)[0]) == ["read"]
    assert codes(items(tmp_path, as_json(events), latest_us=limit - 1)[0]) == ["TS_RANGE", "FS_OPEN"]


@pytest.mark.parametrize("name", ["CC-Queue", "CC-Member-UUID", "CC-Member-Session-UUID"])
def test_an_event_that_belongs_to_nothing_is_refused(tmp_path: Path, name: str) -> None:
    end = {key: value for key, value in left(0, 8, "TIMEOUT")[1].items() if key != name}
    (item,), _ = items(tmp_path, as_json([end]))
    assert isinstance(item, Refused)
    assert (item.code, name in item.message) == ("FIELD_MISSING", True)


def test_a_caller_whom_the_switch_called_is_a_callback(tmp_path: Path) -> None:
    events = call(0, 8, 60, session="s-1", member="m-1")
    events[0]["Call-Direction"] = "outbound"
    assert [(row["channel"], row["direction"]) for row in told(tmp_path, events)] == [("callback", "outbound")]
    events[0]["Call-Direction"], events[2]["Call-Direction"] = "inbound", "outbound"  # of the agent's leg
    assert [(row["channel"], row["direction"]) for row in told(tmp_path, events)] == [("voice", "inbound")]


def test_callers_are_kept_as_a_keyed_hash_or_not_at_all(tmp_path: Path) -> None:
    events = call(0, 8, 60, session="s-1", member="m-1")
    found, reading = items(tmp_path, as_json(events), customer_key=b"0123456789abcdef")
    (row,) = rows(found)
    assert str(row["customer"]).startswith("h:")
    assert "4930123" not in "".join(carried.text for carried in reading.carry)
    assert "customer" not in told(tmp_path, events)[0]


# -- doors


def test_the_sockets_text_and_json_are_the_same_facts(tmp_path: Path) -> None:
    events = call(0, 8, 60, session="s-1", member="m-1") + resumed()
    plain, one = items(tmp_path, as_json(events))
    encoded, other = items(tmp_path, as_socket(events))
    assert rows(plain) == rows(encoded)
    assert {(c.key, c.text) for c in one.carry} == {(c.key, c.text) for c in other.carry}


def test_the_consoles_text_is_not_encoded_and_says_recv_event(tmp_path: Path) -> None:
    text = "".join("RECV EVENT\n" + "".join(f"{k}: {v}\n" for k, v in e.items()) + "\n" for e in left(0, 8, "TIMEOUT"))
    assert [row["queue"] for row in rows(items(tmp_path, text)[0])] == ["sales@default"]


def test_a_broken_block_costs_itself(tmp_path: Path) -> None:
    text = as_socket(left(0, 8, "TIMEOUT")) + "this is no event\n\n"
    found, _ = items(tmp_path, text)
    assert codes(found) == ["FS_BLOCK", "read"]


def test_events_of_others_are_ignored_by_name(tmp_path: Path) -> None:
    others = [{"Event-Name": "CHANNEL_HANGUP"}, event("members-count", CC_Count=3)]
    assert codes(items(tmp_path, as_json(others))[0]) == ["FS_OTHER_EVENT", "FS_OTHER_ACTION"]


def test_the_same_event_twice_counts_once_and_is_told(tmp_path: Path) -> None:
    events = call(0, 8, 60, session="s-1", member="m-1")
    found, reading = items(tmp_path, as_json(events + events[1:2]))
    assert rows(found)[0]["legs_offered"] == 1
    assert reading.warnings == [(6, "FS_REPEATED", "1 fact told before, word for word; each counts once.")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "EMPTY_FILE"),
        ("hello\n", "FS_FORM"),
        ("name|system|uuid|type|contact\n1001|single_box|||\n", "FS_CONSOLE_LIST"),
        ("queue|agent|state|level|position\n", "FS_CONSOLE_LIST"),
        ("<html></html>", "FS_FORM"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_word(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        items(tmp_path, text)
    assert refused.value.code == code
