"""The power is cut at every file operation of a year's work: what was acknowledged is there, and nothing by half."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.durability.disk import FOLDER, Disk
from tests.durability.images import Images, Tally
from tests.durability.recording import BY_KILL, Operation, Warm, operations
from tests.durability.rings import LONG, SEED, ring, tell
from tests.durability.scenario import Step, contract, inputs_again, steps
from tests.durability.warm import SABOTAGES

from pactline.records.folder.store import open_record_set
from pactline.records.folder.verifying import ORPHAN, verify


@dataclass(frozen=True)
class Recorded:
    """Commands as they were run, and every file operation of them."""

    root: Path
    home: Path
    steps: Sequence[Step]
    operations: Sequence[Operation]
    first: Sequence[tuple[str, bytes | None]]

    @property
    def gone(self) -> list[bytes]:
        """For each command the name that must not stand in any file after it."""
        return [step.gone for step in self.steps]


def everything(root: Path) -> list[tuple[str, bytes | None]]:
    """What is on the disk; None stands for a folder."""
    return [(str(path), None if path.is_dir() else path.read_bytes()) for path in sorted(root.rglob("*"))]


def never(_: int) -> int | None:
    """No command is killed."""
    return None


def record(warm: Warm, aside: Path, killed_at: Callable[[int], int | None] = never, sabotage: str = "") -> Recorded:
    """Run the commands. Each may first be killed at one of its calls of a file operation, and then run again:
    ``killed_at`` says for the number of a command at which."""
    root = aside / "disk"
    home = contract(root)
    first, log = everything(root), aside / "log"
    commands = list(steps(home, aside / "files"))
    for number, step in enumerate(commands):
        if (at := killed_at(number)) is not None:
            killed = warm.run(step.words, root, log=log, way=BY_KILL, at=at, sabotage=sabotage)
            if killed.code == -9:
                assert killed.out == "", "nothing is said before it is true"
            else:
                continue  # it was through before its call came
        done = warm.run(step.words, root, log=log, sabotage=sabotage)
        assert done.code in step.codes, done.err
    return Recorded(root, home, commands, list(operations(log)), first)


def at_random(seed: int) -> Callable[[int], int | None]:
    """Most commands are killed, anywhere."""
    chance = random.Random(seed)
    return lambda _: chance.randrange(1, 60) if chance.random() < 0.7 else None


@pytest.fixture(scope="module")
def recorded(warm: Warm, place: Path) -> Recorded:
    """The year as it went without a kill."""
    return record(warm, place / "recorded")


@pytest.fixture
def folder(place: Path) -> Iterator[Path]:
    """A place for images."""
    images = place / "images"
    images.mkdir()
    yield images
    shutil.rmtree(images)


def images_of(recorded: Recorded, folder: Path) -> Images:
    return Images(recorded.root, recorded.home, folder, recorded.first)


def test_the_recorder_sees_every_operation_that_changed_a_file(recorded: Recorded) -> None:
    disk = Disk(str(recorded.root), recorded.first, journal=False)
    for operation in recorded.operations:
        disk.do(operation)
    seen = {path: bytes(node.now) for path, node in disk.now.items() if node is not FOLDER}
    assert seen == {path: content for path, content in everything(recorded.root) if content is not None}
    assert sum(operation.kind == "s" for operation in recorded.operations) > 100
    assert sum(operation.kind == "a" for operation in recorded.operations) == len(recorded.steps)


def test_no_power_cut_takes_what_was_acknowledged_or_leaves_a_half(
    recorded: Recorded, warm: Warm, folder: Path
) -> None:
    tally, sample = Tally(), list[dict[str, str]]()
    images = images_of(recorded, folder)
    for journal in (False, True):
        cut, alive = images.cut(recorded.operations, ring(2, 12), SEED, journal=journal, gone=recorded.gone)
        tally.add(cut)
        sample += alive
    orphans = live_on(recorded, images, sample[: ring(4, 100)], folder)
    for number in range(ring(1, 10)):
        killed = record(warm, folder / f"killed-{number}", at_random(SEED * 1000 + number))
        images = images_of(killed, folder / f"images-{number}")
        for journal in (False, True):
            cut, _ = images.cut(killed.operations, ring(1, 3), SEED + number, journal=journal, gone=killed.gone)
            tally.add(cut)
    figures = {"distinct": tally.distinct, "lived_on": len(sample[: ring(4, 100)]), "with_a_file_left_over": orphans}
    tell("power-cuts", tally.images, len(tally.lost) + len(tally.broken), **figures)
    assert tally.lost == []
    assert tally.broken == []
    assert tally.images > ring(4_000, 20_000)


def live_on(recorded: Recorded, images: Images, sample: Sequence[dict[str, str]], folder: Path) -> int:
    """Bring all files in again on some images, as somebody does who does not know what got through; they end alike."""
    from pactline.ledger.folder import ContractFolder
    from pactline.ledger.late import bring_in

    orphans, digests = 0, set()
    where = folder / "again"
    for image in sample:
        images.pool.build(image, str(recorded.root), where, copied=True)
        home = where / recorded.home.relative_to(recorded.root)
        for step in inputs_again(recorded.home, folder / "files"):
            bring_in(step.words[1:-5], home, step.words[-2])
        records = home / "records"
        digests.add(open_record_set(records).digest())
        findings = verify(records).findings
        assert {finding.code for finding in findings} <= {ORPHAN}, findings
        orphans += bool(findings)
        ContractFolder(home).file("2025-01")
    assert len(digests) <= 1
    return orphans


@pytest.mark.parametrize("journal", [False, True])
@pytest.mark.parametrize("syncs", ["none", "files", "folders"])
def test_the_test_finds_a_program_that_leaves_out_syncs(
    recorded: Recorded, syncs: str, journal: bool, folder: Path
) -> None:
    tally, _ = images_of(recorded, folder).cut(recorded.operations, 1, SEED, journal=journal, syncs=syncs)
    if syncs == "files" and journal:  # such a disk makes names last by itself, at the next sync of any file
        assert 0 < len(tally.lost) < tally.images // 10
    else:
        assert len(tally.lost) > tally.images // 4
    assert bool(tally.broken) == (syncs != "files" or not journal)


@pytest.mark.skipif(not LONG, reason="each fault needs recordings of its own: make durability")
@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_the_test_finds_each_fault_that_the_program_is_given(sabotage: str, warm: Warm, folder: Path) -> None:
    tally = Tally()
    for number in range(12):  # every command is killed at its first call, then at its second, and so on
        recorded = record(warm, folder / f"recorded-{number}", lambda _, at=number + 1: at, sabotage)  # type: ignore[misc]
        images = images_of(recorded, folder / f"images-{number}")
        cut, _ = images.cut(recorded.operations, 3, SEED + number, journal=False, gone=recorded.gone)
        tally.add(cut)
        if tally.lost or tally.broken:
            break
    print(f"\n{sabotage}: found after {tally.images:,} images of {number + 1} recordings")
    assert tally.lost or tally.broken
