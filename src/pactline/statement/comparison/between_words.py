"""A comparison between values, asked for in the words that people write."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.statement.comparison import between as _between
from pactline.statement.comparison.between import Between, parse_level
from pactline.statement.counting.asking import Records, Scope
from pactline.statement.counting.choices_in_words import choose
from pactline.values.period import Period
from pactline.values.zone import zone as _zone


def compare_between(
    records: Records,
    metric: str,
    between: str,
    choices: Mapping[str, str] | None = None,
    *,
    confidence: str = "95",
    period: str | None = None,
    zone: str | None = None,
    scope: Scope | None = None,
) -> Between:
    """A metric between the values of a tag or a column: ``compare_between(records, "csat_top_box", "tag:greeting",
    {"scale": "1-5", "good_scores": "4-5"})``.

    Each of ``values`` has its figure and an interval, each of ``pairs`` the difference of two values with an interval
    at the level of ``confidence`` (percent), how likely chance alone makes it, and whether it stands among all pairs.
    ``print`` shows it as the command does, ``to_json()`` is what it prints with ``--json``. Raises ValueError saying
    what is missing or wrong.
    """
    return _between.compare_between(
        records,
        choose(metric, choices or {}),
        between,
        level=parse_level(confidence),
        period=Period.parse(period) if period else None,
        where=_zone(zone) if zone else None,
        scope=scope,
    )
