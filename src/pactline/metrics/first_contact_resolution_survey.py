"""First contact resolution by survey: the share of customers who said that their wish was settled at once."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.views.answers import is_yes
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = True
GOOD = "resolved"


def first_contact_resolution_survey(contacts: Contacts) -> Share:
    """Answers that say yes over all answers to the question whether the wish was settled the first time.

    An answer belongs to the period of its contact, not to the day it was given. Few answers say little: a sample rule
    is ``minimum_sample``.

    Source: the survey form of first contact resolution.
    """
    return Share(counted=~nw.col("resolved_said").is_null(), good=is_yes("resolved_said"))
