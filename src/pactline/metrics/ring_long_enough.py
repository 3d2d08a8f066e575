"""Ring long enough: the share of unanswered attempts that were let ring for the agreed time."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.views.conditions import one_of
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import Attempts
from pactline.values.duration import Duration

HIGHER_IS_BETTER = True
GOOD = "rung out"


def ring_long_enough(contacts: Contacts, *, at_least: Duration) -> Share:
    """Attempts that nobody answered and that rang for ``at_least`` (that itself is enough), over all that nobody
    answered. One whose ring was not recorded cannot be shown to have rung long enough, and is reported as unknown.

    Source: 16 CFR 310.4(b)(4)(ii): at least fifteen seconds or four rings; Ofcom (2010): fifteen seconds.
    """
    enough = (nw.col("ring_ms") >= at_least.ms).fill_null(value=False)
    unanswered = one_of("result", ("no_answer",))
    return Share(counted=unanswered, good=enough, unsure=nw.col("ring_ms").is_null(), rows=Attempts())
