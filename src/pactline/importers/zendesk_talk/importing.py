"""Zendesk Talk's incremental exports: calls and legs, in one file or several, in any order.

A call is a record; its legs add who was rung, who took it and how it was handed on. Both are carried, so that legs wait
for their call and a call grows when its legs arrive. See docs/how-to/import-zendesk-talk.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from pactline.importers.fault import Fault
from pactline.importers.files.json_pages import json_pages
from pactline.importers.files.json_records import JsonRecord
from pactline.importers.reading import Carried, Ignored, Incomplete, Item, Read, Reading, Refused, Source
from pactline.importers.zendesk_talk.codes import CODES as CODES
from pactline.importers.zendesk_talk.rows import row_of
from pactline.importers.zendesk_talk.told import TellingReader
from pactline.records.staging import Row

FILLS = ("contacts",)
TRIED = "partly real data: outbound calls and legs of a test account; inbound calls on made-up ones"

_LISTS = ("calls", "legs")
_AROUND = frozenset({"count", "next_page", "previous_page", "end_time", "end_of_stream"})
_MOST_WAYS = 16


@dataclass
class _Call:
    """All that is known of one call."""

    calls: dict[str, list[int]] = field(default_factory=dict)  # text to its lines in this file; none: an earlier file
    legs: dict[str, list[int]] = field(default_factory=dict)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each call as one record, each leg with what became of it. Raises SourceRefused."""
    reader = TellingReader(reading.latest_us, reading.customer_key, reading.zone)
    known: dict[str, _Call] = {}
    for record in json_pages(source.open, _LISTS, reading.progress):
        problem = _take(record, reader, known)
        if problem:
            yield problem
    mine = {(name, f"{kind}\t{text}") for name, call in known.items() for kind, text in _texts(call)}
    earlier = {(c.key, c.text) for c in reading.earlier(known.keys()) if c.key in known} if known else set()
    for name, text in sorted(earlier - mine):
        kind, _, rest = text.partition("\t")
        (known[name].calls if kind == "call" else known[name].legs).setdefault(rest, [])
    for name, call in known.items():
        yield from _items(name, call, reading)
    reading.carry += [Carried(name, text) for name, text in sorted(mine - earlier)]


def _take(record: JsonRecord, reader: TellingReader, known: dict[str, _Call]) -> Item | None:
    """Add a record; return what is wrong with it, if anything."""
    try:
        if isinstance(record.value, Fault):
            raise record.value
        if isinstance(record.value, dict) and record.value.keys() <= _AROUND:
            return Ignored(record.line, "ZT_EMPTY_PAGE", "A page without calls or legs holds no record.")
        told = reader.read(record.value)
    except Fault as fault:
        return Refused(record.line, fault.code, fault.message, record.raw)
    call = known.setdefault(told.call, _Call())
    (call.calls if told.kind == "call" else call.legs).setdefault(told.text, []).append(record.line)
    return None


def _texts(call: _Call) -> Iterator[tuple[str, str]]:
    yield from (("call", text) for text in call.calls)
    yield from (("leg", text) for text in call.legs)


def _items(name: str, call: _Call, reading: Reading) -> Iterator[Item]:
    """The items of a call that has lines in this file."""
    legs = sorted((line, text) for text, lines in call.legs.items() for line in lines)
    if not call.calls:
        for line, text in legs:
            message = f"a leg of call {name}, which is not known yet; bring in the export of the calls"
            yield Incomplete(line, "ZT_NO_CALL", message, text, name)
        return
    told = sorted((line, text) for text, lines in call.calls.items() for line in lines)
    grown = [text for text in _latest(list(call.calls)) if not call.calls[text]]
    if legs and grown:  # the call is told by an earlier file: its record grows, at the first of its legs here
        told += [(legs[0][0], text) for text in grown]
        legs = legs[1:]
    ways = list(islice(product(*_legs_in_ways(list(call.legs))), _MOST_WAYS))
    if len(ways) > 1:
        message = f"a leg of call {name} is told in two ways with one updated_at"
        reading.warnings.append((min((line for line, _ in [*told, *legs])), "ZT_LEG_TWICE", message))
    for line, text in told:
        rows: dict[str, Row] = {}
        for way in ways:
            row = row_of(name, json.loads(text), way, len(call.legs))
            rows[json.dumps(row, sort_keys=True)] = row
        yield from (Read(line, row) for _, row in sorted(rows.items()))
    for line, _ in legs:
        yield Ignored(line, "ZT_LEG", f"a leg of call {name}; what it tells is in the record of the call")


def _latest(texts: list[str]) -> list[str]:
    """The versions with the greatest update."""
    updates = {text: _updated(json.loads(text)) for text in texts}
    return sorted(text for text in texts if updates[text] == max(updates.values()))


def _updated(kept: dict[str, Any]) -> int:
    return int(kept.get("updated_us", kept.get("created_us", 0)))


def _legs_in_ways(texts: list[str]) -> list[list[dict[str, Any]]]:
    """For each leg the versions of its greatest update: one, or several that contradict one another."""
    by_leg: dict[str, list[str]] = {}
    for text in texts:
        by_leg.setdefault(json.loads(text).get("id", ""), []).append(text)
    return [[json.loads(text) for text in _latest(versions)] for _, versions in sorted(by_leg.items())]
