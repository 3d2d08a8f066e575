"""A number of calendar months, as it is written in an agreement."""

from __future__ import annotations

import re


def parse_months(text: str) -> int:
    """Read ``3 months``, ``1 year``, ``2 years``: a number of calendar months. Raises ValueError."""
    found = re.fullmatch(r"([1-9][0-9]{0,2})\s+(months?|years?)", text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a number of months")
    return int(found[1]) * (12 if found[2].startswith("year") else 1)
