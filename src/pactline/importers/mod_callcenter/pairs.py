"""Two rows of a CSV to one record: the caller's leg, which the queue picks up, and the leg of the agent who answers.

The caller's leg counts as answered at second 0, because the queue answers it, so its ``billsec`` holds the wait. The
true answer is the answer of the agent's leg.
"""

from __future__ import annotations

from pactline.importers.mod_callcenter.facts import Fact
from pactline.importers.reading import Ignored, Incomplete, Item, Read, Refused
from pactline.records.columns import Outcome

_REVISION = 20  # below that of events and of records with variables, which know more


def paired(leg: Fact, agent: Fact | None, line: int) -> Item:
    """What the caller's leg and the leg it was joined with say; ``agent`` is None while its row is not here."""
    if not leg.other:
        message = f"leg {leg.session} was joined with no other: its row alone does not say whether it was in a queue."
        return Incomplete(line, "FS_LEG_ALONE", message, leg.text())
    if agent is None:
        message = f"leg {leg.session} was joined with leg {leg.other}, whose row is not here yet."
        return Incomplete(line, "FS_LEG_MISSING", message, leg.text())
    if leg.answered_us is None or agent.answered_us is None or not _picked_up(leg, agent):
        message = f"leg {leg.session} was answered with leg {leg.other}: no queue had picked it up before."
        return Ignored(line, "FS_NO_QUEUE", message)
    assert agent.ended_us is not None
    if agent.answered_us < leg.answered_us or agent.ended_us < agent.answered_us:
        message = f"legs {leg.session} and {leg.other}: the instants are not in the order picked up, answered, ended."
        return Refused(line, "TIME_ORDER", message, f"{leg.text()}\n{agent.text()}")
    return Read(line, {name: value for name, value in _row(leg, agent).items() if value is not None})


def _picked_up(leg: Fact, agent: Fact) -> bool:
    """Whether somebody had answered the caller before the agent did, or before the agent was even called."""
    assert leg.answered_us is not None
    assert agent.answered_us is not None
    return leg.answered_us < agent.answered_us or leg.answered_us <= (agent.created_us or 0)


def _row(leg: Fact, agent: Fact) -> dict[str, str | int | None]:
    offered, answered, ended = leg.answered_us or 0, agent.answered_us or 0, agent.ended_us or 0
    return {
        "contact_id": leg.session,
        "visit": 1,
        "channel": "voice",
        "direction": "inbound",
        "queue": leg.queue,
        "arrived_us": leg.created_us,
        "offered_us": offered,
        "answered_us": answered,
        "ended_us": ended,
        "outcome": Outcome.ANSWERED.value,
        "reason": agent.reason or None,
        "wait_ms": (answered - offered) // 1_000,
        "ring_ms": (answered - (agent.created_us or answered)) // 1_000,
        "talk_ms": (ended - answered) // 1_000,
        "agent": agent.agent or None,
        "customer": leg.customer or None,
        "flags": "zone_ambiguous" if leg.twice or agent.twice else None,
        "source_rev": _REVISION,
    }
