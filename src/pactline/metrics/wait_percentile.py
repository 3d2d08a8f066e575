"""Wait percentile: the wait that a given share of the contacts did not exceed."""

from __future__ import annotations

import re
from typing import Annotated

from pactline.records.choices.choosing import Percentile
from pactline.records.choices.contacts import Waiting
from pactline.records.views.contacts import Contacts
from pactline.values.terms import text_term

HIGHER_IS_BETTER = False


def _parse_rank(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text.strip()) or not 1 <= int(text) <= 100:
        raise ValueError(f"{text!r} is not a percentile")
    return int(text)


Rank = Annotated[int, text_term(_parse_rank, "AGR_PERCENTILE", "write a whole number from 1 to 100, such as 90")]


def wait_percentile(contacts: Contacts, *, percent: Rank, whose: Waiting) -> Percentile:
    """The smallest wait that at least ``percent`` % (1 to 100) of the contacts meant by ``whose`` did not exceed.

    By nearest rank, without interpolation: the figure is always a wait that somebody had. Unknown waits are left out.

    Source: the nearest-rank definition of a percentile.
    """
    return Percentile(counted=contacts.whose(whose), duration_ms=contacts.wait_ms, percent=percent)
