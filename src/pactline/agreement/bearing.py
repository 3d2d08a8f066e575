"""On whom a change bears: stricter for one side, dearer for the other. Nothing is said where it is not certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pactline.values.dated import Dated
from pactline.values.duration import Limit, Sense
from pactline.values.period import Period
from pactline.values.target import Bound, Target

_OTHER = {"provider": "client", "client": "provider"}
_PER_FIGURE = frozenset({"credit", "at_most", "at_least", "amount"})  # below a shape: more of it is never paid less


@dataclass(frozen=True)
class Promised:
    """What must be known of the commitment that a change belongs to."""

    by: str  # provider or client
    metric: str | None  # None where the two sides measure different things
    shapes: frozenset[str]  # the remedy shapes there are


def bearing(path: tuple[str, ...], old: Any, new: Any, promised: Promised | None) -> str | None:
    """The words for a changed value; ``old`` and ``new`` are as the models read them."""
    if path == ("term",) and isinstance(old, Period) and isinstance(new, Period) and old.first == new.first:
        days = (new.end - old.end).days
        return f"it ends {abs(days):,} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}"
    if path == ("at_risk", "percent"):
        more = _more(old, new)
        return None if more is None else f"the provider can owe {'more' if more else 'less'}"
    if path[0] == "charges" and path[2:] == ("amount",):
        more = _more(old, new)
        return None if more is None else f"the client pays {'more' if more else 'less'}"
    if path[0] != "commitments" or promised is None:
        return None
    return _promise(path[2:], old, new, promised)


def _promise(keys: tuple[str, ...], old: Any, new: Any, promised: Promised) -> str | None:
    by, paid_by = promised.by, promised.by
    keys = keys[2:] if keys[:1] == ("tiers",) else keys
    if keys == ("target",):
        stricter = _compare(old, new, _stricter)
        return None if stricter is None else f"{'stricter' if stricter else 'easier'} for the {by}"
    if keys == ("within",) and promised.metric == "service_level":
        stricter = _compare(old, new, _shorter)
        return None if stricter is None else f"{'stricter' if stricter else 'easier'} for the {by}"
    if keys == ("bonus", "when"):
        stricter = _compare(old, new, _stricter)
        return None if stricter is None else f"the bonus is {'harder' if stricter else 'easier'} to earn for the {by}"
    if keys[:1] == ("bonus",):
        paid_by = _OTHER[by]
    if keys[:1] in (("remedy",), ("bonus",)) and _is_pay(keys[1:], promised.shapes):
        more = _more(old, new)
        return None if more is None else f"costs the {paid_by} {'more' if more else 'less'}"
    return None


def _is_pay(keys: tuple[str, ...], shapes: frozenset[str]) -> bool:
    """Whether a value below a remedy is an amount or share that is paid, and not, say, what is free."""
    if not keys:
        return False
    return (len(keys) == 1 and keys[0] in shapes) or (keys[0] in shapes and keys[-1] in _PER_FIGURE)


def added(path: tuple[str, ...], promised: Promised | None, *, gone: bool) -> str | None:
    """The words for something that comes (or goes) as a whole."""
    if path == ("at_risk",):
        return f"the provider can owe {'more' if gone else 'less'}"
    if path[0] != "commitments" or promised is None:
        return None
    keys = path[2:] if path[2:3] != ("tiers",) else path[4:]
    if not keys and len(path) in (2, 4):
        return f"the {promised.by} promises {'less' if gone else 'more'}"
    if keys == ("remedy",):
        return f"costs the {promised.by} {'less' if gone else 'more'}"
    if keys == ("bonus",):
        return f"costs the {_OTHER[promised.by]} {'less' if gone else 'more'}"
    return None


def _more(old: Any, new: Any) -> bool | None:
    """Whether the new amount or share is larger, on every day; None if that cannot be said."""
    return _compare(old, new, _larger)


def _larger(old: Any, new: Any) -> int | None:
    if isinstance(old, Decimal | Fraction) and isinstance(new, Decimal | Fraction):
        return _sign(Fraction(new) - Fraction(old))
    return None


def _stricter(old: Any, new: Any) -> int | None:
    if not isinstance(old, Target) or not isinstance(new, Target):
        return None
    if old.unit is not new.unit or old.higher_is_better is not new.higher_is_better:
        return None
    moved = new.amount - old.amount if new.higher_is_better else old.amount - new.amount
    strict = (Bound.MORE_THAN, Bound.LESS_THAN)
    return _sign(moved) or (new.bound in strict) - (old.bound in strict)


def _shorter(old: Any, new: Any) -> int | None:
    if not isinstance(old, Limit) or not isinstance(new, Limit):
        return None
    return _sign(Fraction(old.duration.ms - new.duration.ms)) or (new.sense is Sense.UNDER) - (old.sense is Sense.UNDER)


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _compare(old: Any, new: Any, sign: Callable[[Any, Any], int | None]) -> bool | None:
    """True if the new value is beyond the old one on every day on which they differ, False if it is short of it."""
    before, after = (value if isinstance(value, Dated) else Dated.always(value) for value in (old, new))
    days = {day or date.min for day, _ in [*before.steps, *after.steps]}
    try:
        signs = {sign(before.on(day), after.on(day)) for day in days}
    except LookupError:
        return None
    if None in signs or not signs - {0}:
        return None
    moved = signs - {0}
    return moved == {1} if len(moved) == 1 else None
