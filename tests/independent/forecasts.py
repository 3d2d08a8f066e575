"""Forecasts a second time, forecast by forecast in plain Python, sharing no code with the product."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

Forecast = tuple[int, int, int]  # from, up to (microseconds UTC), and how many contacts were forecast


def _accuracy(pairs: Sequence[tuple[int, int]]) -> Fraction | None:
    came = sum(many for many, _ in pairs)
    missed = sum(max(many, forecast) - min(many, forecast) for many, forecast in pairs)
    return 100 * (1 - Fraction(missed, came)) if came else None


def _variance(pairs: Sequence[tuple[int, int]]) -> Fraction | None:
    came, forecast = (sum(column) for column in zip(*pairs, strict=True)) if pairs else (0, 0)
    return 100 * Fraction(came - forecast, forecast) if forecast else None


RULES: Mapping[str, Callable[[Sequence[tuple[int, int]]], Fraction | None]] = {
    "forecast_accuracy": _accuracy,
    "forecast_variance": _variance,
}
_MISSED = st.sampled_from(("exclude", "count_as_missed"))
_CHOICES: dict[str, st.SearchStrategy[Any]] = {
    "flow_outs": _MISSED,
    "callbacks": st.sampled_from(("exclude", "count_as_met_within_T", "count_as_missed", "own_queue_visit")),
    "refused": _MISSED,
}
ARGUMENTS: dict[str, dict[str, st.SearchStrategy[Any]]] = dict.fromkeys(RULES, _CHOICES)


def figure(
    metric: str, instants: Sequence[int], forecasts: Sequence[Forecast], window: tuple[int, int]
) -> tuple[int, Fraction | None]:
    """How many contacts came in the forecasts that lie wholly in the window, and what comes of them.

    ``instants`` are those at which contacts were offered, as far as the agreement counts them.
    """
    inside = [each for each in forecasts if window[0] <= each[0] and each[1] <= window[1]]
    pairs = [(sum(start <= at < end for at in instants), many) for start, end, many in inside]
    return sum(many for many, _ in pairs), RULES[metric](pairs)
