"""Attempt cap kept: the share of attempts that a cap on attempts per person and debt allowed."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.choices.written_channels import Consent
from pactline.records.views.conditions import every_row
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import CappedAttempts
from pactline.values.terms import WholeNumber

HIGHER_IS_BETTER = True
GOOD = "allowed"


def attempt_cap_kept(contacts: Contacts, *, most: WholeNumber, days: WholeNumber, consent: Consent) -> Share:
    """At most ``most`` attempts in any ``days`` consecutive days, and none within ``days`` days of a conversation.

    The days are those of the called place and slide by one; the day of a conversation is the first of its ``days``, so
    after one on Wednesday the 1st and ``days`` of 7 the next call may come on Wednesday the 8th. The cap is per
    customer and debt. Attempts that found the line busy or the number not in service are left out; so are those with
    the person's consent, if ``consent`` is ``exempt``. An attempt without customer or place cannot be shown to be
    allowed: it counts as not, and is reported as unknown.

    Source: Regulation F, 12 CFR 1006.14(b)(2): seven calls in seven days, and seven days after a conversation.
    """
    rows = CappedAttempts(most, days, consent)
    return Share(counted=every_row("dialled_us"), good=nw.col("kept"), unsure=~nw.col("judged"), rows=rows)
