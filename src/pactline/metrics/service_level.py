"""Service level: the share of offered contacts that were answered within the agreed wait."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.choices.contacts import Abandons, Callbacks, FlowOuts, Refused
from pactline.records.views.contacts import Contacts
from pactline.values.duration import Limit

HIGHER_IS_BETTER = True
GOOD = "in time"


def service_level(
    contacts: Contacts,
    *,
    within: Limit,
    abandons: Abandons,
    short_abandon: Limit | None = None,
    flow_outs: FlowOuts,
    callbacks: Callbacks,
    refused: Refused,
) -> Share:
    """Choose the contacts that count and, among them, the good ones.

    An answered contact is good if its wait kept ``within``. Abandoned contacts are the classic dispute: ``abandons``
    says which of them leave the figure and which count as met; ``short_abandon`` is asked for where it says *short*.
    A contact whose wait is unknown was neither in time nor short.

    Source: the published forms SL-A to SL-G, each one choice of these switches; the test shows which.
    """
    prompt = contacts.waited(within)
    counted = contacts.offered(flow_outs=flow_outs, callbacks=callbacks, refused=refused)
    good = contacts.answered & prompt
    judged_by_wait = contacts.answered
    if callbacks is Callbacks.COUNT_AS_MET_WITHIN_T:
        good = good | (contacts.asked_for_callback & prompt)
        judged_by_wait = judged_by_wait | contacts.asked_for_callback
    if abandons not in (Abandons.IGNORE_ALL, Abandons.COUNT_ALL):
        judged_by_wait = judged_by_wait | contacts.abandoned
    match abandons:
        case Abandons.IGNORE_ALL:
            counted = counted & ~contacts.abandoned
        case Abandons.IGNORE_WITHIN_T:
            counted = counted & ~(contacts.abandoned & prompt)
        case Abandons.COUNT_AS_MET_WITHIN_T:
            good = good | (contacts.abandoned & prompt)
        case Abandons.IGNORE_SHORT:
            counted = counted & ~contacts.short_abandoned(short_abandon)
        case Abandons.COUNT_AS_MET_SHORT:
            good = good | contacts.short_abandoned(short_abandon)
        case Abandons.COUNT_ALL:
            pass
    return Share(counted=counted, good=good, unsure=judged_by_wait & contacts.wait_unknown)


def demands(abandons: Abandons) -> set[str]:
    """The optional arguments that the other choices make necessary; given without need they are refused."""
    return {"short_abandon"} if abandons in (Abandons.IGNORE_SHORT, Abandons.COUNT_AS_MET_SHORT) else set()
