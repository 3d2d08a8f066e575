"""The real sample, a hostile one of our own, and lines that come in any order, twice and in several files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing, bring_in
from tests.importers.threecx.made_up import BERLIN, abandoned, cdr, from_menu, ring

from pactline.importers.plain import codes as plain_codes
from pactline.importers.threecx import importing
from pactline.importers.threecx.columns import USUAL, Columns
from pactline.importers.threecx.importing import CODES
from pactline.importers.threecx.lines import line_of
from pactline.values.zone import zone

SAMPLE = Path(__file__).resolve().parents[3] / "../shared/data/formats/3cx/cdr-2024.csv"
GOLDEN = Path(__file__).parent / "golden"
PARIS = zone("Europe/Paris")
KEY = b"0123456789abcdef"
real = pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample is not here")


@real
def test_the_report_of_the_real_sample(tmp_path: Path) -> None:
    """Traps: no header, a first value ``Call 288831``, a blank last line, local times without a zone."""
    assert_golden(report([SAMPLE], tmp_path, "3cx", zone=PARIS, customer_key=KEY), GOLDEN / "cdr-2024.json")


@real
def test_the_real_line_has_its_columns_where_they_belong() -> None:
    """Trap: duration 25 s is end minus answer; the call rang for 9 s before that."""
    cells = SAMPLE.read_text(encoding="utf-8").splitlines()[0].split(",")
    line = line_of(Columns(USUAL).values(cells), PARIS, None, KEY)
    assert (line.history, line.call, line.reason) == ("288831", "4cc2c72490010000_26808", "TerminatedBySrc")
    assert line.answered_us is not None
    assert (line.answered_us - line.start_us, line.end_us - line.answered_us) == (9_000_000, 25_000_000)
    assert (line.from_type, line.to_type, line.from_dn, line.to_dn, line.outbound) == (
        "extension",
        "line",
        "10016",
        "",
        True,
    )
    assert (line.flags, line.missed, line.path, line.customer) == ((), 0, (), None)


@real
def test_the_real_sample_twice_and_without_a_zone(tmp_path: Path) -> None:
    assert_twice_changes_nothing(SAMPLE, tmp_path / "a", "3cx", zone=PARIS)
    (receipt,), _ = bring_in([SAMPLE], tmp_path / "b", "3cx")
    assert (receipt.verdict, list(receipt.reasons)) == ("rejected", ["TS_ZONE_MISSING"])


def hostile() -> str:
    """One line each; the comment says what is wrong with it."""
    lines = [
        cdr(1), cdr(1),  # written twice
        cdr(2), cdr(2, final_dn="102", chain="Chain: +4930123;Ext.800;Ext.102;"),  # one call told in two ways
        ring(3),  # a ring without the customer's call
        cdr(4, from_dispname="Miller, Anna"),  # a comma in a name
        cdr(5, columns=USUAL[:20]),  # another list of columns
        cdr(6, time_end="2026/03/02 08:00:00"),  # over before it began
        cdr(7, time_start="2026/03/29 02:30:00", time_answered="", time_end="2026/03/29 03:30:00", duration=""),
        cdr(8, time_start="2025/10/26 02:30:00", time_answered="", time_end="2025/10/26 02:31:00", duration=""),
        cdr(9, duration="00:09:00"),  # talked longer than it lasted
        cdr(10, to_dn="8\u202e00"), cdr(11, final_dispname='Anna "the voice"'), cdr(12, duration="two minutes"),
        abandoned(13, reason_terminated=""),  # nobody says why
        from_menu(14), "\r\n", "Call\r\n", "\x00\x00\x00\r\n",
    ]  # fmt: skip
    return "".join(lines) + cdr(15)[:60]  # cut short


def _hostile(folder: Path) -> Path:
    file = folder / "hostile.log"
    file.write_text(hostile(), encoding="utf-8", newline="")
    return file


def test_the_report_of_the_hostile_sample(tmp_path: Path) -> None:
    assert_golden(report([_hostile(tmp_path)], tmp_path / "set", "3cx", zone=BERLIN), GOLDEN / "hostile.json")


def test_the_hostile_sample_twice_changes_nothing(tmp_path: Path) -> None:
    assert assert_twice_changes_nothing(_hostile(tmp_path), tmp_path / "set", "3cx", zone=BERLIN).verdict == "partial"


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    """Answers, rings, menus whose queue another line names, a call told in two ways, several calls of one history."""
    lines = [
        cdr(1), ring(1),
        ring(1, callid="r2", to_dn="101", time_answered="2026/03/02 09:00:12", time_end="2026/03/02 09:02:12"),
        abandoned(2), from_menu(3), from_menu(4, chain="Chain: +4930123;Ext.900;Ext.802;Ext.101;"),
        cdr(5, to_dn="802", to_no="Ext.802", chain="Chain: +4930123;Ext.802;Ext.101;"), cdr(6), cdr(6, final_dn="103"),
        cdr(7),
        cdr(7, callid="b", time_start="2026/03/02 09:30:00", time_answered="", time_end="2026/03/02 09:31:00",
            duration=""),
        ring(8), cdr(9, to_type="Extension", to_dn="101", chain=""),
    ]  # fmt: skip
    assert_order_and_split_do_not_matter(lines, tmp_path / "parts", "3cx", seeds=range(10), zone=BERLIN)


def test_each_line_in_a_file_of_its_own_in_either_order_is_one_digest(tmp_path: Path) -> None:
    lines = [from_menu(3), abandoned(2), ring(2), cdr(1), from_menu(4)]
    digests = set()
    for name, order in (("a", lines), ("b", lines[::-1]), ("c", lines[2:] + lines[:2])):
        files = []
        for number, line in enumerate(order):
            files.append(tmp_path / f"{name}{number}.log")
            files[-1].write_text(line, encoding="utf-8", newline="")
        digests.add(bring_in(files, tmp_path / f"set-{name}", "3cx", zone=BERLIN)[1])
    assert len(digests) == 1


def test_every_code_that_is_shown_is_explained_and_none_besides() -> None:
    folder = Path(importing.__file__).parent
    text = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py") if file.name != "codes.py")
    shown = set(re.findall(r'"([A-Z]{2,}_[A-Z0-9_]+)"', text))
    plain = {*plain_codes.REFUSED_RECORDS, *plain_codes.REFUSED_FILES, *plain_codes.OTHERS}
    assert {code for code in shown if code.startswith("CX_")} == set(CODES)
    assert {code for code in shown if not code.startswith("CX_")} <= plain | {"TS_ZONE_MISSING"}
