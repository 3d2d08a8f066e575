"""Where everything stands in the document: which sections it has, in which order, and the number of each clause.

An agreement names its clauses (``clause: "4.1"``), and statements cite them so. If those names allow it, the section of
the service levels gets their number and the document's clause 4.1 is clause 4.1; otherwise each clause says how
statements cite it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pactline.agreement.model import Agreement, Commitment
from pactline.document.parts import further, given

LEVELS = "levels"
_BEFORE = ("definitions", "term", "services")
_AHEAD = ("responsibilities", "contacts", "reviews", "measurement", "statements", "amendments")
"""What may stand before the service levels as well as after them, where their number asks for it."""
_CITED = re.compile(r"([1-9][0-9]?)\.([1-9][0-9]?)(?:\s*\(([a-z])\))?")


@dataclass(frozen=True)
class Plan:
    """The sections in order, and the number of everything that is referred to."""

    sections: tuple[str, ...]
    schedules: tuple[str, ...]
    clauses: Mapping[str, str]  # by commitment id: "4.1", or "4.2(a)" for a tier

    def number(self, section: str) -> str:
        """The number of a section: ``4``; of a schedule ``Schedule 1``."""
        if section in self.schedules:
            return f"Schedule {self.schedules.index(section) + 1}"
        return str(self.sections.index(section) + 1)

    def ref(self, section: str) -> str:
        """A reference to a section: ``section 4``, ``Schedule 1``."""
        number = self.number(section)
        return number if number.startswith("Schedule") else f"section {number}"

    def clause(self, commitment: Commitment) -> str:
        """A reference to the clause of a commitment: ``clause 4.2(a)``."""
        return f"clause {self.clauses[commitment.id]}"

    def remedy(self, commitment: Commitment, agreement: Agreement) -> str:
        """The number of the clause about a commitment's remedy."""
        return f"{self.number('remedies')}.{priced(agreement).index(commitment) + 1}"


def priced(agreement: Agreement) -> list[Commitment]:
    """The commitments on which money moves."""
    return [commitment for commitment in agreement.commitments if commitment.remedy or commitment.bonus]


def groups(agreement: Agreement) -> list[list[Commitment]]:
    """The commitments in order, tiers of one promise together."""
    found: dict[str, list[Commitment]] = {}
    for commitment in agreement.commitments:
        found.setdefault(commitment.id.partition("/")[0], []).append(commitment)
    return list(found.values())


def plan(agreement: Agreement, *, example: bool) -> Plan:
    """Order and numbers for an agreement, with or without a schedule of worked cases."""
    promised = groups(agreement)
    after = _after(agreement)
    wanted = _wanted(promised)
    before = list(_BEFORE)
    if wanted and wanted <= len(_BEFORE):
        before = [["definitions", "services"], ["definitions"], []][3 - wanted]
    elif wanted:
        ahead = [section for section in _AHEAD if section in after][: wanted - len(_BEFORE) - 1]
        before += ahead if len(before) + len(ahead) + 1 == wanted else []
    cited = wanted == len(before) + 1
    rest = [section for section in (*_BEFORE, *after) if section not in before]
    sections = (*before, LEVELS, *rest)
    numbers = _own_numbers(promised) if cited else None
    return Plan(sections, _schedules(agreement, example), _clauses(promised, str(len(before) + 1), numbers))


def _after(agreement: Agreement) -> list[str]:
    """The sections that follow the service levels, in their usual order."""
    parts = [part for part in further(agreement) if part != "indices"]
    money = [part for part in parts if part in ("points", "pools", "caps", "floors", "incidents", "critical")]
    last = [part for part in parts if part in ("settlement", "renewal", "reviews", "contacts")]
    middle = [part for part in parts if part not in money + last]
    priced_or_capped = ["remedies"] if priced(agreement) or agreement.at_risk else []
    free = [f"clauses/{name}" for name in given(agreement, "clauses") or ()]
    precedence = ["precedence"] if given(agreement, "precedence") else []
    return ["measurement", *priced_or_capped, *money, *middle, "statements", *last, *free, *precedence, "amendments"]


def _schedules(agreement: Agreement, example: bool) -> tuple[str, ...]:
    charges = ["charges"] if agreement.charges else []
    indices = ["indices"] if given(agreement, "indices") else []
    return ("summary", *charges, *indices, "hours", "choices", *(["example"] if example else []))


def _label(group: Sequence[Commitment]) -> re.Match[str] | None:
    """The clause that all tiers of a promise are cited by, if it has the form 4.1 or 4.1(a)."""
    found = [_CITED.fullmatch(commitment.clause.strip()) for commitment in group]
    marks = [match for match in found if match]
    if len(marks) < len(group) or len({(match[1], match[2]) for match in marks}) != 1:
        return None
    letters = [match[3] for match in marks if match[3]]
    if letters and letters != [letter(n) for n in range(len(group))]:
        return None
    return marks[0] if len(group) > 1 or not letters else None


def _wanted(promised: Sequence[Sequence[Commitment]]) -> int:
    """The number that the named clauses ask of their section; 0 where they do not agree on one."""
    if any(commitment.clause for group in promised for commitment in group):
        numbers = _own_numbers(promised)
        labels = [_label(group) for group in promised]
        leading = {int(label[1]) for label in labels if label}
        if numbers and len(leading) == 1:
            return leading.pop()
    return 0


def _own_numbers(promised: Sequence[Sequence[Commitment]]) -> list[int] | None:
    """The second numbers of the named clauses, in rising order; None if some are named otherwise or not at all."""
    labels = [_label(group) for group in promised]
    found = [int(label[2]) for label in labels if label]
    rising = all(low < high for low, high in pairwise(found))
    return found if len(found) == len(promised) and rising else None


def _clauses(
    promised: Sequence[Sequence[Commitment]], section: str, numbers: Sequence[int] | None
) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for place, group in enumerate(promised):
        number = f"{section}.{numbers[place] if numbers else place + 1}"
        for tier, commitment in enumerate(group):
            found[commitment.id] = number if len(group) == 1 else f"{number}({letter(tier)})"
    return found


def letter(number: int) -> str:
    """a, b, ... z, aa, ab."""
    return chr(ord("a") + number) if number < 26 else chr(ord("a") + number // 26 - 1) + chr(ord("a") + number % 26)
