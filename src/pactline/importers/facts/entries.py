"""Fact files in YAML: a mapping of ids to entries, each key read by itself as in an agreement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, WithJsonSchema

from pactline.agreement.parts import Part, read_names, read_part
from pactline.agreement.report import Report
from pactline.agreement.terms import NAME
from pactline.agreement.yaml_text import MOST_BYTES, Wording, read_tree
from pactline.importers.facts.codes import REMEDIES
from pactline.importers.facts.row import EARLIEST, LATEST
from pactline.importers.fault import quoted
from pactline.values.problem import Problems
from pactline.values.terms import fault, parse_day, text_term


@dataclass(frozen=True)
class EntryFile:
    """A fact file in YAML."""

    name: str
    holds: str  # one sentence
    entry: str  # what one entry is
    shape: type[BaseModel]
    example: str  # a good file


class Entries:
    """The entries of a file as they are read; every problem is told at the end."""

    def __init__(self, path: Path, file: EntryFile) -> None:
        self.report = Report(str(path))
        self._path, self._file = path, file

    def __iter__(self) -> Iterator[tuple[str, Part]]:
        try:
            if not self._path.is_file():
                raise OSError(0, "this is no file")
            with self._path.open("rb") as opened:
                raw = opened.read(MOST_BYTES + 1)
        except OSError as wrong:
            message = f"the file cannot be read: {wrong.strerror}"
            self.report.problem("FILE_UNREADABLE", None, message, REMEDIES["FILE_UNREADABLE"])
            return
        begins = f"begin with the id of a {self._file.entry} and its keys below, or delete the file"
        tree = read_tree(raw, self.report, Wording(f"{self._file.name}", begins))
        for name, node in read_names(tree, self.report, self._file.entry, NAME):
            what = f"the {self._file.entry} `{name}`"
            yield name, read_part(self._file.shape, node, self.report, what)

    def fault(self, code: str, part: Part, key: str, message: str) -> None:
        """A fault in what a key says."""
        self.report.problem(code, part.place(key), message, REMEDIES[code])

    def stop(self) -> None:
        """Raise Problems if there is one."""
        if self.report.problems:
            raise Problems(self.report.problems)


def within_reach(day: date) -> date:
    """The day, if it lies in the years 2000 to 2099. Raises a fault."""
    if not EARLIEST <= day <= LATEST:
        raise fault("FACT_DAY", f"{day} lies outside the years 2000 to 2099", REMEDIES["FACT_DAY"])
    return day


def _fact_day(text: str) -> date:
    return within_reach(parse_day(text))


def _quantity(text: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,4})?", text):
        raise ValueError(f"{quoted(text)} is not a plain number with at most four decimals")
    return Decimal(text)


FactDay = Annotated[
    date,
    text_term(_fact_day, "FACT_DAY", REMEDIES["FACT_DAY"]),
    WithJsonSchema({"type": "string", "description": "a day, YYYY-MM-DD", "examples": ["2025-06-03"]}),
]
Quantity = Annotated[
    Decimal,
    text_term(_quantity, "CHANGE_QUANTITY", REMEDIES["CHANGE_QUANTITY"]),
    WithJsonSchema({"type": ["string", "number"], "description": "a quantity", "examples": ["120"]}),
]
