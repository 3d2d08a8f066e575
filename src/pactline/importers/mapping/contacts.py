"""What the times of a mapped contact say about one another, and how far they may disagree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pactline.importers.fault import Fault
from pactline.importers.mapping.here import Here, Reader
from pactline.importers.mapping.model import Check, RecordMapping
from pactline.records.columns import Outcome
from pactline.values.duration import Duration

_WAITED = (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.FLOWED_OUT, Outcome.CALLBACK)


class ContactTimes:
    """The checks of one case of a mapping whose rows are contacts."""

    def __init__(self, mapping: RecordMapping, readers: Mapping[str, Reader]) -> None:
        self._clocks = mapping.clocks
        self._checks = [_Checked(check, mapping, readers) for check in mapping.checks]

    def settle(self, row: dict[str, Any], here: Here) -> None:
        """The row's times must be in order and agree, within what the mapping allows. Raises Fault."""
        offered, answered, left = row["offered_us"], row.get("answered_us"), row.get("left_us")
        if row["outcome"] != Outcome.ANSWERED and answered is not None:
            raise Fault(
                "OUTCOME_CONTRADICTS", f"the contact has an instant of answer and the outcome {row['outcome']}."
            )
        if row["outcome"] == Outcome.ANSWERED and left is not None:
            raise Fault("OUTCOME_CONTRADICTS", "the contact is answered and has an instant of leaving unanswered.")
        for earlier, later in (
            ("offered", "answered"),
            ("offered", "left"),
            ("answered", "ended"),
            ("offered", "ended"),
        ):
            first, second = row.get(f"{earlier}_us"), row.get(f"{later}_us")
            if first is not None and second is not None and second < first:
                raise Fault("TIME_ORDER", f"{later} lies before {earlier}.")
        if row.get("arrived_us") is not None and row["arrived_us"] > offered:
            self._disagree("arrived lies after offered", "TIME_ORDER", "clock_disagrees", here)
            row["arrived_us"] = None  # flagged above: which of the two is wrong is not known, and offered decides
        end = answered if answered is not None else left
        wait = row.get("wait_ms")
        self._compare(offered, end, wait, "wait", "clock_disagrees", here)
        talk = row.get("talk_ms")
        talked = None if talk is None else talk + (row.get("hold_ms") or 0)
        self._compare(answered, row.get("ended_us"), talked, "talk and hold", "durations_disagree", here)
        for check in self._checks:
            if (text := check.fault(here)) is not None:
                self._disagree(text, "DUR_MISMATCH", "clock_disagrees", here)
        if wait is None and row["outcome"] in _WAITED:
            here.flags.add("wait_unknown")

    def _compare(self, start: int | None, end: int | None, ms: int | None, name: str, flag: str, here: Here) -> None:
        if start is None or end is None or ms is None:
            return
        if abs(end - start - ms * 1000) > self._clocks.tolerance.ms * 1000:
            self._disagree(
                f"{name} and the clock times differ by more than {self._clocks.tolerance}", "DUR_MISMATCH", flag, here
            )

    def _disagree(self, text: str, code: str, flag: str, here: Here) -> None:
        if self._clocks.beyond == "refuse":
            raise Fault(code, text + ".")
        here.flags.add(flag)


class _Checked:
    """A cross-check of the mapping, ready to be applied."""

    def __init__(self, check: Check, mapping: RecordMapping, readers: Mapping[str, Reader]) -> None:
        self._check = check
        self._applies = check.from_ in readers and check.to in readers
        self._tolerance = check.tolerance or mapping.clocks.tolerance
        self._takes = None if check.takes in readers else Duration.parse(check.takes).ms

    def fault(self, here: Here) -> str | None:
        """What disagrees, in words; None when nothing does or something is not known."""
        if not self._applies:
            return None
        start, end = here.value(self._check.from_), here.value(self._check.to)
        takes = here.value(self._check.takes) if self._takes is None else self._takes
        if start is None or end is None or takes is None:
            return None
        if abs(end - start - takes * 1000) <= self._tolerance.ms * 1000:
            return None
        return f"from {self._check.from_} to {self._check.to} is not {self._check.takes} within {self._tolerance}"
