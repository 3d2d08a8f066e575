"""Each event, in its old and new forms, one short log at a time. Times are seconds after 1772438400."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.importers.queue_log.small_store import Store

from pactline.importers.queue_log.events import EVENTS, Kind
from pactline.importers.reading import Ignored, Incomplete, Refused

T = 1_772_438_400
S = 1000


def log(text: str) -> str:
    """Lines ``second|rest``, several separated by blanks or lines, as a log."""
    lines = [line.strip().split("|", 1) for line in text.strip().splitlines()]
    return "".join(f"{T + int(second)}|{rest}\n" for second, rest in lines)


ENTRY = "0|c.1|sales|NONE|ENTERQUEUE||5551|1"
ANSWER = "10|c.1|sales|SIP/7|CONNECT|10|x.1|4"


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("70|c.1|sales|SIP/7|COMPLETEAGENT|10|60|1", {"reason": "COMPLETEAGENT", "transfer_out": None}),
        ("70|c.1|sales|SIP/7|COMPLETECALLER|10|60|1|||", {"reason": "COMPLETECALLER", "transfer_out": None}),
        ("70|c.1|sales|SIP/7|TRANSFER|200|ext", {"reason": "TRANSFER", "transfer_out": "blind"}),
        ("70|c.1|sales|SIP/7|TRANSFER|200|ext|10|60|1", {"reason": "TRANSFER", "transfer_out": "blind"}),
        ("70|c.1|sales|SIP/7|BLINDTRANSFER|200|ext|10|60|1", {"reason": "BLINDTRANSFER", "transfer_out": "blind"}),
        ("70|c.1|sales|SIP/7|ATTENDEDTRANSFER|BRIDGE|b-1|10|60|1", {"transfer_out": "attended"}),
        ("70|c.1|sales|SIP/7|ATTENDEDTRANSFER|APP|Queue|10|60|1", {"transfer_out": "attended"}),
        ("70|c.1|sales|SIP/7|ATTENDEDTRANSFER|LINK|SIP/7-1|SIP/8-1|10|60|1", {"transfer_out": "attended"}),
        ("70|c.1|sales|SIP/7|ATTENDEDTRANSFER|LINK|SIP/7-1|SIP/8-1|10|60\\|1", {"transfer_out": "attended"}),
    ],
)
def test_an_answered_visit_in_every_form_of_its_end(store: Store, end: str, expected: dict[str, Any]) -> None:
    """Entry at 0, answered at 10 after 4 s of ring, over at 70."""
    (row,) = store.take(log(f"{ENTRY}\n{ANSWER}\n{end}")).rows
    figures = {"outcome": "answered", "wait_ms": 10 * S, "talk_ms": 60 * S, "ring_ms": 4 * S, "agent": "SIP/7"}
    figures |= {"answered_us": (T + 10) * 10**6, "ended_us": (T + 70) * 10**6, "legs_offered": 1, "flags": None}
    assert {name: row.get(name) for name in (*figures, *expected)} == figures | expected


@pytest.mark.parametrize(
    ("end", "outcome", "reason", "wait_s"),
    [
        ("9|c.1|sales|NONE|ABANDON|1|1|9", "abandoned", "ABANDON", 9),
        ("9|c.1|sales|NONE|ABANDON|1", "abandoned", "ABANDON", 9),
        ("9|c.1|sales|NONE|ABANDON|1|1|", "abandoned", "ABANDON", 9),
        ("9|c.1|sales|NONE|EXITWITHTIMEOUT|1|1|8", "flowed_out", "EXITWITHTIMEOUT", 8),
        ("9|c.1|sales|NONE|EXITWITHTIMEOUT|1", "flowed_out", "EXITWITHTIMEOUT", 9),
        ("9|c.1|sales|NONE|EXITWITHKEY|2|1", "flowed_out", "EXITWITHKEY 2", 9),
        ("9|c.1|sales|NONE|EXITWITHKEY|#|1|1|9", "flowed_out", "EXITWITHKEY #", 9),
        ("9|c.1|sales|NONE|EXITEMPTY|1|1|9", "flowed_out", "EXITEMPTY", 9),
        ("9|c.1|sales|NONE|LEAVEEMPTY", "flowed_out", "LEAVEEMPTY", 9),
        ("9|c.1|sales|NONE|LEAVEUNAVAIL|", "flowed_out", "LEAVEUNAVAIL", 9),
        ("9|c.1|sales|NONE|EXITEMPTY|1|1|9\n10|c.1|sales|NONE|LEAVEEMPTY", "flowed_out", "EXITEMPTY", 9),
    ],
)
def test_an_unanswered_visit_in_every_form_of_its_end(
    store: Store, end: str, outcome: str, reason: str, wait_s: int
) -> None:
    """Entry at 0, left at 9; a wait that is not logged is recovered from the times."""
    (row,) = store.take(log(f"{ENTRY}\n{end}")).rows
    assert (row["outcome"], row["reason"], row["wait_ms"]) == (outcome, reason, wait_s * S)
    assert row["left_us"] == (T + 9) * 10**6
    assert "answered_us" not in row


@pytest.mark.parametrize("event", [name for name, known in EVENTS.items() if known.kind is Kind.REFUSAL])
def test_a_refusal_is_a_visit_that_never_waited(store: Store, event: str) -> None:
    """FULL and its like come without an entry."""
    (row,) = store.take(log(f"5|c.1|sales|NONE|{event}")).rows
    assert (row["outcome"], row["reason"], row.get("wait_ms")) == ("refused", event, None)


@pytest.mark.parametrize("event", [name for name, known in EVENTS.items() if known.kind in (Kind.MEMBER, Kind.SYSTEM)])
def test_membership_and_system_events_are_ignored_by_name(store: Store, event: str) -> None:
    """No contact, whatever stands as call id."""
    store.take(log(f"5|{T}.4|sales|SIP/7|{event}|x|3"))
    assert store.rows == []
    (item,) = store.items
    assert isinstance(item, Ignored)
    assert event in item.message


@pytest.mark.parametrize("call", ["NONE", "CLI", "MANAGER", "REALTIME", ""])
def test_words_in_the_place_of_a_call_id_are_no_contacts(store: Store, call: str) -> None:
    """An entry and an end that the command line made."""
    store.take(log(f"0|{call}|sales|NONE|ENTERQUEUE||1|1\n9|{call}|sales|NONE|ABANDON|1|1|9"))
    assert store.told(Ignored) == [(1, "QL_NO_CALL"), (2, "QL_NO_CALL")]
    assert store.rows == []


def test_rings_that_nobody_answered_count_as_agents_rung(store: Store) -> None:
    """Two rings of 5,000 ms before the answer make three agents rung, one visit."""
    rings = "6|c.1|sales|SIP/8|RINGNOANSWER|5000\n6|c.1|sales|SIP/9|RINGCANCELED|5000"
    (row,) = store.take(log(f"{ENTRY}\n{rings}\n{ANSWER}\n70|c.1|sales|SIP/7|COMPLETEAGENT|10|60|1")).rows
    assert row["legs_offered"] == 3
    assert store.told(Ignored) == []


def test_a_ring_that_began_before_the_visit_is_told_and_not_counted(store: Store) -> None:
    """Five seconds of ring two seconds after the entry."""
    (row,) = store.take(log(f"{ENTRY}\n2|c.1|sales|SIP/8|RINGNOANSWER|5000\n9|c.1|sales|NONE|ABANDON|1|1|9")).rows
    assert row["legs_offered"] == 0
    assert store.told(Ignored) == [(2, "QL_UNPLACED")]


def test_an_answer_without_ring_as_before_asterisk_1_8(store: Store) -> None:
    """CONNECT with nothing but the wait."""
    (row,) = store.take(log(f"{ENTRY}\n10|c.1|sales|SIP/7|CONNECT|10\n70|c.1|sales|SIP/7|COMPLETEAGENT|10|60|1")).rows
    assert (row["wait_ms"], row.get("ring_ms")) == (10 * S, None)


def test_an_answer_that_is_not_logged_follows_from_the_end(store: Store) -> None:
    """The end says wait 10 and talk 60."""
    (row,) = store.take(log(f"{ENTRY}\n70|c.1|sales|SIP/7|COMPLETEAGENT|10|60|1")).rows
    assert (row["answered_us"], row["wait_ms"], row["agent"]) == ((T + 10) * 10**6, 10 * S, "SIP/7")


def test_wrap_up_goes_to_the_last_completion_of_the_agent(store: Store) -> None:
    """WRAPUPSTART has no call id; it follows the completion at once."""
    store.take(
        log(f"""
        {ENTRY}
        {ANSWER}
        70|c.1|sales|SIP/7|COMPLETEAGENT|10|60|1
        70|NONE|sales|SIP/7|WRAPUPSTART|25
        95|NONE|sales|SIP/8|WRAPUPSTART|25
        """)
    )
    (row,) = store.rows
    assert row["wrap_ms"] == 25 * S
    assert store.told(Ignored) == [(5, "QL_UNPLACED")]


def test_facts_become_tags_and_disposition(store: Store) -> None:
    """The number called, a note, the priority, and the agent's code."""
    facts = """
        0|c.1|sales|NONE|DID|49891
        3|c.1|sales|NONE|INFO|IVR|a;b
        3|c.1|sales|NONE|PENALTY|2
        80|c.1|sales|SIP/7|CALLSTATUS|sold
        81|d.1|sales|SIP/7|CALLSTATUS|sold"""
    (row,) = store.take(log(f"{ENTRY}\n{ANSWER}\n70|c.1|sales|SIP/7|COMPLETEAGENT|10|60|1\n{facts.strip()}")).rows
    assert (row["tags"], row["disposition"]) == ("did=49891;info=IVR a,b;penalty=2", "sold")
    assert store.told(Ignored) == [(8, "QL_UNPLACED")]


def test_the_same_queue_twice_makes_two_visits_even_within_one_second(store: Store) -> None:
    """Left by time-out at 60 and entered again in the same second, the lines in the wrong order."""
    store.take(
        log(f"""
        60|c.1|sales|NONE|ENTERQUEUE||5551|1
        {ENTRY}
        75|c.1|sales|NONE|ABANDON|1
        60|c.1|sales|NONE|EXITWITHTIMEOUT|1
        """)
    )
    assert [(row["visit"], row["reason"], row["wait_ms"]) for row in store.rows] == [
        (1, "EXITWITHTIMEOUT", 60 * S),
        (2, "ABANDON", 15 * S),
    ]


def test_a_visit_after_a_blind_transfer_began_by_it(store: Store) -> None:
    """The first visit ends by transfer, the second begins by it."""
    store.take(
        log(f"""
        {ENTRY}
        {ANSWER}
        70|c.1|sales|SIP/7|BLINDTRANSFER|600|ext|10|60|1
        70|c.1|help|NONE|ENTERQUEUE||5551|1
        80|c.1|help|NONE|ABANDON|1|1|10
        """)
    )
    assert [(row["queue"], row.get("transfer_in"), row.get("transfer_out")) for row in store.rows] == [
        ("sales", None, "blind"),
        ("help", "blind", None),
    ]


def test_events_before_the_entry_are_paired_by_order_and_marked(store: Store) -> None:
    """The clock was set back by 15 s while the caller waited."""
    (row,) = store.take(log("20|c.1|sales|NONE|ENTERQUEUE||5551|1\n14|c.1|sales|NONE|ABANDON|1|1|9")).rows
    assert (row["outcome"], row["wait_ms"], row["flags"]) == ("abandoned", 9 * S, "clock_disagrees")


def test_two_ends_that_differ_only_in_who_hung_up_are_one_record(store: Store) -> None:
    """No figure depends on it; the report tells."""
    ends = "70|c.1|sales|SIP/7|COMPLETEAGENT|10|60|1\n70|c.1|sales|SIP/7|COMPLETECALLER|10|60|1"
    (row,) = store.take(log(f"{ENTRY}\n{ANSWER}\n{ends}")).rows
    assert row["reason"] == "COMPLETEAGENT/COMPLETECALLER"
    assert [code for _, code, _ in store.warnings] == ["QL_TWO_ENDS"]


def test_two_ends_that_tell_different_stories_are_a_conflict(store: Store) -> None:
    """Both are handed to the store under one key and one revision, so that neither counts."""
    ends = "70|c.1|sales|SIP/7|COMPLETEAGENT|10|60|1\n75|c.1|sales|SIP/7|COMPLETECALLER|10|65|1"
    store.take(log(f"{ENTRY}\n{ANSWER}\n{ends}"))
    assert [len(held) for held in store.versions.values()] == [2]
    assert store.rows == []


def test_an_answered_call_cannot_be_abandoned(store: Store) -> None:
    """An agent answered, and the queue's end is an abandon."""
    store.take(log(f"{ENTRY}\n{ANSWER}\n70|c.1|sales|NONE|ABANDON|1|1|70"))
    assert store.told(Refused) == [(1, "OUTCOME_CONTRADICTS")]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("0|c.1|sales", "QL_FIELDS"),
        ("0|c.1|sales|SIP/7|COMPLETEAGENT|10", "QL_FIELDS"),
        ("0|c.1|sales|SIP/7|ATTENDEDTRANSFER|SOMEHOW|x|1|1|1", "QL_FIELDS"),
        ("0|c 1|sales|NONE|ENTERQUEUE||1|1", "ID_FORMAT"),
        ("0|c.1||NONE|ENTERQUEUE||1|1", "QUEUE_EMPTY"),
        (f"0|c.1|{'s' * 129}|NONE|ENTERQUEUE||1|1", "FIELD_TOO_LONG"),
        ("0|c.1|sa\u202eles|NONE|ENTERQUEUE||1|1", "TEXT_UNSAFE"),
        ("0|c.1|sa\tles|NONE|ENTERQUEUE||1|1", "CTRL_CHAR"),
        ("0|NONE|sales|SIP/7|WRAPUPSTART|soon", "NUM_FORMAT"),
    ],
)
def test_a_bad_line_is_refused_with_its_code(store: Store, lines: str, code: str) -> None:
    """Each is refused by itself and nothing else is."""
    store.take(log(f"{lines}\n5|x.1|sales|NONE|FULL"))
    assert store.told(Refused) == [(1, code)]
    assert len(store.rows) == 1


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ("1772438400.5", None),
        ("17724384x", "TS_FORMAT"),
        ("-5", "TS_FORMAT"),
        ("99", "TS_RANGE"),
        ("9" * 20, "TS_RANGE"),
    ],
)
def test_times_are_seconds_since_1970_with_or_without_a_fraction(store: Store, time: str, code: str | None) -> None:
    """Milliseconds are refused, never scaled."""
    store.take(f"{time}|x.1|sales|NONE|FULL\n")
    assert store.told(Refused) == ([(1, code)] if code else [])
    assert [row["offered_us"] for row in store.rows] == ([] if code else [T * 10**6 + 500_000])


def test_callers_are_kept_only_as_a_keyed_hash(store_with: Callable[..., Store]) -> None:
    """Without a key no number is kept; with one, equal numbers are equal and withheld ones are nobody."""
    text = log(f"{ENTRY}\n9|c.1|sales|NONE|ABANDON|1|1|9\n0|d.1|sales|NONE|ENTERQUEUE||anonymous|1")
    (row,) = store_with().take(text).rows
    assert "customer" not in row
    keyed = store_with(customer_key=b"local")
    (row,) = keyed.take(text).rows
    assert row["customer"] == "h:e1b01942c24d0be1595b9335e69398c5"
    assert "5551" not in repr(keyed._carried) + repr(keyed.items)


def test_a_visit_that_is_open_a_day_later_failed(store: Store) -> None:
    """It is never taken for abandoned; a file that comes later says that a day went by."""
    assert store.take(log(ENTRY)).told(Incomplete) == [(1, "QL_OPEN")]
    (row, other) = store.take(log(f"{2 * 86_400}|z.1|sales|NONE|FULL")).rows
    assert (row["outcome"], row["flags"], other["outcome"]) == ("failed", "no_end", "refused")
    (row, _) = store.take(log("9|c.1|sales|NONE|ABANDON|1|1|9")).rows
    assert (row["outcome"], row.get("flags")) == ("abandoned", None)


def test_repeated_lines_and_blank_lines_change_nothing_and_are_told(store: Store) -> None:
    """The log twice in one file."""
    text = log(f"{ENTRY}\n9|c.1|sales|NONE|ABANDON|1|1|9")
    (row,) = store.take(text).rows
    assert [row] == store.take(f"\ufeff{text}\r\n{text}".encode()).rows
    assert store.told(Ignored) == [(3, "BLANK_LINE")]
    assert store.warnings[0][:2] == (4, "QL_REPEATED_LINES")


def test_a_caller_whom_a_program_takes_out_of_the_queue_flows_out(store: Store) -> None:
    """The event has what other exits have, and a word of the program behind it."""
    (row,) = store.take(log(ENTRY + "\n30|c.1|sales|NONE|WITHDRAW|1|2|30|callback")).rows
    assert (row["outcome"], row["reason"], row["wait_ms"]) == ("flowed_out", "WITHDRAW", 30 * S)


CALLED = """
0|V1.1|sales|NONE|CALLOUTBOUND||5551234
9|V1.1|sales|Agent/12|CONNECT|9|V1.1
69|V1.1|sales|Agent/12|COMPLETEAGENT|9|60|1
70|V1.1|sales|Agent/12|CALLSTATUS|SALE
"""


def test_a_call_out_with_all_its_lines_is_ignored_by_name(store: Store) -> None:
    """It waits in no queue: it is neither a contact nor something that a later file could complete."""
    store.take(log(CALLED))
    assert (store.rows, store.told(Incomplete), store.told(Refused)) == ([], [], [])
    assert store.told(Ignored) == [(1, "QL_OUTBOUND")]
    assert not any("5551234" in carried.text for held in store._carried.values() for carried in held)


def test_a_call_out_that_two_files_tell_and_one_that_comes_into_a_queue_later(store: Store) -> None:
    """What an agent puts into another queue waits there."""
    lines = log(CALLED).splitlines(keepends=True)
    store.take("".join(lines[1:]))
    assert store.told(Incomplete) == [(1, "QL_NO_ENTRY")]
    store.take(lines[0])
    assert (store.told(Incomplete), store.told(Ignored)) == ([], [(1, "QL_OUTBOUND")])
    (row,) = store.take(log("80|V1.1|help|NONE|ENTERQUEUE||5|1\n90|V1.1|help|NONE|ABANDON|1|1|10")).rows
    assert (row["queue"], row["outcome"], row["wait_ms"]) == ("help", "abandoned", 10 * S)


def test_figures_with_all_digits_of_a_program_are_cut_to_what_is_kept(store: Store) -> None:
    """Programs that write into the log themselves write what their language prints: microseconds, then milliseconds."""
    text = f"{T}.1234567|c.1|sales|NONE|ENTERQUEUE||5551|1\n"
    text += f"{T + 12}.5|c.1|sales|SIP/7|CONNECT|12.3765433\n"
    text += f"{T + 72}.5|c.1|sales|SIP/7|COMPLETECALLER|12.3765433|60.0000009536743|1\n"
    (row,) = store.take(text).rows
    assert (row["offered_us"], row["wait_ms"], row["talk_ms"]) == (T * 1_000_000 + 123_456, 12_376, 60_000)
