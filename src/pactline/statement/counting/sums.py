"""The two sums that a ratio is made of, for people and for programs."""

from __future__ import annotations

from pactline.metrics import Metric
from pactline.statement.behind import length_text
from pactline.statement.counting.counts import Counts

_US_A_MS = 1_000


def sums_said(metric: Metric, counts: Counts) -> str:
    """``812 points over 190 answers``; empty where the metric has no words for its sums or nothing was added up."""
    if metric.sums is None or counts.part is None or counts.whole is None:
        return ""
    above, below = (
        _amount(sum_, word, metric) for sum_, word in zip((counts.part, counts.whole), metric.sums, strict=True)
    )
    return f"{above} over {below}"


def _amount(sum_: int, word: str, metric: Metric) -> str:
    if metric.sums_in == "us":
        return f"{length_text(sum_ // _US_A_MS)} {word}"
    return f"{sum_:,} {word.removesuffix('s') if sum_ == 1 and ' ' not in word else word}"


def sums_json(counts: Counts) -> dict[str, int]:
    """``part`` and ``whole`` of a ratio; nothing for any other figure."""
    return {} if counts.whole is None else {"part": counts.part or 0, "whole": counts.whole}
