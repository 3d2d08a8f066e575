"""Next response within: the share of later messages of customers that had a reply in the agreed time."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.choices.written_channels import AutomaticReplies, ClosedUnanswered, Hours
from pactline.records.views.conditions import every_row
from pactline.records.views.contacts import Contacts
from pactline.records.views.replies import Waits
from pactline.records.views.ticket_time import NOT_OVER, in_time
from pactline.values.duration import Limit

HIGHER_IS_BETTER = True
GOOD = "in time"


def next_response_within(
    contacts: Contacts,
    *,
    within: Limit,
    hours: Hours,
    automatic_replies: AutomaticReplies,
    closed_unanswered: ClosedUnanswered,
) -> Share:
    """From a customer's message with no earlier unanswered one to the next public reply; the ticket's first is not one.

    Several messages in a row are one wait, from the first of them. Unanswered waits, private notes, automatic replies
    and merged tickets are as in ``first_response_within``.

    Source: the next reply time of helpdesks (Zendesk, Chatwoot).
    """
    good, undecided = in_time("replied_us", "waited_us", within)
    rows = Waits(False, hours, automatic_replies, closed_unanswered, within)
    return Share(counted=every_row("begun_us"), good=good, undecided=undecided, rows=rows, said=NOT_OVER)
