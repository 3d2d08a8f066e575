"""Zip archives: one receipt for each file, limits on real bytes, names shown and never used."""

from __future__ import annotations

import io
import stat
import struct
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from tests.importers.doors import as_csv, as_xlsx, contacts
from tests.importers.suite import bring_in

from pactline.importers.files import packages
from pactline.importers.ingesting import read_records


def zipped(entries: dict[str, bytes] | list[tuple[str, bytes]], method: int = ZIP_DEFLATED) -> bytes:
    """An archive of these entries."""
    raw = io.BytesIO()
    pairs = entries.items() if isinstance(entries, dict) else entries
    with ZipFile(raw, "w", method) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return raw.getvalue()


def taken(folder: Path, raw: bytes, format: str = "plain-csv", **declared: Any) -> list[Any]:
    """The receipts of an archive."""
    path = folder / "delivery.zip"
    path.write_bytes(raw)
    before = set(folder.rglob("*"))
    receipts, _ = bring_in([path], folder / "set", format, **declared)
    left = {file.relative_to(folder).parts[:2] for file in set(folder.rglob("*")) - before}
    assert left <= {("set",), ("set", "records")}, "something was written beside the record set"
    assert not list((folder / "set" / "records").glob(".incoming-*"))
    return receipts


GOOD = as_csv(contacts(4))


def test_every_file_has_a_receipt_and_the_archive_is_kept_as_it_came(tmp_path: Path) -> None:
    raw = zipped({"march/a.csv": GOOD, "march/": b"", "b.csv": as_csv(contacts(9)[4:]), "bad.csv": b"nonsense\n"})
    one, two, bad = taken(tmp_path, raw)
    assert [r.file.rpartition("/")[2] for r in (one, two, bad)] == [
        "a.csv",
        "delivery.zip:b.csv",
        "delivery.zip:bad.csv",
    ]
    assert one.file.endswith("delivery.zip:march/a.csv")
    assert [(r.verdict, r.accepted) for r in (one, two, bad)] == [("accepted", 4), ("accepted", 5), ("rejected", 0)]
    assert len({r.sha256 for r in (one, two, bad)}) == 1
    kept = tmp_path / "set" / "records" / "raw" / one.sha256
    assert kept.read_bytes() == raw
    records = read_records(tmp_path / "set")
    assert {row["source"] for row in records.rows(records.contacts())} == {f"{one.sha256[:16]}/{n}" for n in (1, 2)}
    assert len(records.receipts) == 3


def test_what_a_system_adds_to_an_archive_is_passed_over_and_told(tmp_path: Path) -> None:
    one, two = taken(tmp_path, zipped({"a.csv": GOOD, "__MACOSX/._a.csv": b"\0\5", ".DS_Store": b"x", "b.csv": GOOD}))
    assert [w["code"] for w in one.warnings] == ["ZIP_PASSED_OVER"]
    assert "__MACOSX/._a.csv, .DS_Store" in one.warnings[0]["message"]
    assert not two.warnings


def link() -> bytes:
    """An archive with a symbolic link."""
    entry = ZipInfo("a.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    raw = io.BytesIO()
    with ZipFile(raw, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return raw.getvalue()


def patched(raw: bytes, offset_of: bytes, at: int, value: bytes) -> bytes:
    """The archive with some bytes of every such header replaced."""
    found = bytearray(raw)
    place = -1
    while (place := raw.find(offset_of, place + 1)) >= 0:
        found[place + at : place + at + len(value)] = value
    return bytes(found)


CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"
CASES = {
    "climbs out": (zipped({"../a.csv": GOOD}), "ZIP_PATH"),
    "climbs out in the middle": (zipped({"x/../../a.csv": GOOD}), "ZIP_PATH"),
    "absolute": (zipped({"/a.csv": GOOD}), "ZIP_PATH"),
    "drive": (zipped({"C:a.csv": GOOD}), "ZIP_PATH"),
    "backslash": (zipped({"x\\a.csv": GOOD}), "ZIP_PATH"),
    "link": (link(), "ZIP_PATH"),
    "nul": (zipped({"a?csv": GOOD}).replace(b"a?csv", b"a\0csv"), "ZIP_PATH"),
    "one name twice": (zipped({"A.csv": GOOD, "a.csv": GOOD}), "ZIP_DUPLICATE_ENTRY"),
    "one name composed twice": (zipped({"\u00e9.csv": GOOD, "e\u0301.csv": GOOD}), "ZIP_DUPLICATE_ENTRY"),
    "archive inside": (zipped({"a.csv": GOOD, "b.zip": zipped({"c.csv": GOOD})}), "ZIP_NESTED"),
    "empty archive inside": (zipped({"a.csv": GOOD, "b.zip": zipped({})}), "ZIP_NESTED"),
    "gzip inside": (zipped({"a.csv.gz": b"\x1f\x8b\x08"}), "ZIP_NESTED"),
    "encrypted": (patched(patched(zipped({"a.csv": GOOD}), CENTRAL, 8, b"\1"), LOCAL, 6, b"\1"), "ZIP_ENCRYPTED"),
    "bzip2": (zipped({"a.csv": GOOD}, ZIP_BZIP2), "ZIP_METHOD"),
    "lzma": (zipped({"a.csv": GOOD}, ZIP_LZMA), "ZIP_METHOD"),
    "a folder with bytes": (zipped({"a.csv": GOOD, "b.csv/": GOOD}), "ZIP_DAMAGED"),
    "nothing in it": (zipped({}), "EMPTY_FILE"),
    "cut": (zipped({"a.csv": GOOD})[:-30], "ZIP_DAMAGED"),
    "bytes in front": (zipped({"x.csv": GOOD}) + zipped({"a.csv": GOOD}), "ZIP_DAMAGED"),
    "flipped byte": (patched(zipped({"a.csv": GOOD}, ZIP_STORED), b"c-000001", 0, b"c-000009"), "ZIP_DAMAGED"),
    "two names for one entry": (zipped({"a.csv": GOOD}).replace(b"a.csv", b"b.csv", 1), "ZIP_DAMAGED"),
    "says it is huge": (patched(zipped({"a.csv": GOOD}), CENTRAL, 24, struct.pack("<I", 1 << 30)), "ZIP_BOMB"),
    "says it is small": (patched(zipped({"a.csv": GOOD}), CENTRAL, 24, struct.pack("<I", 40)), "ZIP_DAMAGED"),
    "packed a thousandfold": (zipped({"a.csv": GOOD + b" " * 11_000_000}), "ZIP_BOMB"),
    "1,001 entries": (zipped({f"{n}.csv": b"" for n in range(1_001)}), "ZIP_BOMB"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_dishonest_archive_is_refused_as_a_whole_with_one_receipt(name: str, tmp_path: Path) -> None:
    raw, code = CASES[name]
    (receipt,) = taken(tmp_path, raw)
    assert (receipt.verdict, receipt.read, [p["code"] for p in receipt.problems]) == ("rejected", 0, [code])
    assert receipt.file.endswith("delivery.zip")
    assert read_records(tmp_path / "set").count == 0
    assert (tmp_path / "set" / "records" / "raw" / receipt.sha256).read_bytes() == raw


def test_the_limits_are_met_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_ENTRIES", 2)
    assert len(taken(tmp_path, zipped({"a.csv": GOOD, "b.csv": GOOD}))) == 2
    (receipt,) = taken(tmp_path, zipped({"a.csv": GOOD, "b.csv": GOOD, "c.csv": GOOD}))
    assert receipt.problems[0]["code"] == "ZIP_BOMB"
    monkeypatch.setattr(packages, "MOST_BYTES", 2 * len(GOOD))
    assert len(taken(tmp_path, zipped({"a.csv": GOOD, "b.csv": GOOD}))) == 2
    (receipt,) = taken(tmp_path, zipped({"a.csv": GOOD, "b.csv": GOOD + b"\n"}))
    assert receipt.problems[0]["code"] == "ZIP_BOMB"


def test_a_list_of_entries_beyond_reason_is_not_read(tmp_path: Path) -> None:
    raw = zipped({"a.csv": GOOD, "b" * 60_000: b""})
    cases = [zipped([(f"{n}-" + "b" * 60_000, b"") for n in range(count)]) for count in (17, 18)]
    assert len(raw) < len(cases[0])
    assert len(taken(tmp_path, cases[0])) == 17  # just below 1 MiB of names
    (receipt,) = taken(tmp_path, cases[1])
    assert receipt.problems[0]["code"] == "ZIP_BOMB"


def test_names_that_would_command_a_terminal_are_shown(tmp_path: Path) -> None:
    names = ["\x1b[2J.csv", "\u202egnp.csv", "a\nb.csv", "<img src=x>.csv", "=cmd.csv", "-rf.csv", "x" * 300 + ".csv"]
    receipts = taken(tmp_path, zipped({name: GOOD for name in names}))
    shown = [receipt.file.split("delivery.zip:")[1] for receipt in receipts]
    assert shown[:6] == ["\\u001b[2J.csv", "\\u202egnp.csv", "a\\u000ab.csv", "<img src=x>.csv", "=cmd.csv", "-rf.csv"]
    assert len(shown[6]) == 255
    assert shown[6].endswith("xxx.csv")


def test_an_archive_of_workbooks_is_read_by_the_format_that_reads_workbooks(tmp_path: Path) -> None:
    raw = zipped({"a.xlsx": as_xlsx(contacts(4)), "b.xlsx": as_xlsx(contacts(9)[4:])})
    assert [receipt.accepted for receipt in taken(tmp_path, raw, "plain-xlsx")] == [4, 5]
    assert [r.problems[0]["code"] for r in taken(tmp_path, raw)] == ["FILE_WORKBOOK"] * 2
    (receipt,) = taken(tmp_path, zipped({"a.csv": GOOD}), "plain-xlsx")
    assert receipt.problems[0]["code"] == "XLSX_PARTS"


def test_strict_is_asked_of_each_file_by_itself(tmp_path: Path) -> None:
    raw = zipped({"a.csv": GOOD + b"broken\n", "b.csv": as_csv(contacts(9)[4:])})
    assert [r.verdict for r in taken(tmp_path, raw, strict=True)] == ["rejected", "accepted"]
    assert read_records(tmp_path / "set").count == 5
