"""Through the door that users take: receipts that add up, and one record set however the log was cut."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from tests.importers.queue_log.test_splits import KINDS, log_of

from pactline.importers.ingesting import ingest, read_records

NOW = datetime(2026, 7, 1, tzinfo=UTC)
KINDS_ALONE = [kind for kind in KINDS if kind != "consulted"]


def written(folder: Path, name: str, lines: list[str]) -> Path:
    """A log file."""
    path = folder / name
    path.write_text("".join(line + "\n" for line in lines))
    return path


@pytest.mark.parametrize("seed", range(3))
def test_a_log_cut_anywhere_and_brought_in_in_any_order_is_one_record_set(tmp_path: Path, seed: int) -> None:
    """Forty overlapping calls of every kind, cut into five files, against the whole log in one file."""
    chance = random.Random(seed)
    kinds = KINDS_ALONE if seed else [kind for kind in KINDS if kind != "restarted"]
    drawn = [
        (chance.choice(kinds), chance.randint(1, 40), chance.randint(3, 60), chance.randint(12, 300)) for _ in range(40)
    ]
    lines = log_of(drawn)
    whole = ingest([written(tmp_path, "whole", lines)], tmp_path / "one", "queue_log", now=NOW)
    cuts = [0, *sorted(chance.sample(range(1, len(lines)), 4)), len(lines)]
    parts = [written(tmp_path, f"part{at}", lines[begin:end]) for at, (begin, end) in enumerate(pairwise(cuts))]
    chance.shuffle(parts)
    ingest([*parts, parts[0]], tmp_path / "many", "queue_log", now=NOW)
    assert read_records(tmp_path / "many").digest() == read_records(tmp_path / "one").digest()
    receipt = whole[0]
    taken = receipt.accepted + receipt.duplicates + receipt.conflicts
    assert receipt.read == taken + receipt.rejected + receipt.incomplete + receipt.ignored
    assert receipt.accepted > 30
