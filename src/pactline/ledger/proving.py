"""Recompute what was filed and name each difference, down to the contact."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pactline.ledger.folder import ContractFolder, Filed, listing_holds, read_filed
from pactline.statement.evaluating import NothingToSettle
from pactline.statement.model import Statement
from pactline.statement.windows.history import GapInHistory
from pactline.values.exact import how_many
from pactline.values.problem import Problems

SHOWN = 20


@dataclass(frozen=True)
class Proof:
    """One filed statement against its recomputation."""

    file: str
    filed: str | None  # digest; None for a file that is no filed statement
    recomputed: str | None
    differences: tuple[str, ...]
    late: int = 0  # records that came, changed or went after the filing

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def to_json(self) -> dict[str, Any]:
        """As in ``prove --json``."""
        return {
            "file": self.file,
            "filed": self.filed,
            "recomputed": self.recomputed,
            "holds": self.holds,
            "late": self.late,
            "differences": list(self.differences),
        }

    def __str__(self) -> str:
        if self.holds:
            return f"{self.file}: recomputed to the bit"
        late = f"; {how_many(self.late, 'record')} came, changed or went after it was filed" if self.late else ""
        return "\n".join([f"{self.file}: DIFFERS{late}", *(f"  {difference}" for difference in self.differences)])


def prove(folder: ContractFolder) -> Iterator[Proof]:
    """Recompute each filed statement of a folder; none of them where the rows are not what was written."""
    filed_statements, damaged = folder.filed(), None
    try:
        if filed_statements:
            folder.check_records()
    except Problems as wrong:
        damaged = wrong
    for path in filed_statements:
        try:
            filed = read_filed(path)
        except ValueError as wrong:
            yield Proof(str(path), None, None, (str(wrong),))
            continue
        period = filed.statement["period"]
        try:
            if damaged:
                raise damaged
            statement = folder.evaluate(f"{period['first']}/{period['end']}")
        except (NothingToSettle, Problems) as wrong:
            yield Proof(str(path), filed.digest, None, tuple(str(wrong).splitlines()))
        else:
            differences, late = _differences(folder, filed, statement)
            differences = differences or _memory_differences(folder, statement)
            yield Proof(str(path), filed.digest, statement.digest, tuple(differences), late)


def _differences(folder: ContractFolder, filed: Filed, statement: Statement) -> tuple[list[str], int]:
    """What differs between a statement as filed and as recomputed, records first, none if it holds; and how many
    records came, changed or went."""
    late: list[str] = []
    listed = listing_holds(filed)
    found = list(_statement_differences(dict(_leaves(filed.statement)), dict(_leaves(statement.to_json()))))
    if not found and statement.digest != filed.digest:
        found = [f"the filed digest {filed.digest} is not that of the filed statement"]
    if found and listed:
        late = _record_differences(filed, list(folder.fingerprints(statement)))
        more = [f"... and {how_many(len(late) - SHOWN, 'more record')}"] if len(late) > SHOWN else []
        found = [*late[:SHOWN], *more, *found]
    if not listed:
        lost = "is not as it was filed" if filed.listing.exists() else "is missing"
        found = [f"{filed.listing.name} {lost}: records that changed since the filing cannot be named", *found]
    return found, len(late)


def _memory_differences(folder: ContractFolder, statement: Statement) -> list[str]:
    """Whether the statements filed before this one remember what is computed from the start; none where nothing is
    remembered or they leave days out."""
    if statement.earlier is None:
        return []
    try:
        replayed = folder.replay(statement.period)
    except GapInHistory:
        return []
    leaves = (dict(_leaves(each.to_json())) for each in (replayed, statement))
    return [f"with the memory of the filed statements: {said}" for said in _statement_differences(*leaves)]


def _record_differences(filed: Filed, now: list[tuple[str, int, str]]) -> list[str]:
    """Which records changed, came or went since the filing."""
    with filed.listing.open(encoding="utf-8", newline="") as file:
        before = _versions((row["contact_id"], int(row["visit"]), row["content"]) for row in csv.DictReader(file))
    after = _versions(now)
    return [
        *(
            f"{_called(c, v)}: changed since the filing"
            for (c, v) in before
            if after.get((c, v), before[c, v]) != before[c, v]
        ),
        *(f"{_called(c, v)}: was counted in the filing and is gone" for (c, v) in before if (c, v) not in after),
        *(f"{_called(c, v)}: came after the filing" for (c, v) in after if (c, v) not in before),
    ]


def _called(name: str, visit: int) -> str:
    """A record of a listing, for messages; those of other tables than the contacts have no visit."""
    return f"contact {name} visit {visit}" if visit else f"row {name}"


def _versions(listed: Iterable[tuple[str, int, str]]) -> dict[tuple[str, int], set[str]]:
    """Each visit with every way it is told; a visit in conflict has several."""
    found: dict[tuple[str, int], set[str]] = {}
    for contact, visit, content in listed:
        found.setdefault((contact, visit), set()).add(content)
    return found


def _statement_differences(filed: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    for key in [*filed, *(key for key in found if key not in filed)]:
        if filed.get(key, "nothing") != found.get(key, "nothing"):
            yield f"{key}: filed {filed.get(key, 'nothing')}, recomputed {found.get(key, 'nothing')}"


def _leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value of a statement, by a path people can read: ``commitments.prompt-answer.value.fraction``."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            name = next((value[k] for k in ("id", "day", "first") if isinstance(value, dict) and k in value), number)
            yield from _leaves(value, f"{path}.{name}")
        if not node:
            yield path, "none"
    else:
        yield path, node
