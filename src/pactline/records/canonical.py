"""One text for one fact, however it was written down: what digests are made of."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pactline.values.period import Hour, Period


def canonical_text(fact: Any, *, leave: Collection[str] = ()) -> str:
    """A dataclass as JSON: keys in order, numbers as whole fractions, instants in microseconds, tuples as sets.

    What is not said (None or empty) is left out, so that a further optional field leaves every earlier digest as it
    was; ``leave`` names fields that are no part of the fact.
    """
    said = {part.name: getattr(fact, part.name) for part in fields(fact) if part.name not in leave}
    return _text({name: _canonical(value) for name, value in said.items() if not _empty(value)})


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | tuple | Mapping) and not value)


def _canonical(value: Any) -> Any:
    match value:
        case Hour():
            return str(value)
        case Period():
            return f"{value.first.isoformat()}/{value.end.isoformat()}"
        case date():
            return value.isoformat()
        case Fraction() | Decimal():
            numerator, denominator = value.as_integer_ratio()
            return f"{numerator}/{denominator}"
        case Mapping():
            return {str(key): _canonical(inner) for key, inner in value.items()}
        case tuple():
            pair = bool(value) and isinstance(value[-1], Period)  # a commitment and its window, in this order
            return [_canonical(inner) for inner in value] if pair else sorted(map(_canonical, value), key=_text)
        case int() | str():
            return value
    raise AssertionError(f"no canonical form of {type(value).__name__}")


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
