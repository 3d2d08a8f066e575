"""Average time to abandon: the mean wait of the contacts whose customer gave up."""

from __future__ import annotations

from pactline.records.choices.choosing import Mean
from pactline.records.choices.contacts import ShortOffered
from pactline.records.views.contacts import Contacts
from pactline.values.duration import Limit

HIGHER_IS_BETTER = None


def average_time_to_abandon(
    contacts: Contacts, *, short_abandons: ShortOffered, short_abandon: Limit | None = None
) -> Mean:
    """Sum of the waits of abandoned contacts over their number, with or without the short abandons.

    A contact whose wait is unknown is on neither side. Neither direction is better: short waits here may mean a good
    service or impatient customers.

    Source: the common definition; whether short abandons are in it differs between systems.
    """
    counted = contacts.abandoned
    if short_abandons is ShortOffered.IGNORE:
        counted = counted & ~contacts.short_abandoned(short_abandon)
    return Mean(counted=counted, duration_ms=contacts.wait_ms)


def demands(short_abandons: ShortOffered) -> set[str]:
    """The optional arguments that the other choices make necessary; given without need they are refused."""
    return {"short_abandon"} if short_abandons is not ShortOffered.COUNT else set()
