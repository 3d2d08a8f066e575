"""Which lines of a log the engine can read, and how: a pattern of a line, and its fields as columns.

The pattern is never wider than the rules of ``lines`` and ``events``: a line that fits it is one that the reader would
take as an event of a call, with the same values. Of any other line the reader says what it is.
"""

# ruff: noqa: S608 - the SQL is made of our own words
from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import IntEnum

from pactline.importers.queue_log.events import EVENTS, NO_CALLS, Kind
from pactline.importers.queue_log.lines import FROM_US, LONGEST_NAME, WITHHELD
from pactline.records.columns import Outcome


class Sort(IntEnum):
    """What a line is to the engine."""

    ODD = -1  # the reader has to look at it
    OTHER = 0  # an event of a call that the engine does not understand
    ENTRY = 1
    CONNECT = 2
    ANSWERED = 3  # the end of a conversation
    LEFT = 4  # the end of a wait
    RING = 5
    DID = 6
    MEMBER = 7  # no contact: membership, or the system itself


_SEEN = r"[ -\[\]-{}~\p{L}\p{N}]"  # what stands in a field: no bar, no backslash, nothing that hides
_FIRST = r"[!-\[\]-{}~\p{L}\p{N}]"  # the same without a blank
_ASCII = r"[ -\[\]-{}~]"
_SECONDS, _MS = "[0-9]{1,6}", "[0-9]{1,9}"
_POSITION = "(¦[0-9]*)?"  # a broken bar stands for what separates fields
_TALKED = f"¦{_SECONDS}¦{_SECONDS}{_POSITION}"
_WAITED = f"(¦[0-9]*(¦[0-9]*(¦{_SECONDS})?)?)?"
_HASH = "(h:[0-9a-f]{32})?"  # a caller as it is kept
_PATTERNS: Mapping[Sort, str] = {
    Sort.ENTRY: f"ENTERQUEUE(¦{_SEEN}*(¦CALLER(¦{_SEEN}*)*)?)?",
    Sort.CONNECT: f"CONNECT¦{_SECONDS}(¦{_SEEN}*(¦{_SECONDS})?)?",
    Sort.ANSWERED: f"(COMPLETEAGENT|COMPLETECALLER){_TALKED}|(BLINDTRANSFER|TRANSFER)¦{_SEEN}*¦{_SEEN}*{_TALKED}|"
    f"ATTENDEDTRANSFER¦(APP|BRIDGE)¦{_SEEN}*{_TALKED}",
    Sort.LEFT: f"(ABANDON|EXITWITHTIMEOUT){_WAITED}|EXITWITHKEY¦[0-9*#A-D]+{_WAITED}",
    Sort.RING: f"(RINGNOANSWER|RINGCANCELED)¦{_MS}",
    Sort.DID: "DID(¦[0-9A-Za-z+_.-]*)?",
}
_SORTED: Mapping[Sort, tuple[str, ...]] = {
    Sort.ENTRY: ("ENTERQUEUE",),
    Sort.CONNECT: ("CONNECT",),
    Sort.ANSWERED: ("COMPLETEAGENT", "COMPLETECALLER", "BLINDTRANSFER", "TRANSFER", "ATTENDEDTRANSFER"),
    Sort.LEFT: ("ABANDON", "EXITWITHTIMEOUT", "EXITWITHKEY"),
    Sort.RING: ("RINGNOANSWER", "RINGCANCELED"),
    Sort.DID: ("DID",),
    Sort.MEMBER: tuple(
        name for name, known in EVENTS.items() if known.kind in (Kind.MEMBER, Kind.SYSTEM) and name != "QUEUESTART"
    ),
}
_KNOWN = tuple(name for names in _SORTED.values() for name in names)
NAMES: tuple[str, ...] = (*_KNOWN, *(name for name in EVENTS if name not in _KNOWN))
"""The events, in an order in which those of one sort stand together. A line has the number of its event in it."""
_WAIT = {"CONNECT": 1, "COMPLETEAGENT": 1, "COMPLETECALLER": 1, "BLINDTRANSFER": 3, "TRANSFER": 3,
         "ATTENDEDTRANSFER": 3, "ABANDON": 3, "EXITWITHTIMEOUT": 3, "EXITWITHKEY": 4, "RINGNOANSWER": 1,
         "RINGCANCELED": 1}  # fmt: skip
_MORE = {"CONNECT": 3, "COMPLETEAGENT": 2, "COMPLETECALLER": 2, "BLINDTRANSFER": 4, "TRANSFER": 4,
         "ATTENDEDTRANSFER": 4}  # fmt: skip
_WORD = {"DID": 1, "EXITWITHKEY": 1}
EVENT_TYPE = f"CREATE TYPE log_event AS ENUM {NAMES}"
"""What the engine has to be told before it reads lines."""
EARLIER = 1 << 40
"""Lines of earlier files are numbered from here."""
_TAB, _PIPE = "chr(9)", r"\|"


def events(names: Iterable[str]) -> str:
    """The numbers of some events, for SQL."""
    return ", ".join(str(NAMES.index(name)) for name in names)


COMPLETIONS = events(name for name, known in EVENTS.items() if known.outcome is Outcome.ANSWERED)
"""The numbers of the events that end a conversation, for SQL."""


def _pattern(separator: str, caller: str, *, members: bool) -> str:
    """What follows the call id, or the time where the call id stands elsewhere."""
    found = f"¦{_FIRST}{_SEEN}*¦{_SEEN}*¦({'|'.join(_PATTERNS.values())})¦*"
    if members:
        found = f"¦[A-Za-z0-9._:+-]+{found}|(¦{_SEEN}*){{3}}¦({'|'.join(_SORTED[Sort.MEMBER])})(¦{_SEEN}*)*"
    return found.replace("CALLER", caller).replace("¦", separator)


def lines_as_logged(lines: str, sure: int, latest_us: int, customer_key: bytes | None) -> str:
    """SQL for each line of a log file. ``lines`` yields ``seq`` (its number) and ``text``.

    The columns are ``seq``, ``call``, ``sort``, ``event`` (a number in NAMES), ``us``, ``queue``, ``agent``,
    ``wait_ms`` (of a ring: the ring), ``more_ms`` (talk, or the ring of an answer), ``word`` (a number called, a key
    pressed), ``customer`` and ``text`` as of ``events.to_text``; of an odd line ``text`` is the line itself. The first
    line is odd, and so are those beyond the number ``sure``.
    """
    sound = (
        f"seq > 1 AND seq <= {sure} AND strlen(text) <= 65536 AND (strlen(text) = length(text) OR "
        f"nfc_normalize(text) = text) AND regexp_full_match(text, '[1-9][0-9]{{9}}"
        f"({_pattern(_PIPE, f'{_ASCII}*', members=True)})')"
    )
    split = f"SELECT seq, text AS line, CASE WHEN {sound} THEN string_split(text, '|') END AS f FROM ({lines})"
    named = (
        "SELECT seq, line, f, f[2] AS call, f[3] AS queue, f[4] AS agent, f[1]::BIGINT * 1000000 AS us, "
        f"enum_code(f[5]::log_event)::TINYINT AS event FROM ({split})"
    )
    longest = f"greatest(length(call), length(queue), length(agent)) <= {LONGEST_NAME}"
    taken = (
        f"us BETWEEN {FROM_US} AND {latest_us} AND (event IN ({events(_SORTED[Sort.MEMBER])}) OR "
        f"{longest} AND call NOT IN ({_words(NO_CALLS)}))"
    )
    typed = f"SELECT *, CASE WHEN coalesce({taken}, false) THEN {_sort()} ELSE {Sort.ODD} END AS sort FROM ({named})"
    customer = _customer("f[7]", customer_key)
    entry = f"concat_ws({_TAB}, queue, agent, 'ENTERQUEUE', '', {customer}, coalesce(f[8], ''))"
    rest = f"replace(substr(line, 13 + length(call)), '|', {_TAB})"
    text = f"us || {_TAB} || CASE WHEN sort = {Sort.ENTRY} THEN {entry} ELSE {rest} END"
    whole = f"CASE WHEN sort = {Sort.ODD} THEN line WHEN sort != {Sort.MEMBER} THEN {text} END"
    kept = f"seq, call, sort, event, us, queue, agent, {_values(5)}, {_kept(customer, customer_key)} AS customer"
    trimmed = f"CASE WHEN sort != {Sort.ODD} AND suffix(text, {_TAB}) THEN rtrim(text, {_TAB}) ELSE text END AS text"
    return f"SELECT * REPLACE ({trimmed}) FROM (SELECT {kept}, {whole} AS text FROM ({typed}))"


def lines_as_told(lines: str) -> str:
    """The same for lines of calls that somebody else read. ``lines`` yields ``seq``, ``call`` and ``text``."""
    sound = f"regexp_full_match(text, '[0-9]{{16}}({_pattern(chr(9), _HASH, members=False)})')"
    named = (
        f"SELECT seq, call, f[1]::BIGINT AS us, f[2] AS queue, f[3] AS agent, text, f, sound, "
        f"enum_code(f[4]::log_event)::TINYINT AS event "
        f"FROM (SELECT *, {sound} AS sound, string_split(text, {_TAB}) AS f FROM ({lines}))"
    )
    typed = f"SELECT *, CASE WHEN sound THEN {_sort()} ELSE {Sort.OTHER} END AS sort FROM ({named})"
    customer = f"CASE WHEN sort = {Sort.ENTRY} THEN try_cast(substr(f[6], 3) AS UUID) END"
    return f"SELECT seq, call, sort, event, us, queue, agent, {_values(4)}, {customer} AS customer, text FROM ({typed})"


def _sort() -> str:
    cases = " ".join(f"WHEN event IN ({events(names)}) THEN {sort}" for sort, names in _SORTED.items())
    return f"(CASE {cases} ELSE {Sort.OTHER} END)::TINYINT"


def _values(before: int) -> str:
    """The columns ``wait_ms``, ``more_ms`` and ``word`` of fields ``f`` whose data begin after so many."""

    def field(places: Mapping[str, int]) -> str:
        by_place: dict[int, list[str]] = {}
        for name, place in places.items():
            by_place.setdefault(place, []).append(name)
        whens = " ".join(f"WHEN event IN ({events(n)}) THEN f[{before + at}]" for at, n in by_place.items())
        return f"nullif(CASE WHEN sort > 0 THEN CASE {whens} END END, '')"

    factor = f"CASE WHEN sort = {Sort.RING} THEN 1 ELSE 1000 END"
    return (
        f"{field(_WAIT)}::INTEGER::BIGINT * {factor} AS wait_ms, {field(_MORE)}::INTEGER::BIGINT * 1000 AS more_ms, "
        f"{field(_WORD)} AS word"
    )


def _customer(caller: str, key: bytes | None) -> str:
    """A caller as it is kept: see ``lines`` and ``customers``. The hash is the HMAC of RFC 2104."""
    if key is None:
        return "''"
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block).hex() for pad in (0x36, 0x5C))
    number = f"trim(coalesce({caller}, ''))"
    hashed = f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({number}))))"
    return f"CASE WHEN lower({number}) IN ({_words(WITHHELD)}) THEN '' ELSE 'h:' || {hashed}[:32] END"


def _kept(customer: str, key: bytes | None) -> str:
    """The customer of an entry as a number: numbers take little memory where calls are put together."""
    if key is None:
        return "NULL::UUID"
    return f"CASE WHEN sort = {Sort.ENTRY} THEN try_cast(nullif(substr({customer}, 3), '') AS UUID) END"


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))
