"""What is known of days before they come: closed days, opening hours, holidays, events, and factors by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pactline.planning.refusal import Refused
from pactline.values.calendar import Calendar, Hours

if TYPE_CHECKING:
    from pactline.agreement.model import Agreement

_MINUTES = 1440


@dataclass(frozen=True)
class Almanac:
    """Days that are not like their weekday, as far as somebody has said so."""

    holidays: Mapping[date, str] = field(default_factory=dict)  # by name: days of one name are alike
    events: Mapping[date, str] = field(default_factory=dict)  # by name, from the planner's own list
    factors: Mapping[date, float] = field(default_factory=dict)  # times the usual; nought is closed
    hours: Calendar | None = None  # opening hours; None: to be learnt from the records

    def kind(self, day: date) -> str:
        """What the day is called, if it is special and its effect is to be learnt; days of one kind are alike."""
        if day in self.factors:
            return ""
        return self.events.get(day) or self.holidays.get(day, "")

    def is_holiday(self, day: date) -> bool:
        """A day of the list of holidays."""
        return day in self.holidays

    def factor(self, day: date) -> float:
        """What was said by hand of the day's volume; 1 where nothing was."""
        return self.factors.get(day, 1.0)

    def is_closed(self, day: date) -> bool:
        """Whether it is known beforehand that nobody can come."""
        return self.factors.get(day) == 0 or (self.hours is not None and not self.hours.hours_on(day))

    def open_slots(self, day: date, minutes: int) -> NDArray[np.bool_] | None:
        """The intervals of the day that lie in the opening hours, in part or whole; None where they are not known."""
        if self.hours is None:
            return None
        found = np.zeros(_MINUTES // minutes, dtype=bool)
        for hours in self.hours.hours_on(day):
            found |= _slots(hours, minutes)
        return found

    def with_hours(self, hours: Calendar | None) -> Almanac:
        """The same with these opening hours."""
        return replace(self, hours=hours)


def _slots(hours: Hours, minutes: int) -> NDArray[np.bool_]:
    first = (hours.opens.hour * 60 + hours.opens.minute) // minutes
    closes = _MINUTES if hours.closes is None else hours.closes.hour * 60 + hours.closes.minute
    found = np.zeros(_MINUTES // minutes, dtype=bool)
    found[first : -(-closes // minutes)] = True
    return found


def joined_hours(calendars: Iterable[Calendar], days: Iterable[date]) -> Calendar | None:
    """Opening hours in which at least one of several calendars is open, for certain days; None without a calendar."""
    calendars = list(calendars)
    if len(calendars) < 2:
        return calendars[0] if calendars else None
    special = {}
    for day in days:
        spans = sorted((each.opens, each.closes or time.max) for one in calendars for each in one.hours_on(day))
        special[day] = tuple(
            Hours(first, None if last == time.max else last) for first, last in _joined(spans)
        )  # fmt: skip
    shut = [day for day in special if all(day in each.closed for each in calendars)]
    return Calendar({}, closed=frozenset(shut), special=special)


def _joined(spans: list[tuple[time, time]]) -> list[tuple[time, time]]:
    found: list[tuple[time, time]] = []
    for first, last in spans:
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def hours_for(agreement: Agreement, queue: str, channel: str, days: Iterable[date]) -> Calendar | None:
    """The opening hours that an agreement has for a queue: those of every service that it belongs to."""
    found = []
    for service in agreement.services.values():
        if (not service.queues or queue in service.queues) and (not service.channels or channel in service.channels):
            if service.hours_name == "always":
                return None
            found.append(service.hours)
    return joined_hours({id(each): each for each in found}.values(), days)


def public_holidays(place: str, first: date, end: date) -> dict[date, str]:
    """The holidays of a country (``DE``), a part of it (``DE-BY``) or of further kinds (``IL:public,optional``).

    From the package ``holidays``, whose lists change with its version: an output keeps the days that were used.
    Raises ValueError for a place it does not know.
    """
    import holidays

    where, _, kinds = place.partition(":")
    country, _, part = where.partition("-")
    categories = tuple(each.strip() for each in kinds.split(",") if each.strip()) or ("public",)
    years = range(first.year - 1, end.year + 1)
    known = holidays.list_supported_countries()
    if country.upper() not in known:
        raise Refused(f"there are no holidays of {country!r}; give a country such as DE, or DE-BY for a part of it")
    try:
        named = holidays.country_holidays(
            country.upper(), subdiv=part or None, years=years, categories=categories, language=_english(country)
        )
    except (NotImplementedError, ValueError) as wrong:
        raise Refused(f"there are no holidays of {place!r}: {wrong}") from None
    return {day: name for day, name in sorted(named.items()) if first - timedelta(days=31) <= day <= end}


def _english(country: str) -> str | None:
    import holidays

    languages = holidays.list_localized_countries().get(country.upper(), [])
    return next((each for each in ("en_US", "en_GB", "en") if each in languages), None)
