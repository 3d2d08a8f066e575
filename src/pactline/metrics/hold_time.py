"""Hold time: the mean time customers spent on hold."""

from __future__ import annotations

from pactline.records.choices.choosing import Mean
from pactline.records.choices.contacts import HeldOver, Unrecorded
from pactline.records.views.contacts import Contacts, recorded

HIGHER_IS_BETTER = False


def hold_time(contacts: Contacts, *, over: HeldOver, unrecorded: Unrecorded) -> Mean:
    """Sum of the hold over all answered contacts, or over those that were held at all (a hold longer than nothing).

    The two differ by the share of contacts that were held. Over held contacts ``unrecorded`` changes nothing: a
    contact without a recorded hold was not held as far as anybody knows.

    Source: both divisors are published by large vendors.
    """
    hold_ms = recorded(contacts.hold_ms, unrecorded)
    counted = contacts.answered
    if over is HeldOver.HELD:
        counted = counted & (hold_ms > 0).fill_null(value=False)
    return Mean(counted=counted, duration_ms=hold_ms)
