"""First response within: the share of tickets whose customer had a first reply in the agreed time."""

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


def first_response_within(
    contacts: Contacts,
    *,
    within: Limit,
    hours: Hours,
    automatic_replies: AutomaticReplies,
    closed_unanswered: ClosedUnanswered,
) -> Share:
    """From the customer's first message to the first public reply after it, for each ticket.

    Private notes are no replies; whether an automatic one is, ``automatic_replies`` says. A ticket without a reply is
    missed once the time has passed; as long as it has not at the latest event of the records, the ticket is undecided:
    left out, and reported as unknown. A wait that its ticket's merging into another cut short is left out.

    Source: the first response or first reply time of helpdesks (Zendesk, Chatwoot, Zammad, Frappe Helpdesk); the due
    time itself is in time, as Chatwoot has it, unless ``under`` is written.
    """
    good, undecided = in_time("replied_us", "waited_us", within)
    rows = Waits(True, hours, automatic_replies, closed_unanswered, within)
    return Share(counted=every_row("begun_us"), good=good, undecided=undecided, rows=rows, said=NOT_OVER)
