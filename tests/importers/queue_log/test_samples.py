"""Fragments of real logs: every oddity they hold is visible in the report, and every line is accounted for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.importers.queue_log.small_store import Store

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/formats/asterisk-queue_log"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")

ORPHANS = """\
{0} ignored QL_MEMBER: AGENTCALLBACKLOGIN: an agent's membership, log-in or break: no contact
{1} ignored QL_MEMBER: AGENTCALLBACKLOGOFF: an agent's membership, log-in or break: no contact
{2} ignored QL_MEMBER: UNPAUSEALL: an agent's membership, log-in or break: no contact
{3} ignored QL_MEMBER: UNPAUSE: an agent's membership, log-in or break: no contact
{4} ignored QL_MEMBER: UNPAUSE: an agent's membership, log-in or break: no contact
{5} read 1341401275.9 visit 1 q1: refused JOINEMPTY
{6} incomplete QL_OPEN: call 1341401601.24 entered q1 and its end is not logged yet
{8} incomplete QL_NO_ENTRY: call 1341401851.34 has COMPLETEAGENT in q1, and its entry there is not logged yet
{9} read 1341402016.44 visit 1 q1: refused FULL
{10} read 1341402482.49 visit 1 q1: refused CLOSED
{11} incomplete QL_NO_ENTRY: call 1341402586.51 has ABANDON in q1, and its entry there is not logged yet
"""

CONSULTED = """\
4 warning QL_TRAILING_FIELD: 1 line ending in an empty field, which is read as no field
4 ignored QL_CONSULTATION: call 1717397390.239830 is the consultation of an attended transfer; its lines belong to \
call 1717397243.239826
1 read 1717397243.239826 visit 1 1501: answered ATTENDEDTRANSFER
1 read 1717397243.239826 visit 2 1509: answered COMPLETEAGENT no_entry
6 warning QL_TRANSFER_LINKED: ATTENDEDTRANSFER is logged under call 1717397390.239830; it ends the visit of call \
1717397243.239826 to 1501
7 warning QL_TRANSFER_LINKED: CONNECT of call 1717397243.239826 in 1509 has no entry of its own there; the entry is \
logged under call 1717397390.239830
"""

RESTARTED = """\
1 warning QL_TRAILING_FIELD: 7 lines ending in an empty field, which is read as no field
1 ignored QL_SYSTEM: QUEUESTART: the system started; calls open at that moment are lost
2 ignored QL_SYSTEM: QUEUESTART: the system started; calls open at that moment are lost
3 ignored QL_SYSTEM: QUEUESTART: the system started; calls open at that moment are lost
4 ignored QL_SYSTEM: QUEUESTART: the system started; calls open at that moment are lost
5 ignored QL_SYSTEM: QUEUESTART: the system started; calls open at that moment are lost
6 ignored QL_MEMBER: ADDMEMBER (call id CLI): an agent's membership, log-in or break: no contact
7 read 1596512941.163 visit 1 support: abandoned ABANDON
9 read 1596513054.164 visit 1 sales: failed restarted
9 warning QL_FAILED: call 1596513054.164 entered sales and has no end: the system restarted; it is counted nowhere
10 ignored QL_SYSTEM: QUEUESTART: the system started; calls open at that moment are lost
"""


@pytest.mark.parametrize(
    ("name", "zone_name", "report"),
    [
        ("scenarios-2012.queue_log", None, ORPHANS.format(*range(1, 13))),
        ("db-table-2012.tsv", "America/New_York", ORPHANS.format(*range(2, 14))),
        ("consult-transfer-2024.queue_log", None, CONSULTED),
        ("restarts-and-orphan-2020.queue_log", None, RESTARTED),
    ],
)
def test_the_report_of_a_real_fragment(
    store_with: Callable[..., Store], name: str, zone_name: str | None, report: str
) -> None:
    """The golden report, line by line."""
    store = store_with(zone_name=zone_name).take(SAMPLES / name)
    assert sorted(store.report().splitlines()) == sorted(report.splitlines())


def test_the_customer_of_the_attended_transfer_made_two_visits(store: Store) -> None:
    """12 s and 7 s of wait, 120 s and 173 s of talk, both under the customer's call id."""
    rows = store.take(SAMPLES / "consult-transfer-2024.queue_log").rows
    names = ("visit", "queue", "wait_ms", "talk_ms", "agent", "transfer_in", "transfer_out", "flags")
    assert [tuple(row.get(name) for name in names) for row in rows] == [
        (1, "1501", 12_000, 120_000, "PJSIP/7009", None, "attended", None),
        (2, "1509", 7_000, 173_000, "PJSIP/7051", "attended", None, "no_entry"),
    ]


def test_the_table_read_in_utc_is_told_to_be_four_hours_off(store_with: Callable[..., Store]) -> None:
    """The call ids of the sample prove its clock to be four hours behind UTC."""
    store = store_with(zone_name="UTC").take(SAMPLES / "db-table-2012.tsv")
    ((_, code, message),) = store.warnings
    assert code == "ZONE_DISAGREES"
    assert "-04:00" in message


def test_table_and_file_of_the_same_events_are_taken_once(store_with: Callable[..., Store]) -> None:
    """Three refusals, whichever comes first, and not six."""
    store = store_with(zone_name="America/New_York")
    store.take(SAMPLES / "scenarios-2012.queue_log").take(SAMPLES / "db-table-2012.tsv")
    assert [(row["reason"], row["visit"]) for row in store.rows] == [("JOINEMPTY", 1), ("FULL", 1), ("CLOSED", 1)]
