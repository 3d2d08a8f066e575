"""Short calls: the share of answered contacts whose conversation was over almost at once."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.views.contacts import Contacts, within
from pactline.values.duration import Limit

HIGHER_IS_BETTER = False
GOOD = "short"


def short_calls(contacts: Contacts, *, limit: Limit) -> Share:
    """Answered contacts whose talk kept inside ``limit`` (``under 10 s`` leaves ten seconds out), over answered ones.

    A contact of no seconds was answered all the same; agents who hang up at once show here. One whose talk is unknown
    was answered and was not short.

    Source: ours, after the zero-second calls of queue reports.
    """
    good = contacts.answered & within(contacts.talk_ms, limit)
    return Share(counted=contacts.answered, good=good, unsure=contacts.answered & contacts.talk_ms.is_null())
