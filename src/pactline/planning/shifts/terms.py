"""The single values of labour rules and lists of agents: text in, typed value out, faults with a remedy."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict

from pactline.values.calendar import WEEKDAYS, Calendar
from pactline.values.duration import Duration
from pactline.values.period import Period
from pactline.values.terms import fault, text_term

DAY_MIN = 24 * 60


def _minutes(text: str) -> int:
    length = Duration.parse(text)
    if length.ms % 60_000 or re.fullmatch(r"[0-9.]+", text.strip()):
        raise ValueError(f"{text!r} is not a length in whole minutes")
    return length.ms // 60_000


def _seconds(text: str) -> float:
    return Duration.parse(text).ms / 1000


def _clock(text: str) -> int:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])|(24:00)", text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a time of day")
    return DAY_MIN if found[3] else 60 * int(found[1]) + int(found[2])


def _weekdays(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.replace(" ", "").lower().split(","):
        first, _, last = part.partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise ValueError(f"{text!r} are no weekdays")
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        found |= {day % 7 for day in range(start, (end if end >= start else end + 7) + 1)}
    return frozenset(found)


def _yes(text: str) -> bool:
    if text not in ("true", "false", "yes", "no"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text in ("true", "yes")


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing is written here")
    return text.strip()


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text.strip()):
        raise ValueError(f"{text!r} is not a currency")
    return text.strip()


def _week_of_hours(value: object) -> Calendar:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise fault("SHIFT_SHAPE", "hours are a text or a list of texts", "write [mon-fri 08:00-18:00]")
    try:
        return Calendar.of_week(texts)
    except ValueError as wrong:
        raise fault("SHIFT_HOURS", str(wrong), "write hours such as mon-fri 08:00-18:00") from None


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Minutes: TypeAlias = Annotated[
    int, text_term(_minutes, "SHIFT_LENGTH", "write a length in whole minutes with its unit, such as 30 min or 8 h")
]
Seconds: TypeAlias = Annotated[float, text_term(_seconds, "SHIFT_LENGTH", "write a length such as 20 s or 3 min")]
Clock: TypeAlias = Annotated[int, text_term(_clock, "SHIFT_CLOCK", 'write a time of day in quotes, such as "07:30"')]
Weekdays: TypeAlias = Annotated[
    frozenset[int], text_term(_weekdays, "SHIFT_DAYS", "write weekdays such as mon-fri or mon, wed, sat")
]
Yes: TypeAlias = Annotated[bool, text_term(_yes, "SHIFT_YES", "write true or false")]
Whole: TypeAlias = Annotated[int, text_term(_whole, "SHIFT_NUMBER", "write a whole number such as 5")]
Words: TypeAlias = Annotated[str, text_term(_words, "SHIFT_TEXT", "write a word or a sentence")]
Currency: TypeAlias = Annotated[str, text_term(_currency, "SHIFT_CURRENCY", "write three capitals such as EUR")]
Days: TypeAlias = Annotated[
    Period, text_term(Period.parse, "SHIFT_DATE", "write a day such as 2025-03-05, or FIRST/END with the day after")
]
DayList: TypeAlias = Annotated[tuple[Days, ...], BeforeValidator(_as_list)]
WordList: TypeAlias = Annotated[tuple[Words, ...], BeforeValidator(_as_list)]
WeekOfHours: TypeAlias = Annotated[Calendar, BeforeValidator(_week_of_hours)]


class Shape(BaseModel):
    """Closed: an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)
