"""Real processes under the shim: compiled when it is needed, and what it recorded."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CHANGES, READS = 1, 2
BY_ERROR, BY_HALF, BY_KILL = 1, 2, 3
_HEAD = struct.Struct("=B3xIQII")


@cache
def shim() -> Path:
    """The compiled shim. Skips the test where it cannot be made: it is for Linux with a C compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("the shim needs Linux and a C compiler")
    made = Path(tempfile.mkdtemp(prefix="pactline-shim-")) / "shim.so"
    warnings = ["-Wall", "-Wno-misleading-indentation", "-Wno-format-truncation", "-Wno-stringop-truncation"]
    words = [compiler, "-O1", "-shared", "-fPIC", *warnings, "-o", str(made), str(HERE / "shim.c"), "-ldl", "-lpthread"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr, done.stderr
    return made


@dataclass(frozen=True)
class Operation:
    """One file operation as it was done."""

    kind: (
        str  # o open, w write, t truncate, s sync, r rename, u unlink, m mkdir, d rmdir, a said, e failed on demand, x
    )
    handle: int
    offset: int  # of open: the flags
    first: bytes
    second: bytes


def operations(log: Path) -> Iterator[Operation]:
    """What was recorded, in order."""
    content, at = log.read_bytes(), 0
    while at < len(content):
        kind, handle, offset, first, second = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        one, other = content[at : at + first], content[at + first : at + first + second]
        at += first + second
        yield Operation(chr(kind), handle, offset, one, other)


@dataclass(frozen=True)
class Done:
    """What came of a process."""

    code: int  # negative: the signal that ended it
    calls: int | None  # how many calls of the asked classes it made; None if it was killed
    out: str
    err: str


class Warm:
    """Runs commands as processes of their own under the shim. Use it as a context."""

    def __init__(self, aside: Path) -> None:
        self._aside = aside
        aside.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        environment = {**os.environ, "LD_PRELOAD": str(shim()), "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.warm"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def run(
        self,
        words: Sequence[str | Path],
        folder: Path,
        *,
        do: str = "cli",
        log: Path | None = None,
        classes: int = CHANGES,
        way: int = 0,
        at: int = 0,
        error: str = "",
        kill_after: float | None = None,
        sabotage: str = "",
    ) -> Done:
        """Run a command; the shim watches ``folder``, and does what it is told to the call number ``at``.

        ``sabotage`` names a fault that the program is given first, see ``warm.SABOTAGES``.
        """
        out, err = self._aside / "out", self._aside / "err"
        for file in (out, err):
            file.write_bytes(b"")
        arm = {"folder": str(folder), "log": str(log or ""), "classes": classes, "way": way, "at": at, "error": error}
        asked = {"do": do, "words": [str(word) for word in words], "out": str(out), "err": str(err), "cwd": str(ROOT)}
        answer = self._ask({**asked, "arm": arm, "kill_after": kill_after, "sabotage": sabotage})
        return Done(answer["code"], answer["calls"], out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer
