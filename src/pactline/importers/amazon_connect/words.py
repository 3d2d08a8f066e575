"""The words of Amazon Connect that decide what a contact was, and what each means for us."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.records.columns import Outcome

CHANNELS: Mapping[str, str] = {"VOICE": "voice", "CHAT": "chat", "TASK": "task", "EMAIL": "email"}
MESSAGING = frozenset({"connect:SMS", "connect:WhatsApp", "connect:Messaging:Apple"})
"""Subtypes of a chat whose customers write from a messaging service."""

CALLBACK = "CALLBACK"  # and CALLBACK_CUSTOMER_FIRST_QUEUED, CALLBACK_CUSTOMER_FIRST_DIALED
DISCONNECT_FLOW = "DISCONNECT"
BY_AGENT = "TRANSFER"
MOVED_ON = frozenset({"TRANSFER", "QUEUE_TRANSFER"})
"""How the next part of a contact began, where the customer was moved on to it."""

DIALLED = frozenset({"OUTBOUND", "CAMPAIGN_PREVIEW"})
"""Methods by which an agent is there before the customer: the customer must pick up. Callbacks are dialled too."""

OUTBOUND = DIALLED | {"AGENT_REPLY", "FLOW"}
INBOUND = frozenset({"INBOUND", "API", "WEBRTC_API", "TRANSFER", "QUEUE_TRANSFER", "DISCONNECT"})
BY_CUSTOMER = frozenset({"INBOUND", "API", "WEBRTC_API"})
"""Methods by which a customer's wish arrives and first meets a flow."""

NO_CONTACT: Mapping[str, tuple[str, str]] = {
    "MONITOR": ("AC_MONITOR", "a supervisor listened to, or joined, a contact that has a record of its own"),
    "EXTERNAL_OUTBOUND": ("AC_THIRD_PARTY", "an agent or a flow called somebody else in on a contact of its own"),
}
"""Methods whose records are about no customer's wish: the code and why."""

ENDED_UNANSWERED: Mapping[str, Outcome] = {
    **dict.fromkeys(("CONTACT_FLOW_DISCONNECT", "EXPIRED", "API", "TRANSFERRED", "DISCARDED"), Outcome.FLOWED_OUT),
    **dict.fromkeys(("AGENT_DISCONNECT", "AGENT_COMPLETED"), Outcome.FLOWED_OUT),
    **dict.fromkeys(("SYSTEM_ERROR", "TELECOM_PROBLEM"), Outcome.FAILED),
}
"""What became of a queue visit that nobody answered and that has no next part, by its disconnect reason.

The flow or a time limit ended the wait, or somebody closed a task or chat that waited: no doing of the customer. A
fault of the line or the system is nobody's. With every other reason, and with none (old records have none), the
customer left: abandoned.
"""

ENDED_IN_FLOW: Mapping[str, str] = {"CONTACT_FLOW_DISCONNECT": "done", "CUSTOMER_DISCONNECT": "left"}
"""What became of a wish that never got to a queue: the flow came to its end, or the customer hung up in it."""

TALKING: Mapping[str, str] = {
    "CONNECTED": "talking",
    "CONNECTED_ONHOLD": "holding",
    "ENDED": "wrapping",
    "CONNECTING": "alerting",
    "INCOMING": "alerting",
    "PENDING": "alerting",
    "MISSED": "unknown",
    "REJECTED": "unknown",
    "ERROR": "unknown",
}
"""State of an agent's contact to state of the agent, the one that counts first where an agent has several contacts.

Wrap-up is ENDED until the contact is gone. An agent who missed or rejected a contact gets no other until that is
cleared: neither available nor at work. PAUSED tasks leave the agent free.
"""

BREAKS = (
    "break", "lunch", "meal", "dinner", "breakfast", "coffee", "tea", "rest", "pause", "bio", "restroom", "comfort",
)  # fmt: skip
"""Words in the name of a custom status that make it a break; any other is paid work without contacts."""
