"""Blockage: the share of attempts that were turned away for reasons that mean a busy line."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.views.contacts import Contacts
from pactline.values.words import WordsTerm

HIGHER_IS_BETTER = False
GOOD = "blocked"


def blockage(contacts: Contacts, *, reasons: WordsTerm) -> Share:
    """Refused contacts with one of ``reasons`` over these and all that were let into a queue and left it.

    ``reasons`` are the source's own words for a refusal, such as ``FULL, BUSY``: a line that is busy is no closed door
    and no empty desk, and contacts refused for other reasons are left out. ``busy_rate`` is the same with every refused
    contact blocked. What the carrier turned away no queue report knows: it has to be among the records.

    Source: blocked / (blocked + offered); the usual goal is at most 2 %.
    """
    one_of = nw.col("reason").is_in(list(reasons.words)).fill_null(value=False)
    blocked = contacts.refused & one_of
    return Share(counted=contacts.finished | blocked, good=blocked)
