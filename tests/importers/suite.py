"""What every importer owes: receipts that add up, nothing new the second time, one digest for any order and split."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pactline.importers.accounting import Receipt
from pactline.importers.ingesting import ingest, read_records

CLOCK = datetime(2026, 7, 1, tzinfo=UTC)
HOSTILE = Path(__file__).resolve().parents[2] / "../shared/data/hostile"
_CLASSES = ("accepted", "duplicates", "conflicts", "rejected", "incomplete", "ignored")


def bring_in(files: Sequence[Path], into: Path, format: str, **declared: Any) -> tuple[list[Receipt], str]:
    """Ingest and check the account; the receipts and the digest of the set."""
    receipts = ingest(files, into, format, **{"now": CLOCK, **declared})
    for receipt in receipts:
        found = receipt.to_json()
        assert found["read"] == sum(found[name] for name in _CLASSES)
        assert receipt.verdict in ("accepted", "partial", "rejected")
        assert (receipt.verdict == "accepted") == (not receipt.problems and not receipt.conflicts)
        for problem in [*receipt.problems, *receipt.conflicting, *receipt.warnings]:
            assert problem["code"] == problem["code"].upper() != ""
            assert len(problem["message"].split()) >= 4, "a message is a sentence"
    return receipts, read_records(into).digest()


def assert_twice_changes_nothing(file: Path, folder: Path, format: str, **declared: Any) -> Receipt:
    """The same file again brings duplicates only; the receipt of the first time is returned."""
    (first,), digest = bring_in([file], folder, format, **declared)
    (second,), again = bring_in([file], folder, format, **declared)
    assert again == digest
    assert second.accepted == second.conflicts == 0
    assert (second.read, second.rejected) == (first.read, first.rejected)
    known = first.accepted + first.duplicates + first.conflicts + first.reasons.get("SUPERSEDED", 0)
    assert second.duplicates == known
    return first


def assert_order_and_split_do_not_matter(
    lines: Sequence[str],
    folder: Path,
    format: str,
    *,
    header: str = "",
    seeds: Iterable[int] = range(4),
    **declared: Any,
) -> str:
    """The lines in one file, shuffled, and cut into three files in any order, some twice: one digest."""
    digests = set()
    folder.mkdir(exist_ok=True)
    for seed in seeds:
        chance = random.Random(seed)
        mixed = list(lines)
        if seed:
            chance.shuffle(mixed)
        cuts = sorted(chance.sample(range(len(mixed) + 1), 2)) if seed else [0, 0]
        parts = [mixed[: cuts[0]], mixed[cuts[0] : cuts[1]], mixed[cuts[1] :]]
        chance.shuffle(parts)
        files = []
        for number, part in enumerate([*parts, parts[0]] if seed else parts):
            file = folder / f"{seed}-{number}"
            file.write_text(header + "".join(part), encoding="utf-8", newline="")
            if header or part:
                files.append(file)
        digests.add(bring_in(files, folder / f"set-{seed}", format, **declared)[1])
    assert len(digests) == 1
    return digests.pop()
