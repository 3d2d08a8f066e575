"""Which contract shows what: the table of coverage and the index of ``examples/contracts/``, from the agreements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from contract_uses import CADENCES, CHARGES, TERMS, uses_of
from fact_pages import FILES
from markdown import GENERATED, table
from pactline.records.choices.contacts import RollUp
from pactline.remedies import remedies
from pactline.remedies.modifiers import modifiers
from pactline.remedies.rules import rules

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
Uses: TypeAlias = frozenset[str]
"""What a contract is written with: ``shape flat``, ``rule caps``, ``each quarter``, ``file events.csv`` ..."""

_HEAD = """\
Each folder of [examples/contracts](../../examples/contracts/README.md) is a real clause, or a contract made up of
several shapes, as an agreement with its facts, its filed statements and the sum done by hand. This page says which
folder is written with which part of the language; the small [examples](examples.md) are listed behind the contracts. It
is found by reading the agreements, so it cannot promise what is not there.
"""
_INDEX_HEAD = """\
Each folder is a clause that somebody really signed, ordered or decreed, told in our own words with invented parties,
and written as an agreement: what the text says, what it leaves silent and how the file answers, the sum done by hand,
and the statements that prove. The folders that begin with x are made up: each combines several shapes.
[Which contract shows what](../../docs/reference/contracts.md) lists them by shape.

```sh
pactline prove examples/contracts/*/
```
"""
_SHAPES: Mapping[str, tuple[str, ...]] = {
    "flat amount per miss per window": ("shape flat",),
    "amount per unit, per unit or fraction, per second, per call beyond a share": (
        "shape per_point", "shape per_point_or_fraction", "shape per_second", "shape per_contact",
    ),
    "difference between target and actual as a percentage": ("shape difference",),
    "bands to a percentage of a fixed sum": ("shape bands",),
    "bands to points to a percentage or money; ladders": ("shape points",),
    "shares of an at-risk pool larger than 100 %, with a cap": ("shape share_of_pool",),
    "two-sided incentive, neutral zone, ratcheting target": ("shape two_sided", "term ratchet"),
    "repeat multiplier; lateness multiplier": ("modifier repeat", "modifier lateness"),
    "streak of windows; rolling count with tranches; a time to use a right": (
        "shape streak", "shape rolling_count", "rule rights",
    ),
    "pay withheld for the whole window": ("shape withheld",),
    "free allowance; banked over-performance with expiry; earn-back": (
        "modifier allowance", "modifier bank", "modifier earn_back",
    ),
    "caps and floors in a declared order": (
        "rule caps", "rule floors", "term at_risk", "term order", "modifier at_most", "modifier at_least",
    ),
    "one incident, one credit; critical failure replaces credits": ("rule incidents", "rule critical"),
    "excusal: cut out, suspended, fault moved, beyond the forecast": (
        "rule relief", "rule suspensions", "rule volume", "rule responsibilities",
    ),
    "an outcome that is not money: plan, notice, presumption, termination": (
        "rule duties", "rule presumptions", "rule rights", "rule renewal",
    ),
    "charge base: this month, next month, a share, a quarter, a year, a fixed sum": (
        "charge next", "charge share", "charge billed", "charged each quarter", "charged each year",
    ),
    "settlement: next invoice, quarterly, yearly, claim-by date, pending": ("rule settlement", "charge billed"),
    "dated parameters: indexing, ramp, deferral, amendment, reporting-only start": (
        "term dated", "term indexed", "term amended", "term report_only_until",
    ),
    "the definition of the metric: clock, denominator, short abandons, voice system, parked calls, rounding": (
        "key clock", "key abandons", "key short_abandon", "term by_voice_unit", "term parked", "term rounding",
    ),
    "windows: hour, day, quarter, rolling months or days, any 90 days, year, contract year": tuple(
        f"each {name}" for name in CADENCES if name != "month"
    ),
    "precedence when table and text disagree": ("term stated",),
    "money owed by the customer": ("term by client", "term bonus", "shape two_sided", "rule change_orders"),
}  # fmt: skip
"""The table at the end of the design's ``contracts.md``, and by what a contract of that shape is told."""


@dataclass(frozen=True)
class Contract:
    """One folder: its title, and what it is written with."""

    name: str
    title: str
    uses: Uses

    def link(self) -> str:
        """``[C1](...)`` from a page of the reference; a small example goes by its name."""
        short, rest = self.name.removeprefix("contracts/"), self.name.partition("/")[2]
        if rest:
            number = short.partition("-")[0]
            short = f"{number[:1].upper()}{number[1:].lstrip('0')}"
        return f"[{short}](../../examples/{self.name}/README.md)"


def coverage_page() -> str:
    """The reference page: every shape and every part of the language, with the folders that use it."""
    shapes = [[words, _written(keys), _users(keys)] for words, keys in _SHAPES.items()]
    parts = ["# Which contract shows what\n", GENERATED, _HEAD, "## By the shape of the clause\n"]
    parts.append(table(["Shape", "Written with", "Where"], shapes))
    for title, kind, meanings in _sections():
        rows = [[f"`{name}`", meaning, _users([f"{kind} {name}"])] for name, meaning in meanings.items()]
        parts += [f"## {title}\n", table(["Written", "Meaning", "Where"], rows)]
    return "\n".join(parts)


def index_page() -> str:
    """The list of the folders, one line each."""
    rows = []
    for contract in contracts():
        name = contract.name.removeprefix("contracts/")
        rows.append([f"[{name}]({name}/README.md)", contract.title, _named(contract)])
    head = ("# Contracts: real clauses as agreements, to the cent\n", GENERATED, _INDEX_HEAD)
    return "\n".join([*head, table(["Folder", "What it is about", "Written with"], rows)])


@cache
def contracts() -> tuple[Contract, ...]:
    """Every contract folder, in order of its name."""
    return tuple(_contract(file.parent) for file in sorted(EXAMPLES.glob("contracts/*/agreement.yaml")))


@cache
def _everything() -> tuple[Contract, ...]:
    small = (_contract(file.parent) for file in sorted(EXAMPLES.glob("*/agreement.yaml")))
    return (*contracts(), *small)


def _contract(folder: Path) -> Contract:
    readme = folder / "README.md"
    heading = readme.read_text(encoding="utf-8").splitlines()[0] if readme.exists() else f"# {folder.name}"
    title = re.sub(r"^# ([CX][0-9]+[:.] )?", "", heading)
    name = folder.relative_to(EXAMPLES).as_posix()
    return Contract(name, title[:1].upper() + title[1:], frozenset(uses_of(folder)))


def _sections() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    yield "Remedy shapes", "shape", {name: _sentence(shape.title) for name, shape in remedies().items()}
    yield "Modifiers", "modifier", {name: _sentence(modifier.title) for name, modifier in modifiers().items()}
    yield "Rules", "rule", {name: _sentence(rule.title) for name, rule in rules().items()}
    yield "Charges", "charge", CHARGES
    yield "Windows", "each", CADENCES
    yield "Roll-ups", "roll_up", {word.value: word.meaning for word in RollUp}
    yield "Further terms", "term", TERMS
    yield "Fact files", "file", {file.name: file.holds for file in FILES}


def _sentence(title: str) -> str:
    return title.split(": ", 1)[-1].rstrip(".")


def _users(keys: Iterable[str]) -> str:
    wanted = set(keys)
    return ", ".join(each.link() for each in _everything() if each.uses & wanted) or "none"


def _written(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key.split(' ', 1)[1]}`" for key in keys)


def _named(contract: Contract) -> str:
    kinds = ("shape ", "modifier ", "rule ")
    names = [use.split()[1] for kind in kinds for use in sorted(contract.uses) if use.startswith(kind)]
    return ", ".join(f"`{name}`" for name in dict.fromkeys(names))
