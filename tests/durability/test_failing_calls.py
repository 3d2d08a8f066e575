"""Every file operation of a command fails once: nothing acknowledged is lost or there by half, people get a message."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.durability.recording import BY_ERROR, BY_HALF, CHANGES, READS, Done, Warm, operations
from tests.durability.rings import ring, tell
from tests.durability.scenario import Step, contract, steps

from pactline.records.folder.manifest import read_manifest
from pactline.records.folder.store import open_record_set
from pactline.records.folder.verifying import ORPHAN, verify

FAULTS = [
    (CHANGES, BY_ERROR, "EIO"), (CHANGES, BY_ERROR, "ENOSPC"), (CHANGES, BY_ERROR, "EINTR"), (CHANGES, BY_HALF, ""),
    (READS, BY_ERROR, "EIO"), (READS, BY_ERROR, "EINTR"), (READS, BY_HALF, ""),
]  # fmt: skip


@dataclass
class Trial:
    """One command on a folder that is made anew each time."""

    warm: Warm
    place: Path
    step: Step
    before: Path  # the folder as it is before the command
    failures: list[str] = field(default_factory=list)
    tries: int = 0
    went_through: int = 0

    @property
    def root(self) -> Path:
        """Where the folder lies when the command is run: always the same, because the command names it."""
        return self.place / "work"

    def run(self, classes: int, way: int, at: int, error: str) -> None:
        """Let one call go wrong, look, and do it again without a fault."""
        self.again()
        log = self.place / "log"
        log.unlink(missing_ok=True)
        done = self.warm.run(self.step.words, self.root, log=log, classes=classes, way=way, at=at, error=error)
        self.tries += 1
        where = (
            f"{self.step.words[0]}: call {at}, {error or 'half of it'} ({'change' if classes == CHANGES else 'read'})"
        )
        self.failures += [f"{where}: {what}" for what in (*self.amiss(done), *synced_again(log))]
        again = self.warm.run(self.step.words, self.root)
        if again.code not in self.step.codes:
            self.failures.append(f"{where}: the next one does not work: {again.err}")
        self.failures += [f"{where}: afterwards {what}" for what in self.amiss(again)]

    def again(self) -> None:
        """Put the folder back as it was."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.before, self.root)

    def amiss(self, done: Done) -> Iterator[str]:
        """What is wrong after a command, whether it went through or not."""
        if "Traceback" in done.err or done.code < 0 or done.code == 70:
            yield f"no message for people: {done.err[-400:]}"
        said = json.loads(done.out) if done.out.strip() and done.code in self.step.codes else None
        records = self.root / "contract" / "records"
        findings = [finding for finding in verify(records).findings if finding.code != ORPHAN]
        if findings:
            yield f"the record set is not whole: {findings[0]}"
            return
        if said is None:
            if not done.err.strip() and done.code not in (0,):
                yield "it failed in silence"
            return
        self.went_through += 1
        raw = {part.sha256 for part in read_manifest(records).raw}
        for receipt in said["receipts"] if "record_set" in said else ():
            if receipt["sha256"] not in raw:
                yield f"{receipt['file']} was acknowledged and is not there"
        if said.get("record_set", said.get("digest", "")) not in ("", open_record_set(records).digest()):
            yield "the record set is not the one that was told of"
        for file in said.get("files", ()):
            if not Path(file).is_file():
                yield f"{file} was acknowledged and is not there"


def synced_again(log: Path) -> Iterator[str]:
    """Whether anything is synced after a sync that failed: the data may be gone, and the second sync would succeed."""
    failed = False
    for operation in operations(log) if log.exists() else ():
        interrupted = operation.kind == "e" and operation.offset == 4  # EINTR: nothing was tried yet
        if operation.kind == "e" and operation.first == b"s" and not interrupted:
            failed = True
        elif failed and operation.kind == "s":
            yield "something was synced after a sync that failed"
            return


def prepared(warm: Warm, place: Path, command: Sequence[str]) -> Trial:
    """The folder as the scenario has it before the first command that begins so."""
    root = place / "work"
    home = contract(root)
    for step in steps(home, place / "files"):
        if step.words[: len(command)] == tuple(command) and read_anything(home):
            before = Path(shutil.copytree(root, place / "before"))
            return Trial(warm, place, step, before)
        assert warm.run(step.words, root).code in step.codes
    raise AssertionError(f"no such command: {command}")


def read_anything(home: Path) -> bool:
    """Whether something was brought in already: the usual case is a set that has rows."""
    return (home / "records" / "record_set.json").exists()


COMMANDS = {"ingest": 40, "file": 12, "records compact": 30, "records erase": 50, "records retain": 40}
"""Every so many-th change is tried in the short ring, and of the reads a quarter as many; in the long ring every one of
an ingest and a filing, and of the others every change and every fifth read."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_call_of_a_command_fails_once(command: str, warm: Warm, place: Path) -> None:
    folder = place / command.replace(" ", "-")
    words = command.split()
    trial = prepared(warm, folder, words)
    for classes, way, error in FAULTS:
        trial.again()
        clean = warm.run(trial.step.words, trial.root, classes=classes, at=1_000_000)
        assert clean.code in trial.step.codes, clean.err
        assert clean.calls is not None
        assert clean.calls > (8 if classes == CHANGES else 20)
        every = 1 if classes == CHANGES or not command.startswith("records") else 5
        step = ring(COMMANDS[command] * (1 if classes == CHANGES else 4), every)
        for at in range(1 + len(error) % step, clean.calls + 1, step):
            trial.run(classes, way, at, error)
    tell(f"failing-calls-of-{folder.name}", trial.tries, len(trial.failures), went_through=trial.went_through)
    assert trial.failures == []
    assert 0 < trial.went_through < 2 * trial.tries


def test_a_command_that_is_not_disturbed_makes_no_more_calls_than_that(warm: Warm, place: Path) -> None:
    trial = prepared(warm, place / "count", ["ingest"])
    trial.again()
    done = warm.run(trial.step.words, trial.root, classes=CHANGES, at=1_000_000)
    assert done.calls is not None
    assert done.calls < 200, "two small files cost a bounded number of writes and syncs"
