"""Answer rate: the share of offered contacts that reached an agent, however long they waited."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.choices.contacts import CallbackRequests, FlowOuts, Refused, ShortOffered
from pactline.records.views.contacts import Contacts
from pactline.values.duration import Limit

HIGHER_IS_BETTER = True
GOOD = "answered"


def answer_rate(
    contacts: Contacts,
    *,
    short_abandons: ShortOffered,
    short_abandon: Limit | None = None,
    flow_outs: FlowOuts,
    callbacks: CallbackRequests,
    refused: Refused,
) -> Share:
    """Answered contacts over offered contacts.

    It is what is missing from the abandonment rate to 100 % only if both are made over the same offered contacts and
    every contact that was not answered counts as abandoned there.
    A contact whose wait is unknown was not a short abandon.

    Source: answered over answered and abandoned, the complement of AB-2; with short abandons ignored, of AB-3.
    """
    counted = contacts.offered(flow_outs=flow_outs, callbacks=callbacks, refused=refused)
    unsure = None
    if short_abandons is ShortOffered.IGNORE:
        counted = counted & ~contacts.short_abandoned(short_abandon)
        unsure = contacts.abandoned & contacts.wait_unknown
    return Share(counted=counted, good=contacts.answered, unsure=unsure)


def demands(short_abandons: ShortOffered) -> set[str]:
    """The optional arguments that the other choices make necessary; given without need they are refused."""
    return {"short_abandon"} if short_abandons is not ShortOffered.COUNT else set()
