"""A warm process that forks real ones: each runs a command under the shim, without the cost of starting Python.

It reads one JSON object a line and answers with one: what to run, where its output goes, what the shim does to it.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

WARM = (
    "duckdb", "pactline.cli", "pactline.ledger.late", "pactline.ledger.keeping", "pactline.ledger.proving",
    "pactline.importers.plain_csv", "pactline.importers.queue_log.importing", "pactline.records.folder.describing",
    *(f"pactline.cli.{name}" for name in ("ingest", "file", "prove", "records")),
)  # fmt: skip


def main() -> None:
    """Serve until the input ends."""
    for name in WARM:
        importlib.import_module(name)
    shim = ctypes.CDLL(None)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_run(shim, asked)), flush=True)


def _run(shim: ctypes.CDLL, asked: Mapping[str, Any]) -> dict[str, Any]:
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(told)
        code = 70
        try:
            _become(asked)
            arm = asked["arm"]
            error = getattr(__import__("errno"), arm["error"]) if arm["error"] else 0
            shim.shim_arm(
                arm["folder"].encode(), arm["log"].encode(), arm["classes"], arm["way"], ctypes.c_long(arm["at"]), error
            )
            SABOTAGES[asked["sabotage"]]() if asked.get("sabotage") else None
            code = _do(asked["do"], asked["words"])
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            import traceback

            traceback.print_exc()
            sys.stderr.flush()
        finally:
            count = shim.shim_count()
            with contextlib.suppress(OSError):
                os.write(tell, str(count).encode())
            os._exit(code)
    os.close(tell)
    if asked.get("kill_after") is not None:
        _kill_after(pid, asked["kill_after"])
    _, status = os.waitpid(pid, 0)
    count = os.read(told, 64)
    os.close(told)
    return {"code": os.waitstatus_to_exitcode(status), "calls": int(count) if count else None}


def _leave_out(*names: str) -> Callable[[], None]:
    """Make functions, named by module and name, do nothing."""

    def patch() -> None:
        for name in names:
            module, _, function = name.rpartition(".")
            found = importlib.import_module(f"pactline.{module}")
            assert callable(getattr(found, function))
            setattr(found, function, lambda *_, **__: None)

    return patch


def _write_in_place() -> None:
    """The manifest is written under its own name."""
    from pactline.records.folder import durable, holding, manifest

    def in_place(text: str, target: Path, aside: Path) -> str:
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(text.encode())
        durable.sync_file(target)
        durable.sync_folder(target.parent)
        return durable.sha256_of(target)

    manifest.place_text = holding.place_text = in_place


SABOTAGES: Mapping[str, Callable[[], None]] = {
    "files are not synced": _leave_out("records.folder.durable.sync_file"),
    "folders are not synced": _leave_out("records.folder.durable.sync_folder"),
    "folders that others made are not synced": _leave_out("records.folder.holding.sync_above"),
    "a manifest that others put in place is not synced": _leave_out("records.folder.holding.sync_folder"),
    "what is filed already is not synced": _leave_out("ledger.filing.sync_file", "ledger.filing.sync_folder"),
    "the manifest is written in place": _write_in_place,
}


def _become(asked: Mapping[str, Any]) -> None:
    """Take the output files and the folder of the command."""
    for number, name in ((1, "out"), (2, "err")):
        handle = os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, number)
        os.close(handle)
    os.chdir(asked["cwd"])
    sys.argv = ["pactline", *asked["words"]]


def _kill_after(pid: int, seconds: float) -> None:
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _do(what: str, words: Sequence[str]) -> int:
    if what == "cli":
        from pactline.cli import main as pactline

        try:
            pactline(list(words), standalone_mode=True)
        except SystemExit as done:
            return int(done.code or 0)
        return 0
    assert what == "ingest-in-a-row"
    into, *files = words
    from pactline.ledger.late import bring_in

    for file in files:
        (receipt,) = bring_in([Path(file)], into, "plain-csv")
        os.write(1, f"ACK {receipt.sha256} {receipt.accepted}\n".encode())
    return 0


if __name__ == "__main__":
    main()
