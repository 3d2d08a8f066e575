"""Reports that carry counts: exact counts, figures as printed, and each unusable cell named."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from pactline.importers.mapping.file import parse_mapping
from pactline.importers.mapping.model import ReportMapping
from pactline.importers.mapping.report import Report, ReportedFigure, read_report
from pactline.importers.reading import Source, SourceRefused

MAPPING = """\
mapping: counts
kind: report
source: {format: csv}
label: [day, hour]
groups:
  a:
    counts: {offered: [a in], answered: [a 10, a 20, a more], answered_within: {10 s: [a 10], 20 s: [a 10, a 20]}}
    reported:
      - {column: a sl, metric: service_level, within: 20 s, written: ratio, decimals: 2}
  b:
    counts: {offered: [b in], abandoned: [b left], abandoned_within: {5 s: [b short]}, short_abandoned: [b short]}
    reported:
      - {column: b rate, metric: abandonment_rate, written: percent}
      - {column: b asa, metric: average_speed_of_answer, written: "hh:mm:ss"}
"""
HEADER = "day,hour,a in,a 10,a 20,a more,a sl,b in,b left,b short,b rate,b asa\n"


def read(tmp_path: Path, content: str | list[list[object]], mapping: str = MAPPING) -> Report:
    """The report in this text or these rows of a workbook."""
    path = tmp_path / "report"
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in content:
            book.active.append(row)  # type: ignore[union-attr]
        book.save(path)
    typed = parse_mapping(mapping.encode(), "m.yaml")
    assert isinstance(typed, ReportMapping)
    return read_report(Source("report", path), typed)


def test_each_line_gives_a_row_for_each_group_with_summed_counts(tmp_path):
    report = read(tmp_path, HEADER + "Mon,9,30,10,5,2,0.8824,8,3,1,37.5%,0:00:12\n")
    assert report.problems == ()
    a, b = report.rows
    assert (a.line, a.label, a.group) == (2, "Mon 9", "a")
    assert a.counts == {"offered": 30, "answered": 17, "answered_within:10000": 10, "answered_within:20000": 15}
    assert a.reported == {"a sl": ReportedFigure("service_level", 20_000, "0.8824", Fraction("88.24"), 2)}
    assert b.counts == {"offered": 8, "abandoned": 3, "abandoned_within:5000": 1, "short_abandoned": 1}
    assert b.reported["b rate"] == ReportedFigure("abandonment_rate", None, "37.5%", Fraction("37.5"), 1)
    assert b.reported["b asa"] == ReportedFigure("average_speed_of_answer", None, "0:00:12", Fraction(12), 0)


@pytest.mark.parametrize(("text", "decimals"), [("0.9", 0), ("1", 0), ("0.95", 0), ("0.951", 1), ("0.95123", 3)])
def test_without_declared_decimals_a_ratio_has_those_it_shows(tmp_path, text, decimals):
    mapping = MAPPING.replace("written: ratio, decimals: 2", "written: ratio")
    report = read(tmp_path, HEADER + f"Mon,9,30,10,5,2,{text},8,3,1,1%,0:00:12\n", mapping)
    assert report.rows[0].reported["a sl"].decimals == decimals


def test_an_unusable_figure_is_absent_and_named(tmp_path):
    report = read(tmp_path, HEADER + "Mon,9,0,0,0,0,#DIV/0!,8,3,1,,nothing\n")
    a, b = report.rows
    assert a.reported == {}
    assert a.counts["offered"] == 0
    assert b.reported == {}
    assert [(p.line, p.code) for p in report.problems] == [(2, "REPORT_FIGURE"), (2, "REPORT_FIGURE")]
    assert "a sl" in report.problems[0].message


@pytest.mark.parametrize("cell", ["", "-1", "1.5", "many"])
def test_a_count_that_is_none_is_absent_with_every_sum_it_belongs_to(tmp_path, cell):
    report = read(tmp_path, HEADER + f"Mon,9,30,{cell},5,2,0.5,8,3,1,1%,0:00:12\n")
    assert report.rows[0].counts == {"offered": 30}
    assert {(p.line, p.code) for p in report.problems} == {(2, "REPORT_COUNT")}


def test_a_broken_line_is_named_and_the_rest_goes_on(tmp_path):
    report = read(tmp_path, HEADER + "Mon,9\nTue,9,30,10,5,2,0.5,8,3,1,1%,0:00:12\n")
    assert [row.label for row in report.rows] == ["Tue 9", "Tue 9"]
    assert [(p.line, p.code) for p in report.problems] == [(2, "CSV_COLUMNS")]


def test_a_report_may_be_a_workbook_with_numbers(tmp_path):
    rows: list[list[object]] = [HEADER.strip().split(","), ["Mon", 9, 30, 10, 5, 2, 0.8824, 8, 3, 1, 37.5, 12 / 86400]]
    report = read(tmp_path, rows, MAPPING.replace("format: csv", "format: xlsx"))
    assert report.problems == ()
    assert report.rows[0].reported["a sl"].value == Fraction("88.24")
    assert report.rows[1].reported["b rate"].value == Fraction("37.5")
    assert report.rows[1].reported["b asa"].value == 12


def test_a_report_without_a_needed_column_is_refused(tmp_path):
    with pytest.raises(SourceRefused) as refused:
        read(tmp_path, HEADER.replace("b left", "b gone"))
    assert refused.value.code == "HDR_MISSING_COLUMN"
    assert "b left" in refused.value.message
