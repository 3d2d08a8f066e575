"""A log read in files aside against the same log read in memory: the same receipts, rows, carried lines and digest."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Sequence
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.importers.queue_log.small_store import Store
from tests.importers.queue_log.test_splits import KINDS, log_of
from tests.importers.queue_log.test_table import ROWS, table
from tests.importers.suite import CLOCK, HOSTILE

from pactline.importers.ingesting import ingest, read_records
from pactline.importers.queue_log import large_file, on_disk, shelf
from pactline.importers.queue_log.events import EVENTS
from pactline.importers.reading import SourceRefused
from pactline.records.folder.manifest import read_manifest
from pactline.values.zone import zone

T = 1_772_438_400
SAMPLES = HOSTILE.parent / "formats" / "asterisk-queue_log"
KEY = b"local"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Says whether every log, however small, is read in files aside, or none."""

    def choose(aside: bool) -> None:
        for name in ("LEAST_BYTES", "_LEAST_PACKED"):
            monkeypatch.setattr(large_file, name, 0 if aside else 1 << 60)

    return choose


def brought(files: Sequence[Path], folder: Path, **declared: Any) -> dict[str, Any]:
    """What the files come to: all that is said, kept and carried."""
    receipts = [receipt.to_json() for receipt in ingest(files, folder, "queue_log", now=CLOCK, **declared)]
    records, place = read_records(folder), folder / "records"
    rows = records.rows(records.contacts())
    refused = [(place / each["refused_rows"]).read_text() for each in receipts if each["refused_rows"]]
    carried = [str(path) for path in sorted(place.glob("carried/*.parquet"))]
    lines = duckdb.sql(f"SELECT key, text FROM read_parquet({carried})").fetchall() if carried else []
    return {
        "receipts": receipts,
        "digest": records.digest(),
        "rows": sorted(rows, key=lambda row: (row["contact_id"], row["visit"], row["content"])),
        "refused": [sorted(text.splitlines()) for text in refused],
        "carried": sorted(lines),
        "incomplete": read_manifest(place).incomplete,
    }


@pytest.fixture
def both_ways(tmp_path: Path, large: Callable[[bool], None], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Brings files in both ways and holds one against the other; how many records the engine proved."""
    proved: list[int] = []
    prove = on_disk.OnDisk._prove

    def watched(log: on_disk.OnDisk) -> Any:
        found = prove(log)
        assert found is not None
        proved.append(found[0].records)
        return found

    monkeypatch.setattr(on_disk.OnDisk, "_prove", watched)
    number = iter(range(1_000))

    def same(*files: Path, **declared: Any) -> int:
        at = next(number)
        large(False)
        usual = brought(files, tmp_path / f"{at}-in-memory", **declared)
        assert not proved
        large(True)
        aside = brought(files, tmp_path / f"{at}-aside", **declared)
        for name, found in usual.items():
            assert aside[name] == found, name
        many = sum(proved)
        proved.clear()
        return many

    return same


def written(folder: Path, lines: Sequence[str], name: str = "queue_log", end: str = "\n") -> Path:
    """A log file."""
    path = folder / name
    path.write_text("".join(line + end for line in lines), encoding="utf-8", newline="")
    return path


def an_answered_call(
    call: str, *, connect: int = 10, end: int = 70, wait: str = "10", talk: str = "60", ring: str = "4", at: int = T
) -> list[str]:
    """A call with what it says of itself."""
    return [
        f"{at}|{call}|sales|NONE|ENTERQUEUE||555{call[-1]}|1",
        f"{at + connect}|{call}|sales|SIP/7|CONNECT|{wait}|x.1|{ring}",
        f"{at + end}|{call}|sales|SIP/7|COMPLETEAGENT|{wait}|{talk}|1",
    ]


@pytest.mark.parametrize("seed", range(4))
def test_overlapping_calls_of_every_kind_come_out_alike(both_ways: Any, tmp_path: Path, seed: int) -> None:
    """Eighty calls, whole, and cut into files that come in any order, one of them twice."""
    chance = random.Random(seed)
    kinds = KINDS if seed % 2 else [kind for kind in KINDS if kind not in ("consulted", "restarted")]
    drawn = [
        (chance.choice(kinds), chance.randint(0, 40), chance.randint(3, 60), chance.randint(12, 300)) for _ in range(80)
    ]
    lines = log_of(drawn)
    assert both_ways(written(tmp_path, lines)) > 10, "the engine proves what is ordinary"
    cuts = [0, *sorted(chance.sample(range(1, len(lines)), 3)), len(lines)]
    parts = [written(tmp_path, lines[start:end], f"part-{at}") for at, (start, end) in enumerate(pairwise(cuts))]
    chance.shuffle(parts)
    both_ways(*parts, parts[0])
    both_ways(written(tmp_path, chance.sample(lines, len(lines)), "mixed"), customer_key=KEY)


@pytest.mark.parametrize("part", range(4))
def test_every_event_with_all_sorts_of_fields_comes_out_alike(both_ways: Any, tmp_path: Path, part: int) -> None:
    """Beside an entry, beside an answered call, and as the end of one, each in a call of its own."""
    pool = ("", "1", "10", "60", "x", "-1", "1.5", "2678401", "10\\|1", "é", "BRIDGE", "LINK")
    several = ("1", "10", "", "x")
    fields = [(), *product(pool, repeat=1), *product(pool[:3], repeat=2), *product(several, repeat=3)][::3]
    fields += [(*some, "10", "60", "1") for some in product(("600", "BRIDGE", "APP", ""), repeat=2)]
    lines = []
    for number, (event, data) in enumerate(product(sorted(EVENTS)[part::4], fields)):
        text = "|".join((event, *data))
        lines += [f"{T}|{T}.{number}1|sales|NONE|ENTERQUEUE||5|1", f"{T + 9}|{T}.{number}1|sales|SIP/7|{text}"]
        lines += [*an_answered_call(f"{T}.{number}2"), f"{T + 8}|{T}.{number}2|sales|SIP/8|{text}"]
        lines += [f"{T + 10}|{T}.{number}3|sales|SIP/7|CONNECT|10|x|1", f"{T + 70}|{T}.{number}3|sales|SIP/7|{text}"]
        lines += [f"{T}|{T}.{number}3|sales|NONE|ENTERQUEUE||5|1"]
    assert both_ways(written(tmp_path, lines)) > len(fields)


def test_times_on_both_sides_of_every_edge_come_out_alike(both_ways: Any, tmp_path: Path) -> None:
    """What the clock says against what the events say of themselves: a second, two, a minute, and beyond."""
    near = (-61, -60, -2, -1, 0, 1, 2, 3, 59, 60, 61)
    lines = []
    for number, (connect, end) in enumerate(product(near, near)):
        for talk in (0, end - connect, end - connect + 2, end - connect + 3):
            call = f"{T - 5}.{number}{talk % 7}"
            lines += an_answered_call(call, connect=10 + connect, end=10 + end, talk=str(abs(talk)), at=T + number)
    for number, (wait, after) in enumerate(product(("", "0", "10", "69", "70", "71"), near)):
        call = f"x-{T - 86_400 + number}.{number}"
        lines += [f"{T}|{call}|sales|NONE|ENTERQUEUE||5|1", f"{T + 10 + after}|{call}|sales|NONE|ABANDON|1|1|{wait}"]
    for number, (ring, at) in enumerate(product((0, 1_000, 5_000, 11_000, 12_000), (-1, 0, 5, 10, 70, 71, 72))):
        call = f"{T}.{number}9"
        lines += [*an_answered_call(call), f"{T + at}|{call}|sales|SIP/8|RINGNOANSWER|{ring}"]
    assert both_ways(written(tmp_path, lines)) > 200


def test_names_and_times_of_every_look_come_out_alike(both_ways: Any, tmp_path: Path) -> None:
    """Letters beyond ASCII, blanks, what hides, what is too long; fractions; the second of the call id."""
    names = ("", " ", "sales", " sales", "a b", "Büro", "Bu\u0308ro", "日本", "a\\b", "a\\|b", 'q"q', "x" * 128,
             "x" * 129, "a\u200bb", "a\tb", "\u0308x", "NONE", "=1+1", "'; --", "é" * 128, "ü" * 129)  # fmt: skip
    times = (f"{T}", f"{T}.5", f"{T}.123456", f"0{T}", f"{T}000", "99", "946684800", "999999999", "4102444799",
             "4102444800", "1e9", f"+{T}", "", f" {T}")  # fmt: skip
    calls = (f"{T}.1", f"{T}.1.1", f"pbx-{T}.1", "c.1", f"{T - 86_400}.5", f"{T - 86_401}.5", "a" * 128, "a" * 129,
             "a b", "é", "NONE", "CLI", "-", f"{T + 1}.1", "99999999999.1")  # fmt: skip
    lines = []
    for number, name in enumerate(names):
        lines += [line.replace("sales", name) for line in an_answered_call(f"{T}.{number}1")]
        lines += [line.replace("SIP/7", name) for line in an_answered_call(f"{T}.{number}2")]
        lines += [line.replace("555", f"{name}5") for line in an_answered_call(f"{T}.{number}3")]
        lines += [f"{line}|{name}" for line in an_answered_call(f"{T}.{number}4")]
        lines += [f"{T}|{T}.{number}5|sales|NONE|DID|{name}", *an_answered_call(f"{T}.{number}5")]
    for number, time in enumerate(times):
        entry, connect, end = an_answered_call(f"{T}.{number}7")
        lines += [entry.replace(str(T), time, 1), connect, end]
        lines += [line.replace("|", ".25|", 1) for line in an_answered_call(f"{T}.{number}8")]
        lines += [f"{time}|NONE|sales|SIP/7|PAUSE|x", f"{time}|x.{number}|sales|NONE|FULL"]
    for number, call in enumerate(calls):
        lines += an_answered_call(call, at=T + number)
    file = written(tmp_path, lines)
    assert both_ways(file) > 20
    assert both_ways(file, customer_key=KEY) > 20
    assert both_ways(file, customer_key=b"k" * 65) > 20


def test_callers_who_are_withheld_or_have_blanks_come_out_alike(both_ways: Any, tmp_path: Path) -> None:
    callers = (
        "",
        " ",
        "anonymous",
        "Anonymous ",
        "UNKNOWN",
        "private",
        "0301 ",
        " 0301",
        "030/1",
        "Ann <1>",
        "Änne",
        "+49",
    )
    lines = []
    for number, caller in enumerate(callers):
        lines += [
            f"{T}|{T}.{number}|sales|NONE|ENTERQUEUE||{caller}|1",
            f"{T + 9}|{T}.{number}|sales|NONE|ABANDON|1|1|9",
        ]
        lines += [
            f"{T + 9}|{T}.{number}|help|NONE|ENTERQUEUE||{caller}|1",
            f"{T + 12}|{T}.{number}|help|NONE|ABANDON|1|1|3",
        ]
        lines += [f"{T}|u.{number}|sales|NONE|ENTERQUEUE|http://x|{caller}", f"{T + 9}|u.{number}|sales|NONE|ABANDON"]
    file = written(tmp_path, lines)
    assert both_ways(file, customer_key=KEY) >= 30
    assert both_ways(file) >= 30


def test_a_call_that_visits_several_queues_comes_out_alike(both_ways: Any, tmp_path: Path) -> None:
    """In order of time, then of what lasted less, then of the name; what the one ends by, the next begins by."""
    lines = []
    ends = (
        "COMPLETEAGENT|10|60|1",
        "BLINDTRANSFER|6|x|10|60|1",
        "TRANSFER|6|x|10|60",
        "ATTENDEDTRANSFER|APP|Q|10|60|1",
    )
    for number, (one, other, later) in enumerate(product(ends, ends, (0, 69, 70, 71))):
        call = f"{T}.{number}"
        for queue, begin, end in (("sales", 0, one), ("help", later, other)):
            lines += [f"{T + begin}|{call}|{queue}|NONE|ENTERQUEUE||{'5' if later else ''}|1",
                      f"{T + begin + 10}|{call}|{queue}|SIP/7|CONNECT|10|x|4",
                      f"{T + begin + 70}|{call}|{queue}|SIP/7|{end}"]  # fmt: skip
        if later == 71:
            lines += [
                f"{T + 150}|{call}|third|NONE|ENTERQUEUE||7|1",
                f"{T + 151}|{call}|third|NONE|EXITWITHKEY|2|1|1|1",
            ]
    assert both_ways(written(tmp_path, lines), customer_key=KEY) > 100


def test_wrap_up_comes_out_alike(both_ways: Any, tmp_path: Path) -> None:
    """Eleven seconds after, ten, one before, two before; twice; of nobody; unsound; and in a file of its own."""
    calls, wraps = [], []
    for number, after in enumerate((-3, -2, -1, 0, 1, 9, 10, 11)):
        at = T + 1_000 * number
        calls += an_answered_call(f"{at}.{number}", at=at)
        wraps += [f"{at + 70 + after}|NONE|sales|SIP/7|WRAPUPSTART|{number}", f"{at}|NONE|sales|SIP/9|WRAPUPSTART|5"]
        wraps += [f"{at + 70 + after}|NONE|help|SIP/7|WRAPUPSTART|{number}", f"{at}|NONE|sales|SIP/7|WRAPUPSTART|soon"]
    calls += [f"{T + 590}|w.1|sales|NONE|ENTERQUEUE||5|1", f"{T + 598}|w.1|sales|SIP/7|COMPLETECALLER|2|6|1"]
    wraps += [f"{T + 601}|NONE|sales|SIP/7|WRAPUPSTART|33"]
    apart = [written(tmp_path, calls, "calls"), written(tmp_path, wraps, "wraps")]
    assert both_ways(written(tmp_path, sorted([*calls, *wraps]))) > 5
    both_ways(*apart)
    both_ways(*reversed(apart))
    both_ways(*apart, apart[0])


def test_calls_out_come_out_alike(both_ways: Any, tmp_path: Path) -> None:
    """Whole, cut in two, beside a queue, and under the call id of one that came in."""
    lines = []
    for number in range(6):
        call = f"{T + number}.{number}"
        lines += [line.replace("ENTERQUEUE", "CALLOUTBOUND") for line in an_answered_call(call, at=T + number)]
        lines += [f"{T + 71 + number}|{call}|sales|SIP/7|CALLSTATUS|SALE", f"{T + 2}|{call}|sales|SIP/8|RINGNOANSWER|1"]
        if number % 2:
            lines += [f"{T + 80}|{call}|help|NONE|ENTERQUEUE||5|1", f"{T + 90}|{call}|help|NONE|ABANDON|1|1|10"]
        lines += an_answered_call(f"{T + number}.9{number}", at=T + 200)
    assert both_ways(written(tmp_path, lines)) > 5
    both_ways(written(tmp_path, lines[::2], "even"), written(tmp_path, lines[1::2], "odd"))


def test_lines_that_are_repeated_open_or_lost_to_a_restart_come_out_alike(both_ways: Any, tmp_path: Path) -> None:
    """And rings of one agent in one second, which are the same line."""
    lines = [line for number in range(9) for line in an_answered_call(f"{T}.{number}", at=T + number)]
    lines += [*lines[:5], lines[0], f"{T + 3}|o.1|sales|NONE|ENTERQUEUE||5|1", f"{T + 4}|r.1|sales|SIP/7|CONNECT|1|x|1"]
    lines += [f"{T + 5}|{T}.5|sales|SIP/8|RINGNOANSWER|1000"] * 2 + [f"{T + 5}|{T}.6|sales|SIP/8|RINGNOANSWER|1000"]
    lines += [f"{T + 50}|NONE|NONE|NONE|QUEUESTART|", f"{T + 60}|NONE|NONE|NONE|CONFIGRELOAD|", "", "  "]
    first = written(tmp_path, lines)
    later = written(
        tmp_path, [f"{T + 90_000}|NONE|sales|NONE|QUEUESTART", f"{T + 90_001}|z.1|sales|NONE|FULL"], "later"
    )
    both_ways(first)
    both_ways(first, later, first)
    both_ways(later, first)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_bytes_and_line_ends_of_every_sort_come_out_alike(both_ways: Any, tmp_path: Path, end: str) -> None:
    """A mark, no last line end, blank lines, bare returns, NUL, what is no UTF-8, gzip, a line that is far too long."""
    good = [line for number in range(9) for line in an_answered_call(f"{T}.{number}", at=T + number)]
    text = end.join([*good, "", good[0] + "|", f"{T}|x.1|sales|NONE|FULL"])
    bodies = {
        "mark": b"\xef\xbb\xbf" + text.encode(), "whole": (text + end).encode(), "returns": (text + "\r").encode(),
        "mixed": (text + "\r\n" + text + "\n").encode(), "nul": (text + end + "a\0b" + end).encode(),
        "one": (text + end + "a\x01b" + end).encode(), "bars": (text + "|||").encode(),
        "long": (text + end + f"{T}|y.1|sales|NONE|INFO|" + "y" * 3_000_000 + end + text).encode(),
        "field": (text + end + f"{T}|y.1|sales|NONE|DID|" + "y" * 65_537 + end).encode(),
        "cut": "".join(f"{line}{end}" for line in good)[:-12].encode(),
    }  # fmt: skip
    bodies["packed"] = gzip.compress(text.encode())
    for name, body in bodies.items():
        file = tmp_path / name
        file.write_bytes(body)
        proved = both_ways(file)
        assert proved > 0 or name in ("mixed", "long"), name  # there every line is repeated


def test_a_file_that_is_refused_as_a_whole_is_refused_in_the_same_words(
    store: Store, tmp_path: Path, large: Callable[[bool], None]
) -> None:
    good = "\n".join(an_answered_call(f"{T}.1")).encode()
    for number, body in enumerate((b"", good + b"\n\xff\xfe", b"\xff\xfe" + good, gzip.compress(gzip.compress(good)))):
        path = tmp_path / f"refused-{number}"
        path.write_bytes(body)
        told = []
        for aside in (False, True):
            large(aside)
            with pytest.raises(SourceRefused) as refused:
                store.take(path)
            told.append((refused.value.code, refused.value.line, str(refused.value)))
        assert told[0] == told[1]


@pytest.mark.parametrize("where", ["UTC", "Europe/Berlin", "America/New_York"])
def test_the_database_table_comes_out_alike(both_ways: Any, tmp_path: Path, where: str) -> None:
    """With microseconds, in a zone that fits and in ones that do not, beside the file of the same day."""
    more = [
        [row[0].replace("09:", f"{9 + at}:"), f"{T + 3_600 * at}.{at}", *row[2:]] for at in range(6) for row in ROWS
    ]
    more += [["2026-03-29 02:30:00", "x.1", *ROWS[0][2:]], ["soon", "x.1", *ROWS[0][2:]], [*ROWS[0], ""]]
    file = tmp_path / "table"
    file.write_text(table(more), encoding="utf-8")
    log = written(tmp_path, an_answered_call(f"{T}.0"))
    both_ways(file, zone=zone(where))
    both_ways(file, log, zone=zone(where))
    both_ways(log, file, zone=zone(where))


@pytest.mark.parametrize(
    "file", sorted(SAMPLES.glob("*-2*")) or [pytest.param(None, marks=pytest.mark.skip("no samples here"))],
    ids=lambda file: file.name if file else "",
)  # fmt: skip
def test_the_samples_come_out_alike(both_ways: Any, file: Path) -> None:
    both_ways(file, zone=zone("America/New_York"))


def _corpus() -> list[str]:
    index = HOSTILE / "index.json"
    files = json.loads(index.read_text())["files"] if index.is_file() else []
    return [each["file"] for each in files if each["kind"] == "queue_log"]


@pytest.mark.parametrize("name", _corpus() or [pytest.param("", marks=pytest.mark.skip("no corpus here"))])
def test_the_corpus_comes_out_alike(both_ways: Any, name: str) -> None:
    both_ways(HOSTILE / name)


def test_without_a_folder_of_a_store_everything_is_handed_on_itself(
    tmp_path: Path, large: Callable[[bool], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read in place nothing is proven; what comes out is the same, item by item."""
    lines = log_of([(kind, 20, 12, 120) for kind in KINDS if kind != "restarted"] * 3)
    text = "".join(f"{line}\n" for line in [*lines, *lines[:7]])
    large(False)
    usual = Store(tmp_path).take(text)
    opened: list[shelf.Shelf] = []
    enter = shelf.Shelf.__enter__
    monkeypatch.setattr(shelf.Shelf, "__enter__", lambda each: opened.append(each) or enter(each))
    large(True)
    aside = Store(tmp_path).take(text)
    assert opened
    assert not opened[0].folder.exists()
    assert (aside.items, aside.warnings, aside.versions) == (usual.items, usual.warnings, usual.versions)
    assert sorted(map(str, aside._carried.items())) != []
    assert {key: sorted(found) for key, found in aside._carried.items()} == {
        key: sorted(found) for key, found in usual._carried.items()
    }
