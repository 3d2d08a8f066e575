"""A forecast of all queues of some records: what was asked, and the answer as text, JSON, pictures and a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pactline.planning.expected import Expected
from pactline.planning.forecasting.almanac import Almanac, hours_for, public_holidays
from pactline.planning.forecasting.forecasting import Choices, QueueForecast, forecast
from pactline.planning.forecasting.history import History, read_histories
from pactline.planning.forecasting.rest_of_day import RestOfDay, rest_of_day
from pactline.planning.forecasting.special_file import Special
from pactline.planning.forecasting.telling import forecast_json, forecast_text, rest_json, rest_text
from pactline.planning.refusal import NoAnswer
from pactline.records.any_record_set import AnyRecordSet
from pactline.values.period import Period
from pactline.values.zone import from_us

if TYPE_CHECKING:
    from pactline.agreement.model import Agreement
    from pactline.planning.pictures.drawing import Picture

MOST_DAYS_AHEAD = 2 * 366  # of the last day of a forecast, after that of the records
USUAL_DAYS = 28  # forecast where no period is named


@dataclass(frozen=True)
class Asked:
    """What is to be forecast, and how."""

    zone: ZoneInfo | None = None  # None: the agreement's
    period: Period | None = None  # None: the four weeks after what is known
    minutes: int = 15
    queues: Sequence[str] = ()
    channels: Sequence[str] = ()
    holidays: Sequence[str] = ()
    special: Special = field(default_factory=lambda: Special({}, {}))
    growth: float = 0.0
    aht_s: float | None = None
    level: str = "mixed"
    until: date | None = None
    at: datetime | None = None  # local, without a zone: the rest of that day is forecast


@dataclass(frozen=True)
class Forecasts:
    """The forecast of every queue that has a history."""

    period: Period
    made: tuple[QueueForecast, ...]
    rests: tuple[RestOfDay, ...]  # in place of whole days, where a day has begun
    came: tuple[Any, ...]  # of the days that have begun: contacts by interval
    silent: tuple[str, ...]  # queues of which nothing can be said, and why

    @property
    def expected(self) -> list[Expected]:
        """What other commands build on."""
        return [each.expected for each in (self.rests or self.made)]

    def text(self) -> str:
        """For people."""
        parts = [rest_text(each) for each in self.rests] or [forecast_text(each, self.period) for each in self.made]
        return "\n\n".join([*parts, *(f"no forecast: {each}" for each in self.silent)])

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        told = [rest_json(each) for each in self.rests] or [forecast_json(each, self.period) for each in self.made]
        return {"period": str(self.period), "queues": told, "no_forecast": list(self.silent)}

    def pictures(self) -> list[Picture]:
        """What can be drawn of it."""
        from pactline.planning.pictures.forecast import forecast_pictures, rest_picture

        if self.rests:
            return [rest_picture(each, came) for each, came in zip(self.rests, self.came, strict=True)]
        return [picture for each in self.made for picture in forecast_pictures(each)]


def ask(
    records: AnyRecordSet, asked: Asked, agreement: Agreement | None = None, so_far: AnyRecordSet | None = None
) -> Forecasts:
    """Forecast every queue of the records. Raises ValueError where nothing can be said of any of them."""
    where = asked.zone or (agreement.zone if agreement else None)
    assert where is not None, "days are local"
    histories = read_histories(
        records, where, asked.minutes, queues=asked.queues, channels=asked.channels, until=asked.until
    )
    period = _period(asked, histories[0])
    first = histories[0].first
    last = first + timedelta(days=histories[0].days)
    if (period.end - last).days > MOST_DAYS_AHEAD:
        raise NoAnswer(f"the records end on {last - timedelta(days=1)}; they say nothing of a day two years on")
    holidays: dict[date, str] = {}
    for place in asked.holidays:
        holidays |= public_holidays(place, first, period.end)
    choices = Choices(asked.level, asked.growth, asked.aht_s)
    today = _today(so_far, asked, where) if so_far is not None else {}
    made, rests, came, silent = [], [], [], []
    days = [first + timedelta(days=n) for n in range((period.end - first).days + 1)]
    for history in histories:
        hours = hours_for(agreement, history.queue, history.channel, days) if agreement else None
        almanac = Almanac(holidays, asked.special.events, asked.special.factors, hours)
        try:
            one = forecast(history, period, almanac, choices)
            if asked.at is not None:
                begun = today.get((history.queue, history.channel))
                if begun is None:
                    raise NoAnswer(f"the records so far hold no contact of {history.queue}")
                rests.append(rest_of_day(one, begun, asked.at.replace(tzinfo=where)))
                came.append(begun.volume[(asked.at.date() - begun.first).days])
        except NoAnswer as why:
            silent.append(str(why))
            continue
        made.append(one)
    if not made:
        raise NoAnswer("; ".join(silent))
    return Forecasts(period, tuple(made), tuple(rests), tuple(came), tuple(silent))


def _period(asked: Asked, history: History) -> Period:
    if asked.at is not None:
        return Period(asked.at.date(), asked.at.date() + timedelta(days=1))
    if asked.period is not None:
        return asked.period
    first = from_us(history.until_us + 3_600_000_000, history.zone).date()
    first = max(first, history.first + timedelta(days=history.days - 1))
    if asked.until is not None:
        first = min(first, asked.until)
    return Period(first, first + timedelta(days=USUAL_DAYS))


def _today(so_far: AnyRecordSet, asked: Asked, where: ZoneInfo) -> dict[tuple[str, str], History]:
    found = read_histories(so_far, where, asked.minutes, queues=asked.queues, channels=asked.channels)
    return {(each.queue, each.channel): each for each in found}
