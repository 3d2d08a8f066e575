"""What the how-to page shows is what the importers take: the usual columns, a list of names, and the mapping."""

from __future__ import annotations

import re
from pathlib import Path

from tests.importers.suite import bring_in
from tests.importers.threecx.made_up import BERLIN, cdr

from pactline.importers.ingesting import read_records
from pactline.importers.mapping.file import parse_mapping
from pactline.importers.threecx.columns import NEEDED, USUAL

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "how-to" / "import-3cx.md").read_text(encoding="utf-8")


def test_the_columns_that_the_page_lists_are_the_usual_ones() -> None:
    (line,) = re.findall(r"^historyid,.*$", PAGE, re.MULTILINE)
    assert tuple(line.replace("-", "_").split(",")) == USUAL


def test_the_list_of_names_that_the_page_puts_above_the_file_is_read(tmp_path: Path) -> None:
    (names,) = re.findall(r'echo "(historyid,[^"]*)"', PAGE)
    columns = names.replace("-", "_").split(",")
    assert sorted(columns) == sorted(NEEDED)
    file = tmp_path / "named.log"
    file.write_text(names + "\n" + cdr(columns=columns), encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "3cx", zone=BERLIN)
    assert (receipt.verdict, receipt.accepted) == ("accepted", 1)


def test_the_mapping_on_the_page_reads_a_list_without_types(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (names,) = re.findall(r'echo "(start,[^"]*)"', PAGE)
    told = ("time_start", "time_answered", "time_end", "callid", "to_dn", "final_dn", "reason_terminated")
    file = tmp_path / "named.csv"
    lines = [
        cdr(1, told),
        cdr(2, told, time_answered="", final_dn=""),
        cdr(3, told, to_dn="101"),
    ]
    file.write_text(names + "\n" + "".join(lines), encoding="utf-8", newline="")
    mapping = parse_mapping(text.encode(), "our-3cx.yaml")
    (receipt,), _ = bring_in([file], tmp_path / "set", "mapping", mapping=mapping)
    assert (receipt.accepted, receipt.reasons) == (2, {"NO_QUEUE": 1})
    engine = read_records(tmp_path / "set")._engine
    found = engine._connection.sql(
        f"select outcome, wait_ms, talk_ms from ({engine._relations['contacts']}) order by contact_id"
    ).fetchall()
    assert found == [("answered", 12_000, 120_000), ("abandoned", 132_000, None)]
