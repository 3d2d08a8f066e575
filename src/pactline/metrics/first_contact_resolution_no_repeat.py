"""First contact resolution without a repeat: the share of contacts after which the customer did not come back."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.choices.customers import Across, Distance, Outbound, Starts, Wish, Withheld
from pactline.records.views.contacts import Contacts
from pactline.records.views.repeats import NOT_OVER, Repeats
from pactline.values.lapse import LapseTerm

HIGHER_IS_BETTER = True
GOOD = "resolved"


def first_contact_resolution_no_repeat(
    contacts: Contacts,
    *,
    repeat_within: LapseTerm,
    distance: Distance,
    starts: Starts,
    same: Wish,
    across: Across,
    withheld: Withheld,
    outbound: Outbound,
) -> Share:
    """Contacts without a later one of the same customer within ``repeat_within`` over all contacts of known customers.

    A contact is one wish with all its queue visits and the callbacks it asked for, whatever level the agreement counts
    at: a transfer or a callback is no repeat. A later contact at exactly the end of the time still is one. Of the
    customer who comes on days 0, 5 and 11, with 7 days, the third contact alone is resolved: one of three.

    Whether nobody came back can be said only when the records reach beyond the time. Contacts whose time is not over
    are left out and reported as unknown: until none is left the figure is provisional.

    Source: 1 - repeats / contacts, with windows of 1 to 30 days in print.
    """
    rows = Repeats(repeat_within, starts, same, withheld, distance, across, outbound)
    everyone = ~nw.col("contact_id").is_null()
    return Share(everyone, ~nw.col("repeated"), rows=rows, undecided=nw.col("undecided"), said=NOT_OVER)
