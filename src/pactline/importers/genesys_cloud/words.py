"""The words of Genesys Cloud that decide what a queue visit was, and what each means for us."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.records.columns import Outcome

CHANNELS: Mapping[str, str] = {
    "voice": "voice",
    "callback": "callback",
    "chat": "chat",
    "message": "message",
    "email": "email",
}
"""Media type to channel. Others (cobrowse, screenshare, video ...) go beside a contact and are none."""

CUSTOMERS = frozenset({"customer", "external"})
MENUS = frozenset({"ivr", "botflow"})
"""Purposes of participants in which a customer may settle a wish alone."""

TALKING = frozenset({"interact", "hold"})
ALERT, WRAP_UP, SCHEDULED = "alert", "wrapup", "scheduled"
DIALLING = frozenset({"dialing", "contacting"})

METRICS = frozenset({
    "tAbandon", "tAcd", "tAcw", "tAlert", "tAnswered", "tFlowOut", "tHeld", "tHeldComplete", "tTalk", "tTalkComplete",
})  # fmt: skip
"""The metrics that are read. Of the others no value is looked at: new ones come, of any kind."""

PREVIEW_SKIPPED = "ININ-OUTBOUND-PREVIEW-SKIPPED"

_BY_TRANSFER = (
    "transfer", "conferenceTransfer", "consultTransfer", "forwardTransfer", "noAnswerTransfer",
    "notAvailableTransfer", "dndTransfer",
)  # fmt: skip

LEFT: Mapping[str, Outcome] = {
    **dict.fromkeys(_BY_TRANSFER, Outcome.FLOWED_OUT),
    **dict.fromkeys(("timeout", "system", "dndEndpoint"), Outcome.FLOWED_OUT),
    **dict.fromkeys(("peer", "endpoint", "client"), Outcome.ABANDONED),
    **dict.fromkeys(("error", "transportFailure", "spam", "uncallable"), Outcome.FAILED),
}
"""What became of an unanswered visit, by the disconnect type of the queue's own session.

The queue's peer is the customer: ``peer`` and ``endpoint`` are a customer who went, ``client`` is an interaction that
somebody closed while it waited. A system or a time limit that ends the wait moved the customer on.
"""

HANDED_ON: Mapping[str, str] = {
    "transfer": "blind",
    "forwardTransfer": "blind",
    "consultTransfer": "attended",
    "conferenceTransfer": "attended",
}
"""How an agent's session ended, if it ended by handing the customer on, and the kind of transfer it was."""

NEVER_ABANDONED = frozenset({"message"})
"""Channels whose customers may come back at any time: nobody abandons them, whatever closed the interaction."""

WITHHELD = frozenset({"", "anonymous", "unknown", "private", "restricted", "unavailable", "withheld"})
