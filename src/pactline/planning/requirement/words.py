"""Promises and figures in the words of the trade."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pactline.planning.requirement.promise import Measure, Promise
from pactline.records.choices.contacts import Abandons, ShortAbandons

_ABANDONED: Mapping[str, str] = {
    Abandons.COUNT_ALL: "of all offered",
    Abandons.IGNORE_ALL: "of the answered",
    Abandons.IGNORE_WITHIN_T: "of all but those who gave up by then",
    Abandons.COUNT_AS_MET_WITHIN_T: "of all offered, giving up by then counted as met",
    Abandons.IGNORE_SHORT: "of all but short abandons",
    Abandons.COUNT_AS_MET_SHORT: "of all offered, short abandons counted as met",
}
_NAMES = {
    Measure.ABANDONMENT: "abandoned",
    Measure.ANSWER_RATE: "answered",
    Measure.AVERAGE_SPEED_OF_ANSWER: "average speed of answer",
    Measure.MEAN_WAIT: "mean wait of all",
    Measure.OCCUPANCY: "occupancy",
}


def promised(promise: Promise) -> str:
    """``at least 80 % within 20 s of all offered``."""
    side = "at least" if promise.at_least else "at most"
    mark = f"{side} {figure_text(promise, promise.target, 0)}"
    match promise.measure:
        case Measure.SERVICE_LEVEL:
            return f"{mark} within {promise.limit_s:g} s {_ABANDONED.get(promise.abandons, '')}".strip()
        case Measure.WAIT_PERCENTILE:
            return f"{mark} of the waits ({promise.abandons}) within {promise.limit_s:g} s"
        case Measure.DEADLINE:
            hours = "opening hours" if promise.business_time else "hours of the clock"
            return f"done within {(promise.limit_s or 0) / 3600:g} {hours}"
        case _:
            without = promise.abandons and promise.abandons != ShortAbandons.COUNT
            return f"{_NAMES[promise.measure]} {mark}{', short abandons apart' if without else ''}"


def figure_text(promise: Promise, figure: float, least_decimals: int = 2) -> str:
    """A figure as its promise counts it, with enough decimals to stand on the right side of the target."""
    if math.isnan(figure):
        return "—"
    if math.isinf(figure):
        return "endless"
    unit, scale = ("s", 1.0) if promise.in_seconds else ("%", 100.0)
    kept = bool(promise.kept_by(figure))
    for decimals in range(least_decimals, 7):
        rounded = round(figure * scale, decimals)
        exact = least_decimals == 0 and abs(rounded - figure * scale) > 1e-9
        if bool(promise.kept_by(rounded / scale)) == kept and not exact:
            return f"{rounded:,.{decimals}f} {unit}"
    return f"just {'under' if figure < promise.target else 'over'} {promise.target * scale:,g} {unit}"


def slack_text(promise: Promise, slack: float) -> str:
    """How much better than promised: ``2.31 points`` or ``4.1 s``."""
    if not math.isfinite(slack):
        return "—"
    said = f"{slack:+.1f} s" if promise.in_seconds else f"{100 * slack:+.2f} points"
    return said.replace("-0.0 ", "+0.0 ").replace("-0.00 ", "+0.00 ")


def agents_text(agents: float) -> str:
    """``109`` or ``4.25``."""
    return f"{agents:,.0f}" if agents == int(agents) else f"{agents:,.2f}"


def share_text(share: float) -> str:
    """``32.5 %``: as many decimals as it has, at most four."""
    return f"{100 * share:.4f}".rstrip("0").rstrip(".") + " %"


def plainly(value: float) -> str:
    """A number as people write it: 12,000,000 and 8.333, never 1.2e+07."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
