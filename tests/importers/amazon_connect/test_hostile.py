"""A bad day of a delivery stream: every record is accounted for, and nothing hostile costs more than itself."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.importers.amazon_connect.made_up import agent_event, at, codes, contact_event, gone, items, lines, record
from tests.importers.amazon_connect.test_chains import FIRST, SECOND, THIRD, told
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing, bring_in

from pactline.importers.amazon_connect import importing, objects
from pactline.importers.files.lines import LONGEST_LINE
from pactline.importers.ingesting import read_records

GOLDEN = Path(__file__).parent / "golden"
EVERYTHING: list[dict[str, Any]] = [
    record("h-1"),
    record("h-1", updated="2026-03-09T09:00:00Z", Attributes={"note": "a week later"}),
    record("h-1"),
    FIRST,
    THIRD,
    SECOND,
    record("h-2", Channel="VOICE", Queue={"Name": "Billing", "EnqueueTimestamp": at("09:00:10"), "Duration": "soon"}),
    record("h-3", over="08:00:00"),
    gone("h-4", NextContactId="h-5"),
    record("h-6", InitialContactId="nobody-knows", InitiationMethod="TRANSFER"),
    record("h-7", AgentConnectionAttempts=None, Agent={}),
    record("h-8", InitiationMethod="MONITOR"),
    record("h-9", updated="09:06:00"),
    record("h-9", updated="09:06:00", AgentConnectionAttempts=4),
    record("\u202eh-10"),
    record("h-11", Queue={**record()["Queue"], "Name": "Bil\u0000ling"}),
    record("h-12", begun="2031-01-01T00:00:00Z"),
    agent_event("08:00:00", "LOGIN"),
    agent_event("08:00:30", "STATE_CHANGE", "CONNECTED"),
    agent_event("08:00:30", "STATE_CHANGE", "CONNECTED"),
    agent_event("08:09:00", "HEART_BEAT"),
    agent_event("08:09:10", "NAP"),
    contact_event("QUEUED", "h-20"),
    contact_event("DISCONNECTED", "h-20", wrapped=True),
    contact_event("INITIATED", "h-21"),
    contact_event("DISCONNECTED", "h-22", disconnectTimestamp=at("09:00:01")),
    {"Id": "h-30", "Arn": "a contact as the interface describes it"},
]


def test_the_report_of_a_bad_day(tmp_path: Path) -> None:
    file = tmp_path / "bad-day.jsonl"
    text = "".join(lines(*EVERYTHING))
    broken = '// a comment\n{"ContactId": "h-40", }\n{"ContactId": "h-41", "ContactId": "h-42"}\n{"ContactId": NaN}\n'
    file.write_text(text + broken + "\n" + '{"ContactId": "h-43", "Channel": "VO', encoding="utf-8")
    assert_golden(report([file], tmp_path / "set", "amazon-connect", customer_key=b"k"), GOLDEN / "bad-day.json")


def test_the_same_bad_day_however_it_stands_in_the_file(tmp_path: Path) -> None:
    """One object a line, one after the other, in one array, spread over lines, with CRLF, with a mark, packed."""
    objects_ = EVERYTHING[:-1]
    plain = "".join(lines(*objects_))
    shapes = {
        "lines": plain.encode(),
        "crlf": plain.replace("\n", "\r\n").encode(),
        "mark": b"\xef\xbb\xbf" + plain.encode(),
        "row": "".join(json.dumps(each) for each in objects_).encode(),
        "array": json.dumps(objects_).encode(),
        "spread": "".join(json.dumps(each, indent=2) + "\n" for each in objects_).encode(),
        "packed": gzip.compress(plain.encode()),
    }
    seen = set()
    for name, content in shapes.items():
        file = tmp_path / name
        file.write_bytes(content)
        (receipt,), digest = bring_in([file], tmp_path / f"set-{name}", "amazon-connect")
        seen.add((digest, receipt.read, receipt.accepted, receipt.rejected, receipt.ignored, receipt.incomplete))
    assert len(seen) == 1


def test_order_and_split_do_not_matter_on_a_bad_day(tmp_path: Path) -> None:
    assert_order_and_split_do_not_matter(lines(*EVERYTHING), tmp_path, "amazon-connect", seeds=range(10))


def test_the_bad_day_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "bad-day.jsonl"
    file.write_text("".join(lines(*EVERYTHING)), encoding="utf-8")
    receipt = assert_twice_changes_nothing(file, tmp_path / "set", "amazon-connect")
    assert receipt.read == len(EVERYTHING)


def test_a_row_of_objects_longer_than_a_line_may_be_is_read_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Strings with brackets and quotes in them, cut by the end of a block at every place."""
    monkeypatch.setattr(objects, "LONGEST_LINE", 4_000)
    monkeypatch.setattr(objects, "_BLOCK", 97)
    odd = [record(f"r-{n}", Attributes={"text": 'a } " { \\ ' + "é" * n}) for n in range(12)]
    file = tmp_path / "row"
    file.write_text("".join(json.dumps(each, ensure_ascii=False) for each in odd) + '{"ContactId": ', encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "amazon-connect")
    assert (receipt.read, receipt.accepted, receipt.reasons) == (13, 12, {"JSON_SYNTAX": 1})
    assert told(tmp_path / "set", "contact_id") == [(f"r-{n}",) for n in sorted(range(12), key=str)]


def test_a_real_row_of_more_than_sixteen_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "row"
    one = json.dumps(record("r-NUMBER", Attributes={"filling": "x" * 20_000}))
    many = LONGEST_LINE // len(one) + 20
    file.write_text("".join(one.replace("NUMBER", str(n)) for n in range(many)), encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "amazon-connect")
    assert (receipt.read, receipt.accepted) == (many, many)


def test_bytes_that_are_no_utf8_refuse_the_file(tmp_path: Path) -> None:
    file = tmp_path / "latin"
    file.write_bytes("".join(lines(record())).encode().replace(b"Billing", b"B\xfcro"))
    (receipt,), _ = bring_in([file], tmp_path / "set", "amazon-connect")
    assert (receipt.verdict, receipt.reasons) == ("rejected", {"ENC_NOT_UTF8": 1})


def test_carried_lines_of_other_systems_in_the_same_set_do_no_harm(tmp_path: Path) -> None:
    """The ids of a queue log's calls may be those of contacts; what is not ours is passed over."""
    log = tmp_path / "queue_log"
    log.write_text("1772442010|c-1|q|NONE|ENTERQUEUE||49|1\n", encoding="utf-8")
    bring_in([log], tmp_path / "set", "queue_log")
    file = tmp_path / "r.jsonl"
    file.write_text("".join(lines(FIRST, SECOND)), encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "amazon-connect")
    assert (receipt.verdict, receipt.accepted) == ("accepted", 2)


def test_no_number_attribute_or_name_gets_into_rows_or_carried_lines(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text("".join(lines(FIRST, SECOND, agent_event("08:00:00"), contact_event("QUEUED"))), encoding="utf-8")
    bring_in([file], tmp_path / "set", "amazon-connect", customer_key=b"k")
    records = read_records(tmp_path / "set")
    kept = str(records.rows(records.contacts()))
    import duckdb

    for part in (tmp_path / "set").rglob("carried/*.parquet"):
        kept += str(duckdb.sql(f"SELECT * FROM '{part}'").fetchall())
    assert "c-1" in kept
    for secret in ("30123456", "greetingPlayed", "Ada"):
        assert secret not in kept


def test_codes_shown_and_codes_explained_are_one_list() -> None:
    folder = Path(importing.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    shown = set(re.findall(r'"(AC_[A-Z_]+)"(?!:)', text))
    assert shown == set(importing.CODES)


def test_every_code_is_in_the_how_to() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs/how-to/import-amazon-connect.md").read_text(encoding="utf-8")
    assert [code for code in importing.CODES if f"`{code}`" not in page] == []


@pytest.mark.parametrize("text", ["", "   \n", "[]", "{}\n", "null\n", "[[[[\n", '"x"\n'])
def test_files_of_nothing_are_answered(text: str, tmp_path: Path) -> None:
    file = tmp_path / "nothing"
    file.write_text(text, encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "amazon-connect")
    assert receipt.accepted == 0


def test_a_page_of_the_interface_is_refused_with_what_is_wanted(tmp_path: Path) -> None:
    (found,) = items(tmp_path, {"Contact": {"Id": "c-1"}})
    assert codes([found]) == ["AC_UNKNOWN_KIND"]
    assert "ContactId" in found.message  # type: ignore[union-attr]
