"""Which of the shared choices say nothing of a figure, because it is reported or made of other rows than contacts."""

from __future__ import annotations

from pactline.records.choices.choosing import Chosen, Reported
from pactline.records.tables import AGENT_STATES, ATTEMPTS

_ABOUT_CONTACTS = frozenset({"level", "clock", "attribution", "closed_hours", "transfers_in", "roll_up"})
_OF_ONE_INSTANT = frozenset({AGENT_STATES.name, ATTEMPTS.name})  # their rows are placed by their beginning alone


def unused_of(chosen: Chosen) -> frozenset[str]:
    """The names of these choices; none where contacts are counted."""
    if isinstance(chosen, Reported):
        return _ABOUT_CONTACTS
    if chosen.rows is None:
        return frozenset()
    found = {"level", "clock"}
    if chosen.rows.any_hour:
        found.add("closed_hours")
    if "transfer_in" not in chosen.rows.scoped_by:
        found.add("transfers_in")
    if set(chosen.rows.tables) <= _OF_ONE_INSTANT:
        found.add("attribution")
    return frozenset(found)
