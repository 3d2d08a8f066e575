"""Resolution within: the share of tickets that were solved in the agreed time."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.choices.written_channels import Hours, Pauses, Solved
from pactline.records.views.conditions import every_row
from pactline.records.views.contacts import Contacts
from pactline.records.views.resolutions import Resolutions
from pactline.records.views.ticket_time import NOT_OVER, in_time
from pactline.values.duration import Limit

HIGHER_IS_BETTER = True
GOOD = "in time"


def resolution_within(contacts: Contacts, *, within: Limit, hours: Hours, solved: Solved, pauses: Pauses) -> Share:
    """From the creation of a ticket until it was solved or closed, less the time in which it stood still.

    ``solved`` says which solution counts of a ticket that was reopened, ``pauses`` in which states the clock stands
    still; paused time is cut out by the same hours as all other time. An unsolved ticket is missed once the time has
    passed; as long as it has not at the latest event of the records, it is undecided: left out, and reported as
    unknown. A ticket that was merged into another is left out.

    Source: the resolution time of helpdesks: Zendesk's requester wait time pauses while *pending*, its agent work time
    also while *on hold*.
    """
    good, undecided = in_time("solved_us", "taken_us", within)
    rows = Resolutions(solved, hours, pauses, within)
    return Share(counted=every_row("created_us"), good=good, undecided=undecided, rows=rows, said=NOT_OVER)
