"""Promises as they are written in one word: ``80/20``, ``3%``, ``20``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pactline.planning.refusal import Refused
from pactline.planning.requirement.promise import Measure, Promise
from pactline.records.choices.contacts import Abandons, ShortAbandons
from pactline.values.duration import Duration
from pactline.values.exact import plain
from pactline.values.target import Unit, parse_amount

DEFINITIONS: Mapping[str, Abandons] = {
    "sl_offered": Abandons.COUNT_ALL,
    "sl_answered": Abandons.IGNORE_ALL,
    "sl_excl_short": Abandons.IGNORE_WITHIN_T,
    "sl_wait": Abandons.COUNT_AS_MET_WITHIN_T,
}
"""The four forms in which service levels are published, in the agreement's own words."""


def asked_promises(
    tiers: Sequence[str] = (),
    *,
    definition: str = "sl_offered",
    abandonment: str | None = None,
    asa: str | None = None,
    occupancy: str | None = None,
) -> list[Promise]:
    """Promises from words, in this order: tiers such as ``90/10`` (percent, within seconds) under one definition, the
    most that may be abandoned (``3%``), the longest average speed of answer (``20`` or ``1 min``), and the highest
    occupancy (``85%``). Raises ValueError for what cannot be read or is asked twice.
    """
    found = [_tier(text, definition) for text in tiers]
    if abandonment is not None:
        share = _share(abandonment, "abandonment")
        found.append(Promise("abandonment", Measure.ABANDONMENT, share, False, abandons=ShortAbandons.COUNT))
    if asa is not None:
        try:
            seconds = float(Duration.parse(asa).seconds)
        except ValueError:
            raise Refused(f"{asa!r} is no time; write seconds, such as 20, or 1 min") from None
        found.append(Promise("asa", Measure.AVERAGE_SPEED_OF_ANSWER, seconds, False))
    if occupancy is not None:
        found.append(Promise("occupancy", Measure.OCCUPANCY, _share(occupancy, "occupancy"), False))
    ids = [promise.id for promise in found]
    if twice := next((each for each in ids if ids.count(each) > 1), None):
        raise Refused(f"{twice} is asked twice")
    return found


def _tier(text: str, definition: str) -> Promise:
    """``90/10``: at least 90 % within 10 s."""
    share, slash, limit = text.partition("/")
    try:
        if not slash:
            raise ValueError
        percent = share if share.strip().endswith("%") else f"{share}%"
        target, within = _share(percent, "the share"), Duration.parse(limit)
    except ValueError:
        message = f"{text!r} is no promise; write percent/seconds, such as 80/20 for 80 % within 20 s"
        raise Refused(message) from None
    name = f"{plain(Fraction(percent.strip().rstrip('% ')))}/{plain(within.seconds)}"
    limit_s = float(within.seconds)
    return Promise(name, Measure.SERVICE_LEVEL, target, True, limit_s=limit_s, abandons=DEFINITIONS[definition])


def _share(text: str, what: str) -> float:
    """``3%`` or ``3 %`` as 0.03."""
    try:
        amount, unit = parse_amount(text)
        if unit is not Unit.PERCENT or not 0 <= amount <= 100:
            raise ValueError
    except ValueError:
        raise Refused(f"{text!r} is no share for {what}; write a percentage from 0 to 100, such as 3%") from None
    return float(amount / 100)


def read_share(text: str, what: str) -> float:
    """``30%`` as 0.3. Raises ValueError."""
    return _share(text, what)
