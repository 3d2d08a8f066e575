"""What becomes a queue visit, and what becomes of it: each rule at both sides of its edge."""

from __future__ import annotations

import pytest
from tests.importers.threecx.made_up import NOBODY, Files, abandoned, cdr, from_menu, items, ring, rows, us

from pactline.importers.customers import hashed
from pactline.importers.reading import Ignored, Incomplete, Read

KEY = b"0123456789abcdef"


def test_an_answered_visit() -> None:
    (row,) = rows(cdr())
    assert [row[f"{name}_us"] for name in ("arrived", "offered", "answered", "ended")] == [
        us(s) for s in (0, 0, 12, 132)
    ]
    assert (row["outcome"], row["wait_ms"], row["talk_ms"]) == ("answered", 12_000, 120_000)
    assert (row["contact_id"], row["visit"], row["queue"], row["agent"]) == ("1", 1, "800", "101")
    assert (row["direction"], row["legs_offered"], row["reason"]) == ("inbound", 1, "TerminatedBySrc")
    assert not {"flags", "hold_ms", "customer"} & set(row)


@pytest.mark.parametrize(("answered", "known"), [("09:00:00", False), ("09:00:01", False), ("09:00:02", True)])
def test_an_answer_within_a_second_is_the_queues_own_and_tells_nothing_of_the_wait(answered: str, known: bool) -> None:
    """Old versions log the pick-up of the queue. Nobody's phone is answered within a second of the call."""
    files = Files()
    (item,) = files.take(cdr(time_answered=f"2026/03/02 {answered}", duration=""))
    assert isinstance(item, Read)
    assert item.row["outcome"] == "answered"
    told = (item.row.get("wait_ms"), item.row.get("flags"), [code for _, code, _ in files.warnings])
    assert told == ((2_000, None, []) if known else (None, "wait_unknown", ["CX_WAIT_HIDDEN"]))


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("TerminatedBySrc", "abandoned"), ("src_participant_terminated", "abandoned"),
        ("Failed_Cancelled", "abandoned"), ("TerminatedByDst", "flowed_out"),
        ("dst_participant_terminated", "flowed_out"), ("timeout", "flowed_out"),
        ("Failed", "failed"), ("no_route", "failed"), ("busy", "refused"), ("MaxCallsReached", "refused"),
    ],
)  # fmt: skip
def test_a_visit_that_reached_nobody_is_judged_by_why_the_call_ended(reason: str, outcome: str) -> None:
    (row,) = rows(abandoned(reason_terminated=reason))
    assert (row["outcome"], row["reason"], row["left_us"]) == (outcome, reason, us(30))
    assert row.get("wait_ms") == (None if outcome == "refused" else 30_000)
    assert "answered_us" not in row


def test_an_unknown_reason_is_flagged_and_not_an_abandonment() -> None:
    (row,) = rows(abandoned(reason_terminated="Evaporated"))
    assert (row["outcome"], row["flags"]) == ("flowed_out", "unknown_event")


@pytest.mark.parametrize(
    ("final", "outcome", "reason"),
    [
        ({"final_type": "VMail", "final_dn": "999"}, "flowed_out", "voicemail"),
        ({"final_type": "Line", "final_dn": "10001"}, "flowed_out", "to line"),
        ({"final_type": "IVR", "final_dn": "901"}, "flowed_out", "to ivr"),
        (
            {"final_type": "Extension", "final_dn": "101", "time_answered": "", "duration": ""},
            "abandoned",
            "TerminatedBySrc",
        ),
    ],
)
def test_what_the_call_ended_at_decides(final: dict[str, str], outcome: str, reason: str) -> None:
    (row,) = rows(cdr(**{**NOBODY, **final}))
    assert (row["outcome"], row["reason"]) == (outcome, reason)


def test_agents_who_were_rung_and_did_not_answer_are_legs() -> None:
    (row,) = rows(cdr(missed_queue_calls="Ext.102;Ext.103"))
    assert row["legs_offered"] == 3
    (row,) = rows(abandoned(missed_queue_calls="102"))
    assert row["legs_offered"] == 1
    (row,) = rows(abandoned(missed_queue_calls="800"))
    assert row["legs_offered"] == 0, "the queue itself is no agent"


def test_a_queue_that_overflows_into_another_is_two_visits_with_one_known_time() -> None:
    known = abandoned(7, to_dn="801", to_no="Ext.801", chain="Chain: +4930123;Ext.801;")
    found = [
        row for row in rows(cdr(chain="Chain: +4930123;Ext.800;Ext.801;Ext.101;"), known) if row["contact_id"] == "1"
    ]
    assert [(r["visit"], r["queue"], r["outcome"], r.get("wait_ms"), r["flags"]) for r in found] == [
        (1, "800", "flowed_out", None, "wait_unknown"),
        (2, "801", "answered", None, "no_entry;wait_unknown"),
    ]


def test_a_call_that_ended_in_a_queue_behind_a_menu_has_no_known_entry() -> None:
    (row,) = rows(
        from_menu(**{**NOBODY, "final_type": "Queue", "final_dn": "800", "chain": "Chain: +49;Ext.900;Ext.800;"})
    )
    assert (row["queue"], row["outcome"], row["flags"]) == ("800", "abandoned", "no_entry;wait_unknown")
    assert (row["offered_us"], row["left_us"], row.get("wait_ms")) == (us(0), us(132), None)


def test_a_number_in_the_chain_is_a_queue_once_any_line_names_it_as_one() -> None:
    (item,) = items(from_menu())
    assert isinstance(item, Ignored)
    assert item.code == "CX_NO_QUEUE"
    found = [row for row in rows(from_menu(), abandoned(2)) if row["contact_id"] == "1"]
    assert [(row["queue"], row["outcome"], row["flags"]) for row in found] == [
        ("800", "answered", "no_entry;wait_unknown")
    ]


def test_an_earlier_call_gets_its_visit_when_a_later_file_names_the_queue() -> None:
    files = Files()
    assert [type(item) for item in files.take(from_menu())] == [Ignored]
    told = files.take(abandoned(2))
    assert sorted(item.row["contact_id"] for item in told if isinstance(item, Read)) == ["1", "2"]
    assert [item.row["contact_id"] for item in files.take(abandoned(3)) if isinstance(item, Read)] == ["3"]


def test_the_queues_own_calls_to_agents_are_rings_and_tell_the_true_answer() -> None:
    taken = ring(callid="x", time_start="2026/03/02 09:00:08", time_answered="2026/03/02 09:00:12",
                 time_end="2026/03/02 09:02:12", duration="00:02:00", to_dn="101",
                 reason_terminated="TerminatedBySrc")  # fmt: skip
    told = items(cdr(time_answered="2026/03/02 09:00:00", duration="00:02:12"), ring(), taken)
    (read,) = [item for item in told if isinstance(item, Read)]
    assert (read.row["wait_ms"], read.row["talk_ms"], read.row["legs_offered"]) == (12_000, 120_000, 2)
    assert [item.code for item in told if isinstance(item, Ignored)] == ["CX_LEG", "CX_LEG"]


def test_a_ring_without_the_customers_call_waits_for_it() -> None:
    files = Files()
    (item,) = files.take(ring())
    assert isinstance(item, Incomplete)
    assert (item.code, item.contact) == ("CX_NO_CALL", "1")
    (read,) = files.take(abandoned())
    assert isinstance(read, Read)
    assert read.row["legs_offered"] == 1


def test_several_calls_of_one_history_are_visits_in_order_of_time() -> None:
    second = cdr(callid="b", time_start="2026/03/02 09:05:00", time_answered="2026/03/02 09:05:05",
                 time_end="2026/03/02 09:07:05", to_dn="801", to_no="Ext.801",
                 chain="Chain: +4930123;Ext.801;Ext.101;")  # fmt: skip
    assert [(row["visit"], row["queue"], row["source_rev"]) for row in rows(second, cdr())] == [
        (1, "800", 2_000), (2, "801", 2_000),
    ]  # fmt: skip


def test_calls_that_enter_no_queue_are_named_and_ignored() -> None:
    out = {"from_no": "Ext.101", "from_dn": "101", "from_type": "Extension", "to_no": "+4930", "to_dn": "10000",
           "to_type": "Line", "final_type": "Line", "final_dn": "10000", "chain": "Chain: Ext.101;+4930;"}  # fmt: skip
    told = items(cdr(1, **out), cdr(2, **{**NOBODY, "to_type": "Extension", "to_dn": "101", "chain": ""}))
    assert [item.code for item in told if isinstance(item, Ignored)] == ["CX_OUTBOUND", "CX_NO_QUEUE"]


def test_a_colleague_who_calls_the_queue_is_internal_and_no_customer() -> None:
    inside = {
        "from_no": "Ext.105",
        "from_dn": "105",
        "from_type": "Extension",
        "chain": "Chain: Ext.105;Ext.800;Ext.101;",
    }
    (row,) = rows(cdr(**inside), customer_key=KEY)
    assert (row["direction"], row["queue"], "customer" in row) == ("internal", "800", False)


def test_words_come_in_any_case() -> None:
    (row,) = rows(cdr(from_type="line", to_type="queue", final_type="extension", reason_terminated="TERMINATEDBYSRC"))
    assert (row["outcome"], row["queue"]) == ("answered", "800")


def test_the_callers_number_is_hashed_and_told_nowhere_else() -> None:
    files = Files(customer_key=KEY)
    (item,) = files.take(cdr())
    assert isinstance(item, Read)
    assert item.row["customer"] == hashed("+4930123", KEY)
    told = str(item) + str(files.warnings) + str(files._carried)
    assert "4930123" not in told
    assert "Anna" not in told
    assert "customer" not in rows(cdr(from_no="anonymous"), customer_key=KEY)[0]
