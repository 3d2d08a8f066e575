"""Northwind, the centre of the demo: two telephone queues and a chat, in March 2025; the clock changes on the 30th.

It is a centre with ordinary troubles: a little short of people at noon and on Mondays, a bill run in the first days of
the month, a fault on the 18th. So some promises of its agreement are kept and some are not.
"""

from __future__ import annotations

import importlib.resources
from datetime import date, time

from pactline.planning.demo.centre import Centre, Desk, Rush
from pactline.values.calendar import Calendar, Hours
from pactline.values.period import Period
from pactline.values.zone import zone

MONTH = Period.parse("2025-03")

_MONDAY, _SATURDAY = 0, 5
_ORDINARY_WEEKDAYS = (1, 2, 3, 4)


def _calendar(weekday: str, saturday: str = "") -> Calendar:
    week = {day: (Hours.parse(weekday),) for day in range(5)}
    return Calendar(week | ({_SATURDAY: (Hours.parse(saturday),)} if saturday else {}))


def _week(
    monday: tuple[int, ...], weekday: tuple[int, ...], saturday: tuple[int, ...] = ()
) -> dict[int, tuple[int, ...]]:
    return {_MONDAY: monday, **dict.fromkeys(_ORDINARY_WEEKDAYS, weekday), _SATURDAY: saturday}


# Half hours from 08:00 to 20:00, and on Saturdays from 09:00 to 16:00.
_BILLING = Desk(
    name="billing",
    channel="voice",
    hours=_calendar("08:00-20:00", "09:00-16:00"),
    arrivals=_week(
        monday=(37, 50, 63, 71, 76, 76, 71, 67, 60, 58, 60, 63, 63, 60, 58, 56, 54, 50, 45, 39, 32, 28, 22, 17),
        weekday=(30, 41, 52, 59, 63, 63, 59, 55, 51, 49, 50, 52, 52, 51, 49, 46, 44, 41, 37, 32, 27, 23, 18, 14),
        saturday=(19, 24, 27, 29, 30, 29, 27, 25, 23, 21, 19, 17, 15, 13),
    ),
    roster=_week(
        monday=(9, 11, 14, 16, 16, 16, 16, 14, 12, 12, 13, 14, 14, 14, 13, 13, 12, 12, 11, 10, 8, 7, 6, 6),
        weekday=(8, 10, 12, 14, 14, 14, 13, 11, 10, 10, 11, 12, 12, 12, 12, 11, 11, 10, 9, 9, 8, 7, 6, 5),
        saturday=(6, 7, 8, 8, 8, 8, 8, 7, 7, 6, 6, 6, 5, 5),
    ),
    talk_ms=276_000,
    wrap_ms=35_000,
    patience_ms=420_000,
    closed_arrivals=14,
    rushes=tuple(Rush(date(2025, 3, day), time(8), time(20), 115) for day in (3, 4, 5)),
    hold_percent=12,
    transfer_to="technical",
    transfer_percent=6,
    callback_percent=30,
    callback_from=3,
)

_TECHNICAL = Desk(
    name="technical",
    channel="voice",
    hours=_calendar("08:00-20:00", "09:00-16:00"),
    arrivals=_week(
        monday=(21, 28, 34, 38, 40, 40, 38, 35, 32, 31, 32, 33, 33, 32, 32, 33, 34, 35, 34, 32, 28, 23, 19, 15),
        weekday=(18, 23, 29, 32, 34, 34, 32, 30, 26, 25, 26, 28, 28, 28, 26, 28, 29, 30, 29, 26, 23, 19, 16, 13),
        saturday=(15, 18, 21, 23, 23, 23, 22, 20, 18, 17, 16, 15, 13, 11),
    ),
    roster=_week(
        monday=(9, 11, 13, 14, 15, 15, 14, 13, 12, 12, 12, 12, 12, 12, 12, 12, 12, 13, 13, 12, 11, 9, 8, 7),
        weekday=(8, 10, 11, 13, 13, 13, 12, 10, 10, 10, 11, 11, 11, 11, 11, 10, 10, 11, 11, 10, 9, 8, 7, 6),
        saturday=(7, 8, 9, 9, 9, 9, 9, 8, 8, 7, 7, 7, 6, 6),
    ),
    talk_ms=430_000,
    wrap_ms=50_000,
    patience_ms=500_000,
    closed_arrivals=10,
    rushes=(Rush(date(2025, 3, 18), time(10), time(14), 260),),
    hold_percent=20,
    transfer_to="billing",
    transfer_percent=2,
    voicemail_after_ms=240_000,
)

# Half hours from 09:00 to 18:00, Monday to Friday.
_CHAT = Desk(
    name="chat",
    channel="chat",
    hours=_calendar("09:00-18:00"),
    arrivals=_week(
        monday=(28, 34, 38, 40, 40, 38, 36, 34, 34, 34, 36, 36, 36, 34, 32, 30, 28, 23),
        weekday=(24, 30, 33, 35, 35, 33, 32, 30, 30, 30, 31, 32, 31, 30, 28, 25, 23, 20),
    ),
    roster=_week(
        monday=(5, 6, 6, 7, 7, 7, 6, 5, 5, 6, 6, 6, 6, 6, 5, 5, 5, 5),
        weekday=(4, 5, 6, 6, 6, 6, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 4),
    ),
    talk_ms=540_000,
    wrap_ms=25_000,
    patience_ms=400_000,
    at_once=3,
    closed_arrivals=12,
)

NORTHWIND = Centre("Northwind", zone("Europe/Berlin"), (_BILLING, _TECHNICAL, _CHAT))


def months_before(number: int) -> Period:
    """The days of as many months before the month of the demo."""
    years, month = divmod(MONTH.first.month - 1 - number, 12)
    return Period(date(MONTH.first.year + years, month + 1, 1), MONTH.first)


def agreement_text() -> str:
    """The agreement Northwind works under, as its file stands."""
    return importlib.resources.files(__package__).joinpath("northwind.yaml").read_text(encoding="utf-8")
