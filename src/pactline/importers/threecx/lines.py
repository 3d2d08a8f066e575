"""One call data record, as far as it is kept: no telephone number, no name, every value checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo

from pactline.importers.customers import hashed
from pactline.importers.fault import Fault, quoted
from pactline.importers.plain.values import contact_id, text_of
from pactline.importers.threecx.clock import instants, length_ms
from pactline.importers.threecx.words import EXTERNAL, QUEUE, WITHHELD

_EXTENSION = re.compile(r"Ext\.?\s*([^\s;,]+)", re.IGNORECASE)
_PREFIX = re.compile(r"Call(?:\s+|$)")
_BETWEEN = re.compile(r"[;,]")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_NAME, _WORD = text_of(128), text_of(64)
_TOLERANCE_MS = 1_000


@dataclass(frozen=True)
class CdrLine:
    """A call, or a part of one, between two parties. Numbers are those of the house: extensions, queues, menus."""

    history: str
    call: str
    start_us: int
    answered_us: int | None
    end_us: int
    reason: str
    from_type: str
    to_type: str
    final_type: str
    from_dn: str
    to_dn: str
    final_dn: str
    path: tuple[str, ...]  # the house's numbers the call passed, in order, without the caller's
    missed: int  # agents who were rung and did not answer
    customer: str | None
    flags: tuple[str, ...]

    @property
    def outbound(self) -> bool:
        """From the house to the world."""
        return self.from_type not in (*EXTERNAL, QUEUE) and self.to_type in EXTERNAL

    @property
    def matters(self) -> bool:
        """Whether it tells of a queue, or may once another line tells that a number it passed is one."""
        return not self.outbound and bool(self.queues_named or self.unnamed)

    @property
    def queues_named(self) -> tuple[str, ...]:
        """The numbers that this line says are queues."""
        sides = ((self.from_type, self.from_dn), (self.to_type, self.to_dn), (self.final_type, self.final_dn))
        return tuple(number for kind, number in sides if kind == QUEUE and number)

    @property
    def unnamed(self) -> tuple[str, ...]:
        """The numbers it passed of which it does not say what they are; another line may know them as queues."""
        return tuple(each for each in self.path if each not in (self.from_dn, self.to_dn, self.final_dn))

    def to_text(self) -> str:
        """As it is carried."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def from_text(text: str) -> CdrLine:
    """A carried line."""
    found = json.loads(text)
    return CdrLine(**{**found, "path": tuple(found["path"]), "flags": tuple(found["flags"])})


def line_of(values: Mapping[str, str], where: ZoneInfo, latest_us: int | None, key: bytes | None) -> CdrLine:
    """The record of one line. Raises Fault."""
    get = values.get
    history = _PREFIX.sub("", values["historyid"], count=1)
    duration = length_ms(get("duration", ""), "duration")
    for name in ("time_start", "time_end"):
        if not values[name]:
            raise Fault("FIELD_MISSING", f"{name} is empty.")
    times = (values["time_start"], values["time_answered"], values["time_end"])
    (start, answered, end), twice = instants(times, duration, where, latest_us)
    assert start is not None
    assert end is not None
    flags = {"zone_ambiguous"} if twice else set()
    if answered is None and duration:
        answered = max(end - duration * 1000, start)
    if answered is not None and duration is not None and abs((end - answered) // 1000 - duration) > _TOLERANCE_MS:
        flags.add("durations_disagree")
    from_type, to_type, final_type = (_kind(values, side) for side in ("from", "to", "final"))
    from_dn = _number(get("from_dn", ""), get("from_no", ""), from_type)
    to_dn = _number(values["to_dn"], get("to_no", ""), to_type)
    final_dn = _number(values["final_dn"], get("final_number", ""), final_type)
    missed = [part for part in _BETWEEN.split(get("missed_queue_calls", "")) if part.strip()]
    return CdrLine(
        contact_id(history),
        _NAME(get("callid", ""), "callid"),
        start,
        answered,
        end,
        _WORD(values["reason_terminated"], "reason_terminated"),
        from_type,
        to_type,
        final_type,
        from_dn,
        to_dn,
        final_dn,
        _path(get("chain", ""), from_dn, to_dn, final_dn),
        sum(_number(part.strip(), "", "") != to_dn for part in missed),
        _customer(values["from_no"], from_type, key),
        tuple(sorted(flags)),
    )


def is_segment(cells: list[str]) -> bool:
    """Whether a line with another number of values is a segment of the newer log: it begins with a UUID."""
    return bool(cells) and _UUID.fullmatch(cells[0].strip()) is not None


def _kind(values: Mapping[str, str], side: str) -> str:
    """What a party is, as a small word; without a type, by the ``Ext.`` that 3CX puts before its own numbers."""
    word = _WORD(values.get(f"{side}_type", ""), f"{side}_type").lower()
    if word or side == "final":
        return word
    number = values.get(f"{side}_no", "")
    return "extension" if _EXTENSION.match(number) else "line" if number else ""


def _number(dn: str, shown: str, kind: str) -> str:
    """The number of a party in the house, as it is given or as it is shown; of one outside nothing is kept."""
    if kind in EXTERNAL:
        return ""
    match = _EXTENSION.fullmatch(dn or shown)
    return _NAME(match[1] if match else dn, "a number")


def _path(chain: str, from_dn: str, to_dn: str, final_dn: str) -> tuple[str, ...]:
    parts = [part.strip() for part in _BETWEEN.split(chain.removeprefix("Chain:")) if part.strip()]
    passed = [_NAME(match[1], "chain") for part in parts if (match := _EXTENSION.fullmatch(part))]
    if parts and passed and _EXTENSION.fullmatch(parts[0]):
        passed = passed[1:]  # a caller in the house
    if not passed:
        passed = [number for number in (to_dn, final_dn) if number]
    if to_dn and to_dn not in passed:
        passed.insert(0, to_dn)
    if final_dn and final_dn not in passed:
        passed.append(final_dn)
    return tuple(dict.fromkeys(each for each in passed if each != from_dn))


def _customer(number: str, from_type: str, key: bytes | None) -> str | None:
    """The caller from outside, hashed."""
    if from_type not in EXTERNAL or number.lower() in WITHHELD or _EXTENSION.match(number):
        return None
    if not number.isprintable():
        raise Fault("CTRL_CHAR", f"from_no {quoted(number)} holds a control character.")
    return hashed(number, key)
