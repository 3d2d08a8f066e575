"""Every code that a queue_log can show beyond those of the plain format."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "QL_CONSULTATION": "ignored: the call id of a consultation; its lines belong to the customer's call",
    "QL_EVENT_UNKNOWN": "ignored: an event that is not known",
    "QL_FAILED": "warning: the system restarted, or a day of log went by, and the call has no end; it counts nowhere",
    "QL_FIELDS": "refused: a line that is cut short or has too many fields",
    "QL_MEMBER": "ignored: an agent joins, leaves, pauses or goes on; no contact",
    "QL_NO_CALL": "ignored: an event under NONE, CLI, MANAGER or REALTIME, which stand for no call",
    "QL_NO_ENTRY": "incomplete: an answer or an end without an entry; an earlier file may hold it",
    "QL_OPEN": "incomplete: an entry and no end yet; the next file may end it",
    "QL_OUTBOUND": "ignored: a call out to a customer (CALLOUTBOUND), with all its lines; it waited in no queue",
    "QL_REPEATED_LINES": "warning: lines repeated word for word; each counts once",
    "QL_SYSTEM": "ignored: the system started, or read its configuration anew",
    "QL_TRAILING_FIELD": "warning: lines that end in an empty field, as some systems write them; it is left out",
    "QL_TRANSFER_LINKED": "warning: an attended transfer logged under the consultation's call id; joined with the call",
    "QL_TWO_ENDS": "warning: ended by the agent and by the caller, and all else is equal; one record",
    "QL_UNPLACED": "ignored: a ring, a tag or a wrap-up that fits no visit",
    "ZONE_DISAGREES": "warning: most call ids say another second than the times; the zone is probably another",
}
