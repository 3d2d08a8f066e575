"""Flow-out rate: the share of offered contacts that were moved on unanswered."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.choices.contacts import CallbackRequests, FlowOuts, Refused, ShortOffered
from pactline.records.views.contacts import Contacts
from pactline.values.duration import Limit

HIGHER_IS_BETTER = False
GOOD = "flowed out"


def flow_out_rate(
    contacts: Contacts,
    *,
    short_abandons: ShortOffered,
    short_abandon: Limit | None = None,
    callbacks: CallbackRequests,
    refused: Refused,
) -> Share:
    """Contacts that left by time-out, key press, overflow or voicemail, over offered contacts, which include them.

    Source: flowed out over offered.
    """
    counted = contacts.offered(flow_outs=FlowOuts.COUNT_AS_MISSED, callbacks=callbacks, refused=refused)
    unsure = None
    if short_abandons is ShortOffered.IGNORE:
        counted = counted & ~contacts.short_abandoned(short_abandon)
        unsure = contacts.abandoned & contacts.wait_unknown
    return Share(counted=counted, good=contacts.flowed_out, unsure=unsure)


def demands(short_abandons: ShortOffered) -> set[str]:
    """The optional arguments that the other choices make necessary; given without need they are refused."""
    return {"short_abandon"} if short_abandons is not ShortOffered.COUNT else set()
