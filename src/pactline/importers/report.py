"""A report that carries counts and the figures somebody made of them: what ``infer`` works from.

A row is one line of the report for one group (a queue, a line, the whole). Counts are whole numbers; a reported figure
keeps its text as printed, its exact value in percent or seconds, and how many decimals it was printed with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from pactline.values.problem import Problem

ReportedMetric: TypeAlias = Literal["service_level", "abandonment_rate", "answer_rate", "average_speed_of_answer"]

COUNTS: tuple[str, ...] = ("offered", "answered", "abandoned", "short_abandoned", "flowed_out")
"""The plain count names; beside them ``answered_within:<ms>`` and ``abandoned_within:<ms>``."""


@dataclass(frozen=True)
class ReportedFigure:
    """One figure as somebody printed it."""

    metric: ReportedMetric
    within_ms: int | None  # the threshold it was reported for; None where the metric has none
    text: str  # as it stood in the report
    value: Fraction  # in percent (service_level, rates) or in seconds (average speed of answer)
    decimals: int  # decimals of the percent or the second it was rounded to


@dataclass(frozen=True)
class ReportRow:
    """One line of the report for one group."""

    line: int
    label: str  # the day, hour or area, as printed
    group: str  # "" where the report has only one
    counts: Mapping[str, int]  # only the counts that the report carries
    reported: Mapping[str, ReportedFigure]  # by the name of the column; a figure that cannot be read is absent


@dataclass(frozen=True)
class Report:
    """A whole report. ``problems`` names every cell that could not be read; nothing is left out in silence."""

    rows: tuple[ReportRow, ...]
    problems: tuple[Problem, ...] = field(default=())
