"""A small record set with every table and every oddity: visits, transfers, unknown times, revisions, conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from pactline.records.folder.store import Store
from pactline.records.tables import (
    AGENT_STATES,
    AGENT_STATES_WORDS,
    ATTEMPTS,
    AUTHORS,
    CONTACTS,
    EVERY_QUEUE,
    INTERVAL_COUNTS,
    RESULTS,
    STATUSES,
    TICKET_EVENTS,
    WHATS,
    Table,
)

SUNDAY_US = 1_743_292_800_000_000  # 2025-03-30 00:00 UTC: clocks go forward in Europe that night
DAYS = 3
COUNTED_US = SUNDAY_US - 30 * 86_400_000_000  # days for which there are counts alone
_SECOND, _HOUR, _DAY = 1_000_000, 3_600_000_000, 86_400_000_000
_QUARTER = 900 * _SECOND
_ENDS = ("answered",) * 12 + ("abandoned",) * 4 + ("flowed_out", "callback", "refused", "failed", "open")

Line = tuple[int, Table, dict[str, Any]]


def lines(contacts: int = 1_500, seed: int = 7, days: int = DAYS, agents: int = 8, later_us: int = 0) -> Iterator[Line]:
    """Rows of all tables with their line numbers, spread over some days that begin so much later than usual."""
    chance = Random(seed)
    made = [
        *((CONTACTS, row) for number in range(contacts) for row in _contact(chance, number, days)),
        *((AGENT_STATES, row) for number in range(agents) for row in _agent(chance, number, days)),
        *((ATTEMPTS, row) for row in _attempts(chance, contacts // 5, days)),
        *((TICKET_EVENTS, row) for number in range(contacts // 10) for row in _ticket(chance, number, days)),
        *((INTERVAL_COUNTS, row) for row in _counts(chance, days)),
    ]
    for line, (table, row) in enumerate(made, 2):
        moved = {name: value + later_us if name.endswith("_us") and value is not None else value
                 for name, value in row.items()}  # fmt: skip
        yield line, table, {name: value for name, value in moved.items() if value is not None}


def _contact(chance: Random, number: int, days: int) -> Iterator[dict[str, Any]]:
    offered = SUNDAY_US + chance.randrange(days * _DAY)
    if chance.random() < 0.05:
        offered = offered // _QUARTER * _QUARTER  # on the edge of a quarter
    moved = None
    for visit in range(1, 1 + chance.choice((1, 1, 1, 1, 2, 3))):
        row = _visit(chance, number, visit, offered, moved)
        yield row
        if chance.random() < 0.02:  # a later revision that corrects it, or a contradiction of the same revision
            later = {**row, "agent": f"agent-{chance.randrange(9)}", "disposition": "corrected"}
            yield {**later, "source_rev": chance.choice((None, 2, 5))}
        moved = row.get("transfer_out")
        offered = (row.get("ended_us") or offered) + chance.randrange(300) * _SECOND + chance.randrange(_SECOND)


def _visit(chance: Random, number: int, visit: int, offered: int, moved: str | None) -> dict[str, Any]:
    end = chance.choice(_ENDS)
    wait = chance.choice((0, 4_999, 5_000, 5_001, 19_999, 20_000, 20_001, chance.randrange(600_000)))
    answered = offered + wait * 1000 if end == "answered" else None
    talk = chance.choice((None, 0, 9_999, 10_000, chance.randrange(1_200_000)))
    tagged = chance.random() < 0.5
    row: dict[str, Any] = {
        "contact_id": f"c{number:06d}",
        "visit": visit,
        "channel": chance.choice(("voice", "voice", "voice", "chat", "callback")),
        "queue": chance.choice(("billing", "technical", 'Rückfragen; "A", B', "übrige")),
        "direction": chance.choice(("inbound", "inbound", "inbound", "outbound")),
        "arrived_us": chance.choice((None, offered - chance.randrange(90_000_000))),
        "offered_us": offered,
        "answered_us": answered,
        "left_us": offered + wait * 1000 if end in ("abandoned", "flowed_out", "callback") else None,
        "ended_us": chance.choice((None, (answered or offered) + (talk or 0) * 1000 + chance.randrange(60_000_000))),
        "outcome": end,
        "reason": chance.choice((None, "timeout", "voicemail")),
        "wait_ms": None if end in ("refused", "failed", "open") or chance.random() < 0.04 else wait,
        "ring_ms": chance.choice((None, chance.randrange(30_000))),
        "customer": chance.choice((None, f"customer-{chance.randrange(200)}")),
        "disposition": chance.choice((None, "order", "complaint")),
        "self_service": chance.choice((None, None, "done", "left", "passed_on")),
        "due_us": chance.choice((None, None, offered + chance.randrange(4 * _HOUR))),
        "transfer_in": moved,
        "tags": "area=north;language=de" if tagged else chance.choice((None, "language=fr")),
        "flags": chance.choice((None, None, None, "no_end", "clock_disagrees;no_entry")),
        "callback_of": chance.choice((None, None, None, f"c{chance.randrange(200):06d}")),
        "legs_offered": chance.choice((None, 0, 1, 2, 3)),
    }
    if end == "answered":
        scale = chance.choice((None, None, "1-5", "0-10"))
        row |= {
            "talk_ms": talk,
            "hold_ms": chance.choice((None, 0, chance.randrange(60_000))),
            "wrap_ms": chance.choice((None, 0, chance.randrange(60_000))),
            "agent": f"agent-{chance.randrange(9)}",
            "transfer_out": chance.choice((None, None, None, "blind", "attended", "queue", "external")),
            "csat": chance.randint(*map(int, scale.split("-"))) if scale else None,
            "csat_scale": scale,
            "surveyed": chance.choice((None, "yes", "no")),
            "resolved": chance.choice((None, "yes", "no")),
            "resolved_said": chance.choice((None, "yes", "no")),
            "quality_points": chance.choice((None, chance.randrange(10_001))),
        }
    return row


def _agent(chance: Random, number: int, days: int) -> Iterator[dict[str, Any]]:
    for plan in ("actual", "scheduled"):
        at = SUNDAY_US + 6 * _HOUR + chance.randrange(_HOUR)
        while at < SUNDAY_US + days * _DAY:
            lasts = chance.choice((1, _QUARTER, chance.randrange(1, 3 * _HOUR)))
            yield {
                "agent": f"agent-{number}",
                "plan": plan,
                "state": chance.choice(AGENT_STATES_WORDS),
                "reason": chance.choice((None, "lunch")),
                "queue": chance.choice((EVERY_QUEUE, EVERY_QUEUE, "billing")),
                "from_us": at,
                "to_us": at + lasts,
            }
            at += lasts + chance.choice((0, 0, chance.randrange(_HOUR)))
            at = at // _QUARTER * _QUARTER if chance.random() < 0.3 else at


def _attempts(chance: Random, many: int, days: int) -> Iterator[dict[str, Any]]:
    for number in range(many):
        at = SUNDAY_US + chance.randrange(days * _DAY)
        result = chance.choice(RESULTS)
        reached = result in ("person", "abandoned")
        greeted = at + 10 * _SECOND + chance.randrange(5 * _SECOND) if reached and chance.random() < 0.9 else None
        ended = None if greeted is None else greeted + chance.choice((1_999_999, 2_000_000, 2_000_001, 0))
        connected = ended if result == "person" and chance.random() < 0.8 else None
        yield {
            "attempt_id": f"a{number:05d}",
            "campaign": chance.choice(("spring", "renewals")),
            "customer": chance.choice((None, f"customer-{chance.randrange(40)}")),
            "debt": chance.choice((None, f"debt-{chance.randrange(50)}")),
            "dialled_us": at,
            "local_zone": "Europe/Berlin",
            "local_day": at // _DAY,
            "local_second": at // _SECOND % 86_400,
            "result": result,
            "greeting_start_us": None if greeted is None else greeted - _SECOND,
            "greeting_end_us": greeted,
            "connected_us": connected,
            "ended_us": (connected or at) + chance.randrange(60 * _SECOND),
            "ring_ms": chance.choice((None, 14_999, 15_000, chance.randrange(40_000))),
            "agent": f"agent-{chance.randrange(9)}" if connected else None,
            "consent": chance.choice((None, "yes", "no")),
            "disposition": chance.choice((None, "promise", "wrong number")),
        }


def _ticket(chance: Random, number: int, days: int) -> Iterator[dict[str, Any]]:
    at, queue = SUNDAY_US + chance.randrange(days * _DAY // 2), chance.choice(("billing", "technical"))
    channel = chance.choice(("email", "message", "social"))
    for event in range(chance.randrange(1, 9)):
        author = "customer" if event == 0 else chance.choice((*AUTHORS, None))
        yield {
            "contact_id": f"t{number:05d}",
            "event_id": f"e{event}",
            "at_us": at,
            "channel": channel,
            "queue": queue if chance.random() < 0.8 else chance.choice(("billing", "technical")),
            "author": author,
            "public": None if author is None else chance.choice(("yes", "yes", "no")),
            "status": chance.choice(STATUSES) if author is None or chance.random() < 0.3 else None,
            "agent": f"agent-{chance.randrange(9)}" if author == "agent" else None,
            "customer": f"customer-{chance.randrange(200)}",
            "tags": chance.choice((None, "auto=yes")),
        }
        at += chance.choice((0, chance.randrange(6 * _HOUR)))  # two events may share an instant


def _counts(chance: Random, days: int) -> Iterator[dict[str, Any]]:
    for quarter in range(0, days * 96, 2):
        start = COUNTED_US + quarter * _QUARTER
        for what in WHATS:
            timed = what.endswith("_within")
            yield {
                "queue": "counted elsewhere",
                "channel": "voice",
                "direction": "inbound",
                "from_us": start,
                "to_us": start + chance.choice((1, 2)) * _QUARTER,
                "what": what,
                "within_ms": 20_000 if timed else 0,
                "value": chance.randrange(300_000 if what.endswith("_ms") else 40),
            }


def record_set(folder: Path, contacts: int = 1_500, seed: int = 7, leave: tuple[Table, ...] = ()) -> Path:
    """The rows (but for those of some tables) as a record-set folder of several segments, revised and contradicted rows
    among them."""
    given = [line for line in lines(contacts, seed) if line[1] not in leave]
    third = len(given) // 3
    with Store(folder) as store:
        for number, start in enumerate((third, 0, 2 * third)):  # not in order of time
            part = given[start : start + third] if number < 2 else given[start:]
            with store.stage(((line, table, [row]) for line, table, row in part), f"made-up-{number}"):
                store.commit({"sha256": f"{number}" * 64, "file": f"made-up-{number}"})
    return folder
