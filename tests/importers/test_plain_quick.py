"""The engine's own reading of plain CSV against the reader's: the same receipts, rows and digest for every file."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import CLOCK, HOSTILE

from pactline.importers.ingesting import ingest, read_records
from pactline.importers.plain import quick

HEADER = (
    "contact_id", "channel", "queue", "direction", "offered_at", "answered_at", "ended_at", "outcome", "wait_s",
    "talk_s", "hold_s", "wrap_s", "agent", "csat", "visit", "arrived_at", "left_at", "reason", "tags", "flags",
    "source_rev", "csat_scale", "transfer_out", "quality", "resolved", "nonsense", "source_ref", "callback_of",
)  # fmt: skip
SOUND = {
    "channel": "voice", "queue": "billing", "direction": "inbound", "offered_at": "2026-03-02T09:00:00+01:00",
    "answered_at": "2026-03-02T09:00:10+01:00", "ended_at": "2026-03-02T09:02:10+01:00", "outcome": "answered",
    "wait_s": "10", "talk_s": "100", "hold_s": "20", "wrap_s": "5.5", "agent": "Ann",
}  # fmt: skip
INSTANTS = (
    "2026-03-02T09:00:10Z", "2026-03-02T08:00:10.5+00:00", "2026-02-30T09:00:00Z", "2026-03-02T24:00:00Z", "",
    "2026-03-02T09:00:60Z", "2026-03-02 09:00:10Z", "2026-03-02T09:00:10", "1999-12-31T23:59:59Z",
    "2099-12-31T23:59:59Z",    "2026-03-02T09:00:10+14:00", "2026-03-02T09:00:10+14:01", "2026-03-02T09:00:10-05:30",
    "2026-03-02T09:00:10.1234567Z",
    "2026-03-02T09:00:10.123456+01:00", "２026-03-02T09:00:10Z",
)  # fmt: skip
NUMBERS = (
    "0",
    "10",
    "10.0",
    "10.123",
    "10.1234",
    "-1",
    "1e3",
    " 10",
    "1_000",
    "2678400",
    "2678400.001",
    "9999999999",
    "",
    "١",
)
TEXTS = (
    "billing", " billing", "billing ", "Büro", "Bu\u0308ro", "a\u200bb", "a\tb", "=1+1", "x" * 128, "x" * 129, "", "  ",
    'quo""te', "日本", "a\u00a0b", "a;b", "Ⅷ", "é", "emoji 😀", "\u00ad",
)  # fmt: skip
POOLS: dict[str, tuple[str, ...]] = {
    "contact_id": ("", "a b", "x" * 128, "x" * 129, "é", "A.b_c:d+e-1"),
    "channel": ("voice", "messaging", "Voice", "fax", "", "chat "),
    "queue": TEXTS, "agent": TEXTS, "reason": TEXTS, "nonsense": TEXTS, "source_ref": TEXTS,
    "direction": ("outbound", "internal", "INBOUND", ""),
    "offered_at": INSTANTS, "answered_at": INSTANTS, "ended_at": INSTANTS, "arrived_at": INSTANTS, "left_at": INSTANTS,
    "outcome": ("abandoned", "overflowed", "voicemail", "callback_requested", "blocked", "refused",
                "open", "failed", "lost", ""),
    "wait_s": NUMBERS, "talk_s": NUMBERS, "hold_s": NUMBERS, "wrap_s": NUMBERS, "quality": (*NUMBERS, "87.5", "87.55"),
    "csat": ("1", "5", "0", "6", "5.0", "10"), "csat_scale": ("1-5", "0-10", "x"),
    "visit": ("1", "2", "0", "01", "-1", "999999999", "9999999999"),
    "tags": ("a=b", "b=1;a=2", "a=2;b=1", "a=b;a=c", "=b", "a", "a=", "a=b=c", "greeting=Guten Tag"),
    "flags": ("no_end", "no_end;no_entry", "nonsense"),
    "source_rev": ("1", "0", "-1", "2026-03-02T09:00:10Z", "123456789012345678", "1234567890123456789"),
    "transfer_out": ("blind", "queue", "Blind"), "resolved": ("yes", "no", "Yes"), "callback_of": ("c-1", "a b"),
}  # fmt: skip


def drawn(chance: random.Random, number: int) -> str:
    """A row that is sound but for a value or two."""
    row = {"contact_id": f"c{number // 3 if chance.random() < 0.1 else number}", **SOUND}
    if chance.random() < 0.3:
        row |= {
            "outcome": "abandoned",
            "answered_at": "",
            "talk_s": "",
            "hold_s": "",
            "ended_at": "2026-03-02T09:00:10+01:00",
        }
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        name = chance.choice(sorted(POOLS))
        row[name] = chance.choice(POOLS[name])
    cells = [row.get(name, "") for name in HEADER]
    if chance.random() < 0.02:
        return chance.choice(("", "   ", "a,b", ",".join([*cells, "more"]), '"' + '","'.join(cells) + '"'))
    return ",".join(cells)


def brought(file: Path, folder: Path) -> tuple[dict[str, Any], str, list[dict[str, Any]]]:
    (receipt,) = ingest([file], folder, "plain-csv", now=CLOCK)
    records = read_records(folder)
    rows = sorted(records.rows(records.contacts()), key=lambda row: (row["contact_id"], row["visit"], row["content"]))
    told = receipt.to_json()
    told["warnings"] = sorted(told["warnings"], key=str)
    return told, records.digest(), rows


@pytest.fixture
def both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    used: list[bool] = []
    prove = quick.prove

    def watched(*arguments: Any) -> Any:
        found = prove(*arguments)
        used.append(found is not None)
        return found

    monkeypatch.setattr("pactline.importers.plain_csv.prove", watched)

    def same(file: Path) -> bool:
        """Whether the engine read it; assert that both ways come to one."""
        monkeypatch.setattr(quick, "_LEAST_BYTES", 1 << 60)
        usual = brought(file, tmp_path / f"usual-{len(used)}")
        monkeypatch.setattr(quick, "_LEAST_BYTES", 0)
        monkeypatch.setattr(quick, "_ODD_IN", 1)
        assert brought(file, tmp_path / f"quick-{len(used)}") == usual
        return bool(used and used[-1])

    return same


@pytest.mark.parametrize("seed", range(6))
def test_drawn_rows_come_out_alike_both_ways(both_ways: Any, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    lines = [",".join(HEADER), *(drawn(chance, number) for number in range(400))]
    end = ("\n", "\r\n")[seed % 2]
    file = tmp_path / "drawn.csv"
    file.write_text(end.join(lines) + (end if seed % 3 else ""), encoding="utf-8", newline="")
    assert both_ways(file), "the engine reads a file of lines, however many of them it cannot prove"


@pytest.mark.parametrize(
    "file", sorted(HOSTILE.glob("csv_*.csv")) or [pytest.param(None, marks=pytest.mark.skip("no corpus here"))],
    ids=lambda file: file.name if file else "",
)  # fmt: skip
def test_the_corpus_comes_out_alike_both_ways(both_ways: Any, file: Path) -> None:
    both_ways(file)


def test_a_clean_file_is_proved_whole_and_a_gzip_of_it_too(both_ways: Any, tmp_path: Path) -> None:
    import gzip

    rows = [",".join({"contact_id": f"c{n}", **SOUND}.get(name, "") for name in HEADER) for n in range(50)]
    text = "\n".join([",".join(HEADER), *rows, ""])
    plain, packed = tmp_path / "clean.csv", tmp_path / "clean.csv.gz"
    plain.write_text(text, encoding="utf-8")
    packed.write_bytes(gzip.compress(text.encode()))
    assert both_ways(plain)
    assert both_ways(packed)


def test_quotes_over_lines_bare_returns_and_nul_are_left_to_the_reader(both_ways: Any, tmp_path: Path) -> None:
    good = ",".join({"contact_id": "c1", **SOUND}.get(name, "") for name in HEADER)
    for number, bad in enumerate(('x,"over\nlines"', "a\rb", "a\0b", "a\x01b")):
        file = tmp_path / f"{number}.csv"
        file.write_text("\n".join([",".join(HEADER), good, bad, good, ""]), encoding="utf-8", newline="")
        assert not both_ways(file)
