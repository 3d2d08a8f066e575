"""Reported figures from files: reports that carry counts by their mapping, plain reports by their header."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from pactline.importers.files.opening import past_the_mark, utf8
from pactline.importers.mapping.file import mapping_names, match_report, read_mapping
from pactline.importers.mapping.model import ReportMapping
from pactline.importers.mapping.report import Report, ReportRow, read_report
from pactline.importers.plain.report import PlainReport, read_plain_report
from pactline.importers.reading import Source, SourceRefused
from pactline.values.problem import Problem, Problems

_LONGEST_HEADER = 100_000  # bytes


def read_reports(paths: Sequence[str], mapping: str | None) -> Report:
    """Files of one report, read by a mapping (name or path); without one, by the shipped mapping of exactly their
    header.

    With several files the label of a row begins with its file. Raises Problems.
    """
    rows: list[ReportRow] = []
    problems: list[Problem] = []
    declared = _report_mapping(mapping) if mapping else None
    for path in paths:
        source = Source(path, Path(path))
        try:
            report = read_report(source, declared or _by_header(source))
        except SourceRefused as refused:
            raise Problems([Problem(path, refused.line, 0, refused.code, refused.message)]) from None
        prefix = f"{Path(path).name} " if len(paths) > 1 else ""
        rows += [replace(row, label=f"{prefix}{row.label}") for row in report.rows]
        problems += report.problems
    return Report(tuple(rows), tuple(problems))


def read_plain_reports(paths: Sequence[str], where: ZoneInfo, length: str | None) -> PlainReport:
    """Plain report files together; see :func:`pactline.importers.plain_report.read_plain_report`. Raises Problems."""
    reports = []
    for path in paths:
        try:
            with Source(path, Path(path)).open() as file:
                content = file.read()
        except SourceRefused as refused:
            raise Problems([Problem(path, refused.line, 0, refused.code, refused.message)]) from None
        reports.append(read_plain_report(content, path, where, length))
    return PlainReport(
        tuple(row for report in reports for row in report.rows),
        tuple(problem for report in reports for problem in report.problems),
    )


def _report_mapping(name: str) -> ReportMapping:
    mapping = read_mapping(name)
    if not isinstance(mapping, ReportMapping):
        remedy = "write a mapping with kind: report, or give the records these figures were made of with --records"
        raise Problems([Problem(name, 0, 0, "MAP_KIND", "this mapping reads contacts, not a report", remedy)])
    return mapping


def _by_header(source: Source) -> ReportMapping:
    with source.open() as raw:
        past_the_mark(raw)
        line = utf8(raw.readline(_LONGEST_HEADER), 1)
    found = match_report(next(csv.reader([line]), []))
    if found is None:
        known = ", ".join(name for name in mapping_names() if isinstance(read_mapping(name), ReportMapping))
        raise Problems(
            [
                Problem(
                    source.name, 1, 0, "REPORT_HEADER", "no shipped mapping has exactly this header",
                    f"give --mapping (shipped for reports: {known}, or a file of your own); for bare figures give "
                    "--records and --zone",
                )
            ]
        )  # fmt: skip
    return found
