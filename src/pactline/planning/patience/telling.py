"""A look at patience and drift as text for the terminal."""

from __future__ import annotations

from datetime import date

import numpy as np

from pactline.planning.patience.consequence import NextLook
from pactline.planning.patience.curve import Curve
from pactline.planning.patience.days import day_of
from pactline.planning.patience.drift import Watched
from pactline.planning.patience.estimate import Estimate
from pactline.planning.patience.from_counts import WARNING, CountedPatience
from pactline.planning.patience.looking import Look
from pactline.planning.patience.looking_for_drift import DriftLook
from pactline.planning.patience.survival import mean_wait_of_hang_ups_s
from pactline.statement.shown.terminal import table
from pactline.values.exact import how_many

_CURVE_LINES = 9


def patience_text(look: Look, by: str | None = None) -> str:
    """The estimates (of all queues together, or queue by queue), the curve, and what the promises take."""
    lines: list[str] = []
    if look.counted:
        lines += [line for each in look.counted for line in _counted(each)]
    shown = look.found[1:] if by == "queue" and len(look.found) > 1 else look.found[:1]
    for each in shown:
        lines += [*_estimate(each, look), ""]
    if by == "queue":
        lines += [f"No estimate of its own: {name or '(no queue)'}: {why}." for name, why in look.too_few.items()]
    if by == "day":
        lines += [*_days(look), ""]
    lines += _curve(look.curve(), look)
    lines += _need(look)
    return "\n".join(lines).strip()


def _estimate(each: Estimate, look: Look) -> list[str]:
    exposure, drawn, median = each.exposure, each.resampled, each.survival.median_s
    name = "all queues chosen, together" if each.queue is None and len(look.exposures) > 1 else each.queue
    name = next(iter(look.exposures)) if name is None else name
    rate = drawn.interval(drawn.rate_per_s) if drawn else None
    said = f" (95 of 100 times {1 / rate[1]:,.0f} to {1 / rate[0]:,.0f})" if rate else ""
    lines = [
        f"Patience: {name or '(no queue)'}{_dates(look)}",
        f"  {exposure.waited:,} contacts waited, {exposure.hang_ups:,} of them hung up",
        f"  one hang-up per {each.seconds_per_hang_up:,.0f} waiting seconds{said}",
        f"  {_percent(each.law.at_once, 2)} hang up at once{_within(each.at_once_s)}",
        f"  half would wait longer than {median:,.0f} s" if median else "  fewer than half gave up in any wait seen",
        f"  those who hung up had waited {mean_wait_of_hang_ups_s(exposure):,.0f} s on average; that is what the queue",
        "  made them wait, and no patience: it leaves out whoever waited as long and was answered",
    ]
    left = [
        (exposure.without_wait, "answered without a wait"), (exposure.unknown_wait, "whose wait is unknown"),
        (exposure.never_queued, "that were refused, failed or are open"),
    ]  # fmt: skip
    if told := [f"{count:,} {what}" for count, what in left if count]:
        lines.append(f"  left out: {', '.join(told)}")
    rows = [
        [
            f"{step.wait_s:g} s", _percent(step.still_waiting),
            "" if step.low is None or step.high is None else f"{_percent(step.low)} to {_percent(step.high)}",
            _percent(step.exponential),
        ]
        for step in each.table()
    ]  # fmt: skip
    return [*lines, "", *table(["Wait", "Would still wait", "95 of 100 times", "With one hazard"], ">>>>", rows)]


def _within(at_once_s: float) -> str:
    return f" (within {at_once_s:g} s)" if at_once_s > 0 else ""


def _dates(look: Look) -> str:
    numbers = look.days.numbers
    if not len(numbers):
        return ""
    return f", {day_of(int(numbers[0]))} to {day_of(int(numbers[-1]))} ({look.chosen.zone.key})"


def _counted(each: CountedPatience) -> list[str]:
    name = each.queue if each.queue is not None else "all queues chosen, together"
    silent = f"; {how_many(each.silent, 'interval')} without these sums left out" if each.silent else ""
    return [
        f"Patience: {name}",
        f"  {each.hung_up:,} hung up in {each.waiting_s:,.0f} waiting seconds",
        f"  of {how_many(each.intervals, 'interval')}{silent}",
        f"  one hang-up per {each.waiting_s / each.hung_up:,.0f} waiting seconds",
        f"  {WARNING}",
        "",
    ]


def _days(look: Look) -> list[str]:
    rows = []
    for each in look.days_to_json():
        per = each["seconds_per_hang_up"]
        rows.append(
            [
                each["day"], f"{each['offered']:,}", _percent(each["service_level"]), _percent(each["abandonment"]),
                f"{each['waiting_s']:,.0f}", "" if per is None else f"{per:,.0f}",
            ]
        )  # fmt: skip
    within = f"In {look.days.within_s:g} s"
    return table(["Day", "Offered", within, "Abandoned", "Waiting s", "Waiting s per hang-up"], "<>>>>>", rows)


def _curve(curve: Curve | None, look: Look) -> list[str]:
    if curve is None or look.load is None:
        return ["No curve of abandonment against service level: give the load with --offered-per-hour and --aht."]
    load = look.load
    seen = "" if load.given else ", as the records show it"
    inside = np.flatnonzero((curve.service_level > 0.02) & (curve.service_level < 0.995))
    if not len(inside):
        return ["No number of agents gives a service level that could be told apart from none or all."]
    whole = np.arange(np.ceil(curve.agents[inside[0]]), np.floor(curve.agents[inside[-1]]) + 1)
    whole = whole[:: max(1, -(-len(whole) // _CURVE_LINES))]
    columns = [np.interp(whole, curve.agents, each) for each in (curve.service_level, curve.abandonment, curve.asa_s)]
    rows = [
        [f"{agents:,.0f}", _percent(level), _percent(gone), f"{asa:,.0f} s"]
        for agents, level, gone, asa in zip(whole, *columns, strict=True)
    ]
    comes = f"{load.per_hour:,.1f} contacts an hour of {load.aht_s:,.0f} s ({load.erlang:,.1f} Erlang){seen}"
    return [
        f"Abandonment against service level for {comes}:",
        "",
        *table(["Agents", f"In {curve.within_s:g} s", "Abandoned", "Average speed of answer"], ">>>>", rows),
    ]  # fmt: skip


def _need(look: Look) -> list[str]:
    needed = look.need()
    if needed is None:
        return []
    kept = ", ".join(
        f"{each.id} with {needed.delivered[each.id]:.1f} s" if each.in_seconds
        else f"{each.id} with {_percent(needed.delivered[each.id])}" for each in look.promises
    )  # fmt: skip
    lines = ["", f"The promises take {how_many(needed.whole, 'agent')} ({needed.agents:.2f}): {kept}."]
    if not look.found:
        return lines
    again = look.next_look()
    return [*lines, *(next_look_lines(*again) if again else [_NO_LOOK])]


_NO_LOOK = "So few hang up that no change of patience could be seen within a year."


def next_look_lines(found: NextLook, day: date) -> list[str]:
    """When to look again, and for what."""
    if found.ratio is None:
        first = "With them, no change of patience within reach breaks a promise."
    else:
        shows = f"; that shows after about {how_many(found.breaking_days, 'day')}" if found.breaking_days else ""
        change = _change_said(found.ratio)
        first = f"With them, hang-ups per waiting second may change by {change} before one breaks{shows}."
    days = how_many(found.days, "day")
    return [first, f"A change of {_change_said(found.sought)} shows after about {days}: look again on {day}."]


def _percent(share: float, places: int = 1) -> str:
    return f"{100 * share:.{places}f} %"


def _change_said(ratio: float) -> str:
    return f"{100 * (ratio - 1):+.0f} %".replace("-", "−")


_NAMES = {
    "patience": "hang-ups after the first second", "at_once": "hang-ups at once", "handling_time": "handling time",
    "volume": "volume",
}  # fmt: skip


def drift_text(found: DriftLook) -> str:
    """What was watched, with its alarms, and what a change of patience means."""
    rows = [_watched(each) for each in found.watched]
    heads = ["Watched", "Days", "Observed / expected", "First alarm", "Changed since", "By"]
    lines = [f"Drift since {found.since}, against the days before it", "", *table(heads, "<>><<>", rows)]
    if scattered := [each for each in found.watched if each.dispersion > 1]:
        lines += [
            f"{_NAMES[each.name].capitalize()} scattered {each.dispersion:.1f} times more than chance does before; "
            "evidence weighs that much less."
            for each in scattered
        ]
    if found.change is not None:
        lines += ["", *_change(found)]
    elif not found.alarmed:
        lines += ["", "No alarm: the estimate still holds."]
    again = found.look.next_look(found.change.after if found.change else None, found.watched[0].dispersion)
    if again:
        lines += ["", *next_look_lines(*again)]
    return "\n".join(lines)


def _watched(each: Watched) -> list[str]:
    total = float(each.expected.sum())
    share = _percent(float(each.observed.sum()) / total) if total else ""
    if each.cusum.first is None:
        return [_NAMES[each.name], f"{len(each.days)}", share, "none", "", ""]
    alarm = each.cusum.first
    counted = each.name in ("patience", "at_once")
    since = slice(alarm.since, None)
    by = alarm.ratio if counted else float(np.exp(np.mean(np.log(each.observed[since] / each.expected[since]))))
    return [
        _NAMES[each.name], f"{len(each.days)}", share, str(day_of(each.day(alarm.day))),
        str(day_of(each.day(alarm.since))), f"{100 * (by - 1):+.1f} %".replace("-", "−"),
    ]  # fmt: skip


def _change(found: DriftLook) -> list[str]:
    change, curves, needs = found.change, found.curves, found.needs
    assert change is not None
    how = "learnt anew since then" if change.learnt_anew else "the old one times that ratio: too few hung up since then"
    lines = [
        f"Patience changed about {day_of(change.since_day)}; since then {_percent(change.ratio, 0)} of the hang-ups",
        f"that were to be expected. The new law is {how}.",
    ]
    if curves:
        said = [each.abandonment_at(0.8) for each in curves]
        if said[0] is not None and said[1] is not None:
            within = f"At 80 % within {curves[0].within_s:g} s"
            lines.append(f"{within}, {_percent(said[0])} hung up before the change and {_percent(said[1])} do now.")
    if needs:
        lines.append(
            f"The promises took {how_many(needs[0].whole, 'agent')} ({needs[0].agents:.2f}) and take "
            f"{how_many(needs[1].whole, 'agent')} ({needs[1].agents:.2f}) now."
        )
    return lines
