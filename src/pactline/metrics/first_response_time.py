"""First response time: the mean time to the first reply, over the tickets that had one."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Mean
from pactline.records.choices.written_channels import AutomaticReplies, ClosedUnanswered, Hours
from pactline.records.views.conditions import every_row
from pactline.records.views.contacts import Contacts
from pactline.records.views.replies import Waits

HIGHER_IS_BETTER = False


def first_response_time(
    contacts: Contacts, *, hours: Hours, automatic_replies: AutomaticReplies, closed_unanswered: ClosedUnanswered
) -> Mean:
    """From the customer's first message to the first public reply after it. A ticket without a reply adds nothing to
    either side and is reported as unknown: a mean says nothing of those who still wait.

    Source: the first response or first reply time of helpdesks (Zendesk, Chatwoot, Zammad, Frappe Helpdesk).
    """
    rows = Waits(True, hours, automatic_replies, closed_unanswered)
    return Mean(counted=every_row("begun_us"), duration_ms=nw.col("wait_ms"), rows=rows)
