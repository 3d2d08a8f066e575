"""Bringing in a plain CSV file and a ``queue_log``, against the bare reader of the engine and a plain Python loop.

The bare reader only makes a table of the text; the loop is what a script would do: split, convert, count, and forget.
Between them stands what anybody pays who keeps the rows sorted and the file under its hash, without looking at either.
Pactline checks every value, hashes every record, finds what is known, contradictory or odd, sorts, writes, syncs and
gives a receipt. Run one contestant: ``python benchmarks/ingest.py CONTESTANT csv|queue_log FILE FOLDER``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import made_up_contacts
import made_up_queue_log

HERE = Path(__file__).resolve().parent
CONTESTANTS = {
    "engine": "bare reader of the engine",
    "kept": "the engine reads, hashes, sorts and writes",
    "loop": "plain Python loop",
    "ours": "Pactline, all checks on",
}
FORMATS = {"csv": "plain-csv", "queue_log": "queue_log"}
_TARGET_MS = 20_000
_HEAD = """\
Best of several runs; the ratio is that of rows per second to the bare reader's. "Reads, hashes, sorts and writes" is
what the engine alone needs to keep the rows as a record set keeps them: no check, no receipt, nothing looked for."""


def written_csv(folder: Path, contacts: int) -> Path:
    """Made-up contacts as a plain CSV file, made once and kept."""
    import duckdb

    path = folder / f"contacts-{contacts}.csv"
    if not path.exists():
        records = made_up_contacts.record_set(folder / f"contacts-{contacts}", contacts)

        def instant(name: str) -> str:
            return f"strftime(make_timestamp({name}_us), '%Y-%m-%dT%H:%M:%S.%gZ') AS {name}_at"

        def seconds(name: str) -> str:
            return f"printf('%d.%03d', {name}_ms // 1000, {name}_ms % 1000) AS {name}_s"

        columns = [
            "contact_id",
            "channel",
            "queue",
            "direction",
            *map(instant, ("offered", "answered", "left", "ended")),
        ]
        columns += ["outcome", *map(seconds, ("wait", "talk", "hold", "wrap")), "agent"]
        aside = path.with_suffix(".new")
        duckdb.execute(
            f"COPY (SELECT {', '.join(columns)} FROM read_parquet('{records}/segments/*.parquet')) "
            f"TO '{aside}' (HEADER, DELIMITER ',')"
        )
        aside.replace(path)
    return path


def engine(kind: str, file: Path, _: Path) -> dict[str, int]:
    """The rows as a table in memory."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE rows AS SELECT * FROM {_reader(kind, file)}")
    ((rows,),) = connection.execute("SELECT count(*) FROM rows").fetchall()
    return {"rows": rows}


def kept(kind: str, file: Path, folder: Path) -> dict[str, int]:
    """The rows as a sorted, compressed file, each with a hash, and the file copied and hashed: no check, no receipt."""
    import duckdb

    folder.mkdir()
    raw = folder / "raw"
    shutil.copyfile(file, raw)
    with raw.open("rb") as copied:
        hashlib.file_digest(copied, "sha256")
    connection = duckdb.connect()
    hashed = f"SELECT r, sha256(r::VARCHAR) AS content FROM {_reader(kind, raw)} r"
    ((rows,),) = connection.execute(
        f"COPY (SELECT UNNEST(r), content FROM ({hashed}) ORDER BY ALL) "
        f"TO '{folder / 'rows.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
    ).fetchall()
    return {"rows": rows}


def _reader(kind: str, file: Path) -> str:
    if kind == "csv":
        return f"read_csv('{file}', header=true)"
    names = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(12))
    shape = "header=false, auto_detect=false, delim='|', quote='', escape='', null_padding=true"
    return f"read_csv('{file}', {shape}, columns={{{names}}})"


def loop(kind: str, file: Path, _: Path) -> dict[str, int]:
    """Every row converted, and the answered ones within 20 s counted."""
    if kind == "csv":
        return _csv_loop(file)
    rows, good, entered = 0, 0, {}
    with file.open(encoding="utf-8") as text:
        for line in text:
            rows += 1
            fields = line.rstrip("\n").split("|")
            if fields[4] == "ENTERQUEUE":
                entered[fields[1], fields[2]] = int(fields[0])
            elif fields[4] == "CONNECT":  # after a consultation the entry has another call id
                waited = int(fields[0]) - entered.get((fields[1], fields[2]), int(fields[0]) - int(fields[5]))
                good += waited <= _TARGET_MS // 1000
    return {"rows": rows, "good": good}


def _csv_loop(file: Path) -> dict[str, int]:
    rows, good = 0, 0
    with file.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            rows += 1
            for name in ("offered_at", "answered_at", "left_at", "ended_at"):
                if row[name]:
                    datetime.fromisoformat(row[name])
            wait_ms = round(float(row["wait_s"]) * 1000)
            good += row["outcome"] == "answered" and wait_ms <= _TARGET_MS
    return {"rows": rows, "good": good}


def ours(kind: str, file: Path, folder: Path) -> dict[str, int]:
    """The file brought into a new record set."""
    import pactline

    (receipt,) = pactline.ingest([file], folder, FORMATS[kind])
    assert not receipt.rejected, receipt
    if kind == "csv":
        assert receipt.accepted == receipt.read, receipt
    return {"rows": receipt.read} if kind == "csv" else {}


def answered_within_target(folder: Path) -> int:
    """What the record set says of the same."""
    import pactline

    records = pactline.read_records(folder)
    frame = records.contacts().select("outcome", "wait_ms")
    return sum(row["outcome"] == "answered" and row["wait_ms"] <= _TARGET_MS for row in records.rows(frame))


def measure(contacts: int, lines: int, runs: int) -> dict[str, dict[str, dict[str, float]]]:
    """The best of some runs of every contestant on both kinds of file, in turn; they agree on what they counted."""
    work = HERE / ".work"
    work.mkdir(exist_ok=True)
    files = {"csv": written_csv(work, contacts), "queue_log": made_up_queue_log.write(work, lines)[0]}
    return {kind: _contest(kind, file, runs) for kind, file in files.items()}


def _contest(kind: str, file: Path, runs: int) -> dict[str, dict[str, float]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in CONTESTANTS}
    folder = HERE / ".work" / "ingested"
    for _ in range(runs):
        for name in CONTESTANTS:
            shutil.rmtree(folder, ignore_errors=True)
            command = [sys.executable, __file__, name, kind, str(file), str(folder)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found[name].append(json.loads(done.stdout))
    counts = {name: results[0]["counts"] for name, results in found.items()}
    rows = counts["engine"]["rows"]
    assert {each["rows"] for each in counts.values() if "rows" in each} == {rows}, counts
    good = answered_within_target(folder / "records")
    if kind == "csv":
        assert good == counts["loop"]["good"], counts
    else:  # the loop also counts calls that have no end yet where the file ends
        assert 0 <= counts["loop"]["good"] - good <= rows // 1000, (counts, good)
    return {
        name: {key: min(result[key] for result in results) for key in ("seconds", "cpu", "peak_mb")} | {"rows": rows}
        for name, results in found.items()
    }


def table(measured: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """The numbers for the page."""
    lines = ["## Ingest", "", *_HEAD.splitlines(), ""]
    lines += [
        "| File | Contestant | Rows | Wall s | CPU s | Peak MB | Rows per s | Ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind, results in measured.items():
        for name, result in results.items():
            speed, ratio = result["rows"] / result["seconds"], results["engine"]["seconds"] / result["seconds"]
            cost = f"{result['seconds']:.2f} | {result['cpu']:.2f} | {result['peak_mb']:.0f}"
            cells = f"{FORMATS[kind]} | {CONTESTANTS[name]} | {result['rows']:,} | {cost} | {speed:,.0f} | {ratio:.2f}"
            lines.append(f"| {cells} |")
    return lines


def main() -> None:
    """Run one contestant and print what it cost and what it found."""
    name, kind, file, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
    import duckdb  # noqa: F401 - imports are not what is measured

    import pactline.api
    import pactline.importers.ingesting  # noqa: F401

    start, cpu = time.perf_counter(), time.process_time()
    counts = {"engine": engine, "kept": kept, "loop": loop, "ours": ours}[name](kind, file, folder)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"seconds": seconds, "cpu": cpu_seconds, "peak_mb": peak, "counts": counts}))


if __name__ == "__main__":
    main()
