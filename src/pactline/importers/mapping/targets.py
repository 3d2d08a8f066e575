"""What the rows of a mapped table become: for each kind of mapping a table of the record set and the fields it has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from pactline.records.columns import Kind
from pactline.records.tables import AGENT_STATES, ATTEMPTS, CONTACTS, INTERVAL_COUNTS, TICKET_EVENTS, Table

FieldOf: TypeAlias = tuple[str, Kind, tuple[str, ...]]
"""The stored column of a field, its kind and its closed list of words."""

WORDED = frozenset({Kind.TEXT, Kind.WHOLE, Kind.POINTS})
"""Kinds of fields that are read as a word: a bare word there is a constant and not a name."""


@dataclass(frozen=True)
class Target:
    """One kind of mapping."""

    kind: str
    table: Table
    meaning: str  # of one row of the mapped table
    key: str | None  # the stored column that `key` makes; None where the fields tell rows apart
    fields: Mapping[str, FieldOf]
    needed: tuple[str, ...]


def _target(kind: str, table: Table, meaning: str, key: str | None, left: Collection[str], needed: str) -> Target:
    fields = {
        column.name.removesuffix("_us").removesuffix("_ms"): (column.name, column.kind, column.words)
        for column in table.columns
        if column.name not in left and column.name != key
    }
    return Target(kind, table, meaning, key, MappingProxyType(fields), tuple(needed.split()))


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        target.kind: target
        for target in (
            _target(
                "records", CONTACTS, "a row is a contact", "contact_id", ("tags", "flags"),
                "channel queue direction offered outcome",
            ),
            _target(
                "agent_states", AGENT_STATES, "a row is a stretch of an agent's time", None, ("flags",),
                "agent plan state from to",
            ),
            _target(
                "attempts", ATTEMPTS, "a row is an attempt to reach somebody", "attempt_id",
                ("tags", "flags", "local_day", "local_second"), "campaign dialled result",
            ),
            _target(
                "ticket_events", TICKET_EVENTS, "a row is a message of a ticket or a change of its status", "event_id",
                ("tags", "flags"), "contact_id at channel",
            ),
            _target(
                "interval_counts", INTERVAL_COUNTS, "a row holds counts of an interval", None,
                ("what", "within_ms", "value"), "queue channel direction from to",
            ),
        )
    }
)  # fmt: skip
"""The kinds of mappings whose rows become records, by their word."""

CONTACT_TARGET = TARGETS["records"]
