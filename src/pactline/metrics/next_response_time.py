"""Next response time: the mean time to the reply to a customer's later message, over those that had one."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Mean
from pactline.records.choices.written_channels import AutomaticReplies, ClosedUnanswered, Hours
from pactline.records.views.conditions import every_row
from pactline.records.views.contacts import Contacts
from pactline.records.views.replies import Waits

HIGHER_IS_BETTER = False


def next_response_time(
    contacts: Contacts, *, hours: Hours, automatic_replies: AutomaticReplies, closed_unanswered: ClosedUnanswered
) -> Mean:
    """From a customer's message with no earlier unanswered one to the next public reply; the ticket's first is not one.

    A wait without a reply adds nothing to either side and is reported as unknown.

    Source: the next reply time of helpdesks (Zendesk, Chatwoot).
    """
    rows = Waits(False, hours, automatic_replies, closed_unanswered)
    return Mean(counted=every_row("begun_us"), duration_ms=nw.col("wait_ms"), rows=rows)
