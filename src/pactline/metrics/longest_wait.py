"""Longest wait: the greatest wait of a period."""

from __future__ import annotations

from pactline.records.choices.choosing import Longest
from pactline.records.choices.contacts import Waiting
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = False


def longest_wait(contacts: Contacts, *, whose: Waiting) -> Longest:
    """The greatest known wait among the contacts meant by ``whose``.

    Someone who waited nine minutes and gave up had the longest wait for a customer, and none at all in a report on
    answered contacts: the agreement must say whose waits are meant.

    Source: "maximum delay" of the interval reports of many systems.
    """
    return Longest(counted=contacts.whose(whose), duration_ms=contacts.wait_ms)
