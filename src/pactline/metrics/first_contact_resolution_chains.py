"""First contact resolution by chains: the share of customers' wishes that were settled in a single contact."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.choices.customers import Across, ChainRule, Distance, Outbound, Starts, Wish, Withheld
from pactline.records.views.contacts import Contacts
from pactline.records.views.repeats import NOT_OVER, Repeats
from pactline.values.lapse import LapseTerm

HIGHER_IS_BETTER = True
GOOD = "resolved"


def first_contact_resolution_chains(
    contacts: Contacts,
    *,
    repeat_within: LapseTerm,
    chain: ChainRule,
    distance: Distance,
    starts: Starts,
    same: Wish,
    across: Across,
    withheld: Withheld,
    outbound: Outbound,
) -> Share:
    """Chains of one contact over all chains; a chain belongs to the period of the contact that begins it.

    A chain holds the contacts of one customer that come within ``repeat_within``: each after the one before it (gap),
    or all after the first (anchor). Of the customer who comes on days 0, 5 and 11, with 7 days, gap makes one chain
    of three contacts, anchor one of the first two and one of the third: none of one resolved, or one of two.

    A contact is one wish with all its queue visits and the callbacks it asked for, whatever level the agreement counts
    at. Chains whose first time is not over when the records end are left out and reported as unknown: until none is
    left the figure is provisional. Anchors hang on the anchor before, so they are looked for from the first contact
    that is known of each customer.

    Source: call groups of queue reports (usual margin 168 hours), with either rule.
    """
    rows = Repeats(repeat_within, starts, same, withheld, distance, across, outbound, chain)
    everyone = ~nw.col("contact_id").is_null()
    return Share(everyone, ~nw.col("repeated"), rows=rows, undecided=nw.col("undecided"), said=NOT_OVER)
