"""Which calls the engine can put together by itself, and what becomes of them.

A call is ordinary when each of its queues was entered once, answered at most once and left once, in this order, when
every figure of it is sound and every line of it is one that ``sound_lines`` understands. The pairing of ``visits`` and
the rules of ``rows`` then have one outcome, which is worked out here in the same words. A test holds both against each
other.

While lines are put together names are numbers, because the engine needs little memory to add and compare those.
"""

# ruff: noqa: S608 - the SQL is made of our own words
from __future__ import annotations

from collections.abc import Mapping

from pactline.importers.queue_log.events import EVENTS
from pactline.importers.queue_log.rows import DAY_US, MOST_FACTS, PER_FACT, PER_LINE
from pactline.importers.queue_log.sound_lines import COMPLETIONS, EARLIER, NAMES, Sort
from pactline.importers.queue_log.visits import GLITCH_US, NEAR_US, SECOND_US
from pactline.importers.queue_log.zone import CALL_EPOCH
from pactline.records.columns import Outcome
from pactline.records.staging import QUARTER_US
from pactline.records.tables import CONTACTS

_ENDS = f"sort IN ({Sort.ANSWERED}, {Sort.LEFT})"
_COUNTED = {  # what is counted in one sum, each in its own bits; what has no place in it is told by the number of lines
    "entries": Sort.ENTRY, "connects": Sort.CONNECT, "answers": Sort.ANSWERED, "leaves": Sort.LEFT, "dids": Sort.DID,
    "rings": Sort.RING,
}  # fmt: skip
_BITS = 12


def names(lines: str) -> str:
    """SQL for every name in some lines with its number: ``number`` and ``name``."""
    every = " UNION ".join(f"SELECT DISTINCT {name} AS name FROM ({lines})" for name in ("queue", "agent", "word"))
    return f"SELECT hash(name) AS number, name FROM ({every}) WHERE name IS NOT NULL"


def visits(lines: str, twice: str | None, wraps: str | None, *, by_queue: bool) -> str:
    """SQL for one row of each call, or of each queue of a call, with what its lines say and whether it is ``ordinary``.

    ``lines`` yields what ``sound_lines`` does, ``twice`` the calls in which a ring is repeated, ``wraps`` wrap-up as
    ``agent``, ``us`` and ``ms``.
    """
    counted = " ".join(f"WHEN {sort} THEN {1 << _BITS * at}" for at, sort in enumerate(_COUNTED.values()))
    queue = "hash(queue)" if by_queue else "min(hash(queue))"
    told = (
        f"SELECT call, {queue} AS queue_number, {'true' if by_queue else 'min(hash(queue)) = max(hash(queue))'} "
        f"AS one_queue, min(seq) AS first_seq, count(*) AS lines, "
        f"sum((CASE sort {counted} ELSE 0 END)::HUGEINT) AS sums, "
        f"{_of(Sort.ENTRY, us='begin_us', customer='customer')}, "
        f"{_of(Sort.CONNECT, us='connect_us', wait_ms='connect_ms', more_ms='ring_ms', agent='agent_number')}, "
        f"max(us) FILTER ({_ENDS}) AS end_us, max(event) FILTER ({_ENDS}) AS end_event, "
        f"max(wait_ms) FILTER ({_ENDS}) AS end_ms, max(hash(agent)) FILTER ({_ENDS}) AS end_agent, "
        f"{_of(Sort.ANSWERED, more_ms='talk_ms')}, {_of(Sort.LEFT, word='pressed_number')}, "
        f"{_of(Sort.DID, word='did_number')}, {_of(Sort.RING, us='last_ring_us')}, "
        f"min(us - wait_ms * 1000) FILTER (sort = {Sort.RING}) AS first_ring_us, "
        f"bool_and(us % {SECOND_US} = 0) AS whole, bool_or(us % {SECOND_US} = 0) AS some_whole "
        f"FROM ({lines}) GROUP BY call{', hash(queue)' if by_queue else ''}"
    )
    counts = ", ".join(
        f"((sums >> {_BITS * at}) & {(1 << _BITS) - 1})::BIGINT AS {name}" for at, name in enumerate(_COUNTED)
    )
    completed = f"w ON hash(w.agent) = v.end_agent AND w.us = v.end_us AND v.end_event IN ({COMPLETIONS})"
    wrap = f"LEFT JOIN ({wraps}) {completed}" if wraps else ""
    worked_out = (
        f"SELECT v.* EXCLUDE (sums), {counts}, {'w.ms' if wraps else 'NULL::BIGINT'} AS wrap_ms, "
        f"end_us - begin_us AS there_us, greatest(connect_us, end_us) AS last_us, "
        f"coalesce(connect_us, end_us) - begin_us AS clock_us, "
        f"coalesce(connect_ms, end_ms, (end_us - begin_us) // 1000) AS wait_ms FROM ({told}) v {wrap}"
    )
    again = f" AND call NOT IN ({twice})" if twice else ""
    return f"SELECT *, coalesce({_ORDINARY}, false){again} AS ordinary FROM ({worked_out})"


_ORDINARY = " AND ".join(
    [
        "entries = 1",
        "answers + leaves = 1",
        "connects = answers",
        "dids <= 1",
        f"lines = {' + '.join(_COUNTED)}",
        "whole = some_whole",  # else one of two events of a second may be the other one, told more coarsely
        "there_us >= 0",
        "clock_us >= 0",
        f"abs(clock_us - wait_ms * 1000) <= {GLITCH_US}",
        f"coalesce(first_ring_us >= begin_us - {SECOND_US}, true)",
        f"coalesce(last_ring_us <= last_us + {SECOND_US}, true)",
    ]
)


def _of(sort: Sort, **values: str) -> str:
    """What the one line of a sort says; texts as their numbers."""
    return ", ".join(
        f"max({f'hash({column})' if column in ('agent', 'word') else column}) FILTER (sort = {sort}) AS {name}"
        for column, name in values.items()
    )


def of_one_queue(visits: str, names: str) -> str:
    """SQL for the ordinary calls to one queue with what :func:`rows` needs."""
    return (
        f"SELECT *, first_seq AS line, 1 AS visit, NULL::VARCHAR AS transfer_in, {_revision('')} AS revision "
        f"FROM ({_named(visits, names)}) WHERE ordinary AND one_queue AND first_seq < {EARLIER}"
    )


def of_several_queues(visits: str, names: str) -> str:
    """The same for the calls of which every queue is ordinary."""
    ordered, whole = "PARTITION BY call ORDER BY begin_us, last_us, queue", "OVER (PARTITION BY call)"
    every = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    return (
        f"SELECT * REPLACE (first_value(customer IGNORE NULLS) OVER ({ordered} {every}) AS customer), "
        f"min(first_seq) {whole} AS line, row_number() OVER ({ordered}) AS visit, "
        f"lag({_by_end(_TRANSFERS)}) OVER ({ordered}) AS transfer_in, {_revision(whole)} AS revision "
        f"FROM ({_named(visits, names)}) "
        f"QUALIFY bool_and(ordinary) {whole} AND min(first_seq) {whole} < {EARLIER}"
    )


def _named(visits: str, names: str) -> str:
    """The visits with names for numbers."""
    joins = "".join(
        f" LEFT JOIN ({names}) {name} ON {name}.number = v.{name}_number"
        for name in ("queue", "agent", "did", "pressed")
    )
    return (
        f"SELECT v.*, queue.name AS queue, agent.name AS agent, did.name AS did, pressed.name AS pressed "
        f"FROM ({visits}) v{joins}"
    )


def _revision(over: str) -> str:
    """As in ``rows``: lines that make visits first, then rings and facts."""
    total = "sum" if over else ""
    skeleton, facts = "(entries + connects + answers + leaves)", "(rings + dids + (wrap_ms IS NOT NULL)::INT)"
    return f"{total}{skeleton} {over} * {PER_LINE} + least({total}{facts} {over}, {MOST_FACTS}) * {PER_FACT}"


_TRANSFERS = {name: known.transfer for name, known in EVENTS.items() if known.transfer}
_OUTCOMES = {name: known.outcome.value for name, known in EVENTS.items() if known.outcome}


def _by_end(words: Mapping[str, str]) -> str:
    cases = " ".join(f"WHEN {NAMES.index(name)} THEN '{word}'" for name, word in words.items())
    return f"CASE end_event {cases} END"


def rows(calls: str) -> str:
    """SQL for the records of ordinary calls, as ``records.staging`` wants rows that were proven."""
    assert Outcome.ANSWERED.value == "answered"
    arrived = f"try_cast(regexp_extract(call, '{CALL_EPOCH}', 1) AS BIGINT) * 1000000"
    flags = (
        f"nullif(concat_ws(';', CASE WHEN abs(clock_us - wait_ms * 1000) > {SECOND_US} THEN 'clock_disagrees' END, "
        f"CASE WHEN abs(end_us - connect_us - talk_ms * 1000) > {NEAR_US} THEN 'durations_disagree' END), '')"
    )
    known = {
        "contact_id": "call", "visit": "visit", "channel": "'voice'", "queue": "queue", "direction": "'inbound'",
        "arrived_us": f"CASE WHEN begin_us - arrived BETWEEN 0 AND {DAY_US} THEN arrived END",
        "offered_us": "begin_us", "answered_us": "connect_us", "left_us": "CASE WHEN answers = 0 THEN end_us END",
        "ended_us": "CASE WHEN answers = 1 THEN end_us END", "outcome": _by_end(_OUTCOMES),
        "reason": f"{_by_end({name: name for name in _OUTCOMES})} || coalesce(' ' || pressed, '')",
        "wait_ms": "wait_ms", "ring_ms": "ring_ms", "talk_ms": "talk_ms",
        "wrap_ms": "wrap_ms", "agent": "nullif(nullif(agent, 'NONE'), '')",
        "legs_offered": "rings + connects", "transfer_in": "transfer_in", "transfer_out": _by_end(_TRANSFERS),
        "customer": "'h:' || replace(customer::VARCHAR, '-', '')", "tags": "'did=' || did", "flags": flags,
        "source_rev": "revision",
    }  # fmt: skip
    stored = ", ".join(f"({known.get(c.name, 'NULL')})::{c.sql_type} AS {c.name}" for c in CONTACTS.columns)
    told = f"SELECT first_seq, line, {stored} FROM (SELECT *, {arrived} AS arrived FROM ({calls}))"
    return (
        "SELECT first_seq AS n, first_seq AS record, line, * EXCLUDE (first_seq, line), NULL::VARCHAR AS source, "
        f"line::VARCHAR AS source_ref, sha256({CONTACTS.canonical}) AS content, "
        f"offered_us // {QUARTER_US} AS offered_quarter FROM ({told})"
    )
