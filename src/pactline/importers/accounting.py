"""The account of one file: where each of its records went, and the receipt that says so and adds up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from pactline.importers.fault import visible
from pactline.importers.kept import Told
from pactline.importers.reading import Ignored, Incomplete, Item, Read, SourceRefused
from pactline.records.folder.store import Settlement
from pactline.records.staging import Proven, Row
from pactline.records.tables import Table

MOST_LISTED = 1_000
"""Entries of a list in a receipt; the refused rows are all kept beside it, and the counts are always whole."""


@dataclass
class Receipt:
    """What a file brought. Always read = accepted + duplicates + conflicts + rejected + incomplete + ignored."""

    file: str
    sha256: str
    format: str
    verdict: str = "accepted"  # accepted, partial, rejected
    read: int = 0  # records in the file, counted where they are split off
    accepted: int = 0  # new rows that count
    duplicates: int = 0  # rows already there, or a second time in this file
    conflicts: int = 0  # rows that tell a visit in another way than another row; none of them counts
    rejected: int = 0  # rows that cannot be taken
    incomplete: int = 0  # contacts that wait for the rest of their events
    ignored: int = 0  # records that by rule are no contacts
    problems: list[dict[str, Any]] = field(default_factory=list)  # rejected and incomplete records: line, code, message
    conflicting: list[dict[str, Any]] = field(default_factory=list)  # the rows counted as conflicts
    warnings: list[dict[str, Any]] = field(default_factory=list)  # odd, but nothing was lost
    reasons: dict[str, int] = field(default_factory=dict)  # how many records were not taken, by code
    refused_rows: str | None = None  # file in the record set's folder with all rejected and incomplete records
    whole: bool = False  # refused as a whole: the file cannot be read, or --strict

    def to_json(self) -> dict[str, Any]:
        """As in ``ingest --json``."""
        return {name: value for name, value in vars(self).items() if name != "whole"}

    def settle(self) -> Receipt:
        """Give the verdict, once all counts are in."""
        taken = self.accepted + self.duplicates + self.conflicts + self.rejected + self.incomplete + self.ignored
        assert self.read == taken, f"{self.file}: {self.read} records were read, {taken} are accounted for"
        amiss = self.conflicts + self.rejected + self.incomplete
        if self.whole or (amiss and not self.accepted + self.duplicates + self.incomplete):
            self.verdict = "rejected"
        else:
            self.verdict = "partial" if amiss else "accepted"
        return self


def entry(line: int, code: str, message: str) -> dict[str, Any]:
    """One line of a receipt's lists; whatever the message quotes is shown and never obeyed."""
    return {"line": line, "code": code, "message": visible(message)}


def _told(warnings: Told) -> list[dict[str, Any]]:
    listed = [entry(*warning) for warning in warnings]
    if warnings.more:
        listed.append(entry(0, "MORE_WARNINGS", f"{warnings.more:,} further warnings are not listed."))
    return listed


class Account:
    """Follows the records of one file: passes on the rows, writes down the rest."""

    def __init__(self, receipt: Receipt, refused: Path) -> None:
        self.receipt = receipt
        self.refused = refused
        self.open_contacts: set[str] = set()
        self._reasons: Counter[str] = Counter()
        self._wrote = False

    def rows(self, items: Iterable[Item | Proven]) -> Iterator[Proven | tuple[int, Table, tuple[Row, ...]]]:
        """The rows of the records that were understood, with their lines; every other is entered in the receipt."""
        receipt = self.receipt
        with self.refused.open("w", encoding="utf-8", newline="\n") as file:
            for item in items:
                receipt.read += 1
                if type(item) is Read:
                    yield item.line, item.table, (item.row, *item.further)
                elif isinstance(item, Proven):
                    receipt.read += item.records - 1
                    yield item
                else:
                    self._enter(item, file)

    def _enter(self, item: Item, file: TextIO) -> None:
        assert not isinstance(item, Read)
        self._reasons[item.code] += 1
        if isinstance(item, Ignored):
            self.receipt.ignored += 1
            return
        if isinstance(item, Incomplete):
            self.receipt.incomplete += 1
            if item.contact:
                self.open_contacts.add(item.contact)
        else:
            self.receipt.rejected += 1
        self._wrote = True
        file.write(json.dumps({**entry(item.line, item.code, item.message), "raw": item.raw}) + "\n")
        if len(self.receipt.problems) < MOST_LISTED:
            self.receipt.problems.append(entry(item.line, item.code, item.message))

    def close(self, settlement: Settlement, warnings: Told, kept_in: str) -> Receipt:
        """The finished receipt. ``kept_in`` names where the refused rows will lie."""
        receipt = self.receipt
        receipt.accepted, receipt.duplicates = settlement.accepted, settlement.duplicates
        receipt.conflicts = len(settlement.conflicts)
        receipt.ignored += len(settlement.superseded) + len(settlement.outlived)
        for line, name in settlement.conflicts[:MOST_LISTED]:
            receipt.conflicting.append(
                entry(line, "ID_CONFLICT", f"{name} is told in several ways; none of them counts.")
            )
        for line, name in settlement.superseded[:MOST_LISTED]:
            receipt.warnings.append(entry(line, "SUPERSEDED", f"{name} has a later revision."))
        for line, name in settlement.outlived[:MOST_LISTED]:
            receipt.warnings.append(
                entry(line, "ROWS_OUTLIVED", f"{name} lies before the day from which this record set keeps rows.")
            )
        self._reasons.update({"ID_CONFLICT": len(settlement.conflicts), "SUPERSEDED": len(settlement.superseded)})
        self._reasons.update({"ROWS_OUTLIVED": len(settlement.outlived)})
        receipt.warnings += _told(warnings)
        receipt.warnings += [
            entry(line, code, f"{message[0].upper()}{message[1:]}.") for line, code, message in settlement.notes
        ]
        receipt.reasons = {code: count for code, count in sorted(self._reasons.items()) if count}
        receipt.refused_rows = kept_in if self._wrote else None
        return receipt.settle()

    def refuse_all(self) -> Receipt:
        """``--strict``: because something was amiss, nothing of the file is taken."""
        receipt = self.receipt
        receipt.whole = True
        receipt.accepted = receipt.duplicates = receipt.conflicts = receipt.incomplete = 0
        receipt.rejected = receipt.read - receipt.ignored
        receipt.problems.insert(0, entry(0, "STRICT", "Nothing of the file was taken: not every record is sound."))
        return receipt.settle()

    def refuse_file(self, refusal: SourceRefused, warnings: Told) -> Receipt:
        """The file as a whole cannot be read; what was read of it before is forgotten."""
        before = self.receipt
        self.receipt = Receipt(before.file, before.sha256, before.format, whole=True)
        self.receipt.problems = [entry(refusal.line, refusal.code, refusal.message)]
        self.receipt.warnings = _told(warnings)
        self.receipt.reasons = {refusal.code: 1}
        return self.receipt.settle()
