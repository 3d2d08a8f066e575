"""One look at drift: what is watched, which alarms there were, and what the change of patience means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pactline.planning.patience.banding import TooFewHangUps
from pactline.planning.patience.consequence import Changed, Need, changed
from pactline.planning.patience.curve import Curve
from pactline.planning.patience.cusum import Alarm
from pactline.planning.patience.days import day_of, number_of
from pactline.planning.patience.drift import FEWEST_DAYS, Watched, watch_days, watch_patience
from pactline.planning.patience.looking import Look, curve_to_json, look_to_json, need_to_json
from pactline.planning.patience.patience_file import law_to_json


@dataclass(frozen=True)
class DriftLook:
    """What has drifted since a day; ``change`` is of patience and None without an alarm about it."""

    look: Look
    since: date
    watched: list[Watched]
    change: Changed | None

    @property
    def curves(self) -> tuple[Curve, Curve] | None:
        """Abandonment against service level before and after the change."""
        if self.change is None:
            return None
        before, after = self.look.curve(self.change.before), self.look.curve(self.change.after)
        return (before, after) if before and after else None

    @property
    def needs(self) -> tuple[Need, Need] | None:
        """What the promises take before and after the change."""
        if self.change is None:
            return None
        before, after = self.look.need(self.change.before), self.look.need(self.change.after)
        return (before, after) if before and after else None

    @property
    def alarmed(self) -> bool:
        """Whether anything raised an alarm."""
        return any(each.cusum.alarms for each in self.watched)

    def to_json(self) -> dict[str, Any]:
        """As in ``patience --drift --json``."""
        change, curves, needs = self.change, self.curves, self.needs
        scatter = self.watched[0].dispersion
        again = self.look.next_look(change.after if change else None, scatter)
        return {
            "since": self.since.isoformat(),
            "watched": [_watched_to_json(each) for each in self.watched],
            "change": None if change is None else {
                "since": day_of(change.since_day).isoformat(), "hang_ups_over_expected": round(change.ratio, 4),
                "learnt_anew": change.learnt_anew, "before": law_to_json(change.before),
                "after": law_to_json(change.after),
                "curve_before": curve_to_json(curves[0]) if curves else None,
                "curve_after": curve_to_json(curves[1]) if curves else None,
                "need_before": need_to_json(needs[0]) if needs else None,
                "need_after": need_to_json(needs[1]) if needs else None,
            },
            "next_look": look_to_json(*again) if again else None,
        }  # fmt: skip


def look_for_drift(look: Look, since: date | None = None) -> DriftLook:
    """Watch hang-ups, handling time and volume from a day on; left out, the last third of the days is watched.

    All queues of the look are watched together. Raises TooFewHangUps where the days before show too little.
    """
    numbers = look.days.numbers
    if not look.found or not len(numbers):
        raise TooFewHangUps("drift takes contacts with their waits; interval counts do not show them")
    start = number_of(since) if since else int(numbers[max(FEWEST_DAYS, 2 * len(numbers) // 3) :][:1].sum())
    if start <= numbers[0] or start > numbers[-1]:
        first, last = day_of(int(numbers[0])), day_of(int(numbers[-1]))
        raise TooFewHangUps(
            f"the records run from {first} to {last}; the day to watch from lies inside, after {FEWEST_DAYS} days"
        )
    exposure = look.found[0].exposure
    watched = [*watch_patience(exposure, start), *watch_days(look.days, start)]
    return DriftLook(look, day_of(start), watched, changed(exposure, start, watched[0]))


def _watched_to_json(watched: Watched) -> dict[str, Any]:
    def alarm(each: Alarm) -> dict[str, Any]:
        return {
            "day": day_of(watched.day(each.day)).isoformat(), "rising": each.rising,
            "changed_since": day_of(watched.day(each.since)).isoformat(), "by": round(each.ratio, 4),
        }  # fmt: skip

    cusum = watched.cusum
    return {
        "name": watched.name,
        "dispersion": round(watched.dispersion, 4),
        "threshold": cusum.threshold,
        "alarms": [alarm(each) for each in cusum.alarms],
        "days": [
            {
                "day": day_of(watched.day(n)).isoformat(), "observed": round(float(watched.observed[n]), 3),
                "expected": round(float(watched.expected[n]), 3), "up": round(float(cusum.up[n]), 4),
                "down": round(float(cusum.down[n]), 4),
            }
            for n in range(len(watched.days))
        ],
    }  # fmt: skip
