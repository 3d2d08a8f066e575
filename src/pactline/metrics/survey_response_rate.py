"""Survey response rate: the share of customers who answered the survey."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.choices.customers import AskedOver
from pactline.records.views.answers import is_yes, responded
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = True
GOOD = "answers"


def survey_response_rate(contacts: Contacts, *, over: AskedOver) -> Share:
    """Contacts with an answer (a score, or whether the wish was settled) over those asked, or over all answered ones.

    Who answered was asked, also where the source does not say so. A sample rule is ``minimum_sample`` of the figure
    that the answers make, not of this one.

    Source: both divisors are in use; over answered contacts the figure tells how much of the service is known at all.
    """
    counted = contacts.answered if over is AskedOver.ANSWERED else is_yes("surveyed") | responded()
    return Share(counted=counted, good=responded())
