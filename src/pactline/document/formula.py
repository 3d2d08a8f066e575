"""A figure as a formula in words, and the words that formulas share."""

from __future__ import annotations

from dataclasses import dataclass

from pactline.document.saying import length
from pactline.values.duration import Limit, Sense


@dataclass(frozen=True)
class Formula:
    """A figure: a quotient where ``below`` is given, else what ``above`` says. ``unknown`` is about missing times."""

    above: str
    below: str = ""
    percent: bool = False
    unknown: str = ""

    def line(self, name: str) -> str:
        """The formula on a line of its own: ``service level = (…) ÷ (…), in percent``."""
        if not self.below:
            return f"{name} = {self.above}"
        quotient = f"({self.above}) ÷ ({self.below})"
        return f"{name} = {quotient}, in percent" if self.percent else f"{name} = {quotient}"


def within(limit: Limit) -> str:
    """``at most 20 seconds`` or ``less than 20 seconds``."""
    return f"{'at most' if limit.sense is Sense.AT_MOST else 'less than'} {length(limit.duration)}"


def waiting(who: str, limit: Limit) -> str:
    """Those whose wait kept a limit: ``answered contacts with a wait of at most 20 seconds``."""
    return f"{who} with a wait of {within(limit)}"
