"""Forecasts as text for people and as JSON for programs; the error of the past stands beside every forecast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from pactline.planning.expected import Expected
from pactline.planning.forecasting.backtest import Accuracy
from pactline.planning.forecasting.forecasting import DayForecast, QueueForecast, holidays_ahead
from pactline.planning.forecasting.handle_time import HandleTimeError
from pactline.planning.forecasting.rest_of_day import RestOfDay
from pactline.statement.shown.terminal import table
from pactline.values.exact import how_many
from pactline.values.period import Period

MOST_LEFT_OUT = 12  # days that are named in the text; all are in the JSON


def share(value: float) -> str:
    """A share in percent with one decimal."""
    return f"{100 * value:.1f} %"


def forecast_text(made: QueueForecast, period: Period) -> str:
    """The days of one queue in a table, the back-test's error, what was left out, and what else is to be known."""
    learnt, minutes = made.training, made.history.minutes
    lines = [
        f"{made.queue} ({made.expected.channel}), {period}, intervals of {minutes} minutes, {made.expected.zone.key}",
        f"learnt from {how_many(len(learnt), 'whole day')}, {learnt.dates[0]} to {learnt.dates[-1]}",
        "",
        *_days(made),
        "",
        *_back_test(made),
    ]
    if made.outcome:
        lines += ["", *_outcome(made)]
    left = [f"left out: {each.day} is {each.standing}: {each.why}" for each in made.left_out]
    if len(left) > MOST_LEFT_OUT:
        left = [*left[-MOST_LEFT_OUT:], f"left out: {len(left) - MOST_LEFT_OUT} more days, earlier (all with --json)"]
    notes = [*left, *(f"note: {each}" for each in made.notes)]
    return "\n".join([*lines, *([""] if notes else []), *notes])


def _days(made: QueueForecast) -> list[str]:
    with_actual = any(each.actual is not None for each in made.days)
    heads = ["Day", "Offered", "Low", "High", "Naive", *(["Came"] if with_actual else []), "AHT s", ""]
    rows = [[f"{each.day:%a} {each.day}", *_numbers(each, with_actual), each.kind] for each in made.days]
    total = sum(each.offered for each in made.days)
    seconds = sum(each.offered * each.aht_s for each in made.days)
    closing = ["Sum", f"{total:,.0f}", "", "", f"{sum(each.naive for each in made.days):,.0f}"]
    if with_actual:
        whole = all(each.actual is not None for each in made.days if each.offered)
        closing.append(f"{sum(each.actual or 0.0 for each in made.days):,.0f}" if whole else "")
    rows.append([*closing, f"{seconds / total:.0f}" if seconds else "", ""])
    return table(heads, "<" + ">" * (len(heads) - 2) + "<", rows)


def _numbers(each: DayForecast, with_actual: bool) -> list[str]:
    if not each.offered:
        return [""] * (6 if with_actual else 5)
    came = [f"{each.actual:,.0f}" if each.actual is not None else ""] if with_actual else []
    return [
        *(f"{value:,.0f}" for value in (each.offered, each.low, each.high, each.naive)),
        *came,
        f"{each.aht_s:.0f}" if each.aht_s else "",
    ]


_AHEAD: tuple[tuple[str, Callable[[int], bool]], ...] = (
    ("1 day ahead", lambda lead: lead == 1),
    ("7 days ahead", lambda lead: lead == 7),
    ("14 days ahead", lambda lead: lead == 14),
)


def _back_test(made: QueueForecast) -> list[str]:
    if made.test is None:
        return ["back-test: none, there are too few whole days; the interval is the model's own guess"]
    minutes = made.history.minutes
    first, last = made.leads
    parts = [(f"{first} to {last} days ahead", made.speaks_for), *_AHEAD]
    rows = []
    for name, leads in parts:
        if found := made.test.accuracy(leads):
            rows.append([name, f"{found.days:,}", *map(share, _figures(found)), share(found.better_by)])
    if special := made.test.accuracy(made.speaks_for, special=True):
        rows.append(["special days of these", f"{special.days:,}", *map(share, _figures(special)),
                     share(special.better_by)])  # fmt: skip
    heads = ["Back-test", "Days", "WAPE", "naive", "Bias", f"WAPE {minutes} min", "naive", "better by"]
    cv, lag = made.expected.day_cv, made.expected.day_lag1
    return [
        *table(heads, "<" + ">" * 7, rows),
        "WAPE: the errors without their signs over what came. Naive: the mean of the last four days of the weekday.",
        f"Error of a day: standard deviation {share(cv)}, correlation with that of the day before {lag:.2f}.",
        *_handle(made.handle_test),
    ]


def _figures(found: Accuracy) -> tuple[float, float, float, float, float]:
    return found.wape, found.naive, found.bias, found.interval_wape, found.interval_naive


def _handle(test: HandleTimeError | None) -> list[str]:
    if test is None:
        return []
    return [
        f"Handle time: days off by {share(test.wape)} (naive {share(test.naive)}), bias {share(test.bias)};",
        f"  intervals off by {share(test.interval_wape)} (naive {share(test.interval_naive)}).",
    ]


def _outcome(made: QueueForecast) -> list[str]:
    assert made.outcome is not None
    found, minutes = made.outcome.accuracy, made.history.minutes
    inside = share(made.outcome.intervals_inside)
    return [
        f"What came on {how_many(found.days, 'day')}, against this forecast:",
        f"  days off by {share(found.wape)} (naive {share(found.naive)}), bias {share(found.bias)};",
        f"  {minutes} minutes off by {share(found.interval_wape)} (naive {share(found.interval_naive)});",
        f"  between low and high: days {share(made.outcome.days_inside)}, intervals {inside} (aim: 80 %).",
    ]


def rest_text(rest: RestOfDay) -> str:
    """The rest of a day: what came, what that says of the day, and the intervals to come."""
    now, made = rest.updated, rest.made
    off = now.so_far / now.expected_so_far - 1 if now.expected_so_far else 0.0
    lines = [
        f"{made.queue} ({made.expected.channel}), {rest.at:%a %Y-%m-%d} at {rest.at:%H:%M}, {made.expected.zone.key}",
        f"so far {now.so_far:,.0f} contacts, {now.expected_so_far:,.0f} were forecast ({off:+.1%})",
        f"the day's level is {now.factor - 1:+.1%} against the forecast, give or take {share(now.sd / now.factor)}",
        f"still to come {now.rest:,.0f} (8 in 10: {now.rest_low:,.0f} to {now.rest_high:,.0f})",
        f"by the forecast of before {now.expected_rest:,.0f}; the whole day {now.day:,.0f}",
    ]
    if rest.test:
        lines.append(
            f"on {how_many(rest.test.days, 'past day')} at this time: the rest off by {share(rest.test.wape)}, without "
            f"the correction {share(rest.test.before)}"
        )
    rows = [
        [f"{rest.expected.local(n):%H:%M}", *(f"{each[n]:,.1f}" for each in (rest.expected.offered, rest.expected.low,
                                                                             rest.expected.high)),
         f"{rest.expected.aht_s[n]:.0f}" if rest.expected.aht_s[n] else ""]
        for n in range(len(rest.expected.starts_us))
    ]  # fmt: skip
    return "\n".join([*lines, "", *table(["From", "Offered", "Low", "High", "AHT s"], "<>>>>", rows)])


def forecast_json(made: QueueForecast, period: Period) -> dict[str, Any]:
    """Everything of one queue's forecast."""
    learnt = made.training
    return {
        "queue": made.queue, "channel": made.expected.channel, "zone": made.expected.zone.key,
        "minutes": made.history.minutes, "period": str(period),
        "learnt_from": {"days": len(learnt), "first": str(learnt.dates[0]), "last": str(learnt.dates[-1])},
        "days": [_day_json(each) for each in made.days],
        "intervals": intervals_json(made.expected),
        "day_cv": _number(made.expected.day_cv, 5), "day_lag1": _number(made.expected.day_lag1, 4),
        "handling_times": {name: _number(value, 1) for name, value in made.history.handling.items()},
        "back_test": _test_json(made),
        "outcome": _outcome_json(made),
        "left_out": [{"day": str(each.day), "standing": each.standing.value, "why": each.why}
                     for each in made.left_out],
        "holidays": {str(day): name for day, name in holidays_ahead(made.almanac, period).items()},
        "notes": list(made.notes),
    }  # fmt: skip


def rest_json(rest: RestOfDay) -> dict[str, Any]:
    """The rest of a day of one queue."""
    now = rest.updated
    names = ("so_far", "expected_so_far", "factor", "sd", "expected_rest", "rest", "rest_low", "rest_high", "day")
    test = rest.test
    return {
        "queue": rest.made.queue, "channel": rest.expected.channel, "zone": rest.expected.zone.key,
        "at": rest.at.isoformat(), **{name: _number(getattr(now, name), 4) for name in names},
        "back_test": test and {"days": test.days, "wape": _number(test.wape), "before": _number(test.before)},
        "intervals": intervals_json(rest.expected),
    }  # fmt: skip


def intervals_json(expected: Expected) -> list[dict[str, Any]]:
    """The rows of a forecast."""
    return [
        {
            "interval": expected.local(n).isoformat(),
            **{name: _number(getattr(expected, name)[n], 3) for name in ("offered", "low", "high", "aht_s")},
        }
        for n in range(len(expected.starts_us))
    ]


def _day_json(each: DayForecast) -> dict[str, Any]:
    numbers = {name: _number(getattr(each, name), 2) for name in ("offered", "low", "high", "naive", "actual", "aht_s")}
    return {"day": str(each.day), **numbers, "kind": each.kind}


def _accuracy_json(found: Accuracy) -> dict[str, Any]:
    names = ("wape", "naive", "better_by", "bias", "interval_wape", "interval_naive")
    return {"days": found.days, **{name: _number(getattr(found, name)) for name in names}}


def _test_json(made: QueueForecast) -> dict[str, Any] | None:
    if made.test is None:
        return None
    leads: Sequence[tuple[int, int]] = (made.leads, (1, 1), (7, 7), (14, 14))
    rows = []
    for first, last in leads:
        if found := made.test.accuracy(lambda lead, first=first, last=last: first <= lead <= last):  # type: ignore[misc]
            rows.append({"from_days": first, "to_days": last, **_accuracy_json(found)})
    handle = made.handle_test
    names = ("wape", "naive", "bias", "interval_wape", "interval_naive")
    return {
        "ahead": rows,
        "handle_time": handle and {"days": handle.days, **{name: _number(getattr(handle, name)) for name in names}},
    }


def _outcome_json(made: QueueForecast) -> dict[str, Any] | None:
    if made.outcome is None:
        return None
    inside = {name: _number(getattr(made.outcome, name)) for name in ("days_inside", "intervals_inside")}
    return {**_accuracy_json(made.outcome.accuracy), **inside}


def _number(value: float | None, places: int = 5) -> float | None:
    if value is None or not np.isfinite(value):
        return None
    return round(float(value), places)
