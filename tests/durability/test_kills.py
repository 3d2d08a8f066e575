"""SIGKILL at random moments of real ingests: every file that was acknowledged is there with its receipt."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from tests.durability.recording import BY_KILL, Warm
from tests.durability.rings import SEED, ring, tell
from tests.records.sets import contacts, write

from pactline.records.folder.manifest import NAME, read_manifest
from pactline.records.folder.store import open_record_set
from pactline.records.folder.verifying import ORPHAN, verify

_SIGKILL = -9
_IN_A_ROW = 4
_A_SET = 12  # runs on one set


def files_for(place: Path, name: str) -> list[Path]:
    """Files of a few contacts each, some told a second time in another way."""
    place.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(20):
        lines = contacts(number * 20, 25, seed=number)  # the last five of each are the first five of the next
        made.append(write(place / f"{name}-{number}.csv", lines))
    return made


def acknowledged(out: str) -> list[str]:
    """The SHA-256 of every file that was acknowledged; a line that was cut short acknowledges nothing."""
    return [
        line.split()[1] for line in out.splitlines(keepends=True) if line.startswith("ACK ") and line.endswith("\n")
    ]


def lost(records: Path, acks: Sequence[str]) -> list[str]:
    """What is missing of the acknowledged files, and what is there by half."""
    if not (records / NAME).exists():  # killed before the first file was in
        return [f"{sha256} and the whole record set" for sha256 in acks]
    raw = {part.sha256: part.file for part in read_manifest(records).raw}
    receipts = {str(receipt["sha256"]) for receipt in open_record_set(records).receipts}
    found = [f"{sha256} was acknowledged and is not there" for sha256 in acks if sha256 not in raw]
    found += [f"{sha256} has no receipt" for sha256 in acks if sha256 not in receipts]
    return found + [str(finding) for finding in verify(records).findings if finding.code != ORPHAN]


def how_long(warm: Warm, place: Path) -> float:
    """How long a run that nobody kills takes, in seconds."""
    files = files_for(place / "timed", "timed")[:_IN_A_ROW]
    start = time.monotonic()
    assert warm.run([place / "timed-set", *files], place / "timed-set", do="ingest-in-a-row").code == 0
    return time.monotonic() - start


def test_no_kill_takes_what_was_acknowledged(warm: Warm, place: Path) -> None:
    chance, failures = random.Random(SEED), list[str]()
    usual = max(how_long(warm, place) for _ in range(2))
    kills = runs = acks = 0
    while kills < ring(16, 520):
        into, told = place / f"set-{runs}", list[str]()
        files = files_for(place / f"files-{runs}", f"set{runs}")
        for number in range(_A_SET):
            by_call = number % 2 == 0  # half of them by the clock, half at a call of a file operation
            done = warm.run(
                [into, *chance.sample(files, _IN_A_ROW)],
                into,
                do="ingest-in-a-row",
                kill_after=None if by_call else chance.uniform(0, usual),
                way=BY_KILL if by_call else 0,
                at=chance.randrange(1, 45 * _IN_A_ROW) if by_call else 0,
            )
            assert done.code in (0, _SIGKILL), done.err
            runs, kills = runs + 1, kills + (done.code == _SIGKILL)
            told += acknowledged(done.out)
            failures += [f"run {runs}: {what}" for what in lost(into / "records", told)]
        acks += len(told)
        shutil.rmtree(into)
        assert runs < 10 * ring(16, 520), "hardly any run is killed"
    tell("kills", kills, len(failures), acknowledged=acks, runs=runs)
    assert failures == []
    assert acks > kills // 2, "enough was acknowledged to lose"
