"""The README of a contract folder read by a machine: its sum done by hand, and the questions it answers.

A line of the sum tells of something in a filed statement: ``KPI WINDOW key=value ...``, ``line SOURCE WINDOW ...``,
``cap NAME PERIOD ...``, ``right ID ...``, ``duty ID ...``, ``finding ID WORDS``, ``responsibility ID ...``, ``renewal
...``, ``settlement PERIOD ...``, ``pending N`` or ``total PERIOD ...``. ``in=PERIOD`` names the statement where several
could be meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from pactline.ledger.folder import ContractFolder, read_filed
from pactline.values.cadence import read_window
from pactline.values.exact import exact_decimal
from pactline.values.period import Period

Json = dict[str, Any]
_LISTED = {"right": "rights", "duty": "duties", "responsibility": "responsibilities", "finding": "presumptions"}


@dataclass(frozen=True)
class ByHand:
    """One line of a sum."""

    words: tuple[str, ...]
    figures: dict[str, str]
    within: str | None  # the period of the statement that is meant
    text: str

    @property
    def what(self) -> str:
        """The first word: a commitment, or what kind of thing the line is about."""
        return self.words[0]


def block(readme: Path, name: str) -> list[str]:
    """The lines of a block that begins with three backticks and a name; none where there is no such block."""
    page = readme.read_text(encoding="utf-8") if readme.exists() else ""
    found = re.findall(rf"^```{name}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(found) <= 1, f"{readme} has {len(found)} blocks called {name}"
    return [line.strip() for line in found[0].splitlines() if line.strip()] if found else []


def sum_by_hand(folder: Path) -> list[ByHand]:
    """Every line of the sum."""
    return [_by_hand(line) for line in block(folder / "README.md", "sum")]


def _by_hand(line: str) -> ByHand:
    words = tuple(word for word in line.split() if "=" not in word)
    figures = dict(word.split("=", 1) for word in line.split() if "=" in word)
    return ByHand(words, figures, figures.pop("in", None), line)


def filed(folder: Path) -> list[Json]:
    """The filed statements, in order of their periods."""
    return [read_filed(path).statement for path in ContractFolder(folder).filed()]


def period_of(entry: Json) -> str:
    """A period as people write it, from an entry with its first day and its end."""
    return str(Period.parse(f"{entry['first']}/{entry['end']}"))


def told(statements: list[Json], line: ByHand) -> list[Json]:
    """Everything in the filed statements that a line may be about."""
    if line.within:
        statements = [each for each in statements if period_of(each["period"]) == _written(line.within)]
    return [entry for statement in statements for entry in _entries(statement, line)]


def _entries(statement: Json, line: ByHand) -> Iterator[Json]:
    match line.words:
        case ("total", period):
            yield from [statement["totals"]] if period_of(statement["period"]) == _written(period) else []
        case ("settlement", period):
            yield from [statement["settlement"]] if period_of(statement["period"]) == _written(period) else []
        case ("cap", name, period):
            yield from (e for e in statement["caps"] if e["id"] == name and period_of(e) == _written(period))
        case ("line", source, window):
            yield from (e for e in statement["lines"] if e["source"] == source and e["window"] == _written(window))
        case ("finding", id, *words):
            yield from (e for e in statement["presumptions"] if e["id"] == id and e["finding"] == " ".join(words))
        case (("right" | "duty" | "responsibility") as kind, id):
            yield from (e for e in statement[_LISTED[kind]] if e["id"] == id)
        case ("renewal",):
            yield from [statement["renewal"]] if statement["renewal"] else []
        case (id, window):
            for result in statement["commitments"]:
                yield from (e for e in result["windows"] if result["id"] == id and e["window"] == _written(window))


def _written(window: str) -> str:
    return str(read_window(window))


def agrees(entry: Json, line: ByHand) -> bool:
    """Whether an entry says every figure of the line."""
    return all(_same(entry[name], text, name) for name, text in line.figures.items())


def _same(said: Any, text: str, name: str) -> bool:
    if name == "value":
        return _same_value(said, text)
    if name == "points" and said is not None and text != "-":
        return Fraction(said) == Fraction(text)
    return str(said).lower() == text.lower() if isinstance(said, bool) else ("-" if said is None else str(said)) == text


def _same_value(said: Json | None, text: str) -> bool:
    """``63/75`` as in the statement, ``84.0%`` of it in percent, ``63s`` or a bare decimal; all exact."""
    if said is None or text == "-":
        return said is None and text == "-"
    exact = Fraction(said["fraction"])
    if "/" in text:
        return exact == Fraction(text)
    if text.endswith("%"):
        return exact * 100 == exact_decimal(text[:-1])
    return exact == exact_decimal(text.removesuffix("s"))


@dataclass(frozen=True)
class Question:
    """A key that the agreement could leave out, and what each answer would move."""

    about: str
    amounts: dict[str, str]


def questions(folder: Path) -> Iterator[Question]:
    """The questions of a README: ``commitments.asa.rounding: exact=1.00, 0 decimals half_up=2.00``."""
    for line in block(folder / "README.md", "questions"):
        about, answers = line.split(": ", 1)
        yield Question(about, {answer: amount for answer, amount in re.findall(r"(.+?)=(-?[0-9.]+)(?:, |$)", answers)})


def tabled(readme: Path) -> Callable[[str], bool]:
    """Whether a word stands in a table of the README."""
    rows = [line for line in readme.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return lambda word: any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", row) for row in rows)
