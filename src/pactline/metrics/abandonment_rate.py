"""Abandonment rate: the share of offered contacts whose customer left the queue unanswered."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.choices.contacts import NotAbandoned, ShortAbandons
from pactline.records.views.contacts import Contacts
from pactline.values.duration import Limit

HIGHER_IS_BETTER = False
GOOD = "abandoned"


def abandonment_rate(
    contacts: Contacts,
    *,
    short_abandons: ShortAbandons,
    short_abandon: Limit | None = None,
    flow_outs: NotAbandoned,
    callbacks: NotAbandoned,
    refused: NotAbandoned,
) -> Share:
    """Abandoned contacts (the ``good`` of this share: those it is about) over offered contacts.

    Short abandons may count, leave the figure, or leave only its numerator, which flatters. Flow-outs, callback
    requests and refused contacts may each be left out, be offered and not abandoned, or be swept in with the abandoned.
    A contact whose wait is unknown was not a short abandon: it counts against the provider.

    Source: the published forms AB-1 to AB-5, each one choice of these switches; the test shows which.
    """
    counted = contacts.offered(flow_outs=flow_outs, callbacks=callbacks, refused=refused)
    abandoned = contacts.abandoned
    for others, choice in (
        (contacts.flowed_out, flow_outs),
        (contacts.asked_for_callback, callbacks),
        (contacts.refused, refused),
    ):
        if choice is NotAbandoned.COUNT_AS_ABANDONED:
            abandoned = abandoned | others
    unsure = None
    if short_abandons is not ShortAbandons.COUNT:
        unsure = contacts.abandoned & contacts.wait_unknown
        abandoned = abandoned & ~contacts.short_abandoned(short_abandon)
    if short_abandons is ShortAbandons.IGNORE:
        counted = counted & ~contacts.short_abandoned(short_abandon)
    return Share(counted=counted, good=abandoned, unsure=unsure)


def demands(short_abandons: ShortAbandons) -> set[str]:
    """The optional arguments that the other choices make necessary; given without need they are refused."""
    return {"short_abandon"} if short_abandons is not ShortAbandons.COUNT else set()
