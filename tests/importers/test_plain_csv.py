"""CSV to the letter: physical lines, quotes, widths, marks."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from tests.importers.plain import HEADER, line, read_csv
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing

from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source, SourceRefused


def _told(items: list[Item]) -> list[tuple[int, str]]:
    return [(item.line, "read" if isinstance(item, Read) else item.code) for item in items]


def test_lines_are_physical_lines(tmp_path: Path) -> None:
    text = HEADER + line(agent='"A\nB"') + "\n" + line(agent='"say ""hi"""') + "x,y\r\n" + line(contact_id="c-2")
    assert _told(read_csv(tmp_path, text)) == [
        (2, "CTRL_CHAR"), (4, "BLANK_LINE"), (5, "read"), (6, "CSV_COLUMNS"), (7, "read"),
    ]  # fmt: skip


def test_a_quoted_comma_and_a_doubled_quote_are_data(tmp_path: Path) -> None:
    (item,) = read_csv(tmp_path, HEADER + line(queue='"billing, ""gold"""'))
    assert isinstance(item, Read)
    assert item.row["queue"] == 'billing, "gold"'


def test_a_quote_that_is_never_closed_costs_one_line(tmp_path: Path) -> None:
    text = HEADER + line(agent='"open') + line(contact_id="c-2") + line(contact_id="c-3")
    assert _told(read_csv(tmp_path, text)) == [(2, "CSV_QUOTE"), (3, "read"), (4, "read")]
    far = HEADER + line(agent='"open') + line(contact_id="c-2") * 800
    assert [code for _, code in _told(read_csv(tmp_path, far))].count("read") == 800


@pytest.mark.parametrize("agent", ['a"b', '"a"b', '"a\\"b"'])
def test_a_stray_quote_is_refused(tmp_path: Path, agent: str) -> None:
    assert _told(read_csv(tmp_path, HEADER + line(agent=agent) + line(contact_id="c-2"))) == [
        (2, "CSV_QUOTE"), (3, "read"),
    ]  # fmt: skip


def test_a_field_may_have_65536_characters_and_no_more(tmp_path: Path) -> None:
    header = HEADER.rstrip("\n") + ",note\n"
    for quote in ("", '"'):
        rows = [line().rstrip("\n") + f",{quote}{'x' * size}{quote}\n" for size in (65_536, 65_537)]
        assert _told(read_csv(tmp_path, header + "".join(rows))) == [(2, "read"), (3, "FIELD_TOO_LONG")]


def test_what_was_refused_is_kept_as_it_stood(tmp_path: Path) -> None:
    (item,) = read_csv(tmp_path, HEADER + "TOTAL,,75\n")
    assert isinstance(item, Refused)
    assert item.raw == "TOTAL,,75"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "EMPTY_FILE"),
        (b"\xff\xfec\x00", "ENC_UTF16"),
        (HEADER.encode("utf-16-le"), "ENC_NOT_UTF8"),
        (b"\n" + HEADER.encode(), "HDR_MISSING_COLUMN"),
        (HEADER.replace(",", "\t").encode(), "CSV_DELIMITER"),
        (b"sep=,\n" + HEADER.encode(), "CSV_DELIMITER"),
        (HEADER.replace("agent", "queue").encode(), "HDR_DUPLICATE"),
        (HEADER.replace("contact_id", '"contact_id').encode(), "CSV_QUOTE"),
        ((HEADER + line(agent="Zoé")).encode("latin-1"), "ENC_NOT_UTF8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(tmp_path: Path, text: bytes, code: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        read_csv(tmp_path, text)
    assert refused.value.code == code


def test_unknown_columns_and_a_missing_line_end_are_warned_of(tmp_path: Path) -> None:
    from pactline.importers import plain_csv

    path = tmp_path / "odd.csv"
    path.write_text(HEADER.rstrip("\n") + ",shoe size\n" + line().rstrip("\n") + ",43", encoding="utf-8")
    reading = Reading()
    assert len(list(plain_csv.read(Source("odd.csv", path), reading))) == 1
    assert [code for _, code, _ in reading.warnings] == ["HDR_UNKNOWN_COLUMN", "NO_FINAL_NEWLINE"]


def test_gzip_is_unpacked_by_its_content_and_damage_is_told(tmp_path: Path) -> None:
    packed = gzip.compress((HEADER + line()).encode())
    assert _told(read_csv(tmp_path, packed)) == [(2, "read")]
    with pytest.raises(SourceRefused, match="damaged"):
        read_csv(tmp_path, packed[:-9])


def test_a_gzip_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    packed = gzip.compress(HEADER.encode() + b"x" * 12_000_000)
    with pytest.raises(SourceRefused) as refused:
        read_csv(tmp_path, packed)
    assert refused.value.code == "ZIP_BOMB"


def test_blank_lines_are_ignored_and_counted(tmp_path: Path) -> None:
    blank, item = read_csv(tmp_path, HEADER + "\r\n" + line())
    assert isinstance(blank, Ignored)
    assert isinstance(item, Read)


def test_the_importer_owes_what_every_importer_owes(tmp_path: Path) -> None:
    lines = [line(contact_id=f"c-{n}", queue=f"q{n % 3}") for n in range(12)]
    lines += [line(contact_id="c-3", queue="told otherwise"), line(contact_id="c-4"), "broken\n", lines[0]]
    assert_order_and_split_do_not_matter(lines, tmp_path / "split", "plain-csv", header=HEADER)
    file = tmp_path / "once.csv"
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    first = assert_twice_changes_nothing(file, tmp_path / "set", "plain-csv")
    assert (first.read, first.accepted, first.conflicts, first.duplicates, first.rejected) == (16, 10, 4, 1, 1)


def test_a_line_too_long_to_read_is_told_even_behind_an_open_quote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pactline.importers.files.lines.LONGEST_LINE", 400)
    text = HEADER + line(agent='"open') + "x" * 1_000 + "\n" + line(contact_id="c-3")
    assert _told(read_csv(tmp_path, text)) == [(2, "CSV_QUOTE"), (3, "FIELD_TOO_LONG"), (4, "read")]


@pytest.mark.parametrize(
    "text", ['"\n' + '""\n' * 60_000, ('"\n' + '""\n' * 21_800) * 3, '"a\n' * 60_000, '"\n,"a\n' * 40_000]
)
def test_quotes_take_no_longer_than_other_text_of_their_length(tmp_path: Path, text: str) -> None:
    began = time.process_time()
    items = read_csv(tmp_path, HEADER + text + line())
    assert isinstance(items[-1], Read)
    assert time.process_time() - began < 5  # looked at anew with every line it takes minutes


def test_a_row_of_very_many_fields_is_refused_without_taking_it_apart(tmp_path: Path) -> None:
    items = read_csv(tmp_path, HEADER + "ab," * 600_000 + "\n" + '"ab",' * 300_000 + "\n" + line())
    assert [getattr(item, "code", "read") for item in items] == ["CSV_COLUMNS", "CSV_COLUMNS", "read"]
