"""Ingests in a process of their own, each watched: what it writes, starts and calls, how long it works, what it holds.

Run as ``python -m tests.hostile.apart``: for every line of JSON that comes in, a child is forked from a process that
has imported everything and done nothing, and the child's answer goes out as a line. The kernel counts its processor
seconds and its greatest memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
_STARTS = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
)
_CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod")
_IN_FOLDERS = ("os.mkdir", "os.remove", "os.rmdir")  # their last argument is the handle of a folder, or -1
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Apart:
    """The process that forks; use it as a context."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.apart"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()

    def ingest(self, files: list[Path], format: str, folder: Path, zone: str | None = None) -> dict[str, Any]:
        """Bring the files into a record set in ``folder``, an empty folder of which nothing beside may be touched.

        The answer has ``receipts``, ``digest``, ``queues`` (contacts by queue), ``forbidden`` (what it tried that it
        may not), ``left`` (what lies beside the set), ``error``, ``seconds`` (of the first file) and ``kib``.
        """
        for name in ("work/temporary", "beside"):
            (folder / name).mkdir(parents=True)
        job = {"files": [str(file) for file in files], "format": format, "folder": str(folder), "zone": zone}
        answer = self._asked(job)
        kept = folder / "work" / "set"
        answer["left"] = sorted(str(f) for f in folder.rglob("*") if f.is_file() and not f.is_relative_to(kept))
        return answer

    def read(self, file: Path, format: str, folder: Path) -> dict[str, Any]:
        """Only read the file, and keep nothing of it: ``told`` is how often each kind of item and code came."""
        return self._asked({"read": str(file), "format": format, "folder": str(folder)})

    def _asked(self, job: Mapping[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def watch(work: Path, forbidden: list[str]) -> None:
    """From now on, note whatever this process starts or calls, and what it changes outside of a folder."""
    inside = str(work.resolve())

    def may(path: object, folder: object = -1) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return True  # a handle: it was opened before, which was looked at
        base = os.readlink(f"/proc/self/fd/{folder}") if isinstance(folder, int) and folder >= 0 else ""
        found = os.path.realpath(os.path.join(base, os.fsdecode(path)))
        return found == inside or found.startswith(inside + os.sep) or found == os.devnull

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith("socket.") or event in _STARTS:
            forbidden.append(event)
        elif event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING and not may(path):
                forbidden.append(f"open {path!r}")
        elif event in _CHANGES and not may(arguments[0], arguments[-1] if event in _IN_FOLDERS else -1):
            forbidden.append(f"{event} {arguments[0]!r}")

    sys.addaudithook(hook)


def _worked(job: Mapping[str, Any]) -> dict[str, Any]:
    from tests.importers.suite import CLOCK

    from pactline.importers.ingesting import ingest, read_records
    from pactline.values.zone import zone

    folder = Path(job["folder"])
    os.chdir(folder / "beside")
    os.environ.update(HOME=str(folder / "beside"), TMPDIR=str(folder / "work" / "temporary"))
    forbidden: list[str] = []
    watch(folder / "work", forbidden)
    declared = zone(job["zone"]) if job["zone"] else None
    receipts, seconds = [], 0.0
    for number, file in enumerate(job["files"]):
        began = time.process_time()
        receipts += ingest([file], folder / "work" / "set", job["format"], now=CLOCK, zone=declared)
        seconds = time.process_time() - began if not number else seconds
    records = read_records(folder / "work" / "set")
    queues: dict[str, int] = {}
    for row in records.rows(records.contacts().select("queue")):
        queues[str(row["queue"])] = queues.get(str(row["queue"]), 0) + 1
    return {
        "receipts": [receipt.to_json() for receipt in receipts], "digest": records.digest(), "queues": queues,
        "forbidden": forbidden, "seconds": seconds,
    }  # fmt: skip


def _read(job: Mapping[str, Any]) -> dict[str, Any]:
    from pactline.importers.kept import Carry
    from pactline.importers.reading import Reading, Source, SourceRefused
    from pactline.importers.registry import importer
    from pactline.values.zone import zone

    folder = Path(job["folder"])
    name, _, mapped = job["format"].partition("-") if job["format"].startswith("mapping-") else (job["format"], "", "")
    reading = Reading(zone=zone("Europe/Berlin"), carry=Carry(aside=folder))
    if mapped:
        from fuzz.targets import MAPPINGS

        from pactline.importers.mapping.file import parse_mapping

        reading.mapping = parse_mapping(MAPPINGS[mapped].encode(), "bounds.yaml")
    told: dict[str, int] = {}
    try:
        for item in importer(name).read(Source("input", Path(job["read"]), folder), reading):
            kind = f"{type(item).__name__} {getattr(item, 'code', '')}"
            told[kind] = told.get(kind, 0) + 1
    except SourceRefused as refused:
        told[f"whole {refused.code}"] = 1
    return {"told": told}


def _forked(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a child of this process answers, with its greatest memory."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            answer = {"error": None, **work()}
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        with os.fdopen(writes, "w") as pipe:
            pipe.write(json.dumps(answer))
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        text = pipe.read()
    _, status, usage = os.wait4(child, 0)
    answer = json.loads(text) if text else {"error": f"the process ended with status {status}"}
    return {**answer, "kib": usage.ru_maxrss}


def main() -> None:
    """Answer jobs until there are no more."""
    import importlib

    import duckdb  # noqa: F401 - imported before the fork, so that no child pays for it
    import narwhals  # noqa: F401
    import tests.importers.suite

    from pactline.importers.registry import formats, importer

    importlib.import_module(tests.importers.suite.__name__)
    for name in formats():
        importer(name)
    for line in sys.stdin:
        job = json.loads(line)
        work = _read if "read" in job else _worked
        print(json.dumps(_forked(lambda work=work, job=job: work(job))), flush=True)


if __name__ == "__main__":
    main()
