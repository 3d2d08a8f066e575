"""First contact resolution by flag: the share of flagged contacts whose agent marked the wish as settled."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.views.answers import is_yes
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = True
GOOD = "resolved"


def first_contact_resolution_flag(contacts: Contacts) -> Share:
    """Contacts that the agent flagged as resolved over contacts that the agent flagged at all.

    Nobody asks the customer, and nobody looks whether the customer came back. A contact without a flag is on neither
    side: how many were flagged is the number counted.

    Source: the disposition form of first contact resolution.
    """
    return Share(counted=~nw.col("resolved").is_null(), good=is_yes("resolved"))
