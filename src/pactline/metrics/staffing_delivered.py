"""Staffing delivered: the agents that were logged in against the agents that were promised."""

from __future__ import annotations

from fractions import Fraction

from pactline.records.choices.choosing import Ratio
from pactline.records.views.agent_time import ACTUAL, LOGGED_IN, PLANNED, AgentTime, while_in
from pactline.records.views.conditions import one_of
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = True
SUMS, SUMS_IN = ("logged in", "scheduled"), "us"


def staffing_delivered(contacts: Contacts) -> Ratio:
    """Logged-in agent time over scheduled agent time; over a whole window too many agents at noon make good too few
    at nine, so an agreement on staffing is usually about intervals (roll_up: intervals_met).

    Source: logged-in agent seconds in the interval over 3,600, against the plan.
    """
    return Ratio(
        counted=one_of("state", LOGGED_IN),
        part=while_in(LOGGED_IN, ACTUAL),
        whole=while_in(LOGGED_IN, PLANNED),
        rows=AgentTime(planned=True),
    )


def between() -> tuple[Fraction, Fraction | None]:
    """More can be done than was planned."""
    return Fraction(0), None
