"""Volume: how many contacts there were."""

from __future__ import annotations

from pactline.records.choices.choosing import Count
from pactline.records.choices.contacts import CallbackRequests, Counted, FlowOuts, Refused, ShortOffered
from pactline.records.views.contacts import Contacts
from pactline.values.duration import Limit

HIGHER_IS_BETTER = None


def volume(
    contacts: Contacts,
    *,
    counted: Counted,
    short_abandons: ShortOffered | None = None,
    short_abandon: Limit | None = None,
    flow_outs: FlowOuts,
    callbacks: CallbackRequests,
    refused: Refused,
) -> Count:
    """The number of contacts of one kind. What was *offered* is itself a matter of agreement: the switches say it.

    Source: the counts of every queue report.
    """
    match counted:
        case Counted.OFFERED:
            offered = contacts.offered(flow_outs=flow_outs, callbacks=callbacks, refused=refused)
            if short_abandons is ShortOffered.IGNORE:
                offered = offered & ~contacts.short_abandoned(short_abandon)
            return Count(offered)
        case Counted.ANSWERED:
            return Count(contacts.answered)
        case Counted.ABANDONED:
            return Count(contacts.abandoned)
        case Counted.FLOWED_OUT:
            return Count(contacts.flowed_out)
        case Counted.CALLBACK:
            return Count(contacts.asked_for_callback)
        case Counted.REFUSED:
            return Count(contacts.refused)


def demands(counted: Counted, short_abandons: ShortOffered | None) -> set[str]:
    """The optional arguments that the other choices make necessary; given without need they are refused."""
    if counted is not Counted.OFFERED:
        return set()
    return {"short_abandons", "short_abandon"} if short_abandons is ShortOffered.IGNORE else {"short_abandons"}
