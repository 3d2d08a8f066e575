"""What can be compared: a file as it reads, a folder with all its amendments, or the text in force on a day."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from pactline.agreement.meaning import Side, value_of
from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import FILE, AgreementProblems
from pactline.agreement.report import Report
from pactline.agreement.schema import language_of
from pactline.agreement.versions import beginning, read_versions
from pactline.agreement.yaml_text import MapNode, TextNode, read_tree
from pactline.values.period import Period
from pactline.values.terms import parse_day


class DayOutside(ValueError):
    """A day on which no text of the agreement is in force, or that is none."""


def open_side(source: str | os.PathLike[str] | bytes, vocabulary: Vocabulary) -> Side:
    """A side of a comparison.

    A file (or bytes) is taken as it reads, a folder with all its amendments, and ``FOLDER@2025-07-01`` as it is in
    force on that day. What reads as a file need not be a whole agreement: drafts can be compared too.
    Raises AgreementProblems for a file that is no YAML or a folder with problems, DayOutside, OSError.
    """
    if isinstance(source, bytes):
        return _read(source, FILE, FILE, vocabulary)
    name = os.fspath(source)
    path, day = _at(name)
    if not path.is_dir() and day is None:
        return _read(beginning(path), name, str(path), vocabulary)
    versions = read_versions(path, vocabulary)
    if day is not None and not versions.term.first <= day < versions.term.end:
        raise DayOutside(f"{name}: {day} lies outside the term {versions.term}")
    version = versions.on(day) if day else versions.last
    return _side(name, version.files[0], version.tree, vocabulary)


def _at(name: str) -> tuple[Path, date | None]:
    """The path, and the day behind ``@`` if there is one."""
    path, at, day = name.rpartition("@")
    if not at or Path(name).exists():
        return Path(name), None
    try:
        return Path(path), parse_day(day)
    except ValueError as wrong:
        raise DayOutside(f"{name}: {wrong}") from None


def _read(raw: bytes, name: str, file: str, vocabulary: Vocabulary) -> Side:
    report = Report(file)
    tree = read_tree(raw, report)
    if tree is None or report.problems:
        raise AgreementProblems(report.problems)
    return _side(name, file, tree, vocabulary)


def _side(name: str, file: str, tree: MapNode, vocabulary: Vocabulary) -> Side:
    language = language_of(vocabulary)
    named, term = tree.values.get("conventions"), tree.values.get("term")
    readings = vocabulary.conventions.get(named.text.strip(), {}) if isinstance(named, TextNode) else {}
    usual = {key: TextNode(text, named.line, named.column) for key, text in readings.items()} if named else {}
    period = value_of(language.heading, "term", term) if term else None
    return Side(name, file, tree, language, period.first if isinstance(period, Period) else None, usual)
