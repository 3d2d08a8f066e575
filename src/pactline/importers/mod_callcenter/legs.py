"""Call detail records: what the variables of a leg, or its row in a CSV, say about a call of a queue.

mod_callcenter leaves its own variables on both legs, which JSON and XML records carry. A CSV made by the example
template has none of them: there two legs are joined by their ids, and the queue is the number that was called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault, quoted
from pactline.importers.files.clocks import instant, read_time
from pactline.importers.mod_callcenter.events import CAUSES, Hashing, cancel_reason
from pactline.importers.mod_callcenter.facts import AGENT_LEG, CSV_LEG, MEMBER_LEG, SECOND_US, Fact, Told
from pactline.importers.plain.values import contact_id, text_of, whole
from pactline.importers.reading import Ignored
from pactline.values.zone import from_us, to_us

COLUMNS = (
    "caller_id_name", "caller_id_number", "destination_number", "context", "start_stamp", "answer_stamp", "end_stamp",
    "duration", "billsec", "hangup_cause", "uuid", "bleg_uuid", "accountcode", "read_codec", "write_codec",
)  # fmt: skip
"""The columns of the template ``example`` of mod_cdr_csv, which has no header line."""

_PATTERN = "%Y-%m-%d %H:%M:%S"
_NAME, _TEXT = text_of(128), text_of(1_024)


def read_variables(variables: Mapping[str, Any], caller: str, line: int, hashing: Hashing) -> Fact | Ignored:
    """What the variables of a leg say, or why the leg is none of a queue. Raises Fault."""
    told = Told(variables, encoded=True)
    side, member = told.text("cc_side"), told.uuid("cc_member_uuid")
    leg = told.uuid("uuid") or told.uuid("xml_cdr_uuid")
    if not side and not member and not told.text("cc_queue"):
        return Ignored(line, "FS_NO_QUEUE", "A call that entered no queue: it has no variable cc_queue.")
    if side not in ("member", "agent"):
        raise Fault("FS_WORD", f"cc_side {quoted(side)} is neither member nor agent.")
    queue = told.name("cc_queue")
    session = told.uuid("cc_member_session_uuid") or (leg if side == "member" else "")
    for value, name in ((member, "cc_member_uuid"), (session, "cc_member_session_uuid"), (queue, "cc_queue")):
        if not value:
            raise Fault("FIELD_MISSING", f"{name} is missing; without it the leg cannot be joined with its call.")
    if side == "agent":
        return Fact(
            kind=AGENT_LEG, session=session, member=member, queue=queue, sequence=leg, agent=told.name("cc_agent"),
            called_us=told.second_us("start_epoch"), answered_us=told.second_us("answer_epoch"),
            ended_us=told.second_us("end_epoch"),
        )  # fmt: skip
    number = caller or told.first("caller_id_number", "sip_from_user")
    return Fact(
        kind=MEMBER_LEG, session=session, member=member, queue=queue, agent=told.name("cc_agent"),
        own_us=told.second_us("cc_queue_joined_epoch"), created_us=told.second_us("start_epoch"),
        customer=hashing(number) if number else "", outbound=told.text("direction") == "outbound",
        key=told.text("cc_exit_key"), **_end_of_stay(told),
    )  # fmt: skip


def _end_of_stay(told: Told) -> dict[str, Any]:
    """How the caller's stay in the queue ended. What is older than the entry is left from an earlier queue."""
    joined = told.second_us("cc_queue_joined_epoch") or 0
    names = ("cc_queue_answered_epoch", "cc_queue_terminated_epoch", "cc_queue_canceled_epoch")
    answered, terminated, canceled = (_not_before(told.second_us(name), joined) for name in names)
    word = told.text("cc_cause")
    cause = CAUSES.get(word.lower(), "")
    if word and not cause:
        raise Fault("FS_WORD", f"cc_cause {quoted(word)} is neither answered nor cancel.")
    cause = cause or ("terminated" if answered is not None else "cancel" if canceled is not None else "")
    if cause == "terminated":
        ended = terminated if terminated is not None else _not_before(told.second_us("end_epoch"), joined)
        return {"cause": cause, "answered_us": answered, "ended_us": ended, "reason": told.text("hangup_cause")}
    if cause == "cancel":
        return {"cause": cause, "ended_us": canceled, "reason": cancel_reason(told, "cc_cancel_reason")}
    return {}


def _not_before(us: int | None, joined: int) -> int | None:
    return us if us is not None and us >= joined else None


# -- CSV


def read_row(cells: Sequence[str], where: ZoneInfo, hashing: Hashing) -> Fact:
    """The leg of one row. Raises Fault."""
    row = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
    duration, talked = (whole(row[name] or "0", name) * SECOND_US for name in ("duration", "billsec"))
    start, twice = _local_us(row, "start_stamp", where)
    end = _at(row, "end_stamp", start + duration, where)
    answered = _at(row, "answer_stamp", end - talked, where) if row["answer_stamp"] else None
    number = row["caller_id_number"]
    return Fact(
        kind=CSV_LEG,
        session=contact_id(row["uuid"]),
        other=contact_id(row["bleg_uuid"]) if row["bleg_uuid"] else "",
        queue=_NAME(row["destination_number"], "destination_number"),
        agent=_NAME(row["destination_number"], "destination_number"),
        created_us=start,
        answered_us=answered,
        ended_us=end,
        reason=_TEXT(row["hangup_cause"], "hangup_cause"),
        customer=hashing(number) if number else "",
        twice=twice,
    )


def _local_us(row: Mapping[str, str], column: str, where: ZoneInfo) -> tuple[int, bool]:
    time = read_time(row[column], _PATTERN)
    if time.day is None or time.clock_us is None:
        raise Fault("TS_FORMAT", f"{column} {quoted(row[column])} is no day with a clock time.")
    try:
        return instant(time.day, time.clock_us, time.offset, where)
    except Fault as fault:
        raise Fault(fault.code, f"{column}: {fault.message}.") from None


def _at(row: Mapping[str, str], column: str, expected: int, where: ZoneInfo) -> int:
    """The instant of a stamp: of a local time that occurs twice the one that the leg's own lengths name.

    Raises Fault when the stamp and the lengths are more than a second apart.
    """
    us, twice = _local_us(row, column, where)
    if twice:
        second = to_us(from_us(us, where).replace(fold=1))
        us = min(us, second, key=lambda each: (abs(each - expected), each))
    if abs(us - expected) > SECOND_US:
        apart = timedelta(microseconds=abs(us - expected))
        message = f"{column} and the lengths duration and billsec disagree by {apart}."
        raise Fault("DUR_MISMATCH", message)
    return us
