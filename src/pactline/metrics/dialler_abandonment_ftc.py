"""Dialler abandonment, US rule: the share of calls answered by a person that no agent took within two seconds."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.views.conditions import one_of
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import PERSON, Attempts, connected_within
from pactline.values.duration import Duration

HIGHER_IS_BETTER = False
GOOD = "abandoned"
_MOST = Duration(2_000)


def dialler_abandonment_ftc(contacts: Contacts) -> Share:
    """A call is abandoned if a person answers and no agent is connected within 2 s of the **end** of the greeting.

    The denominator is the calls that a person answered: no machines, no busy lines, nobody at home. A call whose
    greeting was not timed counts as abandoned unless it was connected within 2 s of the greeting's begin; it is
    reported as unknown. The rule allows 3 % per campaign in each period of 30 days: the campaign is the queue of the
    service, the period the window of the promise.

    Source: FTC Telemarketing Sales Rule, 16 CFR 310.4(b)(1)(iv) and (b)(4); the FCC's rule, 47 CFR 64.1200(a)(7), has
    the same formula.
    """
    connected = one_of("result", ("person",)) & ~nw.col("connected_us").is_null()
    in_time = connected_within("greeting_end_us", _MOST) | connected_within("greeting_start_us", _MOST)
    untimed = connected & nw.col("greeting_end_us").is_null() & ~in_time
    return Share(counted=one_of("result", PERSON), good=~(connected & in_time), unsure=untimed, rows=Attempts())
