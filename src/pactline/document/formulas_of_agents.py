"""The formulas in words of agents' time, and of contacts against their forecast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pactline.document.formula import Formula
from pactline.records.choices.agents import Alerting, Over, Paid, Productive, Scheduled

Arguments = Mapping[str, Any]

HANDLING = "time in which agents talked, held or wrapped up"
LOGGED_IN = "time in which agents were logged in"
FOR_CONTACTS = "time in which agents handled contacts or waited for one"
_UNKNOWN = "Time in which nobody knows what an agent did is left out of both sides."
_USED = {
    Productive.LOGGED_IN: LOGGED_IN,
    Productive.FOR_CONTACTS: FOR_CONTACTS,
    Productive.HANDLING: HANDLING,
}


def _paid(made: Arguments) -> str:
    return LOGGED_IN if made["paid"] is Paid.WITH_BREAKS else f"{LOGGED_IN}, breaks left out"


def occupancy(made: Arguments) -> Formula:
    """Busy over there for contacts, or over logged in."""
    above = HANDLING + (", or a phone rang" if made["alerting"] is Alerting.BUSY else "")
    below = LOGGED_IN if made["over"] is Over.LOGGED_IN else FOR_CONTACTS
    ringing = ", ringing left out" if made["alerting"] is Alerting.LEAVE_OUT else ""
    return Formula(above, f"{below}{ringing}", percent=True, unknown=_UNKNOWN)


def utilisation(made: Arguments) -> Formula:
    """Used over paid."""
    return Formula(_USED[made["productive"]], _paid(made), percent=True, unknown=_UNKNOWN)


def shrinkage(made: Arguments) -> Formula:
    """Away over paid."""
    away = "breaks and other paid work" if made["paid"] is Paid.WITH_BREAKS else "other paid work"
    return Formula(f"time of {away}", _paid(made), percent=True, unknown=_UNKNOWN)


def adherence(made: Arguments) -> Formula:
    """As scheduled over scheduled."""
    what = "scheduled time" if made["scheduled"] is Scheduled.ALL else "time scheduled for contacts"
    return Formula(f"{what} that agents spent as scheduled, when it was scheduled", what, percent=True)


def conformance(made: Arguments) -> Formula:
    """For contacts over scheduled for contacts."""
    return Formula(FOR_CONTACTS, "time scheduled for contacts", percent=True,
                   unknown="It does not matter when the time was spent, and the figure can exceed 100 %.")  # fmt: skip


def staffing_delivered(made: Arguments) -> Formula:
    """Logged in over scheduled to be."""
    return Formula(LOGGED_IN, "time in which agents were scheduled to be logged in", percent=True)


def forecast_accuracy(made: Arguments) -> Formula:
    """1 less the misses over what came."""
    above = "offered contacts − differences between the offered contacts of each forecast interval and its forecast"
    return Formula(above, "offered contacts", percent=True,
                   unknown="A difference counts whichever of the two is greater.")  # fmt: skip


def forecast_variance(made: Arguments) -> Formula:
    """What came beyond the forecast over the forecast."""
    said = "Below zero fewer came than were forecast."
    return Formula("offered contacts − forecast contacts", "forecast contacts", percent=True, unknown=said)


OF_AGENTS: tuple[Callable[[Arguments], Formula], ...] = (
    adherence, conformance, forecast_accuracy, forecast_variance, occupancy, shrinkage, staffing_delivered, utilisation,
)  # fmt: skip
