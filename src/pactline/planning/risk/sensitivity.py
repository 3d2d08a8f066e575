"""What becomes of a plan when customers come, talk or wait otherwise than expected."""

from __future__ import annotations

from dataclasses import dataclass

from pactline.planning.risk.outlook import AS_FORECAST, Agents, Change, Outlook
from pactline.planning.risk.scores import Risk


@dataclass(frozen=True)
class Course:
    """One other course of things, and the risk of the plan in it."""

    name: str
    change: Change
    risk: Risk


def courses(outlook: Outlook) -> list[tuple[str, Change]]:
    """As forecast, then volume and handling time five and ten in a hundred off, and patience where anybody has any."""
    found = [("as forecast", AS_FORECAST)]
    for percent in (-10, -5, 5, 10):
        found.append((_said(percent, "contacts", "more", "fewer"), Change(volume=1 + percent / 100)))
    for percent in (-10, -5, 5, 10):
        found.append((_said(percent, "handling time", "longer", "shorter"), Change(handle_time=1 + percent / 100)))
    if any(outlook.assumed.law(queue.queue) is not None for queue in outlook.queues):
        for percent in (-10, 10):
            found.append((_said(percent, "patience", "longer", "shorter"), Change(patience=1 + percent / 100)))
    return found


def sensitivity(outlook: Outlook, agents: Agents, months: int, seed: int) -> list[Course]:
    """The same agents in each of the courses, with the same chance in all."""
    return [Course(name, change, outlook.risk(agents, months, seed, change)) for name, change in courses(outlook)]


def _said(percent: int, what: str, more: str, less: str) -> str:
    return f"{abs(percent)} % {more if percent > 0 else less} {what}"
