"""Average waiting time: the mean wait of all contacts that left the queue, in whatever way."""

from __future__ import annotations

from pactline.records.choices.choosing import Mean
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = False


def average_waiting_time(contacts: Contacts) -> Mean:
    """Sum of the waits of all who left the queue over their number: answered, abandoned, flowed out, callback.

    It differs from the average speed of answer whenever those who gave up waited longer or shorter than those who
    were served. A contact whose wait is unknown is on neither side.

    Source: the mean queue time of several systems, over all leaving.
    """
    return Mean(counted=contacts.finished, duration_ms=contacts.wait_ms)
