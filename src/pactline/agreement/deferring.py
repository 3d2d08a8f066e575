"""Deferring: an amendment that has not taken effect yet is put off to a later day by another one.

Source: ``contracts.md`` C13: a step of a target that was agreed for one day, and put off six months before it came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from pactline.agreement.amending import Amendment
from pactline.agreement.report import Report, nearest, one_of


def deferred(amendments: Sequence[Amendment]) -> tuple[list[Amendment], list[Report]]:
    """The amendments with the days on which they really take effect, in that order; and a report for each fault.

    An amendment is named by its file without ``.yaml``. AGR_AMENDMENT_DEFER: there is none of that name, it has taken
    effect already, or the day it is put off to is not later.
    """
    now = {PurePath(each.file).stem: each for each in amendments}
    reports = []
    for name in sorted(now, key=lambda each: (now[each].effective, each)):
        for other, (day, place) in now[name].deferred.items():
            report = Report(now[name].file)
            report.lines = now[name].lines
            if fault := _fault(other, day, now[name], now):
                report.problem("AGR_AMENDMENT_DEFER", place, *fault)
                reports.append(report)
            else:
                now[other] = replace(now[other], effective=day)
    return sorted(now.values(), key=lambda each: (each.effective, each.file)), reports


def _fault(other: str, day: date, by: Amendment, now: dict[str, Amendment]) -> tuple[str, str] | None:
    """Why an amendment cannot be put off to a day, and what to write instead; None if it can."""
    if other not in now or now[other] is by:
        known = [name for name, each in now.items() if each is not by]
        hint = nearest(other, known) or (f"name {one_of(known)}" if known else "name the file of an amendment")
        return f"there is no other amendment called {other!r}", hint
    effective = now[other].effective
    if effective <= by.effective:
        message = f"`{other}` takes effect on {effective}, and this amendment only on {by.effective}"
        return message, "what is in force cannot be put off: amend the text instead, under set"
    if day <= effective:
        return f"`{other}` takes effect on {effective}, and {day} is no later day", "write the day that was agreed"
    return None
