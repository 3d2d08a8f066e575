"""The JSON Schema of what ``forecast --json`` prints: forecasts of a period, or of the rest of a day."""

from __future__ import annotations

from pactline.planning.forecasting.coverage import Standing
from pactline.planning.schema_parts import FIGURE, day, figure, instant, number, texts
from pactline.statement.shown.schema_parts import Schema, list_of, object_of, or_null, ref, text, top, whole, words


def forecast_schema() -> Schema:
    """What ``forecast --json`` prints, in both forms."""
    queues: Schema = {
        "type": "array",
        "items": {"anyOf": [ref("queue", "over a period"), ref("rest", "with --so-far: the rest of a day")]},
        "description": "one for each queue and channel that could be forecast",
    }
    shape = object_of(
        {
            "period": text("what is forecast, such as 2025-04; with --so-far the day"),
            "queues": queues,
            "no_forecast": texts("queues that could not be forecast, and why"),
        }
    )
    return top("forecast", "What pactline forecast --json prints", shape, queue=_queue(), rest=_rest(),
               interval=_interval())  # fmt: skip


_WHO = {
    "queue": text("as the records name it"),
    "channel": text("how the customers come"),
    "zone": text("the time zone of days and intervals"),
}
_INTERVALS = list_of(ref("interval", "one interval"), "the rows of expected.csv, in order; none where it is closed")


def _interval() -> Schema:
    return object_of(
        {
            "interval": instant("its beginning"),
            "offered": number("contacts expected in the interval"),
            "low": number("contacts; one interval in ten is expected below"),
            "high": number("contacts; one interval in ten is expected above"),
            "aht_s": figure("mean handling time expected, in seconds; 0 where none is known"),
        }
    )


def _queue() -> Schema:
    one_day = object_of(
        {
            "day": day("the local day"),
            "offered": number("contacts expected on the day; 0 where it is closed"),
            "low": number("contacts; one day in ten is expected below"),
            "high": number("contacts; one day in ten is expected above"),
            "naive": number("contacts by the naive forecast, the mean of the last four days of the weekday"),
            "actual": figure("contacts that came, where the records have the day; null where they do not"),
            "aht_s": figure("mean handling time expected, in seconds; 0 where none is known"),
            "kind": text("the holiday or special day that it is; empty where it is neither"),
        }
    )
    learnt = object_of(
        {"days": whole("whole days"), "first": day("the first of them"), "last": day("the last of them")},
        "the days that taught something",
    )
    left_out = object_of(
        {
            "day": day("the local day"),
            "standing": {"enum": [each.value for each in Standing], "description": "what is the matter with it"},
            "why": text("the same in words"),
        }
    )
    return object_of(
        {
            **_WHO,
            "minutes": whole("length of an interval, in minutes"),
            "period": text("what is forecast, such as 2025-04"),
            "learnt_from": learnt,
            "days": list_of(one_day, "every day of the period"),
            "intervals": _INTERVALS,
            "day_cv": number("standard deviation of the error of a day, as a share of its level"),
            "day_lag1": number("correlation of the error of a day with that of the day before, -1 to 1"),
            "handling_times": words(
                "how many handling times are known: contacts answered and handled, how many were cut, and at how many "
                "seconds", FIGURE,
            ),
            "back_test": or_null(_back_test()),
            "outcome": or_null(_outcome()),
            "left_out": list_of(left_out, "days of the past that taught nothing"),
            "holidays": words("the holidays of the period, by day"),
            "notes": texts("what else is to be known"),
        },
        "the forecast of one queue over a period",
    )  # fmt: skip


_ERRORS = {
    "wape": number("errors of days without their signs, as a share of what came"),
    "naive": number("the same of the naive forecast"),
    "better_by": number("the share of the naive error that the forecast does not make; below 0 it is worse"),
    "bias": number("forecast over what came, less 1"),
    "interval_wape": number("errors of intervals without their signs, as a share of what came"),
    "interval_naive": number("the same of the naive forecast"),
}


def _back_test() -> Schema:
    ahead = object_of(
        {
            "from_days": whole("forecast so many days ahead, at least"),
            "to_days": whole("and at most"),
            "days": whole("days that were forecast from the past"),
            **_ERRORS,
        }
    )
    handle = object_of(
        {
            "days": whole("days with known handling times that were forecast"),
            "wape": number("errors of the seconds needed on a day, without their signs, as a share of them"),
            "naive": number("the same of the naive forecast"),
            "bias": number("forecast over actual seconds, less 1"),
            "interval_wape": number("errors of intervals without their signs, as a share of the seconds needed"),
            "interval_naive": number("the same of the naive forecast"),
        },
        "the error of handling times",
    )
    return object_of(
        {
            "ahead": list_of(ahead, "as far ahead as is asked for, then 1, 7 and 14 days ahead"),
            "handle_time": or_null(handle),
        },
        "the error that such forecasts made in the past; null where there are too few whole days",
    )


def _outcome() -> Schema:
    return object_of(
        {
            "days": whole("days of the period that the records have"),
            **_ERRORS,
            "days_inside": figure("share of these days whose contacts lay between low and high"),
            "intervals_inside": figure("share of their intervals whose contacts lay between low and high"),
        },
        "this forecast against what came; null where the records have no day of the period",
    )


def _rest() -> Schema:
    test = object_of(
        {
            "days": whole("past days that were corrected at this time of day"),
            "wape": number("errors of the rest of these days without their signs, as a share of what came"),
            "before": number("the same without the correction"),
        },
        "what the correction would have done on past days; null where there are too few",
    )
    return object_of(
        {
            **_WHO,
            "at": instant("contacts before this are known: the time given, to the last full interval"),
            "so_far": number("contacts that came before then"),
            "expected_so_far": number("contacts that were forecast until then"),
            "factor": number("the level of the day as a multiple of its forecast"),
            "sd": number("the standard deviation of the factor"),
            "expected_rest": number("contacts still to come, by the forecast of before"),
            "rest": number("contacts still to come, corrected"),
            "rest_low": number("contacts; in one case of ten fewer are to come"),
            "rest_high": number("contacts; in one case of ten more are to come"),
            "day": number("contacts of the whole day: came, and to come"),
            "back_test": or_null(test),
            "intervals": _INTERVALS,
        },
        "the rest of a day of one queue",
    )
