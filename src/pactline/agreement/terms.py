"""The scalars that only an agreement has: names, term, zone, currency, rounding, opening hours.

Those it shares with metrics and remedies (money, percentages, targets, limits) are in ``values.terms``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from pactline.values.calendar import Hours
from pactline.values.exact import RoundingMode, ShareRounding
from pactline.values.money import currencies
from pactline.values.period import Period
from pactline.values.terms import TextTerm, fault, parse_day, text_term
from pactline.values.zone import zone

NAME = r"^[^\W_][\w .-]{0,63}$"
"""What a service, calendar, charge, commitment or tier may be called: it is also typed on a command line."""

_DAY_FIRST = re.compile(r"(?<![0-9-])[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}")
_TERM_REMEDY = "write the first day and the day after the last, such as 2025-01-01/2026-01-01, or a year such as 2025"
_MODES = ", ".join(RoundingMode)


def _read_term(value: object) -> Period:
    if not isinstance(value, str):
        raise fault("AGR_SHAPE", "the term is one text, not a list or a mapping", _TERM_REMEDY)
    if _DAY_FIRST.search(value):
        raise fault("AGR_DATE", f"{value!r} can be read with the day or the month first", _TERM_REMEDY)
    first, slash, end = value.partition("/")
    if not slash:
        return _named_term(value)
    try:
        begins, ends = parse_day(first), parse_day(end)
    except ValueError as wrong:
        raise fault("AGR_DATE", f"in the term, {wrong}", _TERM_REMEDY) from None
    if ends <= begins:
        message = f"the term ends on {ends} (itself excluded) but begins on {begins}"
        raise fault("AGR_PERIOD", message, _TERM_REMEDY)
    return _within_reach(Period(begins, ends))


def _named_term(text: str) -> Period:
    try:
        return _within_reach(Period.parse(text))
    except (ValueError, OverflowError):
        raise fault("AGR_PERIOD", f"{text!r} is not a term", _TERM_REMEDY) from None


def _within_reach(term: Period) -> Period:
    if term.first < date(1990, 1, 1) or term.end > date(2100, 1, 1):
        raise fault("AGR_PERIOD", f"the term {term} leaves the years 1990 to 2099", _TERM_REMEDY)
    return term


def _parse_currency(text: str) -> str:
    if text not in currencies():
        raise ValueError(f"{text!r} is not a currency of ISO 4217")
    return text


def _parse_share_rounding(text: str) -> ShareRounding:
    if text == "exact":
        return ShareRounding()
    found = re.fullmatch(r"([0-6]) decimals? (\w+)", text)
    if not found or found[2] not in list(RoundingMode):
        raise ValueError(f"{text!r} is not a way of rounding figures")
    return ShareRounding(int(found[1]), RoundingMode(found[2]))


def _parse_money_rounding(text: str) -> RoundingMode:
    if text not in list(RoundingMode):
        raise ValueError(f"{text!r} is not a way of rounding money")
    return RoundingMode(text)


def _as_spans(value: object) -> object:
    """One span as a list of one; the word ``closed`` as a list of none."""
    return ([] if value == "closed" else [value]) if isinstance(value, str) else value


def _schema(description: str, *, pattern: str = "", examples: tuple[str, ...] = (), **more: Any) -> WithJsonSchema:
    found: dict[str, Any] = {"type": "string", "description": description, **more}
    if pattern:
        found["pattern"] = pattern
    if examples:
        found["examples"] = list(examples)
    return WithJsonSchema(found)


Text = TextTerm
Term = Annotated[
    Period,
    PlainValidator(_read_term),
    _schema("first day / the day after the last", type=["string", "number"], examples=("2025-01-01/2026-01-01",)),
]
Zone = Annotated[
    ZoneInfo,
    text_term(zone, "AGR_TIME_ZONE", "write an IANA name such as Europe/Berlin; an offset does not know summer time"),
    _schema("the time zone in which days and months begin, by its IANA name", examples=("Europe/Berlin", "UTC")),
]
Currency = Annotated[
    str,
    text_term(_parse_currency, "AGR_CURRENCY_UNKNOWN", "write the three capital letters, such as EUR, GBP or USD"),
    _schema("the currency of every amount, by ISO 4217", pattern="^[A-Z]{3}$", examples=("EUR", "GBP", "USD")),
]
FigureRounding = Annotated[
    ShareRounding,
    text_term(
        _parse_share_rounding,
        "AGR_ROUNDING",
        f"write exact, or the decimals and one of {_MODES}, such as 1 decimal half_up",
    ),
    _schema(
        "how a figure is rounded before it is compared with its target: exact, or for example 1 decimal half_up",
        pattern=f"^(exact|[0-6] decimals? ({'|'.join(RoundingMode)}))$",
        examples=("exact", "1 decimal half_up", "2 decimals down"),
    ),
]
MoneyRounding = Annotated[
    RoundingMode,
    text_term(_parse_money_rounding, "AGR_ROUNDING", f"write one of {_MODES}"),
    _schema("how an amount is rounded, once, to the smallest coin", enum=list(RoundingMode)),
]
_Span = Annotated[
    Hours,
    text_term(
        Hours.parse, "AGR_HOURS", "write opening hours like 08:00-20:00, or closed; midnight at the end is 24:00"
    ),
    _schema(
        "open from - to", pattern=r"^\s*[0-9]{1,2}:[0-9]{2}\s*-\s*[0-9]{1,2}:[0-9]{2}\s*$", examples=("08:00-20:00",)
    ),
]
OpenHours = Annotated[
    tuple[_Span, ...],
    BeforeValidator(_as_spans),
]
