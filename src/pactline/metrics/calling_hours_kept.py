"""Calling hours kept: the share of attempts that were dialled in the allowed hours of the called place."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.views.conditions import every_row
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import Attempts
from pactline.values.day_time import DayTimeTerm

HIGHER_IS_BETTER = True
GOOD = "in hours"


def calling_hours_kept(contacts: Contacts, *, earliest: DayTimeTerm, latest: DayTimeTerm) -> Share:
    """Attempts dialled not before ``earliest`` and not after ``latest`` by the clock of the called place, over all.

    Both seconds themselves are allowed: with 08:00 and 21:00 a call at 21:00:00 is inside, one at 21:00:01 is not. An
    attempt to an unknown place cannot be shown to be inside: it counts as outside, and is reported as unknown.

    Source: 47 CFR 64.1200(c)(1), 16 CFR 310.4(c) and 12 CFR 1006.6(b): not before 8 in the morning or after 9 at night,
    local time at the called person's place. States allow fewer hours.
    """
    second = nw.col("local_second")
    inside = (second >= earliest.second) & (second <= latest.second)
    return Share(
        counted=every_row("dialled_us"), good=inside.fill_null(value=False), unsure=second.is_null(), rows=Attempts()
    )
