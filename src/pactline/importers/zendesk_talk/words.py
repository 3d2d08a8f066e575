"""The completion statuses of Zendesk Talk, and what each means for us."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.records.columns import Outcome

STATUSES: Mapping[str, tuple[Outcome, Outcome]] = {
    "completed": (Outcome.ANSWERED, Outcome.ANSWERED),
    "abandoned_on_hold": (Outcome.ANSWERED, Outcome.ANSWERED),
    "abandoned_in_queue": (Outcome.ABANDONED, Outcome.FAILED),
    "abandoned_in_ivr": (Outcome.REFUSED, Outcome.FAILED),
    "abandoned_in_voicemail": (Outcome.FLOWED_OUT, Outcome.FAILED),
    "pending_voicemail": (Outcome.FLOWED_OUT, Outcome.FAILED),
    "completed_voicemail": (Outcome.FLOWED_OUT, Outcome.FAILED),
    "external_overflow": (Outcome.FLOWED_OUT, Outcome.FAILED),
    "not_answered": (Outcome.ABANDONED, Outcome.FAILED),
    "not_attempted": (Outcome.FLOWED_OUT, Outcome.FAILED),
    "declined": (Outcome.FLOWED_OUT, Outcome.FAILED),
    "failed": (Outcome.FAILED, Outcome.FAILED),
}
"""Status to the outcome of an inbound and of an outbound call.

Who hangs up on hold had reached an agent. Who hangs up in the voice menu never got into a queue. An inbound call that
is *not answered* was ended by the caller between the stages that have a word of their own. That no agent was tried, or
that agents declined, is no doing of the caller. An outbound call that reached nobody is counted nowhere.
"""

VOICEMAIL = frozenset({"abandoned_in_voicemail", "pending_voicemail", "completed_voicemail"})
