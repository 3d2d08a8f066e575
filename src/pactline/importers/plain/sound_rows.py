"""The rules of the plain format for contacts as the engine applies them: a pattern of a line, and a condition.

Every rule here is at most as wide as its like in ``plain.fields`` and ``plain.values``, where the reasons are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pactline.importers.fault import MOST_MS
from pactline.importers.plain.fields import CHANNEL_WORDS, DIRECTION_WORDS, NO_WAIT, OUTCOME_WORDS, TOLERANCE_MS
from pactline.importers.plain.values import EARLIEST_US, END_US
from pactline.records.columns import BY_PLAIN_NAME, Column, Kind
from pactline.records.tables import CONTACTS

_ID = "[A-Za-z0-9._:+-]+"
_DAY = "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?"
_INSTANT = f"{_DAY}T{_CLOCK}(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
_SECONDS = "[0-9]{1,9}(\\.[0-9]{1,3})?"
_POINTS = "[0-9]{1,6}(\\.[0-9]{1,2})?"
_SEEN = "!#-+\\--~\\p{L}\\p{N}"  # what a name is made of beside blanks; no comma, no quote
_TEXT = f"[{_SEEN}]([ {_SEEN}]*[{_SEEN}])?"
_TAG = "[!#-+\\--:<>-~\\p{L}\\p{N}]+=[!#-+\\--:<-~\\p{L}\\p{N}]+"
_KINDS = {Kind.INSTANT: _INSTANT, Kind.DURATION: _SECONDS, Kind.POINTS: _POINTS, Kind.WHOLE: "[0-9]{1,18}"}
_NAMES = {"queue": 128, "agent": 128, "tags": 4_096}  # most characters; of any other text 1,024
_SPECIAL = {
    "contact_id": _ID,
    "channel": "|".join(CHANNEL_WORDS),
    "direction": "|".join(DIRECTION_WORDS),
    "outcome": "|".join(OUTCOME_WORDS),
    "queue": _TEXT,
    "callback_of": f"({_ID})?",
    "visit": "([1-9][0-9]{0,8})?",
    "csat": "[1-5]?",
    "tags": f"({_TAG})?",  # of several the order would have to be looked at
    "flags": "",
    "csat_scale": "",
    "source_ref": f"({_TEXT})?",
}
_TYPES = {
    Kind.INSTANT: "TIMESTAMPTZ",
    Kind.DURATION: "DECIMAL(12, 3)",
    Kind.POINTS: "DECIMAL(12, 2)",
    Kind.WHOLE: "BIGINT",
}
_DURATIONS = tuple(column.name for column in CONTACTS.columns if column.kind is Kind.DURATION)
_INSTANTS = tuple(column.name for column in CONTACTS.columns if column.kind is Kind.INSTANT)


def line_pattern(columns: Sequence[str]) -> str:
    """A pattern for a whole line whose cells stand in this order."""
    return ",".join(f"({_pattern(name)})" for name in columns)


def _pattern(name: str) -> str:
    if name in _SPECIAL:
        return _SPECIAL[name]
    column = BY_PLAIN_NAME.get(name)
    if column is None:
        return '[^,"]*'  # a column that is ignored
    return f"({'|'.join(column.words) or _KINDS.get(column.kind, _TEXT)})?"


def typed_columns(columns: Sequence[str]) -> dict[str, str]:
    """The type that each column is read as, by a name that is safe in SQL."""
    return {f"c{number}": _type(name) for number, name in enumerate(columns)}


def _type(name: str) -> str:
    column = BY_PLAIN_NAME.get(name)
    return "VARCHAR" if column is None else _TYPES.get(column.kind, "VARCHAR")


def values(columns: Sequence[str]) -> dict[str, str]:
    """The stored value of every column of a contact, and of ``source_ref``, in SQL over :func:`typed_columns`."""
    at = {name: f"c{number}" for number, name in enumerate(columns)}
    found = {column.name: _value(column, at.get(column.plain)) for column in CONTACTS.columns}
    found["reason"] = f"coalesce({found['reason']}, {_implied(at['outcome'])})"
    found["visit"] = f"coalesce({found['visit']}, 1)"
    for name, words in (
        ("channel", CHANNEL_WORDS),
        ("outcome", {w: stored for w, (stored, _) in OUTCOME_WORDS.items()}),
    ):
        found[name] = _renamed(at[name], words)
    found["left_us"] = _left_us(found)
    ref = at.get("source_ref")
    return {**found, "source_ref": "line::VARCHAR" if ref is None else f"coalesce({ref}, line::VARCHAR)"}


def _value(column: Column, cell: str | None) -> str:
    if cell is None:
        return f"NULL::{column.sql_type}"
    return {
        Kind.INSTANT: f"epoch_us({cell})",
        Kind.DURATION: f"({cell} * 1000)::BIGINT",
        Kind.POINTS: f"({cell} * 100)::BIGINT",
    }.get(column.kind, cell)


def _renamed(cell: str, words: Mapping[str, str]) -> str:
    other = "".join(f" WHEN '{word}' THEN '{stored}'" for word, stored in words.items() if word != stored)
    return f"CASE {cell}{other} ELSE {cell} END" if other else cell


def _implied(outcome: str) -> str:
    words = "".join(f" WHEN '{word}' THEN '{reason}'" for word, (_, reason) in OUTCOME_WORDS.items() if reason)
    return f"CASE {outcome}{words} END"


def _left_us(found: Mapping[str, str]) -> str:
    """When somebody left who was not answered, where the file does not say it itself."""
    outcome, left, ended = found["outcome"], found["left_us"], found["ended_us"]
    return (
        f"CASE WHEN {left} IS NOT NULL OR {outcome} IN ('answered', 'open') THEN {left} "
        f"WHEN {ended} IS NOT NULL THEN {ended} "
        f"WHEN {outcome} NOT IN ({_words(NO_WAIT)}) THEN {found['offered_us']} + {found['wait_ms']} * 1000 END"
    )


def condition(latest_us: int | None) -> str:
    """What the values of a sound row say about one another, in SQL over their stored names."""
    latest = END_US - 1 if latest_us is None else min(latest_us, END_US - 1)
    tolerance = TOLERANCE_MS * 1_000
    spoken = "(talk_ms + coalesce(hold_ms, 0)) * 1000 - (ended_us - answered_us)"
    texts = [c.name for c in CONTACTS.columns if c.kind is Kind.TEXT and not c.words and c.name != "contact_id"]
    conditions = [
        "offered_us IS NOT NULL",
        "length(contact_id) <= 128",
        "(answered_us IS NOT NULL) = (outcome = 'answered')",
        "(csat IS NULL OR outcome = 'answered')",
        f"(wait_ms IS NOT NULL OR outcome IN ({_words(NO_WAIT)}))",
        *(f"coalesce({name} BETWEEN {EARLIEST_US} AND {latest}, true)" for name in _INSTANTS),
        *(f"coalesce({name} <= {MOST_MS}, true)" for name in _DURATIONS),
        *(f"coalesce(length({name}) <= {_NAMES.get(name, 1_024)}, true)" for name in texts),
        *(f"coalesce(nfc_normalize({name}) = {name}, true)" for name in texts if name != "flags"),
        "coalesce(arrived_us <= offered_us, true)",
        "coalesce(answered_us >= offered_us, true)",
        "coalesce(left_us >= coalesce(answered_us, offered_us), true)",
        "coalesce(ended_us >= coalesce(left_us, answered_us, offered_us), true)",
        f"coalesce(abs(wait_ms * 1000 - (coalesce(answered_us, left_us) - offered_us)) <= {tolerance}, true)",
        f"coalesce(abs({spoken}) <= {tolerance}, true)",
    ]
    return " AND ".join(conditions)


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))
