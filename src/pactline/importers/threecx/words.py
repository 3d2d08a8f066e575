"""The words of 3CX that decide what a queue visit was. They come in two spellings and in any case."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.records.columns import Outcome

QUEUE = "queue"
EXTERNAL = frozenset({"line", "externalline", "external", "provider", "bridge", "outboundrule"})
AGENTS = frozenset({"extension", "internal"})
"""Final types that are somebody who takes calls. ``internal`` is what old versions call every party in the house."""

VOICEMAIL = frozenset({"vmail", "voicemail"})
WITHHELD = frozenset({"", "anonymous", "unknown", "private", "restricted", "unavailable", "withheld"})

_CALLER = ("terminatedbysrc", "src_participant_terminated", "failed_cancelled", "cancelled")
_QUEUE_ITSELF = (
    "terminatedbydst", "dst_participant_terminated", "noanswer", "noanswertimeout", "timeout", "redirected",
    "replaceddst", "terminatedbyrule", "declined",
)  # fmt: skip
_FULL = ("busy", "targetbusy", "routebusy", "maxcallsreached", "rejected")
_SYSTEM = (
    "failed", "no_route", "noroute", "noroutexists", "not_found", "targetnotfound", "routenotfound",
)  # fmt: skip

ENDED: Mapping[str, Outcome] = {
    **dict.fromkeys(_CALLER, Outcome.ABANDONED),
    **dict.fromkeys(_QUEUE_ITSELF, Outcome.FLOWED_OUT),
    **dict.fromkeys(_FULL, Outcome.REFUSED),
    **dict.fromkeys(_SYSTEM, Outcome.FAILED),
}
"""What became of a queue visit that reached nobody, by why the call was terminated.

The source is the caller; the destination is the queue, which ends a call when its time is over. A queue that is full is
busy. What failed in the system is the system's.
"""
