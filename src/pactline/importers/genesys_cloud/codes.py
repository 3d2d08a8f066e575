"""Every code that conversation details can show beyond those of the plain format."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "GC_ALERT_FAILED": "warning: an agent was chosen and the connection failed at once; no phone rang, it is no ring",
    "GC_EMPTY_PAGE": "ignored: an answer without conversations",
    "GC_MEDIA": "ignored: a queue was entered through a medium that is no channel of ours, such as a shared screen",
    "GC_NOT_DETAILS": "refused: an answer of another interface; ask for analytics conversation details",
    "GC_NO_QUEUE": "ignored: the conversation is over and entered no queue",
    "GC_OPEN": "incomplete: the conversation goes on, and what it becomes is not known; fetch it again when it is over",
    "GC_OUTBOUND": "ignored: a call made by an agent or a dialler that entered no queue",
    "GC_PREVIEW_SKIPPED": "ignored: a dialler's preview that the agent passed over; nobody was called",
}
